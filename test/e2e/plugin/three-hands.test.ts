// The examples under three hands: `holdfast`, `terraform` on what was synthesised, and the command line of the CDK
// libraries. They plan the same, leave equal vSpheres behind, and then have nothing to do; docs/three-hands.md says so.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exampleFolder, holdfast, ROOT } from "../../support/run-holdfast.js";
import { differences } from "../plan/differences.js";
import { type CarriedOut, carryOut, changeHands, type PlanJson, secretsOf } from "./carry-out.js";
import { deploy, findCdktf } from "./cdktf-hand.js";
import { installPlugin, isTerraformPresent, requireTerraform } from "./real-terraform.js";
import { type StackRow, threeHandsPage } from "./three-hands-page.js";
import { estateOf, openOwnHand, openTerraformHand } from "./two-hands.js";

requireTerraform("the examples under three hands");

const NOTHING = "0 0 0";

/** What is added, changed and destroyed; a replacement is both the first and the last. */
function countsOf({ resource_changes }: PlanJson): string {
  const actions = resource_changes.flatMap(({ change }) => change.actions);
  return ["create", "update", "delete"]
    .map((action) => actions.filter((each) => each === action).length)
    .join(" ");
}

interface Example {
  readonly folder: string;
  readonly stack: string;
  readonly secrets: Readonly<Record<string, string>>;
}

interface SummaryLine {
  readonly type: string;
  readonly changes?: {
    readonly operation: string;
    readonly add: number;
    readonly change: number;
    readonly remove: number;
  };
}

/** As typed: planned, applied, and planned again, on a vSphere for this stack alone. */
async function expectHoldfast(
  { folder, stack, secrets }: Example,
  { plan, estate }: CarriedOut,
): Promise<void> {
  const env = Object.fromEntries(Object.entries(secrets).map(([k, v]) => [`TF_VAR_${k}`, v]));
  const place = `--stack ${stack} --simulator ${stack}.db`;
  const applied = await holdfast(`apply --auto-approve --json ${place}`, { cwd: folder, env });
  expect(applied, applied.stdout + applied.stderr).toMatchObject({ code: 0 });
  const lines = applied.stdout.trim().split("\n");
  const summaries = lines.map((line) => JSON.parse(line) as SummaryLine);
  const planned = summaries.flatMap(({ changes }) =>
    changes?.operation === "plan" ? [`${changes.add} ${changes.change} ${changes.remove}`] : [],
  );
  expect(planned).toEqual([countsOf(plan)]);
  expect(differences(estate, await estateOf(join(folder, `${stack}.db`)), "estate")).toEqual([]);
  const again = await holdfast(`plan --detailed-exitcode ${place}`, { cwd: folder, env });
  expect(again, again.stdout + again.stderr).toMatchObject({ code: 0 });
}

describe.skipIf(!isTerraformPresent)("the examples under three hands", () => {
  const cdktf = isTerraformPresent ? findCdktf() : undefined;
  const installed = cdktf === undefined ? undefined : installPlugin();
  const rows: StackRow[] = [];

  it.each(readdirSync(join(ROOT, "examples")))("%s", async (example) => {
    const folder = exampleFolder(example);
    const { code, stderr } = await holdfast("synth", { cwd: folder });
    expect([code, stderr]).toEqual([0, expect.anything()]);
    const stacks = join(folder, "cdktf.out", "stacks");
    const found = new Map<string, CarriedOut>();
    let all: Example["secrets"] = {};
    for (const stack of readdirSync(stacks)) {
      const text = readFileSync(join(stacks, stack, "cdk.tf.json"), "utf8");
      const { terraform: _, ...configuration } = JSON.parse(text) as Record<string, unknown>;
      const secrets = secretsOf(configuration);
      all = { ...all, ...secrets };
      const hands = [await openTerraformHand(secrets), openOwnHand(secrets)] as const;
      const carriedOut = await carryOut(hands, configuration);
      if (carriedOut === undefined) throw new Error(`${stack} could not be carried out`);
      await changeHands(hands, configuration);
      await expectHoldfast({ folder, stack, secrets }, carriedOut);
      const { plan, estate } = carriedOut;
      rows.push({ example, stack, counts: countsOf(plan), records: estate.length });
      found.set(stack, carriedOut);
    }
    if (cdktf === undefined || installed === undefined) return;
    const deployment = { command: cdktf, folder, installed, variables: all };
    const { counts } = await deploy(deployment);
    expect(counts).toEqual(new Map([...found].map(([name, { plan }]) => [name, countsOf(plan)])));
    for (const [stack, { estate }] of found) {
      const theirs = await estateOf(join(stacks, stack, ".holdfast", "vsphere.db"));
      expect(differences(estate, theirs, "estate")).toEqual([]);
    }
    const again = await deploy(deployment);
    expect(again.counts).toEqual(new Map([...found.keys()].map((name) => [name, NOTHING])));
  });

  it("are in docs/three-hands.md", async () => {
    await expect(threeHandsPage(rows)).toMatchFileSnapshot("../../../docs/three-hands.md");
  });
});
