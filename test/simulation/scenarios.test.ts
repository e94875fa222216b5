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

describe("the scenarios at an edge site", () => {
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
