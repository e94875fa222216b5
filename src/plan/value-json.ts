// Values that may be unknown ↔ JSON. Unknown is `{"$unknown": {…}}` with what is certain of it; a name of an object that
// starts with `$` gets another one, so that nothing a user writes can be taken for it. Marked values have no JSON.

import { invariant } from "../model/invariant.js";
import type { Refinement } from "../model/refinement.js";
import {
  isList,
  isMarked,
  isObject,
  isUnknown,
  type ObjectValue,
  UNKNOWN,
  Unknown,
  type Value,
} from "../model/value.js";

/** JSON of a value, as plain data. */
export function encodeValue(value: Value): Value {
  invariant(!isMarked(value), "a marked value was about to be written");
  if (isUnknown(value)) return { $unknown: refinementJson(value.refinement) };
  if (isList(value)) return value.map(encodeValue);
  return isObject(value) ? encodeObject(value) : value;
}

export function encodeObject(object: ObjectValue): ObjectValue {
  const entries = Object.entries(object).map(
    ([name, item]) => [name.startsWith("$") ? `$${name}` : name, encodeValue(item)] as const,
  );
  return Object.fromEntries(entries);
}

/** The value that {@link encodeValue} made this JSON of. */
export function decodeValue(json: Value): Value {
  if (isList(json)) return json.map(decodeValue);
  if (!isObject(json)) return json;
  return isObject(json.$unknown) ? decodeUnknown(json.$unknown) : decodeObject(json);
}

/** Its parts are plain data, numbers of any size among them, and so a value. */
function refinementJson(refinement: Refinement): Value {
  return { ...refinement } as ObjectValue;
}

function decodeUnknown(refinement: ObjectValue): Unknown {
  return Object.keys(refinement).length === 0 ? UNKNOWN : new Unknown(refinement as Refinement);
}

export function decodeObject(json: ObjectValue): ObjectValue {
  const entries = Object.entries(json).map(
    ([name, item]) => [name.startsWith("$") ? name.slice(1) : name, decodeValue(item)] as const,
  );
  return Object.fromEntries(entries);
}
