// What a program printed, without the secrets of its run. What it declares sensitive is known only when it has ended,
// and a variable may be another stack's: so whatever could be a password is covered too.

import { dirname, join } from "node:path";
import { readManifest } from "../load/manifest.js";
import { parseJson } from "../load/parse-json.js";
import { NODE_READER, readSourceFile } from "../load/source-file.js";
import { isJsonObject, type Json } from "../model/json.js";
import type { GivenOptions } from "./given-options.js";
import { collectSources, nameOfFlag } from "./read-variables.js";
import { makeSecrets } from "./secrets.js";
import type { Session } from "./session.js";

/** Shorter values are hardly passwords. */
const SHORTEST_PASSWORD = 8;

export interface ProgramPlace {
  /** Absolute folder of the project. */
  readonly root: string;
  /** Absolute path of the manifest that the program wrote; undefined if it wrote none. */
  readonly manifest: string | undefined;
}

/** A function that covers texts of the program that just ended. */
export async function coverProgramText(
  session: Session,
  options: GivenOptions,
  { root, manifest }: ProgramPlace,
): Promise<(text: string) => string> {
  const possible = makeSecrets(SHORTEST_PASSWORD);
  const known = makeSecrets();
  const defaults = manifest === undefined ? new Map() : await sensitiveDefaults(manifest);
  for (const value of defaults.values()) known.add(value);
  for (const [name, value] of givenValues(session, options, root)) {
    (defaults.has(name) ? known : possible).add(value);
  }
  return (text) => possible.hide(known.hide(text));
}

type GivenValue = readonly [name: string, value: unknown];

/** What is given to variables, by their names; a text also as the value that it may stand for. */
function givenValues(session: Session, options: GivenOptions, root: string): readonly GivenValue[] {
  const { environment, autoFiles, commandLine } = collectSources(session, options, root).sources;
  const either = (text: string) => [text, parseJson(text, "").value];
  const fromEnvironment = Object.entries(environment)
    .filter(([name]) => name.startsWith("TF_VAR_"))
    .map(([name, text = ""]) => [name.slice("TF_VAR_".length), either(text)] as const);
  const others = [...autoFiles, ...commandLine].flatMap((source): readonly GivenValue[] => {
    if (!("flag" in source)) return isJsonObject(source.json) ? Object.entries(source.json) : [];
    const text = source.flag.slice(source.flag.indexOf("=") + 1);
    return [[nameOfFlag(source.flag), either(text)]];
  });
  return [...fromEnvironment, ...others];
}

/** Defaults of the sensitive variables of all stacks, by name. What cannot be read is said by whoever loads it. */
async function sensitiveDefaults(manifest: string): Promise<ReadonlyMap<string, Json>> {
  const defaults = new Map<string, Json>();
  for (const { file } of readManifest(await readOutput(manifest)).stacks) {
    const { json } = await readOutput(join(dirname(manifest), file));
    const variables = isJsonObject(json) ? json.variable : undefined;
    for (const [name, variable] of Object.entries(isJsonObject(variables) ? variables : {})) {
      if (!isJsonObject(variable) || variable.sensitive !== true) continue;
      defaults.set(name, [defaults.get(name) ?? null, variable.default ?? null]);
    }
  }
  return defaults;
}

async function readOutput(path: string) {
  const { file } = await readSourceFile(NODE_READER, { path, name: path });
  return file ?? { name: path, text: "", json: null };
}
