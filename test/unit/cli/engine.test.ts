import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as engine from "../../../src/engine.js";
import { smallStack } from "../../support/small-stack.js";

/** A file system of one file. */
const READER: engine.FileReader = {
  readFile: async () => smallStack(),
  readDir: async () => {
    throw Object.assign(new Error("no folder"), { code: "ENOTDIR" });
  },
};

const nothingStored: engine.ReadRemoteState = async () => ({ outputs: undefined, diagnostics: [] });

describe("the engine as a library", () => {
  it("loads, plans, applies, plans again, drills and reports without touching anything", async () => {
    const simulator = engine.Simulator.inMemory();
    const provider = engine.makeProvider(async () => simulator.backend, {
      writeBackup: async () => undefined,
    });
    const { stacks, diagnostics } = await engine.loadConfiguration({
      path: "/project/main.tf.json",
      reader: READER,
      schema: engine.providerSchema,
    });
    expect(diagnostics).toEqual([]);
    const [configuration] = stacks;
    if (configuration === undefined) throw new Error("no stack");
    const store = engine.createMemoryStateStore();
    const request = { configuration, variables: {}, provider, readRemoteState: nothingStored };
    const state = engine.emptyState("lineage");
    const { plan } = await engine.makePlan({ ...request, state });
    if (plan === undefined) throw new Error("no plan");
    const survival = engine.assessPlans({ estate: simulator.estate(), plans: [plan] });
    expect(survival.after).toEqual([{ workload: "vm:vc01/vm/till", verdict: "survived" }]);
    const applied = await engine.applyPlan({ ...request, plan, state, store });
    expect(applied).toMatchObject({ isSaved: true, diagnostics: [] });
    const again = await engine.makePlan({ ...request, state: applied.state });
    expect(again.plan?.applyable).toBe(false);
    const scenario = engine.defaultScenario();
    const result = engine.runDrill({ simulator, scenario });
    expect(result.verdict).toBe("survived");
    const report = engine.drillReport(result, { width: 80, verbose: false });
    expect(engine.renderLines(report, { colour: false })).toContain("Survived: the one workload");
  });

  it("is what the package exports as holdfast/engine", () => {
    const { exports } = JSON.parse(readFileSync("package.json", "utf8"));
    expect(exports["./engine"].default).toBe("./dist/src/engine.js");
  });
});
