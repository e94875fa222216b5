import { describe, expect, it } from "vitest";
import { assessReadiness } from "../../../src/drill/readiness.js";
import { readinessReport } from "../../../src/report/readiness-report.js";
import {
  cluster,
  edgeSite,
  estateOf,
  host,
  machine,
  START_SECONDS,
} from "../../support/estate-builder.js";
import { textOf } from "./sample-changes.js";

const report = (estate: Parameters<typeof assessReadiness>[0], verbose = false) =>
  textOf(readinessReport(assessReadiness(estate), { width: 80, verbose }));

/** Clusters of four hosts and two hundred machines each; one host of the last cluster stores nothing yet. */
function fleet(clusters: number) {
  const names = Array.from({ length: clusters }, (_, i) => `c${String(i).padStart(2, "0")}`);
  const machines = Array.from({ length: 200 }, (_, i) => `m${i}`);
  const keysOf = (name: string) => machines.map((each) => `key-${name}-${each}`);
  return estateOf({
    clusters: names.map((name) => cluster({ path: `vc01/${name}` })),
    hosts: names.flatMap((name, c) =>
      [1, 2, 3, 4].map((i) => {
        const path = `vc01/${name}/esx0${i}`;
        const isPending = c === clusters - 1 && i === 4;
        const all = new Set([`host-key-of-${path}`, ...keysOf(name)]);
        const lastArchiveSeconds = START_SECONDS - 60 * i;
        const pending = { storedKeyIds: new Set<string>(), unarchivedKeyIds: all };
        const present = { lastArchiveSeconds, ...(isPending ? pending : {}) };
        return host(`esx0${i}`, { path, cluster: `vc01/${name}`, keys: keysOf(name), present });
      }),
    ),
    virtualMachines: names.flatMap((name) =>
      machines.map((each) =>
        machine(`${name}-${each}`, null, {
          ...{ cluster: `vc01/${name}`, host: `vc01/${name}/esx01`, running: true },
          homeKey: { id: `key-${name}-${each}`, provider: "kp" },
        }),
      ),
    ),
  });
}

describe("readinessReport", () => {
  it("shows where each host has its keys, and what is in the way", () => {
    expect(report(edgeSite({ persistence: [true, false] }))).toMatchInlineSnapshot(`
      "1 of 2 hosts would come through a power cut now, 1 only if someone acts.

        At 2026-01-01T00:00:00Z of the simulated clock, for a power cut with no key
        server and no vCenter to ask. Counts are keys, the host key included; pending
        ones were received and are not archived yet.

      vc01/edge (2 hosts, 2 keys of machines)
        Host   Cached  Stored  Archived  Power cut
        esx01       3       3  just now  safe
        esx02       3       -  just now  not safe

      What is in the way

        vc01/edge/esx02
          It would not come through a power cut unless someone acts: key persistence
          is off.
          - Turn key persistence on (keyPersistence: true) and apply; the next
            remediation and archive store the keys.

      Some answers rest on rules that the vendor's documents do not state:
      host-key-persisted, host-needs-no-courier, stored-at-archive.
      "
    `);
  });

  it("folds hosts that stand alike, and counts clusters in which all is well", () => {
    const text = report(fleet(12));
    expect(text).toMatchInlineSnapshot(`
      "47 of 48 hosts would come through a power cut now, 1 will later by itself.

        At 2026-01-01T00:00:00Z of the simulated clock, for a power cut with no key
        server and no vCenter to ask. Counts are keys, the host key included; pending
        ones were received and are not archived yet.

      vc01/c11 (4 hosts, 200 keys of machines)
        Host      Cached  Stored  Pending  Archived   Power cut
        esx01 +2     201     201        -  3 min ago  safe
        esx04        201       -      201  4 min ago  in 57 min

      … and 11 clusters with 44 hosts: all come through now (--verbose lists all)

      What is in the way

        vc01/c11/esx04
          It would not come through a power cut yet: its keys were not archived yet.
          It will by itself from 2026-01-01T00:56:01Z on.
          - Wait for the next archive, or archive the configuration now
            (/sbin/auto-backup.sh on the host).

      Some answers rest on rules that the vendor's documents do not state:
      archive-every-hour, host-key-persisted, host-needs-no-courier,
      stored-at-archive, unarchived-key-lost-with-power.
      "
    `);
  });

  it("fits in 80 columns and names every host, key and machine with --verbose", () => {
    const text = report(fleet(6), true);
    for (const name of ["vc01/c03", "esx04", "key-c05-m199: vc01/vm/c05-m199"]) {
      expect(text).toContain(name);
    }
    expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it("says when there is nothing to lose", () => {
    expect(report(estateOf({}))).toContain("There is no host that could lose its power.");
  });
});
