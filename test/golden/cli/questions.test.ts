// The questions that operators ask daily, as a user reads the answers: a shop whose keys are not archived yet, a patch
// day, and a laboratory that is not what production is.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { exampleFolder, holdfast, projectFolder } from "../../support/run-holdfast.js";
import { TWO_ENVIRONMENTS } from "../../support/two-environments.js";

function storyIn(cwd: string) {
  const story: string[] = [];
  const type = async (args: string) => {
    const { code, stdout, stderr } = await holdfast(args, { cwd });
    story.push(`$ holdfast ${args}\n${stderr}${stdout}→ ${code}\n`);
  };
  return { story, type };
}

it("tells which hosts would come through a power cut, and which may be rebooted", async () => {
  const cwd = exampleFolder("edge-site");
  const { story, type } = storyIn(cwd);
  await holdfast("apply --auto-approve", { cwd });
  story.push("(the edge site has just been applied)\n");
  await type("readiness");
  await type("simulator advance 2h");
  await type("readiness");
  await type("can-reboot esx01 --while provider-down");
  await holdfast(
    "simulator esxcli vc01/edge-01/esx01 system security keypersistence disable --remove-all-stored-keys",
    { cwd },
  );
  await holdfast("simulator power off vc01/edge-01/esx02", { cwd });
  story.push("(someone turns key persistence off on esx01, and esx02 is switched off)\n");
  await type("can-reboot esx01 --while provider-down");
  await type("can-reboot esx1");
  await expect(story.join("\n")).toMatchFileSnapshot("./questions/edge-site.txt");
}, 120_000);

it("tells how a laboratory and production differ", async () => {
  const cwd = projectFolder({ "cdktf.json": JSON.stringify({ app: "tsx main.ts" }) });
  writeFileSync(join(cwd, "main.ts"), TWO_ENVIRONMENTS);
  const { story, type } = storyIn(cwd);
  await type("compare --stack shop-lab --stack shop-production --detailed-exitcode");
  await expect(story.join("\n")).toMatchFileSnapshot("./questions/environments.txt");
}, 120_000);
