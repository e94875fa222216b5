// Every attribute that a configuration may set, nested ones and the objects around them too, as the schema
// files say: the list that the table of effects is held against.

import type { ObjectJsonSchema, PropertyJsonSchema } from "../../../src/schema/json-schema.js";
import { jsonSchemaOf, resourceTypes } from "../../../src/schema/resource-schemas.js";

/** `holdfast_host.tpm`, `holdfast_host.tpm.present` …; items of a list have the path of the list. */
export function configurableAttributes(): readonly string[] {
  return resourceTypes.flatMap((type) => {
    const schema = jsonSchemaOf(type);
    return schema === undefined ? [] : attributesIn(type, schema);
  });
}

function attributesIn(path: string, schema: Pick<ObjectJsonSchema, "properties">): string[] {
  return Object.entries(schema.properties).flatMap(([name, property]) => {
    if (property["x-holdfast"]?.computed === true) return [];
    const own = `${path}.${name}`;
    return [own, ...nestedIn(own, property)];
  });
}

function nestedIn(path: string, property: PropertyJsonSchema): string[] {
  if (property.type === "object") return attributesIn(path, property);
  if (property.type === "array" && property.items.type === "object") {
    return attributesIn(path, property.items);
  }
  return [];
}
