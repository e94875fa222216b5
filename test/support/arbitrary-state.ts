// Random values and states for property tests: everything a state may hold, odd names included.

import fc from "fast-check";
import { impliedType } from "../../src/language/typed-value.js";
import type { InstanceAddress } from "../../src/model/address.js";
import { formatStateInstance, type State, type StateInstance } from "../../src/model/state.js";
import type { ObjectValue, Value } from "../../src/model/value.js";

const NAMES = ["a", "b", "esx-01", "_x"];
const KEYS = [undefined, 0, 1, 10, "", "a", 'q"uo\\te', "${x}", "%{y}", "ü/é", "__proto__"];

const name = fc.oneof(fc.constantFrom("id", "name", "__proto__", "constructor", "$x"), fc.string());

/** Wholly known and without secrets. */
export const storableValue: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constant(null),
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.array(tie("value"), { maxLength: 3 }),
    objectOf(tie("value")),
  ),
})).value;

export const storableObject: fc.Arbitrary<ObjectValue> = objectOf(storableValue);

function objectOf(value: fc.Arbitrary<Value>): fc.Arbitrary<ObjectValue> {
  const entries = fc.uniqueArray(fc.tuple(name, value), { selector: ([n]) => n, maxLength: 4 });
  return entries.map((e) => Object.fromEntries(e));
}

const address: fc.Arbitrary<InstanceAddress> = fc.record({
  resource: fc.record({
    mode: fc.constant("managed" as const),
    type: fc.constantFrom("test_record", "test_other"),
    name: fc.constantFrom(...NAMES),
  }),
  key: fc.constantFrom(...KEYS),
});

const dependencies = fc.uniqueArray(fc.constantFrom(...NAMES.map((n) => `test_record.${n}`)));

export const storedInstance: fc.Arbitrary<StateInstance> = fc
  .record({
    address,
    schemaVersion: fc.nat(3),
    attributes: storableObject,
    dependencies,
    tainted: fc.constantFrom(undefined, true as const),
    deposed: fc.constantFrom(undefined, "0a1b2c3d", "ffffffff"),
    createBeforeDestroy: fc.constantFrom(undefined, true as const),
    extra: fc.constantFrom(undefined, { private: "e30=" }, { provider: 'provider["x"]' }),
  })
  .map(({ tainted, deposed, createBeforeDestroy, extra, ...rest }) => ({
    ...rest,
    ...(tainted ? { tainted } : {}),
    ...(deposed ? { deposed } : {}),
    ...(createBeforeDestroy ? { createBeforeDestroy } : {}),
    ...(extra ? { extra } : {}),
  }));

export const storedState: fc.Arbitrary<State> = fc
  .record({
    lineage: fc.uuid(),
    serial: fc.nat(1000),
    outputs: fc.uniqueArray(fc.tuple(fc.constantFrom("out", "other", "__proto__"), storableValue), {
      selector: ([n]) => n,
    }),
    instances: fc.array(storedInstance, { maxLength: 8 }),
  })
  .map(({ outputs, instances, ...rest }) => ({
    ...rest,
    outputs: Object.fromEntries(
      outputs.map(([n, value]) => [n, { value, type: impliedType(value) }] as const),
    ),
    instances: new Map(instances.map((i) => [formatStateInstance(i.address, i.deposed), i])),
  }));
