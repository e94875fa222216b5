// holdfast version

import type { CommandCall } from "../command-definition.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import { print, printJson, type Session } from "../session.js";

export async function run(session: Session, { options }: CommandCall): Promise<ExitCode> {
  const { version } = session;
  if (options.has("json")) printJson(session, { holdfast_version: version, node: process.version });
  else print(session, [[`holdfast ${version}`]]);
  return EXIT_CODES.done;
}
