// What a plan does to survival, on estates small enough to know the answer.

import { describe, expect, it } from "vitest";
import {
  type AssessRequest,
  assessPlan,
  type PlannedStep,
} from "../../../src/drill/assess-plan.js";
import { assessReadiness } from "../../../src/drill/readiness.js";
import {
  builtInScenario,
  defaultScenario,
  resolveScenario,
} from "../../../src/drill/resolve-scenario.js";
import type { Scenario } from "../../../src/drill/scenario.js";
import { type ObjectValue, UNKNOWN } from "../../../src/model/value.js";
import type { Estate } from "../../../src/vsphere/estate.js";
import { findFindings } from "../../../src/vsphere/findings/find-findings.js";
import { overlayEstate, type PlannedObject } from "../../../src/vsphere/overlay-estate.js";
import {
  host as builtHost,
  cluster,
  edgeSite,
  estateOf,
  machine,
  START_SECONDS,
  vcenter,
} from "../../support/estate-builder.js";

const WORKLOADS = ["vm:vc01/vm/tills", "vtpm:vc01/vm/badges"];

describe("assessPlan", () => {
  it("finds nothing in a plan without steps", () => {
    const survival = assess({ estate: edgeSite(), steps: [] });
    expect(survival.after).toEqual(survival.before);
    expect(survival).toMatchObject({ worsened: [], improved: [], findings: [], brokenFloors: [] });
    expect(survival.safeAfterSeconds).toBeNull();
  });

  it("names every workload that no longer survives, with why", () => {
    const survival = assess({
      estate: edgeSite(),
      steps: [update(host("esx01", false)), update(host("esx02", false))],
    });
    expect(survival.worsened.map(({ workload }) => workload)).toEqual(WORKLOADS);
    for (const change of survival.worsened) {
      expect(change).toMatchObject({ from: "survived", to: "locked" });
      expect(change.reasons).toContain("PERSISTENCE_OFF");
    }
  });

  it("sees the better as well, and from when it holds", () => {
    const survival = assess({
      estate: edgeSite({ persistence: [false, false] }),
      steps: [update(host("esx01", true)), update(host("esx02", true))],
    });
    expect(survival.improved.map(({ workload, to }) => `${workload} ${to}`)).toEqual(
      WORKLOADS.map((workload) => `${workload} survived`),
    );
    expect(survival.safeAfterSeconds).toBe(3601);
  });

  it("says of when it is safe what readiness says, from the archives that are due", () => {
    const lastArchiveSeconds = START_SECONDS - 3000;
    const due = { keys: [], present: { lastArchiveSeconds } };
    const estate = estateOf({
      hosts: [builtHost("esx01", due), builtHost("esx02", due)],
      virtualMachines: [machine("a", "esx01")],
    });
    const steps = ["esx01", "esx02"].map((name) => update(host(name, true)));
    const { hosts } = assessReadiness(overlayEstate(estate, objectsOf(steps))).clusters[0] ?? {};
    expect(hosts?.map(({ safeInSeconds }) => safeInSeconds)).toEqual([601, 601]);
    expect(assess({ estate, steps }).safeAfterSeconds).toBe(601);
  });

  it("breaks a floor of the same plan, and one about another scenario", () => {
    const off = [update(host("esx01", false)), update(host("esx02", false))];
    const floors = ["provider-outage", "wan-partition"].map((scenario) => create(floor(scenario)));
    const { brokenFloors } = assess({ estate: edgeSite(), steps: [...off, ...floors] });
    expect(brokenFloors.map(({ floor: name, lost }) => [name, lost.length])).toEqual([
      ["floor-provider-outage", 2],
      ["floor-wan-partition", 2],
    ]);
  });

  it("says so of a floor that names no scenario there is", () => {
    const { findings } = assess({ estate: edgeSite(), steps: [create(floor("provider-outrage"))] });
    expect(findings.map(({ code, subject }) => `${code} ${subject}`)).toEqual([
      "FC-65 floor/floor-provider-outrage",
    ]);
  });

  it("says so of a floor over workloads that do not exist, and not of one over some that do", () => {
    const mistyped = { ...floor("provider-outage"), workloads: ["vm:vc01/vm/tlil"] };
    const held = { ...floor("wan-partition"), workloads: ["vm:*"] };
    const { findings } = assess({ estate: edgeSite(), steps: [create(mistyped), create(held)] });
    expect(findings.map(({ code, subject, sentence }) => [code, subject, sentence])).toEqual([
      ["FC-66", "floor/floor-provider-outage", expect.stringContaining('"vm:vc01/vm/tlil"')],
    ]);
  });

  describe("with waivers", () => {
    const exposed = { ...host("esx01", true), physical_security: "uncontrolled" };
    const expose = update(exposed);

    it("shows what is waived with who answers for it, and what is not as ever", () => {
      const steps = [expose, create({ ...waiver(), subjects: ["vc01/edge/*"] })];
      const { findings } = assess({ estate: edgeSite(), steps });
      expect(findings).toMatchObject([
        {
          code: "FC-37",
          subject: "vc01/edge/esx01",
          waiver: { name: "w", owner: "site team", until: "2030-01-01T00:00:00Z" },
        },
      ]);
      const elsewhere = create({ ...waiver(), subjects: ["vc01/other/*"] });
      const other = assess({ estate: edgeSite(), steps: [expose, elsewhere] }).findings;
      expect(other.map(({ code, waiver: held }) => [code, held])).toEqual([
        ["FC-68", undefined],
        ["FC-37", undefined],
      ]);
    });

    it("shows a finding again that is no longer waived", () => {
      const before = overlayEstate(edgeSite(), objectsOf([expose, create(waiver())]));
      const gone = { title: "", after: [], object: { ...objectOf(waiver()), after: null } };
      const { findings } = assess({ estate: before, steps: [gone] });
      expect(findings.map(({ code, waiver: held }) => [code, held])).toEqual([
        ["FC-37", undefined],
      ]);
    });

    it("counts again by the clock of the estate, and says so in a plan that changes nothing", () => {
      const before = overlayEstate(edgeSite(), objectsOf([expose, create(waiver())]));
      const late = { ...before, nowSeconds: Date.parse("2030-01-01T00:00:00Z") / 1000 };
      expect(assess({ estate: before, steps: [] }).findings).toEqual([]);
      expect(assess({ estate: late, steps: [] }).findings).toMatchObject([
        {
          code: "FC-67",
          severity: "warning",
          subject: "waiver/w",
          sentence: expect.stringContaining("FC-37 of vc01/edge/esx01 counts again."),
        },
      ]);
      expect(findFindings(late).some((finding) => finding.waiver !== undefined)).toBe(false);
    });

    it("waives nothing while it is not known what or until when", () => {
      for (const unknown of [{ subjects: UNKNOWN }, { expires_at: UNKNOWN }]) {
        const steps = [expose, create({ ...waiver(), ...unknown })];
        const { findings } = assess({ estate: edgeSite(), steps });
        expect(findings.map(({ code, waiver: held }) => [code, held])).toEqual([
          ["FC-37", undefined],
        ]);
      }
    });

    it("breaks a floor all the same", () => {
      const off = [update(host("esx01", false)), update(host("esx02", false))];
      const all = create({ ...waiver(), code: "FC-34" });
      const steps = [...off, create(floor("provider-outage")), all];
      expect(assess({ estate: edgeSite(), steps }).brokenFloors).toHaveLength(1);
    });
  });

  it("says unknown, not survived, of what an unknown argument may touch", () => {
    const step = { ...update({ ...host("esx01", true), site: UNKNOWN }), isUntold: true };
    const survival = assess({ estate: edgeSite(), steps: [step] });
    expect(survival.after.map(({ verdict }) => verdict)).toEqual(["unknown", "unknown"]);
    expect(survival.worsened[0]?.reasons).toEqual(["NOT_KNOWN_UNTIL_APPLY"]);
  });

  it("ignores an unknown argument in another cluster", () => {
    const elsewhere = { ...host("esx09", true), cluster: "vc01/other", site: UNKNOWN };
    const step = { ...create(elsewhere), isUntold: true };
    const survival = assess({ estate: edgeSite(), steps: [step] });
    expect(survival.after.map(({ verdict }) => verdict)).toEqual(["survived", "survived"]);
  });

  describe("half way", () => {
    /** One of two hosts that remembers is enough. Handing that over in the wrong order is not. */
    const estate = edgeSite({ persistence: [false, true] });
    const on = update(host("esx01", true));
    const off = update(host("esx02", false));

    it("finds a place that is worse than both ends", () => {
      const survival = assess({ estate, steps: [off, on] });
      expect(survival.worsened).toEqual([]);
      expect(survival.prefixes).toBe("every");
      expect(survival.findings.map(({ code, subject }) => `${code} ${subject}`)).toContain(
        "FC-63 vc01/edge",
      );
    });

    it("is content when the graph forbids that order", () => {
      const survival = assess({ estate, steps: [on, { ...off, after: [0] }] });
      expect(survival.findings.filter(({ code }) => code === "FC-63")).toEqual([]);
    });

    it("follows what stands between two steps", () => {
      const gate: PlannedStep = { title: "", after: [0] };
      const survival = assess({ estate, steps: [on, gate, { ...off, after: [1] }] });
      expect(survival.findings.filter(({ code }) => code === "FC-63")).toEqual([]);
    });

    it("finds it in the extremes too", () => {
      const survival = assess({ estate, steps: [off, on], everyPrefixUpTo: 1 });
      expect(survival.prefixes).toBe("extremes");
      expect(survival.findings.map(({ code }) => code)).toContain("FC-63");
    });

    it("looks at the clusters whose vCenter runs in the one that changes", () => {
      const survival = assessPlan({
        estate: managedEstate(),
        steps: [
          update({ ...host("esx12", false), id: "vc01/mgmt/esx12", cluster: "vc01/mgmt" }),
          update({ ...host("esx11", true), id: "vc01/mgmt/esx11", cluster: "vc01/mgmt" }),
        ],
        scenario: managementFirst(),
        scenarioNamed: builtInScenario,
      });
      expect(survival.worsened).toEqual([]);
      const unsafe = survival.findings.filter(({ code }) => code === "FC-63");
      expect(unsafe.map(({ subject }) => subject)).toEqual(["vc01/edge", "vc01/mgmt"]);
    });

    it("judges every order of twelve steps", () => {
      const idle = Array.from({ length: 10 }, (_, i) => update(floorless(`esx1${i}`)));
      const survival = assess({ estate, steps: [on, off, ...idle], everyPrefixUpTo: 12 });
      expect(survival.prefixes).toBe("every");
      expect(survival.findings.map(({ code }) => code)).toContain("FC-63");
    });
  });

  it("says so of a cluster whose half ways are too many to judge, before it looks at them", () => {
    const all = Array.from({ length: 2001 }, (_, i) => update(floorless(`esx${i}`)));
    expect(assess({ estate: edgeSite(), steps: all }).prefixes).toBe("none");
    expect(assess({ estate: edgeSite(), steps: all.slice(0, 100) }).prefixes).toBe("extremes");
  });

  it("does not count new workloads that survive as changes", () => {
    const survival = assess({ estate: estateOf({}), steps: [] });
    expect(survival).toMatchObject({ before: [], after: [], worsened: [], improved: [] });
  });
});

