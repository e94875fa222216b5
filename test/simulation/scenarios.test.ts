// The built-in scenarios at an edge site, as docs/scenarios.md says they end: with key persistence, without it, with
// a native key provider, and with a trusted one.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BUILT_IN_SCENARIOS } from "../../src/drill/built-in-scenarios.js";
import { builtInScenario } from "../../src/drill/resolve-scenario.js";
import { runDrill } from "../../src/drill/run-drill.js";
import { type SiteDescription, simulate } from "../support/simulated-estate.js";

const page = readFileSync(new URL("../../docs/scenarios.md", import.meta.url), "utf8");
const ROW =
  /^\| `([a-z-]+)` \|( (?:survived|locked|lost) \|)( \w+ \|)( \w+ \|)( \w+ \|)( \w+ \|) .* \|$/gm;
const rows = [...page.matchAll(ROW)].map(([, name = "", ...cells]) => {
  const verdicts = cells.map((cell) => cell.replaceAll(/[ |]/g, ""));
  return { name, verdicts };
});

function site(persistence: boolean, provider: "kp" | "nkp" | "tkp"): SiteDescription {
  const host = { persistence, site: "edge", recoveryKeyLocation: "safe" };
  return {
    vcenter: { site: "core" },
    keyServers: [{ name: "kms1", site: "core", group: "core" }],
    native: provider === "nkp" ? { tpmRequired: true, isBackedUp: true } : null,
    trusted: provider === "tkp" ? {} : null,
    defaultKeyProvider: provider,
    clusters: [
      {
        name: "edge",
        trusted: provider === "tkp",
        hosts: [
          { ...host, name: "esx01" },
          { ...host, name: "esx02" },
        ],
        machines: [
          { name: "till", keyProvider: provider },
          { name: "badge", keyProvider: provider, encrypted: false, vtpm: true },
        ],
      },
    ],
  };
}

const SITES = [
  site(true, "kp"),
  site(false, "kp"),
  site(false, "nkp"),
  site(true, "tkp"),
  site(false, "tkp"),
];

const FAILOVER = /^\| ([A-Za-z ,]+) \| (survived|locked) \| .* \|$/gm;
const FAILOVERS = [...page.matchAll(FAILOVER)].map(
  ([, where = "", verdict = ""]) => [where, verdict] as const,
);

/** What there is at the recovery site, by the words of the page. */
const RECOVERY: Readonly<Record<string, Omit<Recovery, "persistence"> & Partial<Recovery>>> = {
  nowhere: { group: null, failsOver: false },
  "a key server that replicates": { group: "all", failsOver: false },
  "a key server that replicates, and vCenter fails over": { group: "all", failsOver: true },
  "a key server of its own, and vCenter fails over": { group: "other", failsOver: true },
  "on the hosts, by key persistence": { group: null, failsOver: false, persistence: true },
  "derived on the hosts, by a native key provider": { group: null, failsOver: false, keys: "nkp" },
};

interface Recovery {
  /** Replication group of a key server there; null without one. Those of the first site are "all". */
  readonly group: string | null;
  /** Whether vCenter runs in a machine of the cluster, not on a server of its own. */
  readonly failsOver: boolean;
  readonly persistence: boolean;
  readonly keys?: "kp" | "nkp";
}

/** One cluster over two sites, two hosts each; vCenter and a key server at the first. */
function stretched(where: string): SiteDescription {
  const recovery = RECOVERY[where];
  if (recovery === undefined) throw new Error(`what is "${where}"?`);
  const { group, failsOver, persistence = false, keys = "kp" } = recovery;
  const appliance = { name: "vcsa", encrypted: false };
  const host = (name: string, site: string) => ({
    ...{ name, site, persistence, recoveryKeyLocation: "safe" },
  });
  return {
    vcenter: { site: "first", ...(failsOver ? { runsOn: "vc01/vm/vcsa" } : {}) },
    keyServers: [
      { name: "kms1", site: "first", group: "all" },
      ...(group === null ? [] : [{ name: "kms2", site: "second", group }]),
    ],
    native: keys === "nkp" ? { tpmRequired: true, isBackedUp: true } : null,
    defaultKeyProvider: keys,
    clusters: [
      {
        name: "stretched",
        hosts: [
          ...["esx01", "esx02"].map((name) => host(name, "first")),
          ...["esx03", "esx04"].map((name) => host(name, "second")),
        ],
        machines: [
          ...(failsOver ? [appliance] : []),
          { name: "till", keyProvider: keys },
          { name: "badge", keyProvider: keys, encrypted: false, vtpm: true },
        ],
      },
    ],
  };
}

