// What an ejection is made of: the stacks of a call as they are declared, their states in all workspaces, read under
// their locks, and where the values of their variables come from.

import type { Configuration } from "../../load/configuration.js";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../../model/diagnostic.js";
import { isJsonObject } from "../../model/json.js";
import { inWorkspace } from "../../model/workspace.js";
import type { StateStore } from "../../state/state-store.js";
import { CommandFailed } from "../describe-failure.js";
import type { GivenOptions } from "../given-options.js";
import { type LoadedStacks, loadStacks } from "../load-stacks.js";
import { declaredEstate, openStore } from "../open-stacks.js";
import { isMissingValue, nameOfFlag, readSources, readVariables } from "../read-variables.js";
import { type Session, sayDiagnostics } from "../session.js";
import { estatePath } from "../simulated-estate.js";
import { withLocks } from "../state-locks.js";
import { currentWorkspace, listWorkspaces } from "../workspaces.js";
import type { StackToEject, WorkspaceState } from "./ejection.js";

export interface GatheredStacks {
  readonly stacks: readonly StackToEject[];
  /** The one that is worked in. */
  readonly workspace: string;
}

/** Says warnings. @throws CommandFailed */
export async function gatherStacks(
  session: Session,
  options: GivenOptions,
): Promise<GatheredStacks> {
  const loaded = await loadStacks(session, options, "fresh");
  sayDiagnostics(session, loaded.warnings);
  const described = describeAll(session, options, loaded);
  const places = loaded.inDefault.map(placesOf);
  const stores = places.flatMap((those) => those.map(({ store }) => store));
  const held = options.text("lock") === "false" ? [] : stores;
  const states = await withLocks(session, { stores: held, operation: "eject" }, () =>
    readAll(session, places),
  );
  return {
    stacks: described.map((each, i) => ({ ...each, states: states[i] ?? [] })),
    workspace: currentWorkspace(session, loaded.root),
  };
}

interface StatePlace {
  readonly workspace: string;
  readonly store: StateStore;
}

function placesOf(configuration: Configuration): readonly StatePlace[] {
  return listWorkspaces([configuration]).map((workspace) => ({
    workspace,
    store: openStore(inWorkspace(configuration, workspace)),
  }));
}

async function readAll(
  session: Session,
  places: readonly (readonly StatePlace[])[],
): Promise<readonly (readonly WorkspaceState[])[]> {
  const diagnostics: Diagnostic[] = [];
  const read = async ({ workspace, store }: StatePlace): Promise<readonly WorkspaceState[]> => {
    const { state, diagnostics: found } = await store.read();
    diagnostics.push(...found);
    if (state === undefined) return [];
    if (state.interrupted?.length) diagnostics.push(interrupted(store.location));
    return [{ workspace, state }];
  };
  const states = await Promise.all(
    places.map(async (those) => (await Promise.all(those.map(read))).flat()),
  );
  if (hasErrors(diagnostics)) throw new CommandFailed(diagnostics);
  sayDiagnostics(session, diagnostics);
  return states;
}

/** Terraform would not look what became of it. */
function interrupted(location: string): Diagnostic {
  const detail = `In ${location} are changes that an apply had begun when it was stopped, and Terraform would not look what became of them. "holdfast apply" does; eject after it.`;
  return errorDiagnostic("Apply was interrupted", detail);
}

type Described = Omit<StackToEject, "states">;

function describeAll(
  session: Session,
  options: GivenOptions,
  { root, stacks, inDefault }: LoadedStacks,
): readonly Described[] {
  const { values, diagnostics } = readVariables(session, options, stacks);
  const wrong = diagnostics.filter((diagnostic) => !isMissingValue(diagnostic));
  if (hasErrors(wrong)) throw new CommandFailed(wrong);
  const sources = readSources(session, options, root);
  const givenFiles = sources.commandLine.flatMap((source) => ("file" in source ? source : []));
  const flags = sources.commandLine.flatMap((source) =>
    "flag" in source ? nameOfFlag(source.flag) : [],
  );
  const inFiles = new Set(
    [...sources.autoFiles, ...givenFiles].flatMap(({ json }) =>
      isJsonObject(json) ? Object.keys(json) : [],
    ),
  );
  const isByHand = (name: string) =>
    flags.includes(name) || sources.environment[`TF_VAR_${name}`] !== undefined;
  return inDefault.map((configuration, i) => {
    const declared = declaredEstate(stacks[i] ?? configuration, values[i] ?? {});
    const missing = [...configuration.variables.values()].filter(
      (variable) =>
        isByHand(variable.name) || (variable.default === undefined && !inFiles.has(variable.name)),
    );
    return {
      configuration,
      estate: {
        file: estatePath(session, { root: configuration.root, declared }),
        declared,
        isChosen: session.simulator !== undefined,
      },
      automaticFiles: sources.autoFiles.map(({ file }) => file),
      givenFiles: givenFiles.map(({ file }) => file),
      variablesToGive: missing.map(({ name }) => name),
    };
  });
}
