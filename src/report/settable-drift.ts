// Drift as an ordinary plan shows it: what a configuration can set. What moves by itself, such as the keys a host
// has cached or the time of its last archive, plans no change and would hide what does; a plan that only
// refreshes shows all of it, and the plan itself always holds all of it.

import type { Change } from "../model/plan.js";
import type { AttributeSchemas } from "../model/type.js";
import {
  areValuesEqual,
  isList,
  isObject,
  memberOf,
  type ObjectValue,
  type Value,
} from "../model/value.js";

/** The same drift, with attributes that only the backend decides as they were before; undefined if nothing else differs. */
export function settableDrift(
  drift: Change,
  attributes: AttributeSchemas | undefined,
): Change | undefined {
  const { before, after } = drift;
  if (attributes === undefined || before === null || after === null) return drift;
  const settable = withComputedOf(before, after, attributes);
  return areValuesEqual(before, settable) ? undefined : { ...drift, after: settable };
}

function withComputedOf(
  before: ObjectValue,
  after: ObjectValue,
  attributes: AttributeSchemas,
): ObjectValue {
  const members = Object.entries(after).map(([name, now]): [string, Value] => {
    const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    const old = memberOf(before, name);
    if (attribute?.computed && !attribute.optional) return [name, old];
    const nested = attribute?.nested_type?.attributes;
    return [name, nested === undefined ? now : withComputedItems(old, now, nested)];
  });
  return Object.fromEntries(members);
}

/** Items of lists are compared by their places, as drift is found. */
function withComputedItems(before: Value, after: Value, attributes: AttributeSchemas): Value {
  if (isList(before) && isList(after)) {
    return after.map((item, i) => withComputedItems(before[i] ?? null, item, attributes));
  }
  if (!isObject(before) || !isObject(after)) return after;
  return withComputedOf(before, after, attributes);
}
