// Laws of previews, over small stacks that were applied, and that base and head declare otherwise.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { predictPlanned } from "../../../src/drill/predict-planned.js";
import { makeSchedule } from "../../../src/drill/schedule.js";
import type { Plan } from "../../../src/model/plan.js";
import type { Risk } from "../../../src/model/preview.js";
import { faultUnits, scheduleOf } from "../../../src/preview/counterexample.js";
import { judgePreview, type PreviewRequest } from "../../../src/preview/judge-preview.js";
import { type JudgedSide, judgeSide } from "../../../src/preview/judge-side.js";
import { rankOf } from "../../../src/preview/losses.js";
import type { SmallStackParts } from "../../support/small-stack.js";
import { requestOf, type Story } from "../../unit/preview/preview-story.js";

const RUNS = 20;

const hostArb = fc.record({
  persists: fc.boolean(),
  rack: fc.constantFrom("r1", "r2"),
  physical_security: fc.constantFrom("controlled", "uncontrolled"),
});

const stackArb: fc.Arbitrary<SmallStackParts> = fc
  .record({
    hosts: fc.tuple(hostArb, hostArb),
    keyServers: fc.constantFrom(["kms1"], ["kms1", "kms2"], ["kms9"]),
    provider: fc.constantFrom("kp", "kp", "other"),
    vtpm: fc.boolean(),
    machines: fc.constantFrom(["till"], ["till", "desk"]),
    floor: fc.constantFrom(null, "provider-outage", "rolling-reboot"),
  })
  .map(({ hosts, keyServers, provider, vtpm, machines, floor }) => ({
    resource: {
      holdfast_host: Object.fromEntries(
        hosts.map(({ persists, ...facts }, i) => [
          `esx0${i + 1}`,
          {
            ...{ cluster: "${holdfast_cluster.edge.id}", hostname: `esx0${i + 1}`, ...facts },
            ...{ version: "8.0 U3", site: "edge", tpm: { present: true } },
            key_persistence: { enabled: persists },
          },
        ]),
      ),
      holdfast_key_server: Object.fromEntries(
        keyServers.map((name) => [
          name,
          {
            ...{ vcenter: "${holdfast_vcenter.vc.id}", name, address: `${name}.core.example` },
            ...{ site: "core", replication_group: name === "kms9" ? "other" : "core" },
          },
        ]),
      ),
      holdfast_standard_key_provider: {
        kp: {
          ...{ vcenter: "${holdfast_vcenter.vc.id}", name: provider },
          key_servers: keyServers.map((name) => `\${holdfast_key_server.${name}.id}`),
        },
      },
      holdfast_virtual_machine: Object.fromEntries(
        machines.map((name) => [
          name,
          {
            ...{ cluster: "${holdfast_cluster.edge.id}", name, encrypted: true, vtpm },
            depends_on: [
              "holdfast_host.esx01",
              "holdfast_host.esx02",
              "holdfast_default_key_provider.default",
            ],
          },
        ]),
      ),
      ...(floor === null
        ? {}
        : { holdfast_survival_floor: { f: { name: "f", scenario: floor, reason: "Sales." } } }),
    },
  }));

const scenarioArb = fc.constantFrom("provider-outage", "rolling-reboot", "vcenter-outage");

const storyArb: fc.Arbitrary<Story> = fc.record({
  applied: stackArb,
  base: stackArb,
  head: stackArb,
  scenario: scenarioArb,
});

function sideOf(request: PreviewRequest, plans: readonly Plan[]): JudgedSide {
  const { estate: live, scenario } = request;
  return judgeSide({ live, scenario, cache: new Map() }, plans);
}

/** How bad each workload of a risk is at a side; one that is not there is as good as any. */
function ranks(side: JudgedSide, { workloads }: Risk): readonly number[] {
  return workloads.map((id) => rankOf(side.predictions.get(id)?.verdict ?? "survived"));
}

function survivalRisks(risks: readonly Risk[]): readonly Risk[] {
  return risks.filter(({ kind }) => kind === "survival");
}

