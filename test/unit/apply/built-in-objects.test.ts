// Objects of Terraform's own provider in an apply: they are in the state alone.

import { expect, it } from "vitest";
import { withBuiltin } from "../../../src/builtin/with-builtin.js";
import { errorDiagnostic } from "../../../src/model/diagnostic.js";
import { createMemoryStateStore } from "../../../src/state/memory-state-store.js";
import type { StateStore } from "../../../src/state/state-store.js";
import { createStack } from "../../support/applying.js";
import { type ConfigurationInput, ref } from "../../support/build-configuration.js";
import { createRecordProvider } from "../../support/record-provider.js";

const BOTH: ConfigurationInput = {
  resources: {
    "test_record.a": { attributes: { name: "a" } },
    "terraform_data.b": { attributes: { input: ref("test_record.a.token") } },
    "terraform_data.c": { attributes: { input: ref("terraform_data.b.output") } },
  },
};

/** A store, and the addresses of all that was said to begin. */
function listening(): { readonly store: StateStore; readonly begun: readonly string[] } {
  const store = createMemoryStateStore();
  const begun: string[] = [];
  const openJournal: StateStore["openJournal"] = async (base) => {
    const { journal, ...answer } = await store.openJournal(base);
    if (journal === undefined) return answer;
    const begin: typeof journal.begin = (change) => {
      begun.push(change.address);
      return journal.begin(change);
    };
    return { ...answer, journal: { ...journal, begin } };
  };
  return { store: { ...store, openJournal }, begun };
}

it("are not looked for after a crash, and are recorded as all others", async () => {
  const { store, begun } = listening();
  const provider = createRecordProvider();
  const stack = createStack(store, { ...provider, ...withBuiltin(provider) });
  const { state } = await stack.apply(BOTH);
  expect([...state.instances.keys()].sort()).toEqual(Object.keys(BOTH.resources ?? {}).sort());
  await stack.apply({ resources: {} });
  expect((await stack.state()).instances.size).toBe(0);
  expect(begun).toEqual(["test_record.a", "test_record.a"]);
});

it("are carried out a few at a time, so that an apply can be stopped between two", async () => {
  const stack = createStack(createMemoryStateStore(), {
    ...createRecordProvider(),
    ...withBuiltin(createRecordProvider()),
  });
  const many = Array.from({ length: 500 }, (_, i) => [`terraform_data.r${i}`, {}] as const);
  const stop = new AbortController();
  // As a signal comes: in a turn of the event loop of its own.
  const apply = stack.apply({ resources: Object.fromEntries(many) }, {}, { signal: stop.signal });
  const { results } = await new Promise<Awaited<typeof apply>>((resolve, reject) => {
    apply.then(resolve, reject);
    const watch = async (): Promise<void> => {
      if ((await stack.state()).instances.size > 0) stop.abort();
      else setImmediate(watch);
    };
    void watch();
  });
  const done = results.filter(({ status }) => status === "done");
  expect(done.length).toBeGreaterThan(0);
  expect(done.length).toBeLessThan(many.length);
});

it("are carried out no more once the journal cannot be written, which is said once", async () => {
  const fault = errorDiagnostic("The journal could not be written", "The disk is full.");
  const memory = createMemoryStateStore();
  const openJournal: StateStore["openJournal"] = async (base) => {
    const { journal, ...answer } = await memory.openJournal(base);
    if (journal === undefined) return answer;
    return { ...answer, journal: { ...journal, record: () => [fault] } };
  };
  const stack = createStack(
    { ...memory, openJournal },
    { ...createRecordProvider(), ...withBuiltin(createRecordProvider()) },
  );
  const many = Array.from({ length: 500 }, (_, i) => [`terraform_data.r${i}`, {}] as const);
  const { results, diagnostics, state } = await stack.apply({
    resources: Object.fromEntries(many),
  });
  expect(diagnostics).toEqual([fault]);
  const done = results.filter(({ status }) => status === "done");
  expect(done.length).toBeGreaterThan(0);
  expect(done.length).toBeLessThan(50);
  // What was made all the same is in the state that is written at the end.
  expect([...state.instances.keys()].sort()).toEqual(done.map(({ address }) => address).sort());
});
