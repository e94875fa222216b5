// Functions of the provider in a plan, and again when it is carried out.

import { describe, expect, it } from "vitest";
import { applyPlan } from "../../../src/apply/apply-plan.js";
import { parseTemplate } from "../../../src/language/parse.js";
import { emptyState } from "../../../src/model/state.js";
import { UNKNOWN } from "../../../src/model/value.js";
import { providerFunctions } from "../../../src/provider/functions/provider-functions.js";
import { createMemoryStateStore } from "../../../src/state/memory-state-store.js";
import { buildConfiguration, type ConfigurationInput } from "../../support/build-configuration.js";
import { goodPlan, LINEAGE, planOf } from "../../support/planning.js";
import { createRecordProvider } from "../../support/record-provider.js";

const call = (text: string) => parseTemplate(`\${provider::holdfast::${text}}`).expression;

const INPUT: ConfigurationInput = {
  resources: {
    "test_record.gate": {
      attributes: { name: "gate", value: call('minimum_version("key_persistence")') },
    },
  },
  outputs: {
    known: call('supports("8.0", "key_persistence")'),
    later: call('inventory_path("vc01", test_record.gate.token)'),
  },
};

const withFunctions = () => ({ ...createRecordProvider(), functions: providerFunctions });

describe("functions of the provider", () => {
  it("are asked when planning, and again when what they need is known", async () => {
    const provider = withFunctions();
    const plan = await goodPlan(INPUT, { provider });
    expect(plan.changes[0]?.after).toMatchObject({ value: "7.0 U2" });
    const outputs = plan.outputs.map(({ name, after }) => [name, after]);
    expect(outputs).toEqual([
      ["known", true],
      ["later", UNKNOWN],
    ]);
    const { state, diagnostics } = await applyPlan({
      plan,
      configuration: buildConfiguration(INPUT),
      variables: {},
      state: emptyState(LINEAGE),
      provider,
      store: createMemoryStateStore(),
      readRemoteState: async () => ({ outputs: undefined, diagnostics: [] }),
    });
    expect(diagnostics).toEqual([]);
    const [record] = [...provider.records.values()];
    expect(state.outputs.later?.value).toBe(`vc01/${record?.token}`);
    const again = await goodPlan(INPUT, { provider, state });
    expect(again.applyable).toBe(false);
  });

  it("are refused in a plan where there are none", async () => {
    const { plan, diagnostics } = await planOf(INPUT);
    expect(plan).toBeUndefined();
    expect(diagnostics.map(({ summary }) => summary)).toContain("Call to unknown function");
  });
});
