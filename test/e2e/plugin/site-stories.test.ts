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

describe.skipIf(!isTerraformPresent)("two resources that would be one object", () => {
  const vcenters = {
    vc: { name: "vc01", version: "8.0 U3" },
    vd: { name: "vc01", version: "8.0 U3" },
  };
  const two = { resource: { holdfast_vcenter: vcenters } };

  it("are planned by Terraform, whose apply stops half way, and refused by our plan", async () => {
    const [terraform, own] = [await openTerraformHand(), openOwnHand()];
    expect(describeChanges((await terraform.plan(two)).plan)).toEqual([
      "holdfast_vcenter.vc create",
      "holdfast_vcenter.vd create",
    ]);
    expect(await terraform.apply()).toEqual(["The object already exists in vSphere"]);
    const { resources } = JSON.parse(await terraform.state()) as StateDocument;
    expect(resources).toHaveLength(1);
    expect((await own.plan(two)).errors).toEqual(["Same object twice"]);
  });

  it("are left as they are by both once the state has both", async () => {
    const [terraform, own] = [await openTerraformHand(), openOwnHand()];
    const one = { resource: { holdfast_vcenter: { vc: vcenters.vc } } };
    const imported = { import: { to: "holdfast_vcenter.vd", id: "vc01" } };
    for (const hand of [terraform, own]) {
      await hand.plan(one);
      expect(await hand.apply()).toEqual([]);
    }
    for (const configuration of [{ ...two, ...imported }, two]) {
      const plans = [await terraform.plan(configuration), await own.plan(configuration)];
      expect(plans.map(({ errors }) => errors)).toEqual([[], []]);
      expect(describeChanges(plans[0]?.plan)).toEqual([]);
      expect(differences(plans[0]?.plan, plans[1]?.plan)).toEqual([]);
      expect([await terraform.apply(), await own.apply()]).toEqual([[], []]);
    }
  });

  it("are an object and its successor, which is to be there before it goes", async () => {
    const [terraform, own] = [await openTerraformHand(), openOwnHand()];
    const vc = { ...vcenters.vc, lifecycle: { create_before_destroy: true } };
    const kept = { resource: { holdfast_vcenter: { vc } } };
    for (const hand of [terraform, own]) {
      await hand.plan(kept);
      expect(await hand.apply()).toEqual([]);
    }
    const how = { options: { replace: ["holdfast_vcenter.vc"] } };
    expect(describeChanges((await terraform.plan(kept, how)).plan)).toEqual([
      "holdfast_vcenter.vc create,delete replace_by_request",
    ]);
    expect(await terraform.apply()).toEqual(["The object already exists in vSphere"]);
    expect((await own.plan(kept, how)).errors).toEqual(["No place for a replacement"]);
  });
});
