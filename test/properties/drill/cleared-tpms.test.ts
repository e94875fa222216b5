// All that can become of a trusted host whose TPM was cleared: a new endorsement key, which a Trust Authority trusts by
// its maker or knows by itself; a recovery key that is entered or not, before or after the attestation ends; stored
// keys or none; a base image that is imported or not. The two opinions agree on every one of them.

import { describe, expect, it } from "vitest";
import { resolveScenario } from "../../../src/drill/resolve-scenario.js";
import { runDrill } from "../../../src/drill/run-drill.js";
import type { EventDocument } from "../../../src/drill/scenario.js";
import { simulateRandom } from "../../support/arbitrary-site.js";

const BOTH = [true, false];

/** What happens after the host is back, and what it shows. */
const AFTERWARDS: Readonly<Record<string, readonly EventDocument[]>> = {
  nothing: [],
  "its power fails between the archives of before and those of now": [
    { kind: "key-servers-unreachable", at: "50m" },
    { kind: "hosts-lose-power", at: "75m", backAfter: "5m" },
  ],
  "the Trust Authority is away meanwhile": [
    { kind: "trust-authority-hosts-unreachable", at: "5m", until: "27h" },
  ],
  "the Trust Authority is away when its power fails": [
    { kind: "trust-authority-hosts-unreachable", at: "50m" },
    { kind: "hosts-lose-power", at: "26h", backAfter: "5m" },
  ],
};

interface Case {
  readonly keyProvider: "tkp" | "kp";
  readonly listsTpms: boolean;
  readonly persistence: boolean;
  readonly isImported: boolean;
  readonly recoveryKeyEntered: boolean;
  readonly backAfter: string;
}

const CASES: readonly Case[] = (["tkp", "kp"] as const).flatMap((keyProvider) =>
  BOTH.flatMap((listsTpms) =>
    BOTH.flatMap((persistence) =>
      BOTH.flatMap((isImported) =>
        BOTH.flatMap((recoveryKeyEntered) =>
          ["20m", "25h"].map((backAfter) => ({
            ...{ keyProvider, listsTpms, persistence, isImported, recoveryKeyEntered, backAfter },
          })),
        ),
      ),
    ),
  ),
);

async function drill(one: Case, afterwards: readonly EventDocument[]) {
  const { keyProvider, listsTpms, persistence, isImported, recoveryKeyEntered, backAfter } = one;
  const host = { name: "esx0", persistence, tpm: true, site: "edge", recoveryKeyLocation: "safe" };
  const simulator = await simulateRandom({
    description: {
      keyServers: [{ name: "kms0", site: "edge" }],
      native: null,
      trusted: { hostSites: ["edge"], keyServerSite: "edge", listsTpms },
      defaultKeyProvider: keyProvider,
      clusters: [
        { name: "c0", trusted: true, hosts: [host], machines: [{ name: "vm0", encrypted: true }] },
      ],
    },
    afterwards: isImported ? [] : [{ do: "retire-images" }],
  });
  const cleared = { kind: "tpms-cleared", at: "10m", backAfter, recoveryKeyEntered } as const;
  const { scenario, diagnostics } = resolveScenario({
    name: "cleared",
    description: "TPMs are cleared.",
    outage: "40h",
    events: [cleared, ...afterwards],
  });
  if (scenario === undefined) throw new Error(JSON.stringify(diagnostics));
  return runDrill({ simulator, scenario, settle: false }).workloads.map((each) => each.verdict);
}

describe("a trusted host whose TPM was cleared", () => {
  it.each(Object.entries(AFTERWARDS))("is predicted as it comes out: %s", async (_, events) => {
    for (const one of CASES) expect(await drill(one, events), JSON.stringify(one)).toHaveLength(1);
  });

  const plain: Case = {
    ...{ keyProvider: "tkp" as const, persistence: true, isImported: true },
    ...{ listsTpms: false, recoveryKeyEntered: true, backAfter: "20m" },
  };

  it.each<[string, Partial<Case>, string]>([
    ["runs again where the maker of its TPM is trusted", {}, "survived"],
    ["is a stranger where TPMs are listed", { listsTpms: true }, "locked"],
    ["does not boot without the recovery key", { recoveryKeyEntered: false }, "locked"],
    ["is not attested with an image that is not imported", { isImported: false }, "locked"],
  ])("%s", async (_, change, verdict) => {
    expect(await drill({ ...plain, ...change }, [])).toEqual([verdict]);
  });
});
