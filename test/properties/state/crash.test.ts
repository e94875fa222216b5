// Whatever write fails, and wherever the process is killed: the state file is whole, old or new, and what was
// carried out is found again.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FileSystem } from "../../../src/files/file-system.js";
import { emptyState, type State, type StateInstance } from "../../../src/model/state.js";
import { decodeState } from "../../../src/state/decode-state.js";
import { createLocalStateStore } from "../../../src/state/local-state-store.js";
import type { StateStore } from "../../../src/state/state-store.js";
import { closingFiles } from "../../support/closing-files.js";
import { type Fault, faultyFiles } from "../../support/faulty-files.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

const LINEAGE = "5b0c1f0e-0000-4000-8000-000000000001";
const NAMES = ["a", "b", "hôte", "d"];

function instance(name: string): StateInstance {
  return {
    address: { resource: { mode: "managed", type: "test_record", name }, key: undefined },
    schemaVersion: 0,
    attributes: { id: name },
    dependencies: [],
  };
}

function stateOf(names: Iterable<string>): State {
  const entries = [...names].map((name) => [`test_record.${name}`, instance(name)] as const);
  return { ...emptyState(LINEAGE), instances: new Map(entries) };
}

/** What an apply would do: begin, carry out, record, and fold; it stops at the first error. */
async function applyAll(store: StateStore, carriedOut: Set<string>): Promise<void> {
  const { state: base } = await store.read();
  const { journal } = await store.openJournal(base ?? emptyState(LINEAGE));
  if (journal === undefined) return;
  for (const name of NAMES) {
    const address = `test_record.${name}`;
    const errors = await journal.begin({ address, action: "create", id: name });
    if (errors.length > 0) break;
    carriedOut.add(name);
    journal.record({ key: address, instance: instance(name) });
  }
  const names = new Set([...carriedOut, "old"]);
  await journal.fold({ ...stateOf(names), serial: base?.serial ?? 0 });
}

async function setUp(fault?: Fault) {
  const root = temporaryFolder();
  const isAlive = () => false;
  const store = createLocalStateStore({ root, path: "s.tfstate", isAlive });
  await store.write(stateOf(["old"]));
  const { files, operations } = faultyFiles(fault);
  const faulty = createLocalStateStore({ root, path: "s.tfstate", isAlive, files });
  return { path: join(root, "s.tfstate"), store, faulty, operations };
}

describe.each(["crash", "ENOSPC", "EACCES", "EIO"] as const)(
  "%s at any write of an apply",
  (code) => {
    it("loses nothing that was carried out and never tears the state", async () => {
      for (let at = 0; ; at++) {
        const { path, store, faulty, operations } = await setUp({ at, code });
        const carriedOut = new Set<string>();
        await applyAll(faulty, carriedOut);
        expect(decodeState(readFileSync(path, "utf8"), path).diagnostics).toEqual([]);
        const { state, diagnostics } = await store.read();
        expect(diagnostics).toEqual([]);
        const known = new Set([
          ...[...(state?.instances.keys() ?? [])],
          ...(state?.interrupted ?? []).map((change) => change.address),
        ]);
        expect(known).toContain("test_record.old");
        for (const name of carriedOut) expect(known).toContain(`test_record.${name}`);
        if (operations.length <= at) break;
        // The next command can always go on from there.
        const next = { ...(state ?? emptyState(LINEAGE)), instances: stateOf(["new"]).instances };
        expect((await store.write(next)).diagnostics).toEqual([]);
        const base = (await store.read()).state ?? next;
        const { journal } = await store.openJournal(base);
        expect((await journal?.fold(base))?.diagnostics).toEqual([]);
      }
    });
  },
);

describe.each(["crash", "ENOSPC", "EACCES"] as const)("%s at any write of a state", (code) => {
  it("leaves the old file or the new one, and says so", async () => {
    for (let at = 0; ; at++) {
      const { path, store, faulty, operations } = await setUp({ at, code });
      const { state: old } = await store.read();
      const before = readFileSync(path, "utf8");
      const next = { ...stateOf(["new"]), serial: old?.serial ?? 0 };
      const { state, diagnostics } = await faulty.write(next);
      const after = readFileSync(path, "utf8");
      const isNew = after !== before;
      if (isNew)
        expect([...(decodeState(after, path).state?.instances.keys() ?? [])]).toEqual([
          "test_record.new",
        ]);
      if (state === undefined)
        expect(diagnostics).toMatchObject([{ summary: "The state could not be written" }]);
      else expect(isNew).toBe(true);
      if (operations.length <= at) {
        expect(existsSync(`${path}.backup`)).toBe(true);
        expect(readFileSync(`${path}.backup`, "utf8")).toBe(before);
        break;
      }
    }
  });
});

describe("what is recorded", () => {
  it("is known to the next run at once, also while the disk takes its time", async () => {
    const { store, path } = await setUp();
    const files = closingFiles();
    const slow: FileSystem = {
      ...files,
      open: async (...place) => ({
        ...(await files.open(...place)),
        sync: () => (isSlow ? new Promise<void>(() => {}) : Promise.resolve()),
      }),
    };
    let isSlow = false;
    const isAlive = () => true;
    const writer = createLocalStateStore({
      root: dirname(path),
      path: "s.tfstate",
      isAlive,
      files: slow,
    });
    const { state: base } = await writer.read();
    const { journal } = await writer.openJournal(base ?? emptyState(LINEAGE));
    isSlow = true;
    for (const name of NAMES) {
      journal?.record({ key: `test_record.${name}`, instance: instance(name) });
      const { state } = await store.read();
      expect(state?.instances.get(`test_record.${name}`)?.attributes).toEqual({ id: name });
    }
  });
});
