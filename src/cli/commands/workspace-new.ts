// holdfast workspace new NAME

import { errorDiagnostic } from "../../model/diagnostic.js";
import type { CommandCall } from "../command-definition.js";
import { CommandFailed } from "../describe-failure.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import { type LoadedStacks, loadPlaces } from "../load-stacks.js";
import { print, type Session } from "../session.js";
import { listWorkspaces, makeWorkspace, selectableName, selectWorkspace } from "../workspaces.js";

export async function run(session: Session, { args, options }: CommandCall): Promise<ExitCode> {
  const name = selectableName(session, args);
  const loaded = await loadPlaces(session, options, "state");
  if (listWorkspaces(loaded.stacks).includes(name)) {
    const detail = `There is a workspace "${name}" already. "holdfast workspace select ${name}" works in it.`;
    throw new CommandFailed([errorDiagnostic("Workspace exists", detail)]);
  }
  await createWorkspace(session, loaded, name);
  return EXIT_CODES.done;
}

/** @throws CommandFailed */
export async function createWorkspace(
  session: Session,
  { root, stacks }: LoadedStacks,
  name: string,
): Promise<void> {
  makeWorkspace(stacks, name);
  await selectWorkspace(root, name);
  print(session, [
    [`Created workspace "${name}", and works in it from now on.`],
    [],
    ["Its states are empty: a plan sees nothing that other workspaces manage."],
  ]);
}
