import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { builtInScenario } from "../../../src/drill/resolve-scenario.js";
import { runDrill } from "../../../src/drill/run-drill.js";
import { isHostEvent, type Scenario, type ScenarioEvent } from "../../../src/drill/scenario.js";
import type { PreviewPlace, SmallestCut } from "../../../src/model/preview.js";
import { VERDICTS, type Verdict } from "../../../src/model/survival.js";
import type { FaultUnit } from "../../../src/preview/counterexample.js";
import { smallestCut } from "../../../src/preview/smallest-cuts.js";
import { Simulator } from "../../../src/simulator/simulator.js";
import { machineOf } from "../../support/small-stack.js";
import { apply, previewOf, type Story } from "./preview-story.js";

const NO_FAULTS = { faults: new Set<string>(), hosts: new Set<string>() };
const UNITS: readonly FaultUnit[] = [..."abcde"].map((text) => ({ text, ...NO_FAULTS }));

/** What becomes of a workload under any faults: also such that a fault more saves it. */
const verdictTables = fc
  .tuple(
    fc.array(fc.constantFrom<Verdict>("survived", "survived", "survived", ...VERDICTS), {
      minLength: 32,
      maxLength: 32,
    }),
    fc.integer({ min: 0, max: UNITS.length }),
  )
  .map(([verdicts, count]) => ({ verdicts, units: UNITS.slice(0, count) }));

function maskOf(units: readonly FaultUnit[]): number {
  return units.reduce((mask, { text }) => mask | (1 << "abcde".indexOf(text)), 0);
}

function sizeOf(mask: number): number {
  return mask.toString(2).replaceAll("0", "").length;
}

describe("the smallest cut", () => {
  it("is what looking at every set of faults finds", () => {
    fc.assert(
      fc.property(verdictTables, ({ verdicts, units }) => {
        const masks = Array.from({ length: 2 ** units.length }, (_, mask) => mask);
        const smallest = (...those: readonly Verdict[]) =>
          Math.min(
            Number.POSITIVE_INFINITY,
            ...masks.filter((mask) => those.includes(verdicts[mask] ?? "survived")).map(sizeOf),
          );
        const [loss, unknown] = [smallest("locked", "lost"), smallest("unknown")];
        const faults = Math.min(loss, unknown);
        expect(smallestCut(units, (some) => [verdicts[maskOf(some)] ?? "survived"])).toEqual({
          faults: Number.isFinite(faults) ? faults : null,
          isExact: loss <= unknown,
        });
      }),
      { numRuns: 2_000 },
    );
  });

  it("is at least what was looked through in vain when the budget is spent", () => {
    let looks = 0;
    const cut = smallestCut(UNITS, () => (looks++ < 8 ? ["survived"] : undefined));
    expect(cut).toEqual({ faults: 2, isExact: false });
  });
});

const OFF = { key_persistence: { enabled: false } };
const VCENTER = "${holdfast_vcenter.vc.id}";

function keyServer(name: string) {
  const address = `${name}.core.example`;
  return { vcenter: VCENTER, name, address, site: "core", replication_group: "core" };
}

function standard(...servers: readonly string[]) {
  const key_servers = servers.map((name) => `\${holdfast_key_server.${name}.id}`);
  return { kp: { vcenter: VCENTER, name: "kp", key_servers } };
}

const TWO_SERVERS = {
  holdfast_key_server: { kms: keyServer("kms1"), kms2: keyServer("kms2") },
  holdfast_standard_key_provider: standard("kms", "kms2"),
};
const ONE_OF_THEM = {
  holdfast_key_server: { kms: keyServer("kms1") },
  holdfast_standard_key_provider: standard("kms"),
};

const nativeProvider = (tpm_required: boolean) => ({
  holdfast_native_key_provider: {
    nkp: { vcenter: VCENTER, name: "nkp", tpm_required, backup: { path: "nkp.p12" } },
  },
  holdfast_default_key_provider: {
    default: { entity: VCENTER, key_provider: "${holdfast_native_key_provider.nkp.name}" },
  },
});
const NO_TPM = { ...OFF, tpm: { present: false } };

