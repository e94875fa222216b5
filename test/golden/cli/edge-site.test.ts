// The edge site as a user reads it, from the first plan to the drill that fails: what is typed, what is said, and how
// each command ends.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { exampleFolder, holdfast } from "../../support/run-holdfast.js";

it("tells the story of the edge site", async () => {
  const cwd = exampleFolder("edge-site");
  const story: string[] = [];
  const type = async (args: string) => {
    const { code, stdout, stderr } = await holdfast(args, { cwd });
    // How long an operation takes and what the estate hashes to are no part of the story.
    const messages = stderr.replaceAll(/after \d+s$/gm, "after 0s");
    const data = stdout.replaceAll(/estate [0-9a-f]{12}$/gm, "estate …");
    story.push(`$ holdfast ${args}\n${messages}${data}→ ${code}\n`);
  };
  await type("plan --out edge.plan");
  await type("apply edge.plan");
  await type("plan --detailed-exitcode");
  await type("drill");
  const main = readFileSync(join(cwd, "main.ts"), "utf8");
  writeFileSync(join(cwd, "main.ts"), main.replace(/^\s*keyPersistence: true,\n/m, ""));
  story.push("(the line keyPersistence: true is removed)\n");
  await type("plan --out without.plan");
  await type("drill --plan without.plan");
  await type("explain vtpm:vc01/vm/badge-reader --plan without.plan");
  await expect(story.join("\n")).toMatchFileSnapshot("./edge-site/story.txt");
}, 120_000);
