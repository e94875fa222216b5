// holdfast completion SHELL

import { invariant } from "../../model/invariant.js";
import type { CommandCall } from "../command-definition.js";
import { completionScript, isShell } from "../completion-script.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import type { Session } from "../session.js";

export async function run(session: Session, { args }: CommandCall): Promise<ExitCode> {
  const [shell = ""] = args;
  invariant(isShell(shell), "the parser lets only known shells through");
  session.terminal.out.write(completionScript(shell));
  return EXIT_CODES.done;
}
