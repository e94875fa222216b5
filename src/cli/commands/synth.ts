// holdfast synth

import { join, relative } from "node:path";
import { readManifest, type StackEntry } from "../../load/manifest.js";
import { NODE_READER, readSourceFile } from "../../load/source-file.js";
import { hasErrors } from "../../model/diagnostic.js";
import type { CommandCall } from "../command-definition.js";
import { CommandFailed } from "../describe-failure.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import { print, printJson, type Session } from "../session.js";
import { synthesiseProject } from "../synthesise-project.js";

export async function run(session: Session, { options }: CommandCall): Promise<ExitCode> {
  const { output } = await synthesiseProject(session, options);
  const stacks = (await stacksIn(output)).map(({ name, file }) => ({
    name,
    file: relative(session.terminal.cwd, join(output, file)),
  }));
  if (options.has("json")) printJson(session, { output, stacks });
  else
    print(
      session,
      stacks.map(({ name, file }) => [`Stack ${name}: ${file}`]),
    );
  return EXIT_CODES.done;
}

async function stacksIn(output: string): Promise<readonly StackEntry[]> {
  const path = join(output, "manifest.json");
  const { file, diagnostics } = await readSourceFile(NODE_READER, { path, name: path });
  if (file === undefined) throw new CommandFailed(diagnostics);
  const manifest = readManifest(file);
  if (hasErrors(manifest.diagnostics)) throw new CommandFailed(manifest.diagnostics);
  return manifest.stacks;
}
