// Laws of applying: wherever an apply is stopped, and whatever fails, planning and applying again ends where an
// undisturbed apply ends, and nothing that was carried out is ever forgotten.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyState, type State } from "../../../src/model/state.js";
import { createLocalStateStore } from "../../../src/state/local-state-store.js";
import type { StateStore } from "../../../src/state/state-store.js";
import { createStack, type Stack } from "../../support/applying.js";
import { configurationOf, type Draft, twoVersions } from "../../support/arbitrary-stack.js";
import { faultyFiles } from "../../support/faulty-files.js";
import { actions, LINEAGE } from "../../support/planning.js";
import {
  createRecordProvider,
  type Failure,
  type RecordProvider,
} from "../../support/record-provider.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

/** What exists, without the counters of how often it was touched. */
function recordsOf(provider: RecordProvider) {
  const entries = [...provider.records].map(
    ([id, { revision: _, ...rest }]) => [id, rest] as const,
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Addresses and what they hold, the same way. */
function objectsOf(state: State) {
  const entries = [...state.instances].map(
    ([
      key,
      {
        attributes: { revision: _, ...attributes },
        ...rest
      },
    ]) => [key, { ...rest, attributes }] as const,
  );
  return { objects: Object.fromEntries(entries), outputs: state.outputs };
}

/** Every object that exists is in the state, or known to have been begun. */
function expectNothingForgotten(
  stack: { provider: RecordProvider },
  state: State | undefined,
): void {
  const known = new Set([
    ...[...(state?.instances.values() ?? [])].map((instance) => instance.attributes.id),
    ...(state?.interrupted ?? []).map((change) => change.id),
  ]);
  for (const id of stack.provider.records.keys()) expect(known).toContain(id);
}

async function undisturbed(before: readonly Draft[], after: readonly Draft[]): Promise<Stack> {
  const stack = createStack();
  await stack.apply(configurationOf(before));
  await stack.apply(configurationOf(after));
  return stack;
}

async function expectSameEnd(stack: Stack, before: readonly Draft[], after: readonly Draft[]) {
  const end = await undisturbed(before, after);
  const result = await stack.apply(configurationOf(after));
  expect(result.diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  expect(recordsOf(stack.provider)).toEqual(recordsOf(end.provider));
  expect(objectsOf(await stack.state())).toEqual(objectsOf(await end.state()));
  expect(actions(await stack.plan(configurationOf(after)))).toEqual([]);
}

describe("an apply that is stopped after any step", () => {
  it("ends, planned again, where an undisturbed one ends", async () => {
    await fc.assert(
      fc.asyncProperty(
        twoVersions(),
        fc.nat(12),
        fc.constantFrom(1, 10),
        async (versions, at, parallelism) => {
          const [before, after] = versions;
          const stack = createStack();
          await stack.apply(configurationOf(before));
          const stop = new AbortController();
          const rest = {
            parallelism,
            signal: stop.signal,
            onEvent: ({ done }: { done: number }) => {
              if (done >= at) stop.abort();
            },
          };
          const result = await stack.apply(configurationOf(after), {}, rest);
          expect(
            result.diagnostics.filter((d) => d.summary !== "Replace stopped half way"),
          ).toEqual([]);
          expectNothingForgotten(stack, await stack.state());
          await expectSameEnd(stack, before, after);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("an apply in which operations fail", () => {
  const failures = fc.dictionary(
    fc
      .tuple(
        fc.constantFrom("create", "update", "delete"),
        fc.constantFrom("a", "b", "c", "d"),
        fc.nat(1),
        fc.constantFrom("", "-0", "-k0"),
      )
      .map(([operation, name, version, key]) => `${operation} record/${name}${version}${key}`),
    fc.constantFrom<Failure>("nothing", "partial"),
    { maxKeys: 4 },
  );

  it("goes on elsewhere, and ends where an undisturbed one ends once they succeed", async () => {
    // A tainted object has the name of its successor, so that it cannot be replaced by creating first.
    const versions = twoVersions({ createBeforeDestroy: false });
    await fc.assert(
      fc.asyncProperty(versions, failures, async ([before, after], failing) => {
        const stack = createStack();
        await stack.apply(configurationOf(before));
        for (const [name, failure] of Object.entries(failing))
          stack.provider.failures.set(name, failure);
        const { results } = await stack.apply(configurationOf(after));
        for (const { status, blockedBy, address } of results) {
          if (blockedBy === undefined || status !== "not-started") continue;
          const cause = results.find((result) => result.address === blockedBy);
          expect(`${address} ${cause?.status}`).toBe(`${address} failed`);
        }
        expectNothingForgotten(stack, await stack.state());
        stack.provider.failures.clear();
        await expectSameEnd(stack, before, after);
      }),
      { numRuns: 60 },
    );
  });
});

describe("an apply whose store fails at any write", () => {
  const isAlive = () => false;
  const open = (
    root: string,
    files?: Parameters<typeof createLocalStateStore>[0]["files"],
  ): StateStore =>
    createLocalStateStore({ root, path: "s.tfstate", isAlive, ...(files ? { files } : {}) });

  it.each(["crash", "ENOSPC"] as const)(
    "forgets nothing that was carried out (%s)",
    async (code) => {
      let hits = 0;
      let unrecorded = 0;
      await fc.assert(
        fc.asyncProperty(twoVersions(), fc.nat(24), async ([before, after], at) => {
          const root = temporaryFolder();
          const provider = createRecordProvider();
          await createStack(open(root), provider).apply(configurationOf(before));
          const { files, operations } = faultyFiles({ at, code });
          const faulty = createStack(open(root, files), provider);
          // One at a time, so that what was carried out and what was recorded come apart more often.
          await faulty.apply(configurationOf(after), {}, { parallelism: 1 });
          if (operations.length > at) hits++;
          const stack = createStack(open(root), provider);
          const { state, diagnostics } = await stack.store.read();
          expect(diagnostics).toEqual([]);
          expectNothingForgotten(stack, state);
          const begun = (state?.interrupted ?? []).map((change) => change.id ?? "");
          if (begun.some((id) => provider.records.has(id))) unrecorded++;
          await expectSameEnd(stack, before, after);
          expect((await stack.state()).interrupted).toBeUndefined();
        }),
        { numRuns: 60 },
      );
      // Otherwise the law was not tried.
      expect(hits).toBeGreaterThan(20);
      if (code === "crash") expect(unrecorded).toBeGreaterThan(0);
    },
  );

  it("starts where there is no state yet", async () => {
    const { state } = await open(temporaryFolder()).read();
    expect(state ?? emptyState(LINEAGE)).toEqual(emptyState(LINEAGE));
  });
});
