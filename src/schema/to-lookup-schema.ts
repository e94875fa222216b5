// The schema of a resource type → the schema of the data source that looks up one of its objects: `id` finds it,
// everything that a backend tells is computed. What only says what is to be done, and secrets, are not in it.

import type {
  ItemJsonSchema,
  ObjectJsonSchema,
  PropertyJsonSchema,
  ResourceJsonSchema,
} from "./json-schema.js";

/** `$id` stays, as Terraform knows data sources and resource types apart; `title` gets `Data` before it. */
export function toLookupSchema(resource: ResourceJsonSchema): ResourceJsonSchema {
  const { id, ...others } = resource.properties;
  const description = id?.description ?? "";
  return {
    ...resource,
    title: `Data${resource.title}`,
    description: `Looks up an object that this configuration does not manage. ${resource.description}`,
    required: ["id"],
    properties: {
      id: { type: "string", minLength: 1, description: `What to look for. ${description}` },
      ...toldProperties(others),
    },
  };
}

/** The resource type itself, without what look-ups alone tell. */
export function withoutLookedUp(resource: ResourceJsonSchema): ResourceJsonSchema {
  const managed = Object.entries(resource.properties).filter(
    ([, { "x-holdfast": extra }]) => extra?.lookedUp !== true,
  );
  return { ...resource, properties: Object.fromEntries(managed) };
}

type Properties = ObjectJsonSchema["properties"];

function toldProperties(properties: Properties): Properties {
  const told = Object.entries(properties).filter(
    ([, { writeOnly, "x-holdfast": extra }]) => writeOnly !== true && extra?.request !== true,
  );
  return Object.fromEntries(told.map(([name, property]) => [name, toComputed(property)] as const));
}

function toComputed(property: PropertyJsonSchema): PropertyJsonSchema {
  const { description } = property;
  return { ...toShape(property), description, "x-holdfast": { computed: true } };
}

/** Defaults and limits are for those who set something. */
function toShape(property: PropertyJsonSchema): PropertyJsonSchema {
  const { description } = property;
  if (property.type === "object") return { ...toObject(property), description };
  if (property.type !== "array") return { type: property.type, description };
  const set = property.uniqueItems === true ? { uniqueItems: true } : {};
  return { type: "array", items: toItem(property.items), description, ...set };
}

function toItem(item: ItemJsonSchema): ItemJsonSchema {
  return item.type === "object" ? toObject(item) : { type: item.type };
}

type Fields = Pick<ObjectJsonSchema, "title" | "properties">;

function toObject({ title, properties }: Fields) {
  return {
    type: "object",
    title: `Data${title}`,
    additionalProperties: false,
    required: [],
    properties: toldProperties(properties),
  } as const;
}
