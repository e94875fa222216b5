// One stack carried out by both hands, and what must be true then: they plan the same, keep the same and leave equal
// vSpheres behind, and either goes on where the other has left off.

import { expect } from "vitest";
import { comparableState } from "../plan/comparable-forms.js";
import { differences } from "../plan/differences.js";
import type { Hand } from "./two-hands.js";

export interface PlanJson {
  readonly resource_changes: readonly {
    readonly change: { readonly actions: readonly string[] };
  }[];
}

export interface CarriedOut {
  readonly plan: PlanJson;
  /** A line a record. */
  readonly estate: readonly string[];
}

/** Plans and applies with both, and compares; undefined where both refuse, or fail alike. */
export async function carryOut(
  hands: readonly [Hand, Hand],
  configuration: object,
): Promise<CarriedOut | undefined> {
  const [terraform, own] = hands;
  const theirs = await terraform.plan(configuration);
  const ours = await own.plan(configuration);
  // Terraform looks no further than the first error on a way; ours finds them all.
  // It finds circles in some orders of deletion, too, where ours has a way.
  if (theirs.errors.some((summary) => summary.startsWith("Cycle: "))) return undefined;
  const said = `ours: ${ours.errors.join("; ")}; Terraform: ${theirs.errors.join("; ")}`;
  expect(ours.errors.length > 0, said).toBe(theirs.errors.length > 0);
  if (theirs.errors.length > 0) return undefined;
  expect(differences(theirs.plan, ours.plan)).toEqual([]);
  const [failed, failedToo] = [await terraform.apply(), await own.apply()];
  // Ours says beside it what a failure has left half done.
  expect(failedToo).toEqual(expect.arrayContaining([...failed]));
  if (failed.length > 0) return undefined;
  const states = [await terraform.state(), await own.state()].map(comparableState);
  expect(differences(states[0], states[1], "state")).toEqual([]);
  const estate = await terraform.estate();
  expect(differences(estate, await own.estate(), "estate")).toEqual([]);
  return { plan: theirs.plan as PlanJson, estate };
}

/** Each with the state that the other wrote. */
export async function changeHands(
  [terraform, own]: readonly [Hand, Hand],
  configuration: object,
): Promise<void> {
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

/** What examples and random stacks ask for. */
const SECRETS = { kmip_password: "kmip-secret", backup_password: "backup-secret" };

export function secretsOf(configuration: object): Readonly<Record<string, string>> {
  const { variable = {} } = configuration as { readonly variable?: object };
  return Object.fromEntries(
    Object.entries(SECRETS).filter(([name]) => Object.hasOwn(variable, name)),
  );
}
