// The rules that Terraform holds a provider to, for plans of any configuration of any resource type: what is
// configured is planned, what is known stays known, and what already is plans to nothing.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PlannedObject } from "../../../src/model/provider.js";
import type { AttributeSchemas } from "../../../src/model/type.js";
import { isUnknown, type ObjectValue, type Value } from "../../../src/model/value.js";
import { makeProvider } from "../../../src/provider/make-provider.js";
import { withoutWriteOnly } from "../../../src/provider/without-write-only.js";
import { convertConfig } from "../../../src/schema/convert-value.js";
import { resourceSchemaOf, resourceTypes } from "../../../src/schema/resource-schemas.js";
import { configurationsOf } from "./configurations.js";

const RUNS = 60;

const provider = makeProvider(() => Promise.reject(new Error("a plan asks no backend")), {
  writeBackup: () => Promise.reject(new Error("a plan writes nothing")),
});

describe.each(resourceTypes)("plans of %s", (type) => {
  const attributes = resourceSchemaOf(type)?.block.attributes ?? {};
  const configurations = configurationsOf(type);

  it("plan what is configured, null included, and nothing write-only", () => {
    check(
      fc.property(configurations, configurations, (before, after) => {
        for (const prior of [null, exist(before.known)]) {
          const { planned } = plan(prior, after.partial);
          expect(Object.keys(planned ?? {}).sort()).toEqual(Object.keys(attributes).sort());
          expect(arguments_(planned)).toEqual(arguments_(withoutWriteOnly(type, after.partial)));
        }
      }),
    );
  });

  it("plan nothing for what already is", () => {
    check(
      fc.property(configurations, ({ known }) => {
        const prior = exist(known);
        expect(plan(prior, known)).toEqual({
          planned: prior,
          requiresReplace: [],
          diagnostics: [],
        });
      }),
    );
  });

  it("keep what they know when unknowns become known", () => {
    check(
      fc.property(configurations, configurations, (before, after) => {
        for (const prior of [null, exist(before.known)]) {
          const first = plan(prior, after.partial).planned;
          const final = plan(prior, after.known).planned;
          expectRefined(first, final);
        }
      }),
    );
  });

  it("replace only for attributes there are", () => {
    check(
      fc.property(configurations, configurations, (before, after) => {
        const { requiresReplace } = plan(exist(before.known), after.partial);
        expect(requiresReplace.filter(([name = ""]) => attributes[name] === undefined)).toEqual([]);
      }),
    );
  });

  function plan(prior: ObjectValue | null, given: ObjectValue): PlannedObject {
    const config = convertConfig(type, given).value;
    return provider.plan({ type, prior, proposed: propose(attributes, prior, config), config });
  }

  /** The object as it would be in state after it was created. */
  function exist(config: ObjectValue): ObjectValue {
    const planned = plan(null, config).planned ?? {};
    const entries = Object.entries(planned).map(([name, value]): [string, Value] => [
      name,
      isUnknown(value) ? (attributes[name]?.type === "string" ? `some ${name}` : []) : value,
    ]);
    return Object.fromEntries(entries);
  }

  function arguments_(object: ObjectValue | null): ObjectValue {
    const entries = Object.entries(object ?? {}).filter(([name]) => !attributes[name]?.computed);
    return Object.fromEntries(entries);
  }
});

function propose(
  attributes: AttributeSchemas,
  prior: ObjectValue | null,
  config: ObjectValue,
): ObjectValue {
  const entries = Object.entries(config).map(([name, value]): [string, Value] => [
    name,
    attributes[name]?.computed ? (prior?.[name] ?? null) : value,
  ]);
  return Object.fromEntries(entries);
}

function expectRefined(first: ObjectValue | null, final: ObjectValue | null): void {
  for (const [name, value] of Object.entries(first ?? {})) {
    if (!isUnknown(value)) expect(final?.[name], name).toEqual(value);
  }
}

function check(property: fc.IRawProperty<unknown>): void {
  fc.assert(property, { numRuns: RUNS });
}
