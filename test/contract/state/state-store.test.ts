// What every state store promises, run against each.

import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { NODE_FILES } from "../../../src/files/file-system.js";
import { emptyState, type State, type StateInstance } from "../../../src/model/state.js";
import { createLocalStateStore } from "../../../src/state/local-state-store.js";
import { createMemoryStateStore } from "../../../src/state/memory-state-store.js";
import type { LockHolder, StateStore } from "../../../src/state/state-store.js";
import { closingFiles } from "../../support/closing-files.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const STORES: Readonly<Record<string, () => StateStore>> = {
  "local file": () =>
    createLocalStateStore({
      root: temporaryFolder(),
      path: "sub/terraform.edge.tfstate",
      isAlive: () => true,
      files: closingFiles(),
    }),
  memory: () => createMemoryStateStore(),
};

const LINEAGE = "5b0c1f0e-0000-4000-8000-000000000001";

function instance(name: string, value: string): StateInstance {
  return {
    address: { resource: { mode: "managed", type: "test_record", name }, key: undefined },
    schemaVersion: 0,
    attributes: { id: name, value },
    dependencies: [],
  };
}

function stateOf(...instances: StateInstance[]): State {
  const entries = instances.map((i) => [`test_record.${i.address.resource.name}`, i] as const);
  return { ...emptyState(LINEAGE), instances: new Map(entries) };
}

const HOLDER: LockHolder = {
  id: "lock-1",
  operation: "apply",
  who: "ada@host",
  pid: 4711,
  version: "0.1.0",
  created: "2026-01-01T00:00:00Z",
};

async function written(store: StateStore, state: State): Promise<State> {
  const { state: answer, diagnostics } = await store.write(state);
  expect(diagnostics).toEqual([]);
  if (answer === undefined) throw new Error("no state written");
  return answer;
}

async function journalOf(store: StateStore, base: State) {
  const { journal, diagnostics } = await store.openJournal(base);
  expect(diagnostics).toEqual([]);
  if (journal === undefined) throw new Error("no journal");
  return journal;
}

async function stored(store: StateStore): Promise<State | undefined> {
  const { state, diagnostics } = await store.read();
  expect(diagnostics).toEqual([]);
  return state;
}

