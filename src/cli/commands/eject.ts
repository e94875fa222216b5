// holdfast eject --out DIR: whatever it takes to go on with Terraform.

import { realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { faultCode } from "../../files/file-system.js";
import type { CommandCall } from "../command-definition.js";
import { CommandFailed } from "../describe-failure.js";
import { planEjection } from "../eject/ejection.js";
import { commandsFor, type Guide, guideText } from "../eject/ejection-guide.js";
import { gatherStacks } from "../eject/gather-stacks.js";
import { refuseOut, writeEjection } from "../eject/write-ejection.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import { print, printJson, type Session, sayDiagnostics } from "../session.js";
import { shellText } from "../shell-text.js";
import { UsageError } from "../usage-error.js";

export async function run(session: Session, { options }: CommandCall): Promise<ExitCode> {
  const { terminal, version } = session;
  const given = options.text("out");
  if (given === undefined) throw new UsageError("--out says into which folder.");
  if (process.platform === "win32") {
    throw new UsageError("Terraform on Windows starts no script. Use this in WSL.");
  }
  const out = physical(resolve(terminal.cwd, given));
  const refusal = refuseOut(out);
  if (refusal !== undefined) throw new CommandFailed([refusal]);
  const { stacks, workspace } = await gatherStacks(session, options);
  const ejection = planEjection(stacks, out);
  sayDiagnostics(session, ejection.warnings);
  const guide = { version, workspace, stacks: ejection.stacks };
  const readme = { to: "README.md", text: guideText(guide) };
  writeEjection([...ejection.files, readme], { out, version });
  if (options.has("json")) printJson(session, { version, out, stacks: ejection.stacks });
  else print(session, sentences(guide, given));
  return EXIT_CODES.done;
}

/** Without symbolic links as far as it is there: Terraform's `..` leads up from where a folder really is. */
function physical(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (faultCode(error) !== "ENOENT" || dirname(path) === path) throw error;
    return join(physical(dirname(path)), basename(path));
  }
}

function sentences(guide: Guide, out: string): readonly (readonly string[])[] {
  const stacks = guide.stacks.map(({ stack, folder, workspaces }) => {
    const states = workspaces.length === 0 ? "no state yet" : `state of ${workspaces.join(", ")}`;
    return [`Stack ${stack}: ${join(out, folder)}, ${states}`];
  });
  const commands = [`cd ${shellText(out)}`, ...commandsFor(guide)];
  return [
    ...stacks,
    [],
    ["To go on with Terraform:"],
    [],
    ...commands.map((line) => [`  ${line}`]),
  ];
}