/** Rows without a reason: of a site whose machines are on encrypted vSAN and not encrypted themselves. */
const VSAN_ROW = /^\| `([a-z-]+)` \| (survived|locked|lost) \| (\w+) \| (\w+) \|$/gm;
const vsanRows = [...page.matchAll(VSAN_ROW)].map(([, name = "", ...verdicts]) => ({
  name,
  verdicts,
}));

function vsanSite(persistence: boolean, provider: "kp" | "nkp"): SiteDescription {
  const { clusters, ...rest } = site(persistence, provider);
  const machines = [{ name: "till", encrypted: false }];
  const vsan = { keyProvider: provider, failuresToTolerate: 1 };
  return {
    ...rest,
    clusters: clusters.map((each) => ({ ...each, storage: "vsan", vsan, machines })),
  };
}

describe("the scenarios at an edge site with encrypted vSAN", () => {
  it("are all in the table of docs/scenarios.md", () => {
    expect(vsanRows.map(({ name }) => name)).toEqual([...BUILT_IN_SCENARIOS.keys()]);
  });

  it.each([...BUILT_IN_SCENARIOS.keys()])("%s ends as the table says", async (name) => {
    const scenario = builtInScenario(name);
    if (scenario === undefined) throw new Error(`${name} is built in`);
    const sites = [vsanSite(true, "kp"), vsanSite(false, "kp"), vsanSite(false, "nkp")];
    const seen = await Promise.all(
      sites.map(async (each) => {
        const { workloads } = runDrill({ simulator: await simulate(each), scenario });
        return workloads.map(({ verdict }) => verdict).join(" and ");
      }),
    );
    const row = vsanRows.find((each) => each.name === name);
    expect(`| \`${name}\` | ${seen.join(" | ")} |`).toBe(
      `| \`${name}\` | ${row?.verdicts.join(" | ")} |`,
    );
  });
});

describe("the scenarios at an edge site", () => {
  it("tells every way to have keys at a recovery site", () => {
    expect(FAILOVERS.map(([where]) => where)).toEqual(Object.keys(RECOVERY));
  });

  it("are all in the table of docs/scenarios.md", () => {
    expect(rows.map(({ name }) => name)).toEqual([...BUILT_IN_SCENARIOS.keys()]);
  });

  it.each(rows)("$name ends as the table says", async ({ name, verdicts }) => {
    const scenario = builtInScenario(name);
    if (scenario === undefined) throw new Error(`${name} is built in`);
    const seen = await Promise.all(
      SITES.map(async (each) => {
        const { workloads } = runDrill({ simulator: await simulate(each), scenario });
        return [...new Set(workloads.map(({ verdict }) => verdict))].join(" and ");
      }),
    );
    expect(seen).toEqual(verdicts);
  });

  it.each(FAILOVERS)("fails over to a site with keys %s", async (where, verdict) => {
    const scenario = builtInScenario("disaster-recovery-site");
    if (scenario === undefined) throw new Error("it is built in");
    const { workloads } = runDrill({ simulator: await simulate(stretched(where)), scenario });
    expect(workloads.map((each) => each.verdict)).toEqual([verdict, verdict]);
  });

  it.each([
    ["tpm-cleared", "kept-through-recovery"],
    ["provider-deleted", "forgotten-once"],
    ["vcenter-outage", "host-needs-no-courier"],
  ])("names in %s the inferred rule %s", async (name, rule) => {
    const scenario = builtInScenario(name);
    if (scenario === undefined) throw new Error("it is built in");
    const { workloads } = runDrill({ simulator: await simulate(site(true, "kp")), scenario });
    for (const { inferredRules } of workloads) expect(inferredRules).toContain(rule);
  });

  it("names the unreadable configuration of a host that stopped at its boot", async () => {
    const scenario = builtInScenario("tpm-cleared-without-recovery-key");
    if (scenario === undefined) throw new Error("it is built in");
    const { workloads } = runDrill({ simulator: await simulate(site(true, "kp")), scenario });
    expect(workloads.map(({ reasons }) => reasons)).toEqual([
      ["CONFIGURATION_UNREADABLE"],
      ["CONFIGURATION_UNREADABLE"],
    ]);
  });
});
