// A history of configurations, told to real Terraform and to our engine: whatever either plans, keeps or refuses, the
// other does too.

import { expect } from "vitest";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { type Engine, openOurs, openTerraform } from "./both-engines.js";
import { differences } from "./differences.js";
import type { Question } from "./question.js";

export type Stories = Readonly<Record<string, readonly Step[]>>;

export interface Step extends Question {
  /** Done to the state before. */
  readonly before?: (engine: Engine) => Promise<void>;
  /** Changes the document of the state before. */
  readonly edit?: (state: StateDocument) => unknown;
  /** What is planned, as a reader of this file expects it: `ADDRESS ACTIONS [REASON]`; or Terraform's errors. */
  readonly plans: readonly string[];
  /** What becomes of the outputs: `NAME ACTION`. */
  readonly outputs?: readonly string[];
  /** Our errors, where they are in other words than Terraform's; or that they are, and as many. */
  readonly refuses?: readonly string[] | "in other words";
  /** Not carried out. */
  readonly isOnlyPlanned?: true;
  /** Summaries of Terraform's errors, where apply fails. */
  readonly fails?: readonly string[];
}

export async function tellStory(steps: readonly Step[]): Promise<void> {
  const terraform = openTerraform(temporaryFolder());
  const ours = openOurs(temporaryFolder());
  for (const [index, step] of steps.entries()) {
    const about = `step ${index + 1} of ${steps.length}`;
    await prepare([terraform, ours], step);
    const theirs = await terraform.plan(step);
    const own = await ours.plan(step);
    const isRefused = theirs.errors.length > 0;
    expect(isRefused ? theirs.errors : describePlan(theirs.plan), about).toEqual(step.plans);
    const { refuses = step.plans } = step;
    if (isRefused && refuses === "in other words")
      expect(own.errors, about).toHaveLength(theirs.errors.length);
    else expect(own.errors, about).toEqual(isRefused ? refuses : []);
    expect(differences(theirs.plan, own.plan), about).toEqual([]);
    expect(differences(theirs.messages, own.messages, "messages"), about).toEqual([]);
    if (isRefused) continue;
    if (step.outputs !== undefined) expect(describeOutputs(theirs.plan)).toEqual(step.outputs);
    if (step.isOnlyPlanned) continue;
    const applied = await terraform.apply(step);
    const made = await ours.apply(step);
    expect(applied.errors).toEqual(step.fails ?? []);
    expect(made.errors).toHaveLength(applied.errors.length);
    // What breaks a condition afterwards was made all the same, says Terraform; we say that it failed.
    // An update that turns out to change nothing we tell of, and Terraform does not.
    const extra = made.messages.filter((line) => !applied.messages.includes(line));
    const missing = applied.messages.filter((line) => !made.messages.includes(line));
    if (applied.errors.length === 0) {
      expect(missing, about).toEqual([]);
      expect(extra.filter((line) => !line.includes('"action":"update"'))).toEqual([]);
    }
    expect(differences(applied.state, made.state, "state"), about).toEqual([]);
    if (index === steps.length - 1) await goOn({ terraform, ours }, step);
    else await ours.adopt(await terraform.stateText());
  }
}

/** Terraform plans the same from our state as from its own. */
async function goOn(
  { terraform, ours }: { readonly terraform: Engine; readonly ours: Engine },
  { configuration, variables = {} }: Step,
): Promise<void> {
  const theirs = await terraform.plan({ configuration, variables });
  await terraform.adopt(await ours.stateText());
  const own = await terraform.plan({ configuration, variables });
  expect(own.errors).toEqual(theirs.errors);
  if (theirs.errors.length > 0) return;
  expect(describePlan(own.plan)).toEqual(describePlan(theirs.plan));
  expect(describeOutputs(own.plan)).toEqual(describeOutputs(theirs.plan));
}

async function prepare(engines: readonly Engine[], { before, edit }: Step): Promise<void> {
  for (const engine of engines) {
    await before?.(engine);
    if (edit === undefined) continue;
    const state = JSON.parse(await engine.stateText()) as StateDocument;
    edit(state);
    await engine.adopt(JSON.stringify(state));
  }
}

/** As much of a state file as stories edit. */
export interface StateDocument {
  outputs: Record<string, unknown>;
  resources: {
    readonly type: string;
    readonly name: string;
    instances: { attributes: Record<string, unknown>; [name: string]: unknown }[];
  }[];
}

interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: { readonly actions: readonly string[] };
    readonly action_reason?: string;
  }[];
  readonly output_changes?: { readonly [name: string]: { readonly actions: readonly string[] } };
}

function describePlan(plan: unknown): readonly string[] {
  const { resource_changes = [] } = plan as PlanJson;
  return resource_changes.flatMap(({ address, change, action_reason = [] }) => {
    const actions = change.actions.join(",");
    const name = address.replace("terraform_data.", "");
    return actions === "no-op" ? [] : [[name, actions, action_reason].flat().join(" ")];
  });
}

function describeOutputs(plan: unknown): readonly string[] {
  const { output_changes = {} } = plan as PlanJson;
  const changed = Object.entries(output_changes).filter(([, c]) => c.actions[0] !== "no-op");
  return changed.map(([name, { actions }]) => `${name} ${actions.join(",")}`);
}

/**
 * Terraform finds circles in some orders of deletion, where ours has a way, and refuses triggers that have no instance.
 */
const PASSED_OVER = /^(Cycle$|no change found for )/;

/** `before` is done in both engines at first. */
export async function followHistory(
  configurations: readonly object[],
  before?: (engine: Engine) => Promise<void>,
): Promise<void> {
  const terraform = openTerraform(temporaryFolder());
  const ours = openOurs(temporaryFolder());
  for (const engine of [terraform, ours]) await before?.(engine);
  for (const configuration of configurations) {
    const theirs = await terraform.plan({ configuration });
    const own = await ours.plan({ configuration });
    expect(own.errors).toEqual([]);
    if (theirs.errors.some((summary) => PASSED_OVER.test(summary))) return;
    expect(theirs.errors).toEqual([]);
    expect(differences(withoutQuirks(theirs.plan), withoutQuirks(own.plan))).toEqual([]);
    const applied = await terraform.apply({ configuration });
    const made = await ours.apply({ configuration });
    expect([applied.errors, made.errors]).toEqual([[], []]);
    const states = [withoutQuirks(applied.state), withoutQuirks(made.state)] as const;
    expect(differences(...states, "state")).toEqual([]);
    await ours.adopt(await terraform.stateText());
  }
}

/**
 * Terraform stores a create_before_destroy that is forced by others with some of the instances of a resource only. It
 * says of a data source that is read anew where it was before.
 */
function withoutQuirks(json: unknown): unknown {
  return JSON.parse(JSON.stringify(json), (name, value: unknown) => {
    if (name === "create_before_destroy") return undefined;
    if (isDataSource(value)) return { ...value, previous_address: undefined };
    return value;
  });
}

function isDataSource(value: unknown): value is object {
  return typeof value === "object" && value !== null && "mode" in value && value.mode === "data";
}