describe.each(Object.entries(STORES))("state store: %s", (_, makeStore) => {
  it("has nothing at first", async () => {
    expect(await makeStore().read()).toEqual({ diagnostics: [] });
  });

  it("writes nothing for an empty state", async () => {
    const store = makeStore();
    await written(store, emptyState(LINEAGE));
    expect(await stored(store)).toBeUndefined();
  });

  it("raises the serial with each change and only then", async () => {
    const store = makeStore();
    const first = await written(store, stateOf(instance("a", "1")));
    expect(first.serial).toBe(1);
    expect((await written(store, first)).serial).toBe(1);
    const second = await written(store, { ...stateOf(instance("a", "2")), serial: 1 });
    expect(second.serial).toBe(2);
    expect(await stored(store)).toEqual(second);
  });

  it("refuses a state of another lineage", async () => {
    const store = makeStore();
    const first = await written(store, stateOf(instance("a", "1")));
    const { state, diagnostics } = await store.write({ ...first, lineage: "other" });
    expect(state).toBeUndefined();
    expect(diagnostics.map((d) => d.summary)).toEqual(["State of another lineage"]);
    expect(await stored(store)).toEqual(first);
  });

  it("refuses a state that was made from an older one", async () => {
    const store = makeStore();
    const first = await written(store, stateOf(instance("a", "1")));
    await written(store, { ...stateOf(instance("a", "2")), serial: 1 });
    const { state, diagnostics } = await store.write({ ...first, serial: 0 });
    expect(state).toBeUndefined();
    expect(diagnostics.map((d) => d.summary)).toEqual(["The state moved"]);
  });

  it("shows what an open journal recorded, under the next serial", async () => {
    const store = makeStore();
    const base = await written(store, stateOf(instance("a", "1"), instance("b", "1")));
    const journal = await journalOf(store, base);
    expect(await stored(store)).toEqual(base);
    expect(await journal.begin({ address: "test_record.a", action: "update" })).toEqual([]);
    journal.record({ key: "test_record.a", instance: instance("a", "2") });
    expect(await journal.begin({ address: "test_record.b", action: "delete" })).toEqual([]);
    journal.record({ key: "test_record.b", instance: null });
    const begun = { address: "test_record.c", action: "create", id: "c" } as const;
    expect(await journal.begin(begun)).toEqual([]);
    expect(await stored(store)).toEqual({
      ...stateOf(instance("a", "2")),
      serial: 2,
      interrupted: [begun],
    });
  });

  it("folds an empty state into where there is none", async () => {
    const store = makeStore();
    const base = await written(store, emptyState(LINEAGE));
    await (await journalOf(store, base)).fold(base);
    expect(await stored(store)).toEqual({ ...base, serial: 1 });
  });

  it("folds a journal into one change", async () => {
    const store = makeStore();
    const base = await written(store, stateOf());
    const journal = await journalOf(store, base);
    expect(await journal.begin({ address: "test_record.a", action: "create" })).toEqual([]);
    journal.record({ key: "test_record.a", instance: instance("a", "1") });
    const { state, diagnostics } = await journal.fold({
      ...stateOf(instance("a", "1")),
      serial: base.serial,
    });
    expect(diagnostics).toEqual([]);
    expect(state?.serial).toBe(base.serial + 1);
    expect(await stored(store)).toEqual({ ...stateOf(instance("a", "1")), serial: 1 });
    expect((await store.openJournal(await written(store, state ?? base))).journal).toBeDefined();
  });

  it("takes several records as one", async () => {
    const store = makeStore();
    const base = await written(store, stateOf(instance("a", "1")));
    const journal = await journalOf(store, base);
    const old = { ...instance("a", "1"), deposed: "0a1b2c3d" };
    journal.record(
      { key: "test_record.a (deposed 0a1b2c3d)", instance: old },
      { key: "test_record.a", instance: null },
    );
    expect(await journal.begin({ address: "test_record.a", action: "create" })).toEqual([]);
    const keys = [...((await stored(store))?.instances.keys() ?? [])];
    expect(keys).toEqual(["test_record.a (deposed 0a1b2c3d)"]);
  });

  it("leaves everything as it was when a journal ends without a change", async () => {
    const store = makeStore();
    const base = await written(store, stateOf(instance("a", "1")));
    const journal = await journalOf(store, base);
    expect(await journal.begin({ address: "test_record.b", action: "create" })).toEqual([]);
    journal.record({ key: "test_record.b", instance: null });
    expect((await journal.fold(base)).state?.serial).toBe(1);
    expect(await stored(store)).toEqual(base);
  });

  it("takes what a dropped journal recorded into the next write", async () => {
    const store = makeStore();
    const base = await written(store, stateOf(instance("a", "1")));
    const journal = await journalOf(store, base);
    expect(await journal.begin({ address: "test_record.b", action: "create" })).toEqual([]);
    journal.record({ key: "test_record.b", instance: instance("b", "1") });
    expect(await journal.begin({ address: "test_record.c", action: "create" })).toEqual([]);
    const seen = await stored(store);
    expect(seen?.serial).toBe(2);
    const next = { ...stateOf(instance("b", "9")), serial: 2 };
    expect((await written(store, next)).serial).toBe(3);
    expect(await stored(store)).toEqual({ ...next, serial: 3 });
  });

  it("keeps the serial that was shown when only the journal is folded", async () => {
    const store = makeStore();
    const journal = await journalOf(store, emptyState(LINEAGE));
    expect(await journal.begin({ address: "test_record.b", action: "create" })).toEqual([]);
    journal.record({ key: "test_record.b", instance: instance("b", "1") });
    expect(await journal.begin({ address: "test_record.c", action: "create" })).toEqual([]);
    const seen = await stored(store);
    expect(seen?.serial).toBe(1);
    expect((await written(store, seen ?? stateOf())).serial).toBe(1);
    expect(await stored(store)).toEqual(seen);
  });

  it("is locked by one at a time, and shows who", async () => {
    const store = makeStore();
    const { lock, diagnostics } = await store.lock(HOLDER);
    expect(diagnostics).toEqual([]);
    const second = await store.lock({ ...HOLDER, id: "lock-2", pid: 99 });
    expect(second.lock).toBeUndefined();
    expect(second.diagnostics).toMatchObject([
      { summary: "The state is locked", detail: expect.stringContaining("ada@host, process 4711") },
    ]);
    expect(await lock?.release()).toEqual([]);
    const third = await store.lock({ ...HOLDER, id: "lock-3" });
    expect(third.lock?.holder.id).toBe("lock-3");
    expect(third.diagnostics).toEqual([]);
  });
});

describe("a journal that cannot be removed", () => {
  it("is warned of, since no apply can begin beside it", async () => {
    const folder = temporaryFolder();
    const refuse = async () => {
      throw Object.assign(new Error("EPERM"), { code: "EPERM" });
    };
    const files = { ...NODE_FILES, remove: refuse };
    const options = { root: folder, path: "terraform.tfstate", isAlive: () => true };
    const store = createLocalStateStore({ ...options, files });
    const base = await written(store, stateOf());
    const journal = await journalOf(store, base);
    const final = { ...base, instances: stateOf(instance("a", "1")).instances };
    journal.record({ key: "test_record.a", instance: instance("a", "1") });
    const { state, diagnostics } = await journal.fold(final);
    expect(state?.instances.size).toBe(1);
    expect(diagnostics).toMatchObject([{ severity: "warning", summary: "Journal left behind" }]);
    expect(diagnostics[0]?.detail).toContain(join(folder, ".terraform.tfstate.journal"));
    const again = await createLocalStateStore(options).read();
    expect(again.state?.instances.size).toBe(1);
  });
});
