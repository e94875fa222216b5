// A program of constructs carried all the way in memory: synthesised, loaded, planned, applied to a simulated vSphere of
// its own. What a test of a pattern looks at: the plan's view of survival, and drills of what was applied.

import type { App } from "../../constructs/index.js";
import {
  applyPlan,
  assessPlans,
  builtInScenario,
  createMemoryStateStore,
  emptyState,
  hasErrors,
  loadConfiguration,
  makePlan,
  makeProvider,
  NODE_READER,
  type Plan,
  providerSchema,
  runDrill,
  Simulator,
  type SurvivalAssessment,
  type VariableValues,
  type Verdict,
} from "../../src/engine.js";
import { temporaryFolder } from "./temporary-folder.js";

export interface AppliedProgram {
  readonly simulator: Simulator;
  /** Of all stacks, before anything was applied. */
  readonly survival: SurvivalAssessment;
  /** `workload verdict`, of a drill of what was applied. */
  readonly drill: (scenario: string) => readonly string[];
  /** The worst verdict of that drill. */
  readonly worst: (scenario: string) => Verdict;
}

/** Throws with the diagnostics if anything goes wrong on the way. */
export async function applyProgram(
  app: App,
  variables: VariableValues = {},
): Promise<AppliedProgram> {
  app.synth();
  return await applyFolder(app.outdir, variables);
}

/** The same from the output folder of a program. */
export async function applyFolder(
  path: string,
  variables: VariableValues = {},
): Promise<AppliedProgram> {
  const simulator = Simulator.inMemory();
  const root = temporaryFolder();
  const loaded = await loadConfiguration({
    path,
    root,
    reader: NODE_READER,
    schema: providerSchema,
  });
  refuse(loaded.diagnostics);
  const before = simulator.estate();
  const plans: Plan[] = [];
  for (const configuration of loaded.stacks) {
    plans.push(await applyStack({ simulator, configuration, variables }));
  }
  const drilled = (name: string) => {
    const scenario = builtInScenario(name);
    if (scenario === undefined) throw new Error(`${name} is no built-in scenario`);
    return runDrill({ simulator, scenario });
  };
  return {
    simulator,
    survival: assessPlans({ estate: before, plans }),
    drill: (name) => drilled(name).workloads.map((w) => `${w.workload} ${w.verdict}`),
    worst: (name) => drilled(name).verdict,
  };
}

interface StackToApply {
  readonly simulator: Simulator;
  readonly configuration: Parameters<typeof makePlan>[0]["configuration"];
  readonly variables: VariableValues;
}

async function applyStack({ simulator, ...stack }: StackToApply): Promise<Plan> {
  const provider = makeProvider(() => Promise.resolve(simulator.backend), {
    writeBackup: () => Promise.resolve(),
  });
  const readRemoteState = async () => ({ outputs: undefined, diagnostics: [] });
  const request = {
    ...stack,
    state: emptyState("5b0c1f0e-0000-4000-8000-000000000001"),
    provider,
    readRemoteState,
  };
  const { plan, diagnostics } = await makePlan(request);
  refuse(diagnostics);
  if (plan === undefined) throw new Error("no plan and no error");
  const applied = await applyPlan({ ...request, plan, store: createMemoryStateStore() });
  refuse(applied.diagnostics);
  return plan;
}

function refuse(diagnostics: Parameters<typeof hasErrors>[0]): void {
  if (hasErrors(diagnostics)) throw new Error(JSON.stringify(diagnostics, null, 2));
}