/** The vCenter of the edge runs, encrypted, in a cluster of which one host of two remembers its keys. */
function managedEstate(): Estate {
  const inMgmt = { cluster: "vc01/mgmt" };
  const keys = ["key-vcenter"];
  return estateOf({
    vcenters: [vcenter({ runsOn: "vc01/vm/vcenter" })],
    clusters: [cluster(), cluster({ path: "vc01/mgmt" })],
    hosts: [
      builtHost("esx01", { keys: ["key-tills"], keyPersistence: false }),
      builtHost("esx11", { ...inMgmt, path: "vc01/mgmt/esx11", keys, keyPersistence: false }),
      builtHost("esx12", { ...inMgmt, path: "vc01/mgmt/esx12", keys }),
    ],
    virtualMachines: [
      machine("tills", "esx01"),
      machine("vcenter", null, { ...inMgmt, host: "vc01/mgmt/esx11", running: true }),
    ],
  });
}

/** The management cluster loses power while the key servers are away, the edge when they are back. */
function managementFirst(): Scenario {
  const powerLoss = { kind: "hosts-lose-power", every: "30m", backAfter: "10m" } as const;
  const { scenario } = resolveScenario({
    name: "management-first",
    description: "Power fails in the management cluster during an outage, at the edge after it.",
    outage: "24h",
    events: [
      { kind: "key-servers-unreachable", at: 0, until: "10h" },
      { ...powerLoss, at: "1h", target: { clusters: ["vc01/mgmt"] } },
      { ...powerLoss, at: "20h", target: { clusters: ["vc01/edge"] } },
    ],
  });
  if (scenario === undefined) throw new Error("the scenario is in order");
  return scenario;
}

