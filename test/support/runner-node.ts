// The Node with which runners start the action, where it is here.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const DESCRIPTION = fileURLToPath(new URL("../../action.yml", import.meta.url));

/** As action.yml has it: `24`. */
export const RUNNER_MAJOR = readMajor();

function readMajor(): number {
  const { runs } = parse(readFileSync(DESCRIPTION, "utf8")) as { runs: { using: string } };
  return Number(runs.using.replace(/^node/, ""));
}

/** Path of HOLDFAST_RUNNER_NODE, or of this Node; undefined where that is another release. */
export function findRunnerNode(): string | undefined {
  const given = process.env.HOLDFAST_RUNNER_NODE ?? process.execPath;
  const version = execFileSync(given, ["--version"], { encoding: "utf8" });
  return version.startsWith(`v${RUNNER_MAJOR}.`) ? given : undefined;
}
