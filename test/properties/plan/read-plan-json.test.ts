// A plan survives Terraform's JSON in all that a judgement of it needs.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatResource } from "../../../src/model/address.js";
import { jsonText } from "../../../src/model/json-text.js";
import type { Change, Plan } from "../../../src/model/plan.js";
import { isList, isObject, isUnknown, UNKNOWN, type Value } from "../../../src/model/value.js";
import { orderSteps } from "../../../src/plan/order-steps.js";
import { planToJson } from "../../../src/plan/plan-json.js";
import { readPlanJson } from "../../../src/plan/read-plan-json.js";
import { createStack } from "../../support/applying.js";
import { configurationOf, type Draft, twoVersions } from "../../support/arbitrary-stack.js";
import { buildConfiguration } from "../../support/build-configuration.js";

const TIMESTAMP = "2026-01-01T00:00:00Z";

async function throughJson([before, after]: readonly [readonly Draft[], readonly Draft[]]) {
  const stack = createStack();
  await stack.apply(configurationOf(before));
  const plan = await stack.plan(configurationOf(after));
  const { schema } = stack.provider;
  const configuration = buildConfiguration(configurationOf(after));
  const json = planToJson({ plan, configuration, variables: {}, schema, timestamp: TIMESTAMP });
  const read = readPlanJson({ text: jsonText(json), file: "p.json", stack: plan.stack, schema });
  expect(read.diagnostics).toEqual([]);
  return { plan, read: read.plan };
}

/** What is known of an unknown value is not in the format. */
function bare(value: Value): Value {
  if (isUnknown(value)) return UNKNOWN;
  if (isList(value)) return value.map(bare);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [name, bare(v)]));
}

function judged({ changes, drift, outputs, ...plan }: Plan) {
  const objects = ({ address, action, reason, before, after, replacePaths }: Change) => ({
    ...{ address, action, reason, replacePaths },
    objects: [before, after].map(bare),
  });
  return {
    changes: changes.map(objects),
    drift: drift.map(objects),
    // As Terraform, the format gives null for the value before that is not known.
    outputs: outputs.map(({ name, action, after }) => [name, action, bare(after)]),
    applyable: plan.applyable,
    complete: plan.complete,
  };
}

describe("a plan in Terraform's JSON", () => {
  it("is read back with its changes, drift and outputs", async () => {
    await fc.assert(
      fc.asyncProperty(twoVersions(), async (versions) => {
        const { plan, read } = await throughJson(versions);
        expect(read && judged(read)).toEqual(judged(plan));
      }),
    );
  });

  it("is read back with what its changes wait for, but for what a local stands for", async () => {
    const waits = ({ changes }: Plan) =>
      changes
        .filter(({ action }) => action !== "no-op" && action !== "delete")
        .map(({ address, dependsOn }) => [address, [...dependsOn].sort()]);
    await fc.assert(
      fc.asyncProperty(twoVersions(), async ([before, after]) => {
        const { plan, read } = await throughJson([withoutLocals(before), withoutLocals(after)]);
        expect(read && waits(read)).toEqual(waits(plan));
        expectSafeDeletions(plan, read);
      }),
    );
  });
});

/** What depends on something that is deleted too is deleted before it. */
function expectSafeDeletions({ changes }: Plan, read: Plan | undefined): void {
  const ordered = orderSteps(read?.changes ?? []);
  if (ordered.cycle) throw new Error(`cycle: ${ordered.cycle.join(", ")}`);
  const removed = ordered.steps.flatMap(({ kind, change }) =>
    kind === "remove" && change !== undefined ? [formatResource(change.instance.resource)] : [],
  );
  for (const { action, instance, dependsOn } of changes) {
    if (action !== "delete") continue;
    const own = removed.indexOf(formatResource(instance.resource));
    for (const dependent of dependsOn) expect(removed.indexOf(dependent)).toBeLessThan(own);
  }
}

function withoutLocals(drafts: readonly Draft[]): readonly Draft[] {
  return drafts.map((draft) => ({
    ...draft,
    dependencies: draft.dependencies.filter(({ by }) => by !== "local"),
  }));
}
