// A history of configurations, told to real Terraform and to our engine: whatever either plans, keeps or refuses, the
// other does too.

import { expect } from "vitest";
import type { PlanOptions } from "../../../src/plan/make-plan.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { type Engine, openOurs, openTerraform } from "./both-engines.js";
import { differences } from "./differences.js";

export interface Step {
  readonly configuration: object;
  readonly options?: PlanOptions;
  /** Done to the state before. */
  readonly before?: (engine: Engine) => Promise<void>;
  /** What is planned, as a reader of this file expects it: `ADDRESS ACTIONS [REASON]`; or Terraform's errors. */
  readonly plans: readonly string[];
  /** Summaries of Terraform's errors, where apply fails. */
  readonly fails?: readonly string[];
}

export async function tellStory(steps: readonly Step[]): Promise<void> {
  const terraform = openTerraform(temporaryFolder());
  const ours = openOurs(temporaryFolder());
  for (const [index, step] of steps.entries()) {
    const { configuration, options, before, plans, fails = [] } = step;
    const about = `step ${index + 1} of ${steps.length}`;
    for (const engine of [terraform, ours]) await before?.(engine);
    const theirs = await terraform.plan(configuration, options);
    const own = await ours.plan(configuration, options);
    expect(theirs.errors.length > 0 ? theirs.errors.toSorted() : describePlan(theirs.plan)).toEqual(
      plans,
    );
    expect(own.errors).toHaveLength(theirs.errors.length);
    expect(differences(theirs.plan, own.plan), about).toEqual([]);
    if (theirs.errors.length > 0) continue;
    const applied = await terraform.apply(configuration, options);
    const made = await ours.apply(configuration, options);
    expect(applied.errors).toEqual(fails);
    expect(made.errors).toHaveLength(fails.length);
    expect(differences(applied.state, made.state, "state"), about).toEqual([]);
    await ours.adopt(await terraform.stateText());
  }
}

interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: { readonly actions: readonly string[] };
    readonly action_reason?: string;
  }[];
}

function describePlan(plan: unknown): readonly string[] {
  const { resource_changes = [] } = plan as PlanJson;
  return resource_changes.flatMap(({ address, change, action_reason = [] }) => {
    const actions = change.actions.join(",");
    const name = address.replace("terraform_data.", "");
    return actions === "no-op" ? [] : [[name, actions, action_reason].flat().join(" ")];
  });
}

/** `before` is done in both engines at first. */
export async function followHistory(
  configurations: readonly object[],
  before?: (engine: Engine) => Promise<void>,
): Promise<void> {
  const terraform = openTerraform(temporaryFolder());
  const ours = openOurs(temporaryFolder());
  for (const engine of [terraform, ours]) await before?.(engine);
  for (const configuration of configurations) {
    const theirs = await terraform.plan(configuration);
    const own = await ours.plan(configuration);
    expect(own.errors).toEqual([]);
    // Terraform finds circles in some orders of deletion, where ours has a way.
    if (theirs.errors.some((summary) => summary.startsWith("Cycle: "))) return;
    expect(withoutQuirks(own.plan)).toEqual(withoutQuirks(theirs.plan));
    const applied = await terraform.apply(configuration);
    const made = await ours.apply(configuration);
    expect([applied.errors, made.errors]).toEqual([[], []]);
    expect(withoutQuirks(made.state)).toEqual(withoutQuirks(applied.state));
    await ours.adopt(await terraform.stateText());
  }
}

/**
 * Terraform gives a trigger as the reason of a creation, and stores a create_before_destroy that is forced by others
 * with some of the instances of a resource only. It says of a data source that is read anew where it was before.
 */
function withoutQuirks(json: unknown): unknown {
  return JSON.parse(JSON.stringify(json), (name, value: unknown) => {
    if (name === "create_before_destroy") return undefined;
    if (isDataSource(value)) return { ...value, previous_address: undefined };
    return isCreation(value) ? { ...value, action_reason: undefined } : value;
  });
}

function isCreation(value: unknown): value is object {
  if (typeof value !== "object" || value === null || !("change" in value)) return false;
  return JSON.stringify(value.change).includes('"actions":["create"]');
}

function isDataSource(value: unknown): value is object {
  return typeof value === "object" && value !== null && "mode" in value && value.mode === "data";
}