const NONE: SmallestCut = { faults: null, isExact: true };
const cutOf = (faults: number): SmallestCut => ({ faults, isExact: true });

/** With one machine, and two hosts of which either starts it: both must lose power, and no key server may answer. */
const STORIES: Readonly<Record<string, readonly [Story, PreviewPlace["smallestCut"]]>> = {
  "a change that costs nothing": [
    { applied: {}, head: { host: { rack: "r2" } } },
    { base: NONE, head: NONE },
  ],
  "persistence that goes off": [
    { applied: {}, head: { host: OFF } },
    { base: NONE, head: cutOf(3) },
  ],
  "persistence that comes on": [
    { applied: { host: OFF }, head: {} },
    { base: cutOf(3), head: NONE },
  ],
  "one of two key servers that goes, without persistence": [
    { applied: { host: OFF, resource: TWO_SERVERS }, head: { host: OFF, resource: ONE_OF_THEM } },
    { base: cutOf(4), head: cutOf(3) },
  ],
  "a cluster that is new, of a native key provider": [
    { base: null, head: { host: OFF, resource: nativeProvider(true) } },
    { head: NONE },
  ],
  "the same without TPMs, behind a link that is cut": [
    {
      base: null,
      head: { host: NO_TPM, resource: nativeProvider(false) },
      scenario: "wan-partition",
    },
    { head: NONE },
  ],
  "a cluster that is new": [{ base: null, head: { host: OFF } }, { head: cutOf(3) }],
  "a machine more in a cluster that falls anyway": [
    {
      applied: { host: OFF },
      head: {
        host: OFF,
        resource: { holdfast_virtual_machine: { till: machineOf("till"), two: machineOf("two") } },
      },
    },
    { base: cutOf(3), head: cutOf(3) },
  ],
};

describe("the smallest cut of a cluster", () => {
  it.each(Object.entries(STORIES))("of %s", async (_, [story, smallestCut]) => {
    const { places, problems } = await previewOf(story);
    expect(problems.head.filter(({ severity }) => severity === "error")).toEqual([]);
    const [place] = places.filter(({ cluster }) => cluster === "vc01/edge");
    expect(place?.smallestCut).toEqual(smallestCut);
  });

  it.each([
    ["one key server", {}, ["kms1", "esx01", "esx02"]],
    ["two", { resource: TWO_SERVERS }, ["kms1", "kms2", "esx01", "esx02"]],
  ])("is what the simulator comes to, set by set, with %s", async (_, parts, faults) => {
    const simulator = Simulator.inMemory();
    await apply(simulator, { host: OFF, ...parts });
    simulator.advance(7_200);
    const lost = subsetsOf(faults).filter((some) =>
      runDrill({ simulator, scenario: outageWith(some) }).workloads.some(
        ({ verdict }) => verdict !== "survived",
      ),
    );
    expect(lost).toEqual([faults]);
  });
});

function subsetsOf(faults: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: 2 ** faults.length }, (_, mask) =>
    faults.filter((_, i) => mask & (1 << i)),
  );
}

/** The scenario of the stories with some of its faults. */
function outageWith(faults: readonly string[]): Scenario {
  const outage = builtInScenario("provider-outage");
  if (outage === undefined) throw new Error("there is no provider-outage");
  const named = (start: string, folder: string) =>
    faults.filter((name) => name.startsWith(start)).map((name) => `vc01/${folder}/${name}`);
  const [hosts, keyServers] = [named("esx", "edge"), named("kms", "kms")];
  const events = outage.events.flatMap((event): readonly ScenarioEvent[] => {
    if (isHostEvent(event)) return hosts.length === 0 ? [] : [{ ...event, hosts }];
    if (event.kind !== "key-servers-unreachable") return [];
    return keyServers.length === 0 ? [] : [{ ...event, keyServers }];
  });
  return { ...outage, events };
}