describe("judgePreview", () => {
  it("finds nothing where base and head are the same", async () => {
    await fc.assert(
      fc.asyncProperty(storyArb, async (story) => {
        const preview = judgePreview(await requestOf({ ...story, head: story.base ?? {} }));
        expect(["unchanged", "broken-before"]).toContain(preview.verdict);
        expect(preview.conclusion).not.toBe("failure");
        const { changes, risks, irreversible, hazards, workloads } = preview;
        expect({ changes, risks, irreversible, hazards, workloads }).toEqual({
          ...{ changes: [], risks: [], irreversible: [], hazards: [], workloads: [] },
        });
      }),
      { numRuns: RUNS },
    );
  });

  it("blames the author for nothing that base and head share", async () => {
    await fc.assert(
      fc.asyncProperty(storyArb, async (story) => {
        const request = await requestOf(story);
        const { risks, changes, verdict } = judgePreview(request);
        const base = sideOf(request, request.base?.plans ?? []);
        const head = sideOf(request, request.head.plans);
        const addresses = new Set(changes.map(({ address }) => address));
        for (const risk of survivalRisks(risks)) {
          const before = ranks(base, risk);
          expect(ranks(head, risk).every((rank, i) => rank > (before[i] ?? 0))).toBe(true);
          expect(risk.causes.length).toBeGreaterThan(0);
        }
        for (const { causes } of risks) {
          for (const { address } of causes) expect(addresses).toContain(address);
        }
        // A loss may be told with the floor that falls by it.
        if (survivalRisks(risks).length > 0) expect(verdict).toBe("drops");
        if (verdict === "drops") expect(risks.some(({ kind }) => kind !== "finding")).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  it("gives counterexamples of which no fault can be left out, on the whole estate", async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(storyArb, async (story) => {
        const request = await requestOf(story);
        const base = sideOf(request, request.base?.plans ?? []);
        const { estate, steps } = sideOf(request, request.head.plans);
        const all = makeSchedule(request.scenario, estate);
        const units = faultUnits(estate, request.scenario, all);
        const isLoss = (risk: Risk, faults: readonly string[]) => {
          const some = units.filter(({ text }) => faults.includes(text));
          expect(some.length).toBe(faults.length);
          const schedule = scheduleOf(all, some);
          const found = predictPlanned(estate, { steps, scenario: request.scenario }, { schedule });
          const verdicts = new Map(found.map(({ workload, verdict }) => [workload, verdict]));
          const before = ranks(base, risk);
          return risk.workloads.some(
            (id, i) => rankOf(verdicts.get(id) ?? "survived") > (before[i] ?? 0),
          );
        };
        for (const risk of survivalRisks(judgePreview(request).risks)) {
          const faults = risk.counterexample ?? [];
          found += faults.length;
          expect(isLoss(risk, faults)).toBe(true);
          for (const fault of faults) {
            expect(
              isLoss(
                risk,
                faults.filter((other) => other !== fault),
              ),
            ).toBe(false);
          }
        }
      }),
      { numRuns: RUNS },
    );
    expect(found).toBeGreaterThan(0);
  });

  it("names every change that, taken back alone, saves a workload", async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(storyArb, async (story) => {
        const request = await requestOf(story);
        const [planned] = request.base?.plans ?? [];
        const [plan] = request.head.plans;
        const { risks, changes } = judgePreview(request);
        if (planned === undefined || plan === undefined) return;
        const base = sideOf(request, [planned]);
        for (const { address } of changes) {
          const own = planned.changes.filter((change) => change.address === address);
          const others = plan.changes.filter((change) => change.address !== address);
          const without = sideOf(request, [{ ...plan, changes: [...others, ...own] }]);
          for (const risk of survivalRisks(risks)) {
            const before = ranks(base, risk);
            const isSaved = ranks(without, risk).some((rank, i) => rank <= (before[i] ?? 0));
            if (!isSaved) continue;
            found += 1;
            expect(risk.causes.map((cause) => cause.address)).toContain(address);
          }
        }
      }),
      { numRuns: RUNS },
    );
    expect(found).toBeGreaterThan(0);
  });

  it("says the same of the same", async () => {
    await fc.assert(
      fc.asyncProperty(storyArb, async (story) => {
        const [first, second] = [await requestOf(story), await requestOf(story)];
        expect(JSON.stringify(judgePreview(first))).toBe(JSON.stringify(judgePreview(second)));
      }),
      { numRuns: 10 },
    );
  });
});
