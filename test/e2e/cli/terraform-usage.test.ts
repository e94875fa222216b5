// Every command and every option of which the help of real Terraform speaks: it is known here, or the error says what
// to do instead.

import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../../src/cli/command-list.js";
import { describeUsageError } from "../../../src/cli/foreign-usage.js";
import { GLOBAL_OPTIONS } from "../../../src/cli/option-definitions.js";
import { isTerraformPresent } from "../plan/both-engines.js";

if (!isTerraformPresent && process.env.CI === "true") throw new Error("terraform is missing");
if (!isTerraformPresent) console.warn("SKIPPED: usage beside Terraform's: terraform is missing");

function helpOf(command: string): string {
  const { stdout, stderr } = spawnSync("terraform", [...command.split(" "), "-help"], {
    encoding: "utf8",
  });
  return stdout + stderr;
}

/** What stands indented at the beginning of a line. */
function namesIn(help: string, pattern: RegExp): readonly string[] {
  return [...new Set([...help.matchAll(pattern)].map(([, name = ""]) => name))];
}

const ours = new Map(COMMANDS.map((command) => [command.name, command] as const));
const isGroup = (name: string) => [...ours.keys()].some((each) => each.startsWith(`${name} `));

/** `: ` stands before advice only. */
const hasAdvice = (kind: string, word: string) =>
  describeUsageError(`error: unknown ${kind} '${word}'\n`).includes(`'${word}': `);

describe.skipIf(!isTerraformPresent)("whoever knows Terraform", () => {
  const commands = ["", "state", "workspace"].flatMap((group) =>
    namesIn(helpOf(group).replace(/[\s\S]*?ommands:/, ""), /^ {2,4}([a-z][a-z-]+) +[A-Z]/gm).map(
      (name) => `${group} ${name}`.trim(),
    ),
  );

  it.each(commands)("finds %s, or what to do instead", (name) => {
    const last = name.split(" ").at(-1) ?? "";
    expect(ours.has(name) || isGroup(name) || hasAdvice("command", last)).toBe(true);
  });

  it.each(commands.filter((name) => ours.has(name)))("finds every option of %s", (name) => {
    const known = [...(ours.get(name)?.options ?? []), ...GLOBAL_OPTIONS].map((o) => o.name);
    const options = namesIn(helpOf(name), /^ {2,4}-([a-z][a-z-]+)/gm);
    expect(options.filter((o) => !known.includes(o) && !hasAdvice("option", `--${o}`))).toEqual([]);
  });

  it("has been asked about", () => {
    expect(commands).toEqual(
      expect.arrayContaining(["plan", "apply", "state mv", "workspace delete"]),
    );
  });
});
