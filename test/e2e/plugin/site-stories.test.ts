// Stories of a small site under two hands, Terraform with the plugin and our engine: step by step they plan the same, keep
// the same, also where the apply fails, and leave equal vSpheres behind.

import { describe, expect, it } from "vitest";
import { comparableState } from "../plan/comparable-forms.js";
import { differences } from "../plan/differences.js";
import { isTerraformPresent, requireTerraform } from "./real-terraform.js";
import { SITE_STORIES, type SiteStep, type StateDocument } from "./site-stories.js";
import { type Hand, openOwnHand, openTerraformHand } from "./two-hands.js";

requireTerraform("stories of a site under two hands");

interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: { readonly actions: readonly string[] };
    readonly action_reason?: string;
  }[];
}

function describeChanges(plan: unknown): readonly string[] {
  const { resource_changes = [] } = plan as PlanJson;
  return resource_changes.flatMap(({ address, change, action_reason = [] }) => {
    const actions = change.actions.join(",");
    return actions === "no-op" ? [] : [[address, actions, action_reason].flat().join(" ")];
  });
}

async function prepare(hand: Hand, { touch, edit }: SiteStep): Promise<void> {
  if (touch !== undefined) await hand.touch(touch);
  if (edit === undefined) return;
  const state = JSON.parse(await hand.state()) as StateDocument;
  edit(state);
  await hand.adopt(JSON.stringify({ ...state, serial: state.serial + 1 }));
}

async function takeStep(
  [terraform, own]: readonly [Hand, Hand],
  { configuration, plans, fails = [], modules, options }: SiteStep,
): Promise<void> {
  const how = { ...(modules && { modules }), ...(options && { options }) };
  const theirs = await terraform.plan(configuration, how);
  const ours = await own.plan(configuration, how);
  expect([theirs.errors, ours.errors]).toEqual([[], []]);
  expect(describeChanges(theirs.plan)).toEqual(plans);
  expect(differences(theirs.plan, ours.plan)).toEqual([]);
  expect([await terraform.apply(), await own.apply()]).toEqual([fails, fails]);
  const states = [await terraform.state(), await own.state()].map(comparableState);
  expect(differences(states[0], states[1], "state")).toEqual([]);
  expect(differences(await terraform.estate(), await own.estate(), "estate")).toEqual([]);
}

describe.skipIf(!isTerraformPresent)("an object of a site", () => {
  it.each(Object.entries(SITE_STORIES))("%s", async (_, steps) => {
    const hands = [await openTerraformHand(), openOwnHand()] as const;
    for (const step of steps) {
      for (const hand of hands) await prepare(hand, step);
      await takeStep(hands, step);
    }
  });
});
