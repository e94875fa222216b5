// holdfast synth

import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { CommandCall } from "../command-definition.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import { print, printJson, type Session } from "../session.js";
import { synthesiseProject } from "../synthesise-project.js";

/** What is read of a manifest here; loading it checks all of it. */
interface Manifest {
  readonly stacks: {
    readonly [name: string]: { readonly name: string; readonly synthesizedStackPath: string };
  };
}

export async function run(session: Session, { options }: CommandCall): Promise<ExitCode> {
  const { output } = await synthesiseProject(session);
  const manifest: Manifest = JSON.parse(readFileSync(join(output, "manifest.json"), "utf8"));
  const stacks = Object.values(manifest.stacks).map(({ name, synthesizedStackPath }) => ({
    name,
    file: relative(session.terminal.cwd, join(output, synthesizedStackPath)),
  }));
  if (options.has("json")) printJson(session, { output, stacks });
  else
    print(
      session,
      stacks.map(({ name, file }) => [`Stack ${name}: ${file}`]),
    );
  return EXIT_CODES.done;
}
