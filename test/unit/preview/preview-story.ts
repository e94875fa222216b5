// A pull request as a story: what was applied, what happened to it behind Terraform's back, and what base and head
// declare. Both are planned by the engine against one simulated vSphere, and judged.

import { applyPlan } from "../../../src/apply/apply-plan.js";
import { builtInScenario } from "../../../src/drill/resolve-scenario.js";
import type { Scenario } from "../../../src/drill/scenario.js";
import { hasErrors } from "../../../src/model/diagnostic.js";
import type { Preview } from "../../../src/model/preview.js";
import { emptyState, type State } from "../../../src/model/state.js";
import { makePlan } from "../../../src/plan/make-plan.js";
import {
  judgePreview,
  type PreviewRequest,
  type PreviewSide,
} from "../../../src/preview/judge-preview.js";
import type { Backend } from "../../../src/provider/backend.js";
import { makeProvider } from "../../../src/provider/make-provider.js";
import { resourceSchemaOf } from "../../../src/schema/resource-schemas.js";
import { Simulator } from "../../../src/simulator/simulator.js";
import { createMemoryStateStore } from "../../../src/state/memory-state-store.js";
import { LINEAGE } from "../../support/planning.js";
import { type SmallStackParts, smallStack } from "../../support/small-stack.js";
import { FILE, loadFiles } from "../load/load.js";

export interface Story {
  /** Applied before, and then left to settle. Absent: nothing was. */
  readonly applied?: SmallStackParts;
  /** Behind everyone's back. */
  readonly meanwhile?: (backend: Backend) => Promise<unknown>;
  /** Default: as it was applied. Null: there is no base. */
  readonly base?: SmallStackParts | null;
  readonly head: SmallStackParts;
  /** Default `provider-outage`. */
  readonly scenario?: string;
}

export async function previewOf(story: Story): Promise<Preview> {
  return judgePreview(await requestOf(story));
}

/** What the judge is asked. */
export async function requestOf(story: Story): Promise<PreviewRequest> {
  const { applied, meanwhile, base = applied ?? {}, head, scenario } = story;
  const simulator = Simulator.inMemory();
  const state = applied === undefined ? emptyState(LINEAGE) : await apply(simulator, applied);
  simulator.advance(7200);
  await meanwhile?.(simulator.backend);
  return {
    project: ".",
    scenario: scenarioNamed(scenario ?? "provider-outage"),
    estate: simulator.estate(),
    ...(base === null ? {} : { base: await plan(simulator, state, base) }),
    head: await plan(simulator, state, head),
    attributesOf: (type) => resourceSchemaOf(type)?.block.attributes,
    sourceOf: ({ side, address }) => ({ file: `${side}/${address}.ts`, line: 7 }),
    origin: {
      estateDigest: simulator.digest(),
      planDigest: "0".repeat(64),
      serials: { x: state.serial },
      version: "0.0.0",
    },
  };
}

function scenarioNamed(name: string): Scenario {
  const scenario = builtInScenario(name);
  if (scenario === undefined) throw new Error(`${name} is no built-in scenario`);
  return scenario;
}

const readRemoteState = async () => ({ outputs: undefined, diagnostics: [] });

async function planRequest(simulator: Simulator, state: State, parts: SmallStackParts) {
  const document = JSON.parse(smallStack(parts));
  const { stacks, diagnostics } = await loadFiles({ [FILE]: document }, FILE);
  const provider = makeProvider(async () => simulator.backend, { writeBackup: async () => {} });
  const [configuration] = stacks;
  const rest = { variables: {}, state, provider, readRemoteState };
  return { request: configuration && { configuration, ...rest }, diagnostics };
}

async function plan(
  simulator: Simulator,
  state: State,
  parts: SmallStackParts,
): Promise<PreviewSide> {
  const { request, diagnostics } = await planRequest(simulator, state, parts);
  if (request === undefined || hasErrors(diagnostics)) return { plans: [], diagnostics };
  const made = await makePlan(request);
  const plans = made.plan === undefined ? [] : [made.plan];
  return { plans, diagnostics: [...diagnostics, ...made.diagnostics] };
}

/** Carries out what the parts declare, where nothing is yet. */
export async function apply(simulator: Simulator, parts: SmallStackParts): Promise<State> {
  const { request, diagnostics } = await planRequest(simulator, emptyState(LINEAGE), parts);
  if (request === undefined) throw new Error(JSON.stringify(diagnostics));
  const made = await makePlan(request);
  if (made.plan === undefined) throw new Error(JSON.stringify(made.diagnostics));
  const store = createMemoryStateStore();
  const applied = await applyPlan({ ...request, plan: made.plan, store });
  if (hasErrors(applied.diagnostics)) throw new Error(JSON.stringify(applied.diagnostics));
  const { state } = await store.read();
  if (state === undefined) throw new Error("nothing was stored");
  return state;
}
