import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  BY_FOLDER,
  changedKeyRows,
  folderOf,
  keyRows,
  keyringsOf,
} from "../../../src/simulator/keyring-rows.js";
import {
  addKeys,
  EMPTY_KEYRING,
  type Keyring,
  keysIn,
  leaveKeys,
  newShares,
} from "../../../src/simulator/keyrings.js";
import type { HeldKey, HostRecord } from "../../../src/simulator/records.js";
import { Journal, Table } from "../../../src/simulator/table.js";

/** What a keyring looks at of a host. */
function hostOf(path: string): HostRecord {
  const hostKey = { keyId: `key of ${path}`, provider: "kp", derivedFrom: null };
  return { path, cluster: "vc01/edge", hostKey } as HostRecord;
}

function key(keyId: string, change: Partial<HeldKey> = {}): HeldKey {
  return { keyId, provider: "kp", bytes: `bytes of ${keyId}`, cached: true, kept: true, ...change };
}

const HOSTS = ["vc01/edge/esx01", "vc01/edge/esx02", "vc01/other/esx01"];

function tableOf(keyrings: Iterable<readonly [string, Keyring]> = []): Table<Keyring> {
  const byFolder = { [BY_FOLDER]: (_: Keyring, host: string) => folderOf(host) };
  return new Table("hostKeys", new Journal(), byFolder, keyrings, changedKeyRows);
}

const anyKey = fc
  .record({
    keyId: fc.constantFrom("k1", "k2", "k3", ...HOSTS.map((host) => `key of ${host}`)),
    bytes: fc.constantFrom("old", "new"),
    cached: fc.boolean(),
    kept: fc.boolean(),
  })
  .map(({ keyId, ...held }) => key(keyId, held));

const anyStep = fc.oneof(
  fc.record({ host: fc.constantFrom(...HOSTS), add: fc.array(anyKey, { maxLength: 4 }) }),
  fc.record({ host: fc.constantFrom(...HOSTS), leave: fc.constantFrom("cached", "kept") }),
);

const anyTurn = fc.record({ step: anyStep, isCommitted: fc.boolean() });

/** As a store does at the end of an operation. */
function commit(journal: Journal, rows: Map<string, unknown>): void {
  for (const { id, record } of journal.changedRows()) {
    if (record === undefined) rows.delete(id);
    else rows.set(id, record);
  }
  journal.forget();
}

describe("keyrings", () => {
  it("hold what a plain table of rows would", () => {
    fc.assert(
      fc.property(fc.array(anyTurn, { maxLength: 12 }), (steps) => {
        const shares = newShares();
        const keyrings = tableOf();
        const rows = new Map<string, unknown>();
        const plain = new Map(HOSTS.map((host) => [host, new Map<string, HeldKey>()]));
        for (const { step, isCommitted } of steps) {
          const before = keyrings.get(step.host) ?? EMPTY_KEYRING;
          const there = plain.get(step.host) ?? new Map<string, HeldKey>();
          let after: Keyring;
          if ("add" in step) {
            after = addKeys(before, step.add, { host: hostOf(step.host), shares });
            for (const each of step.add) there.set(each.keyId, each);
          } else {
            const isLeft = (each: HeldKey) => (step.leave === "kept" ? each.kept : each.cached);
            after = leaveKeys(before, isLeft);
            for (const each of [...there.values()]) if (!isLeft(each)) there.delete(each.keyId);
          }
          keyrings.set(step.host, after);
          expect(new Map(keysIn(after).map((each) => [each.keyId, each]))).toEqual(there);
          if (isCommitted) commit(keyrings.journal, rows);
        }
        commit(keyrings.journal, rows);
        const all = [...keyRows(keyrings)];
        expect(new Map(all)).toEqual(rows);
        expect(all.map(([id]) => id)).toEqual([...rows.keys()].sort());
        const again = tableOf(keyringsOf(all, hostOf, newShares()));
        expect([...keyRows(again)]).toEqual(all);
        for (const host of HOSTS) {
          const held = keysIn(again.get(host) ?? EMPTY_KEYRING);
          expect(new Map(held.map((each) => [each.keyId, each]))).toEqual(plain.get(host));
        }
      }),
    );
  });

  it("are one map for the hosts of a cluster that got the same keys, their host keys aside", () => {
    const shares = newShares();
    const give = (keyring: Keyring, path: string, ...keys: readonly HeldKey[]) =>
      addKeys(keyring, keys, { host: hostOf(path), shares });
    const [first, second] = HOSTS.map((path) => give(EMPTY_KEYRING, path, key(`key of ${path}`)));
    const [here = "", there = ""] = HOSTS;
    const one = give(first ?? EMPTY_KEYRING, here, key("k1"), key("k2"));
    const other = give(second ?? EMPTY_KEYRING, there, key("k1"), key("k2"));
    expect(other.common).toBe(one.common);
    expect(give(one, here, key("k1", { kept: false })).common).not.toBe(other.common);
    expect(other.common.get("k1")).toEqual(key("k1"));
  });
});
