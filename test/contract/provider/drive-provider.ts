// Drives a provider through the life of one object as an engine does, and holds every answer to the rules
// that Terraform holds it to: planned values come true, nothing is unknown afterwards, reading finds no
// drift, planning again finds nothing to do.

import { expect } from "vitest";
import { hasErrors } from "../../../src/model/diagnostic.js";
import type { PlannedObject, Provider, ReadObject } from "../../../src/model/provider.js";
import type { ObjectValue } from "../../../src/model/value.js";
import { proposeNewState } from "../../../src/plan/propose-new-state.js";
import { findApplyViolations, findPlanViolations } from "../../../src/plan/provider-rules.js";
import { convertConfig } from "../../../src/schema/convert-value.js";
import { resourceSchemaOf } from "../../../src/schema/resource-schemas.js";

export interface Drive {
  plan(prior: ObjectValue | null, config: ObjectValue): PlannedObject;
  /** Plans and applies without looking at the outcome. */
  apply(prior: ObjectValue | null, config: ObjectValue): Promise<ReadObject>;
  /** Applies, reads and plans again; gives the state. */
  reach(prior: ObjectValue | null, config: ObjectValue): Promise<ObjectValue>;
  destroy(prior: ObjectValue): Promise<ReadObject>;
}

export function driveProvider(provider: Provider, type: string): Drive {
  const attributes = resourceSchemaOf(type)?.block.attributes ?? {};
  const convert = (given: ObjectValue) => {
    const { value: config, diagnostics } = convertConfig(type, given);
    expect([...diagnostics, ...provider.validate({ type, config })]).toEqual([]);
    return config;
  };
  const plan: Drive["plan"] = (prior, given) => {
    const config = convert(given);
    const proposed = proposeNewState(attributes, prior, config);
    const planned = provider.plan({ type, prior, proposed, config });
    expect(findPlanViolations(attributes, { prior, config, planned: planned.planned })).toEqual([]);
    return planned;
  };
  const apply: Drive["apply"] = async (prior, given) => {
    const { planned, diagnostics } = plan(prior, given);
    expect(diagnostics).toEqual([]);
    return await provider.apply({ type, prior, planned, config: convert(given), seed: "test" });
  };
  return {
    plan,
    apply,
    async reach(prior, given) {
      const { planned, requiresReplace } = plan(prior, given);
      expect(requiresReplace).toEqual(prior === null ? requiresReplace : []);
      const { state, diagnostics } = await apply(prior, given);
      expect(diagnostics).toEqual([]);
      if (state === null) throw new Error("there is no object after apply");
      expect(findApplyViolations(attributes, planned, state)).toEqual([]);
      const read = await provider.read({ type, state });
      expect(read).toEqual({ state, diagnostics: [] });
      expect(plan(state, given)).toEqual({ planned: state, requiresReplace: [], diagnostics: [] });
      return state;
    },
    async destroy(prior) {
      const request = { type, prior, proposed: null, config: null };
      const { planned } = provider.plan(request);
      return await provider.apply({ type, prior, planned, config: null, seed: "test" });
    },
  };
}

/** Whether an answer is a failure; its diagnostics are then worth reading. */
export function hasFailed(result: ReadObject): boolean {
  return hasErrors(result.diagnostics);
}
