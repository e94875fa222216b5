// The same stacks under two hands, Terraform with the plugin and our engine: they plan the same, keep the same, leave
// equal vSpheres behind, and either goes on where the other has left off.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exampleFolder, holdfast, ROOT } from "../../support/run-holdfast.js";
import { differences } from "../plan/differences.js";
import { arbitraryEstates } from "./arbitrary-estate.js";
import { isTerraformPresent, requireTerraform } from "./real-terraform.js";
import { comparableStateOf, type Hand, openOwnHand, openTerraformHand } from "./two-hands.js";

requireTerraform("stacks under two hands");

/** Plans and applies with both; false where both refuse to plan. */
async function carryOut(hands: readonly [Hand, Hand], configuration: object): Promise<boolean> {
  const [terraform, own] = hands;
  const theirs = await terraform.plan(configuration);
  const ours = await own.plan(configuration);
  // Terraform looks no further than the first error on a way; ours finds them all.
  // It finds circles in some orders of deletion, too, where ours has a way.
  if (theirs.errors.some((summary) => summary.startsWith("Cycle: "))) return false;
  const said = `ours: ${ours.errors.join("; ")}; Terraform: ${theirs.errors.join("; ")}`;
  expect(ours.errors.length > 0, said).toBe(theirs.errors.length > 0);
  if (theirs.errors.length > 0) return false;
  expect(differences(theirs.plan, ours.plan)).toEqual([]);
  const [failed, failedToo] = [await terraform.apply(), await own.apply()];
  // Ours says beside it what a failure has left half done.
  expect(failedToo).toEqual(expect.arrayContaining([...failed]));
  if (failed.length > 0) return false;
  const states = [await terraform.state(), await own.state()].map(comparableStateOf);
  expect(differences(states[0], states[1], "state")).toEqual([]);
  expect(differences(await terraform.estate(), await own.estate(), "estate")).toEqual([]);
  return true;
}

interface PlanJson {
  readonly resource_changes: readonly {
    readonly change: { readonly actions: readonly string[] };
  }[];
}

/** Each with the state that the other wrote. */
async function changeHands([terraform, own]: readonly [Hand, Hand], configuration: object) {
  const [theirs, ours] = [await terraform.state(), await own.state()];
  await terraform.adopt(ours);
  await own.adopt(theirs);
  for (const hand of [terraform, own]) {
    const { plan, errors } = await hand.plan(configuration);
    expect(errors).toEqual([]);
    const { resource_changes } = plan as PlanJson;
    expect(new Set(resource_changes.map(({ change }) => change.actions.join()))).toEqual(
      new Set(["no-op"]),
    );
  }
}

const SECRETS = { kmip_password: "kmip-secret", backup_password: "backup-secret" };

function secretsOf(configuration: object): Readonly<Record<string, string>> {
  const { variable = {} } = configuration as { readonly variable?: object };
  return Object.fromEntries(
    Object.entries(SECRETS).filter(([name]) => Object.hasOwn(variable, name)),
  );
}

describe.skipIf(!isTerraformPresent)("stacks under two hands", () => {
  it.each(readdirSync(join(ROOT, "examples")))("the example %s", async (name) => {
    const folder = exampleFolder(name);
    const { code, stderr } = await holdfast("synth", { cwd: folder });
    expect([code, stderr]).toEqual([0, expect.anything()]);
    const stacks = join(folder, "cdktf.out", "stacks");
    for (const stack of readdirSync(stacks)) {
      const text = readFileSync(join(stacks, stack, "cdk.tf.json"), "utf8");
      const { terraform: _, ...configuration } = JSON.parse(text) as Record<string, unknown>;
      const secrets = secretsOf(configuration);
      const hands = [await openTerraformHand(secrets), openOwnHand(secrets)] as const;
      expect(await carryOut(hands, configuration)).toBe(true);
      await changeHands(hands, configuration);
    }
  });

  it("of any making, in two versions", { timeout: 900_000 }, async () => {
    const carriedOut = { first: 0, second: 0 };
    await fc.assert(
      fc.asyncProperty(arbitraryEstates, async ([before, after]) => {
        const secrets = secretsOf(before);
        const hands = [await openTerraformHand(secrets), openOwnHand(secrets)] as const;
        if (!(await carryOut(hands, before))) return;
        carriedOut.first++;
        if (!(await carryOut(hands, after))) return;
        carriedOut.second++;
        await changeHands(hands, after);
      }),
      { numRuns: 60, endOnFailure: true },
    );
    expect(carriedOut.second).toBeGreaterThan(20);
  });
});
