// The names of the attributes of an object before and after, with how they are shown.

import type { AttributeSchemas } from "../model/type.js";
import type { ObjectValue } from "../model/value.js";
import { formatName } from "./format-value.js";

export interface Labelled {
  readonly name: string;
  readonly label: string;
}

const labelledNames = new WeakMap<AttributeSchemas, readonly Labelled[]>();

/** Those of a schema, put in order once for the many objects that have it. */
function namesOf(attributes: AttributeSchemas): readonly Labelled[] {
  const names = labelledNames.get(attributes) ?? labelled(Object.keys(attributes));
  labelledNames.set(attributes, names);
  return names;
}

/** Sorted; those of the schema where there is one: every object has all of them. */
export function namesIn(
  { before, after }: { readonly before: ObjectValue | null; readonly after: ObjectValue | null },
  attributes?: AttributeSchemas,
): readonly Labelled[] {
  if (attributes !== undefined) return namesOf(attributes);
  return labelled(new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]));
}

function labelled(names: Iterable<string>): readonly Labelled[] {
  return [...names].sort().map((name) => ({ name, label: formatName(name) }));
}
