// What a state file says to be sensitive in an object. Terraform names there what the schema calls sensitive, null or not,
// and so do we, who keep no secret: all of these are null. In memory they are left out, as the schema has them.

import { type AttributePath, arePathsEqual, valueAt } from "../model/attribute-path.js";
import { invariant } from "../model/invariant.js";
import type { StateInstance } from "../model/state.js";
import type { AttributeSchemas } from "../model/type.js";
import { isList, type Value } from "../model/value.js";
import { resourceSchemaOf } from "../schema/resource-schemas.js";
import { decodePath } from "./json-shape.js";

type Instance = Pick<StateInstance, "address" | "attributes" | "extra">;

/** As the file has them: those of the schema, then `extra.sensitive_attributes`. */
export function encodeSensitive(instance: Instance): readonly Value[] {
  const { sensitive_attributes: others = [] } = instance.extra ?? {};
  return [...pathsOfSchema(instance).map(encodePath), ...(isList(others) ? others : [])];
}

/** Of `extra.sensitive_attributes` those that the schema does not name. */
export function otherSensitive(instance: Instance): readonly Value[] {
  const { sensitive_attributes: all } = instance.extra ?? {};
  if (!isList(all)) return [];
  const known = pathsOfSchema(instance);
  return all.filter((json) => {
    const path = decodePath(json);
    return path === undefined || !known.some((one) => arePathsEqual(one, path));
  });
}

/** None in a nested object that is null. */
function pathsOfSchema({ address, attributes, extra }: Instance): readonly AttributePath[] {
  const { mode, type } = address.resource;
  if (mode === "data" || extra?.provider !== undefined) return [];
  const paths = pathsOfType(type);
  return paths.filter((path) => (valueAt(attributes, path.slice(0, -1)) ?? null) !== null);
}

const byType = new Map<string, readonly AttributePath[]>();

function pathsOfType(type: string): readonly AttributePath[] {
  const known = byType.get(type);
  if (known !== undefined) return known;
  const paths = sensitivePaths(resourceSchemaOf(type)?.block.attributes ?? {});
  byType.set(type, paths);
  return paths;
}

function sensitivePaths(attributes: AttributeSchemas): readonly AttributePath[] {
  return Object.entries(attributes).flatMap(([name, { sensitive, nested_type: nested }]) => {
    if (sensitive) return [[name]];
    const inside = sensitivePaths(nested?.attributes ?? {});
    const isOne = inside.length === 0 || nested?.nesting_mode === "single";
    invariant(isOne, `${name} has secrets in a ${nested?.nesting_mode}, whose paths have keys`);
    return inside.map((path) => [name, ...path]);
  });
}

function encodePath(path: AttributePath): Value {
  return path.map((value) => ({ type: "get_attr", value }));
}
