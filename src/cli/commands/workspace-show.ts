// holdfast workspace show

import type { CommandCall } from "../command-definition.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import { loadPlaces } from "../load-stacks.js";
import { print, type Session } from "../session.js";
import { currentWorkspace } from "../workspaces.js";

export async function run(session: Session, { options }: CommandCall): Promise<ExitCode> {
  const { root } = await loadPlaces(session, options, "state");
  print(session, [[currentWorkspace(session, root)]]);
  return EXIT_CODES.done;
}
