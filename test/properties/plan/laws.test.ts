// Laws of planning, over random configurations and changed versions of them.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatResource } from "../../../src/model/address.js";
import type { Plan } from "../../../src/model/plan.js";
import { orderSteps } from "../../../src/plan/order-steps.js";
import { decodeSavedPlan, encodeSavedPlan, makeSavedPlan } from "../../../src/plan/saved-plan.js";
import { createStack } from "../../support/applying.js";
import {
  addressOf,
  configurationOf,
  type Draft,
  dependenciesOf,
  drafts,
  twoVersions,
} from "../../support/arbitrary-stack.js";
import { buildConfiguration, type ConfigurationInput } from "../../support/build-configuration.js";
import { actions } from "../../support/planning.js";

/** What plans the second version against the first as it was applied. */
async function planSecond(before: ConfigurationInput, after: ConfigurationInput) {
  const stack = createStack();
  const applied = await stack.apply(before);
  expect(applied.diagnostics).toEqual([]);
  return { stack, plan: await stack.plan(after) };
}

const sorted = (record: object | undefined, compare: number) =>
  Object.fromEntries(Object.entries(record ?? {}).sort(([a], [b]) => (a < b ? -compare : compare)));

/** The same configuration, declared in another order. */
function reorder(input: ConfigurationInput, compare: number): ConfigurationInput {
  const resources = Object.entries(sorted(input.resources, compare)).map(([address, resource]) => [
    address,
    { ...resource, attributes: sorted(resource.attributes, compare) },
  ]);
  return {
    resources: Object.fromEntries(resources),
    locals: sorted(input.locals, compare),
    outputs: sorted(input.outputs, compare),
  };
}

describe("planning", () => {
  it("leaves alone what already is as declared", async () => {
    await fc.assert(
      fc.asyncProperty(drafts(), async (all) => {
        const { plan } = await planSecond(configurationOf(all), configurationOf(all));
        expect(actions(plan)).toEqual([]);
        expect(plan).toMatchObject({ applyable: false, drift: [] });
      }),
    );
  });

  it("leaves nothing to plan after an apply", async () => {
    await fc.assert(
      fc.asyncProperty(twoVersions(), async ([before, after]) => {
        const { stack } = await planSecond(configurationOf(before), configurationOf(after));
        const applied = await stack.apply(configurationOf(after));
        expect(applied.diagnostics).toEqual([]);
        const plan = await stack.plan(configurationOf(after));
        expect(actions(plan)).toEqual([]);
        expect(plan.applyable).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it("does not depend on the order of declaration", async () => {
    await fc.assert(
      fc.asyncProperty(twoVersions(), async ([before, after]) => {
        const { stack, plan } = await planSecond(configurationOf(before), configurationOf(after));
        for (const compare of [1, -1]) {
          expect(await stack.plan(reorder(configurationOf(after), compare))).toEqual(plan);
        }
      }),
    );
  });

  it("has every address once, in Terraform's order", async () => {
    await fc.assert(
      fc.asyncProperty(twoVersions(), async ([before, after]) => {
        const { plan } = await planSecond(configurationOf(before), configurationOf(after));
        const addresses = plan.changes.map((change) => change.address);
        expect(new Set(addresses).size).toBe(addresses.length);
        const names = plan.changes.map((change) => formatResource(change.instance.resource));
        expect(names).toEqual([...names].sort());
      }),
    );
  });

  it("survives JSON", async () => {
    await fc.assert(
      fc.asyncProperty(twoVersions(), async ([before, after]) => {
        const { stack, plan } = await planSecond(configurationOf(before), configurationOf(after));
        const configuration = buildConfiguration(configurationOf(after));
        const state = await stack.state();
        const made = { toolVersion: "1", plan, configuration, variables: {}, state };
        const saved = makeSavedPlan(made);
        expect(decodeSavedPlan(encodeSavedPlan(saved), "p").saved).toEqual(saved);
      }),
    );
  });
});

/** The kinds of steps of each resource, in the order in which one worker carries them out. */
function sequence(plan: Plan): readonly string[] {
  const ordered = orderSteps(plan.changes);
  if (ordered.cycle) throw new Error(`cycle: ${ordered.cycle.join(", ")}`);
  return ordered.steps.flatMap(({ kind, change }) =>
    change === undefined || change.action === "no-op"
      ? []
      : [`${kind} ${formatResource(change.instance.resource)}`],
  );
}

/** All steps of the first kind come before all of the second. */
function expectBefore(steps: readonly string[], first: string, second: string): void {
  if (!steps.includes(first) || !steps.includes(second)) return;
  expect(`${first} ${steps.lastIndexOf(first) < steps.indexOf(second)} ${second}`).toBe(
    `${first} true ${second}`,
  );
}

function forDependencies(all: readonly Draft[], visit: (one: string, on: string) => void): void {
  for (const one of all) {
    for (const { target } of dependenciesOf(all, one)) visit(addressOf(one), addressOf(target));
  }
}

describe("the order of steps", () => {
  it("makes an object after what it depends on, and deletes in reverse", async () => {
    await fc.assert(
      fc.asyncProperty(twoVersions(), async ([before, after]) => {
        const { plan } = await planSecond(configurationOf(before), configurationOf(after));
        const steps = sequence(plan);
        forDependencies(after, (one, on) => expectBefore(steps, `put ${on}`, `put ${one}`));
        forDependencies(before, (one, on) => expectBefore(steps, `remove ${one}`, `remove ${on}`));
      }),
      { numRuns: 120 },
    );
  });

  it("names only what comes before", async () => {
    await fc.assert(
      fc.asyncProperty(twoVersions(), async ([before, after]) => {
        const { plan } = await planSecond(configurationOf(before), configurationOf(after));
        const ordered = orderSteps(plan.changes);
        for (const [i, step] of (ordered.cycle ? [] : ordered.steps).entries()) {
          expect(step.after.every((position) => position < i)).toBe(true);
        }
      }),
    );
  });
});
