// What a drill works on: the simulated estate as it is, a snapshot of one, or what a saved plan would make of it. The
// plan is applied for that to a copy in memory; nothing on any disk changes.

import { resolve } from "node:path";
import type { VariableConfig } from "../load/configuration.js";
import { hasErrors } from "../model/diagnostic.js";
import { emptyState, type State } from "../model/state.js";
import type { Type } from "../model/type.js";
import type { Value } from "../model/value.js";
import type { VariableValues } from "../plan/evaluation-scope.js";
import { findPlanConflicts, type SavedPlan, unsavedVariables } from "../plan/saved-plan.js";
import type { Simulator } from "../simulator/simulator.js";
import { type AppliedStates, applyToFork } from "./apply-to-fork.js";
import { chooseEstate } from "./choose-estate.js";
import { CommandFailed } from "./describe-failure.js";
import type { GivenOptions } from "./given-options.js";
import { endWhenInterrupted } from "./interrupts.js";
import { declaredEstate, openStore } from "./open-stacks.js";
import { readSnapshot } from "./read-snapshot.js";
import { readUnsavedVariables } from "./read-variables.js";
import { readSavedPlans } from "./saved-plans.js";
import type { Session } from "./session.js";
import { estatePath, openEstateToRead, readExistingEstate } from "./simulated-estate.js";
import { UsageError } from "./usage-error.js";

/** To be closed by whoever asked. What is done with it afterwards ends with the process at an interrupt. */
export async function openDrillSubject(
  session: Session,
  options: GivenOptions,
): Promise<Simulator> {
  const subject = await openSubject(session, options);
  await endWhenInterrupted(session.signal);
  return subject;
}

async function openSubject(session: Session, options: GivenOptions): Promise<Simulator> {
  const { cwd } = session.terminal;
  const plan = options.text("plan");
  const snapshot = options.text("snapshot");
  if (plan !== undefined && snapshot !== undefined) {
    throw new UsageError("--plan excludes --snapshot.");
  }
  if (plan !== undefined) return await estateAfter(session, resolve(cwd, plan), options);
  if (snapshot === undefined) return await readExistingEstate(await chooseEstate(session, options));
  return await readSnapshot(resolve(cwd, snapshot));
}

async function estateAfter(
  session: Session,
  file: string,
  options: GivenOptions,
): Promise<Simulator> {
  const { plans } = await readSavedPlans(file);
  const variables = plans.map((saved) => variablesOf(session, options, saved));
  const estates = new Set(
    plans.map(({ configuration }, i) => {
      const declared = declaredEstate(configuration, variables[i] ?? {});
      return estatePath(session, { root: configuration.root, declared });
    }),
  );
  const [estate = ""] = estates;
  if (estates.size > 1)
    throw new UsageError("The plan is of stacks on different simulated vSpheres.");
  const simulator = await openEstateToRead(estate);
  const fork = simulator.fork();
  simulator.close();
  const applied: AppliedStates = new Map();
  for (const [i, saved] of plans.entries()) {
    const { plan, configuration } = saved;
    const stored = await storedState(session, saved);
    const own = { variables: variables[i] ?? {}, stored, applied };
    await applyToFork(session, fork, { plan, configuration, ...own });
  }
  return fork;
}

/**
 * Secrets are not in a plan. A drill takes those that are given, and for the others something of their type: a
 * simulated password opens nothing.
 */
function variablesOf(session: Session, options: GivenOptions, saved: SavedPlan): VariableValues {
  const declared = [...saved.configuration.variables].map(
    ([name, variable]) => [name, { ...variable, default: defaultFor(variable) }] as const,
  );
  const configuration = { ...saved.configuration, variables: new Map(declared) };
  const { values, diagnostics } = readUnsavedVariables(session, options, {
    configuration,
    names: unsavedVariables(saved),
  });
  if (hasErrors(diagnostics)) throw new CommandFailed(diagnostics);
  return { ...saved.variables, ...values };
}

/** A saved plan has no default of what is secret. */
function defaultFor(variable: VariableConfig): Value {
  return variable.default === undefined ? standInFor(variable.type) : variable.default;
}

function standInFor(type: Type): Value {
  if (type === "number") return 1;
  if (type === "bool") return false;
  if (typeof type === "string") return "drill";
  switch (type[0]) {
    case "list":
    case "set":
      return [];
    case "map":
      return {};
    case "tuple":
      return type[1].map(standInFor);
    case "object": {
      const members = Object.entries(type[1]);
      return Object.fromEntries(members.map(([name, t]) => [name, standInFor(t)] as const));
    }
  }
}

/** What is stored has to be what it was planned against. */
async function storedState(session: Session, saved: SavedPlan): Promise<State | undefined> {
  const { state, diagnostics } = await openStore(saved.configuration).read();
  const against = state ?? emptyState(saved.plan.prior.lineage);
  const found = [...diagnostics, ...findPlanConflicts(saved, against, session.version)];
  if (hasErrors(found)) throw new CommandFailed(found);
  return state;
}
