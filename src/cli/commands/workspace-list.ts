// holdfast workspace list

import type { CommandCall } from "../command-definition.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import { loadPlaces } from "../load-stacks.js";
import { print, printJson, type Session, say } from "../session.js";
import { currentWorkspace, isOverridden, listWorkspaces } from "../workspaces.js";

export async function run(session: Session, { options }: CommandCall): Promise<ExitCode> {
  const { root, stacks } = await loadPlaces(session, options, "state");
  const current = currentWorkspace(session, root);
  const names = listWorkspaces(stacks);
  if (options.has("json")) {
    printJson(
      session,
      names.map((name) => ({ name, current: name === current })),
    );
    return EXIT_CODES.done;
  }
  print(
    session,
    names.map((name) => [`${name === current ? "*" : " "} ${name}`]),
  );
  if (isOverridden(session.terminal.env)) {
    say(session, [[], [`TF_WORKSPACE says which one is worked in: ${current}.`]]);
  }
  return EXIT_CODES.done;
}