function assess(request: Omit<AssessRequest, "scenario" | "scenarioNamed">) {
  const scenario = defaultScenario();
  return assessPlan({ ...request, scenario, scenarioNamed: builtInScenario });
}

function objectsOf(steps: readonly PlannedStep[]): readonly PlannedObject[] {
  return steps.flatMap(({ object }) => object ?? []);
}

function objectOf(object: ObjectValue): PlannedObject {
  return { type: typeOf(object), before: object, after: object };
}

/** Of key persistence where nobody watches the hosts, wherever that is. */
function waiver(): ObjectValue {
  return {
    id: "waiver/w",
    name: "w",
    code: "FC-37",
    owner: "site team",
    reason: "the doors are being fitted",
    expires_at: "2030-01-01T00:00:00Z",
  };
}

function update(after: ObjectValue): PlannedStep {
  return { ...create(after), object: { type: typeOf(after), before: after, after } };
}

function create(after: ObjectValue): PlannedStep {
  const object = { type: typeOf(after), before: null, after };
  return { title: String(after.id), object, after: [] };
}

function typeOf(object: ObjectValue): string {
  if ("owner" in object) return "holdfast_waiver";
  return "hostname" in object ? "holdfast_host" : "holdfast_survival_floor";
}

function host(name: string, persists: boolean): ObjectValue {
  return {
    id: `vc01/edge/${name}`,
    hostname: name,
    cluster: "vc01/edge",
    site: "edge",
    version: "8.0 U3",
    tpm: { present: true, hash_bank: null },
    key_persistence: persists ? { enabled: true } : null,
    configuration_encryption_mode: "TPM",
    physical_security: "controlled",
    recovery_key_location: "safe",
  };
}

/** A host that changes nothing for anybody: it has neither TPM nor persistence. */
function floorless(name: string): ObjectValue {
  return {
    ...host(name, false),
    tpm: null,
    configuration_encryption_mode: "NONE",
  };
}

function floor(scenario: string): ObjectValue {
  const name = `floor-${scenario}`;
  return { id: `floor/${name}`, name, scenario, reason: "the shop must open" };
}
