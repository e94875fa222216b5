// The rules that Terraform holds a provider to, for plans of any configuration of any resource type: what is
// configured is planned, what is known stays known, and what already is plans to nothing.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PlannedObject } from "../../../src/model/provider.js";
import { isUnknown, type ObjectValue, type Value } from "../../../src/model/value.js";
import { proposeNewState } from "../../../src/plan/propose-new-state.js";
import { findPlanViolations, findReplanViolations } from "../../../src/plan/provider-rules.js";
import { makeProvider } from "../../../src/provider/make-provider.js";
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
    holds((before, after) => {
      for (const prior of [null, exist(before.known)]) {
        const { planned } = plan(prior, after.partial);
        const config = convertConfig(type, after.partial).value;
        expect(findPlanViolations(attributes, { prior, config, planned })).toEqual([]);
      }
    });
  });

  it("plan nothing for what already is", () => {
    holds(({ known }) => {
      const prior = exist(known);
      expect(plan(prior, known)).toEqual({ planned: prior, requiresReplace: [], diagnostics: [] });
    });
  });

  it("keep what they know when unknowns become known", () => {
    holds((before, after) => {
      for (const prior of [null, exist(before.known)]) {
        const first = plan(prior, after.partial).planned;
        const final = plan(prior, after.known).planned;
        expect(findReplanViolations(attributes, first, final)).toEqual([]);
      }
    });
  });

  it("replace only for attributes there are", () => {
    holds((before, after) => {
      const { requiresReplace } = plan(exist(before.known), after.partial);
      expect(requiresReplace.filter(([name = ""]) => attributes[name] === undefined)).toEqual([]);
    });
  });

  type Drawn = typeof configurations extends fc.Arbitrary<infer T> ? T : never;

  function holds(law: (before: Drawn, after: Drawn) => void): void {
    fc.assert(fc.property(configurations, configurations, law), { numRuns: RUNS });
  }

  function plan(prior: ObjectValue | null, given: ObjectValue): PlannedObject {
    const config = convertConfig(type, given).value;
    const proposed = proposeNewState(attributes, prior, config);
    return provider.plan({ type, prior, proposed, config });
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
});
