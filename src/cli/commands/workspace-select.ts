// holdfast workspace select NAME

import type { CommandCall } from "../command-definition.js";
import { CommandFailed } from "../describe-failure.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import { loadPlaces } from "../load-stacks.js";
import { print, type Session } from "../session.js";
import {
  currentWorkspace,
  listWorkspaces,
  noWorkspace,
  selectableName,
  selectWorkspace,
} from "../workspaces.js";
import { createWorkspace } from "./workspace-new.js";

export async function run(session: Session, { args, options }: CommandCall): Promise<ExitCode> {
  const name = selectableName(session, args);
  const loaded = await loadPlaces(session, options, "state");
  const known = listWorkspaces(loaded.stacks);
  if (known.includes(name)) {
    const isThere = currentWorkspace(session, loaded.root) === name;
    if (!isThere) await selectWorkspace(loaded.root, name);
    const said = isThere ? `Already works in "${name}".` : `Switched to workspace "${name}".`;
    print(session, [[said]]);
  } else if (options.has("or-create")) await createWorkspace(session, loaded, name);
  else throw new CommandFailed([noWorkspace(name, known)]);
  return EXIT_CODES.done;
}
