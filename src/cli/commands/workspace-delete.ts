// holdfast workspace delete NAME: its states go, the objects that they remember stay.

import { type Diagnostic, errorDiagnostic, hasErrors } from "../../model/diagnostic.js";
import { DEFAULT_WORKSPACE, inWorkspace } from "../../model/workspace.js";
import { someOf } from "../../report/text.js";
import type { CommandCall } from "../command-definition.js";
import { CommandFailed } from "../describe-failure.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import { loadPlaces } from "../load-stacks.js";
import { openStore } from "../open-stacks.js";
import { readState } from "../plan-stacks.js";
import { print, type Session } from "../session.js";
import { withLocks } from "../state-locks.js";
import { currentWorkspace, listWorkspaces, noWorkspace, removeWorkspace } from "../workspaces.js";

const MOST_NAMED = 10;

export async function run(session: Session, { args, options }: CommandCall): Promise<ExitCode> {
  const [name = ""] = args;
  const { root, stacks } = await loadPlaces(session, options, "state");
  const known = listWorkspaces(stacks);
  if (!known.includes(name)) throw new CommandFailed([noWorkspace(name, known)]);
  const refusal = refuse(name, currentWorkspace(session, root));
  if (refusal !== undefined) throw new CommandFailed([refusal]);
  const places = stacks.map((stack) => ({
    stack: stack.stack,
    store: openStore(inWorkspace(stack, name)),
  }));
  const held = options.text("lock") === "false" ? [] : places.map(({ store }) => store);
  const work = () => Promise.all(places.map(readManaged));
  const managed = (
    await withLocks(session, { stores: held, operation: "workspace delete" }, work)
  ).flat();
  if (managed.length > 0 && !options.has("force"))
    throw new CommandFailed([notEmpty(name, managed)]);
  removeWorkspace(stacks, name);
  print(session, [[`Deleted workspace "${name}".`], ...left(managed).map((text) => [text])]);
  return EXIT_CODES.done;
}

function refuse(name: string, current: string): Diagnostic | undefined {
  if (name === DEFAULT_WORKSPACE) {
    return errorDiagnostic("Workspace stays", "The default workspace is always there.");
  }
  if (name !== current) return undefined;
  const detail = `"${name}" is the workspace that is worked in. Work in another first: "holdfast workspace select default".`;
  return errorDiagnostic("Workspace stays", detail);
}

/** Addresses in the state, with the stack. @throws CommandFailed where it cannot be read. */
async function readManaged(place: {
  readonly stack: string;
  readonly store: ReturnType<typeof openStore>;
}): Promise<readonly string[]> {
  const { state, diagnostics } = await readState(place);
  if (hasErrors(diagnostics)) throw new CommandFailed(diagnostics);
  const managed = [...state.instances].filter(
    ([, { address }]) => address.resource.mode !== "data",
  );
  return managed.map(([key]) => `${key} of ${place.stack}`);
}

function notEmpty(name: string, managed: readonly string[]): Diagnostic {
  const detail = `"${name}" still manages ${someOf(managed, MOST_NAMED)}. Without its states nothing would remember them. Destroy them first, or give --force.`;
  return errorDiagnostic("Workspace is not empty", detail);
}

function left(managed: readonly string[]): readonly string[] {
  if (managed.length === 0) return [];
  return [
    "",
    `Nothing remembers any more, though it may still be there: ${someOf(managed, MOST_NAMED)}.`,
  ];
}
