// Two stacks of one program, planned with what they depend on: what `compare` looks at.

import { type ComparedStack, workloadPath } from "../compare/compare-stacks.js";
import { predictPlans } from "../drill/assess-plans.js";
import type { Prediction } from "../drill/predict.js";
import { verdictText } from "../drill/reason-phrases.js";
import type { Scenario } from "../drill/scenario.js";
import type { StackConfiguration } from "../load/load-configuration.js";
import type { Pair } from "../model/comparison.js";
import { errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import type { Plan } from "../model/plan.js";
import { CommandFailed } from "./describe-failure.js";
import { type GivenOptions, ofEveryStack } from "./given-options.js";
import { loadStacks, noStack } from "./load-stacks.js";
import { type PlannedStack, planStacks } from "./plan-stacks.js";
import { openLoaded, type PreparedStacks, planOptionsOf } from "./prepare-stacks.js";
import { type Session, sayDiagnostics } from "./session.js";
import { UsageError } from "./usage-error.js";

/** @throws UsageError unless two stacks are named; CommandFailed with every error of their plans. */
export async function planPair(
  session: Session,
  options: GivenOptions,
  scenario: Scenario,
): Promise<Pair<ComparedStack>> {
  const names = pairNamed(options.list("stack"));
  // The two may depend on stacks that are not named.
  const loaded = await loadStacks(session, ofEveryStack(options), "fresh");
  const stacks = withDependencies(loaded.stacks, names);
  const prepared = openLoaded(session, options, { ...loaded, stacks, use: "look" });
  try {
    const planned = await planStacks(session, prepared, planOptionsOf(options));
    const diagnostics = planned.flatMap((each) => each.diagnostics);
    if (hasErrors(diagnostics)) throw new CommandFailed(diagnostics);
    sayDiagnostics(session, diagnostics);
    const seen = { prepared, planned, scenario };
    return [await lookAt(names[0], seen), await lookAt(names[1], seen)];
  } finally {
    prepared.close();
  }
}

function pairNamed(names: readonly string[]): Pair<string> {
  const [first, second, ...others] = names;
  if (first === undefined || second === undefined || first === second || others.length > 0) {
    throw new UsageError("Name two stacks: holdfast compare --stack A --stack B.");
  }
  return [first, second];
}

function withDependencies(
  stacks: readonly StackConfiguration[],
  names: Pair<string>,
): readonly StackConfiguration[] {
  const known = stacks.map(({ stack }) => stack);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new CommandFailed(unknown.map((name) => noStack(name, known)));
  const wanted = new Set<string>(names);
  // Each stands after those it depends on.
  for (const { stack, dependencies } of [...stacks].reverse()) {
    if (wanted.has(stack)) for (const dependency of dependencies) wanted.add(dependency);
  }
  return stacks.filter(({ stack }) => wanted.has(stack));
}

interface Seen {
  readonly prepared: PreparedStacks;
  readonly planned: readonly PlannedStack[];
  readonly scenario: Scenario;
}

async function lookAt(name: string, seen: Seen): Promise<ComparedStack> {
  const own = seen.planned.find(({ stack }) => stack.configuration.stack === name);
  if (own?.plan === undefined) {
    const detail = `Stack ${name} could not be planned, so there is nothing to compare.`;
    throw new CommandFailed([errorDiagnostic("No plan to compare", detail)]);
  }
  const predictions = await predictionsOn(own.stack.estateFile, seen);
  return describe(own.plan, predictions);
}

/** Stacks on one simulated vSphere are predicted together: one may rely on what another declares. */
async function predictionsOn(
  file: string,
  { prepared, planned, scenario }: Seen,
): Promise<readonly Prediction[]> {
  const simulator = await prepared.estate(file);
  const plans = planned.flatMap(({ stack, plan }) =>
    stack.estateFile === file && plan !== undefined ? [plan] : [],
  );
  return predictPlans({ estate: simulator.estate(), plans, scenario });
}

function describe(plan: Plan, predictions: readonly Prediction[]): ComparedStack {
  const resources = plan.changes.flatMap(({ address, instance, construct, after }) => {
    if (after === null || instance.resource.mode === "data") return [];
    const { type } = instance.resource;
    return [{ address, type, object: after, ...(construct === undefined ? {} : { construct }) }];
  });
  const paths = new Set(resources.map(workloadPath));
  const own = predictions.filter(({ workload }) =>
    paths.has(workload.slice(workload.indexOf(":") + 1)),
  );
  const workloads = own.map(({ workload, verdict, reasons }) => ({
    workload,
    verdict,
    sentence: verdictText(verdict, reasons),
  }));
  return { stack: plan.stack, resources, workloads };
}
