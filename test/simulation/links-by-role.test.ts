// Cut links by what stands at their ends. Everything is at one site, and nothing but the two ends differs from drill to
// drill: who may still talk to whom decides which keys come to a host that has rebooted.

import { describe, expect, it } from "vitest";
import { findMissingTargets } from "../../src/drill/find-missing-targets.js";
import { resolveScenario } from "../../src/drill/resolve-scenario.js";
import { runDrill } from "../../src/drill/run-drill.js";
import type { ScenarioDocument } from "../../src/drill/scenario.js";
import type { Simulator } from "../../src/simulator/simulator.js";
import type { LinkRole } from "../../src/vsphere/defaults.js";
import { vsanEstate } from "../support/vsan-estate.js";
import { hostSpec, machineSpec, smallEstate } from "./declare.js";

const VERDICT = { ok: "survived", no: "locked" } as const;

function resolved(end: LinkRole, other: LinkRole) {
  const document: ScenarioDocument = {
    name: "cut-by-role",
    description: "A link is cut by what stands at its ends, and each host loses power once.",
    outage: "6h",
    events: [
      { kind: "links-cut", at: 0, target: { roles: [end], otherRoles: [other] } },
      { kind: "hosts-lose-power", at: "1h" },
    ],
  };
  const { scenario } = resolveScenario(document);
  if (scenario === undefined) throw new Error("the scenario is sound");
  return scenario;
}

/** Verdicts by workload; a drill whose two opinions differ throws. */
function verdicts(simulator: Simulator, [end, other]: readonly [LinkRole, LinkRole]) {
  const { workloads } = runDrill({ simulator, scenario: resolved(end, other) });
  return Object.fromEntries(workloads.map(({ workload, verdict }) => [workload, verdict]));
}

describe("a host with encrypted vSAN and an encrypted machine on it", () => {
  it.each([
    [["host", "vcenter"], VERDICT.ok, VERDICT.no],
    [["vcenter", "host"], VERDICT.ok, VERDICT.no],
    [["vcenter", "keyServer"], VERDICT.ok, VERDICT.no],
    [["host", "keyServer"], VERDICT.no, VERDICT.no],
    [["host", "host"], VERDICT.ok, VERDICT.ok],
  ] as const)("%j cut", async (ends, vsan, vm) => {
    const simulator = await vsanEstate({
      hosts: [hostSpec("esx1")],
      vsan: { failuresToTolerate: 0 },
    });
    await simulator.backend.virtualMachines.create(machineSpec("app"));
    expect(verdicts(simulator, ends)).toEqual({ "vsan:vc/c1": vsan, "vm:vc/vm/app": vm });
  });
});

describe("a trusted host with an encrypted machine", () => {
  it.each([
    [["host", "vcenter"], VERDICT.ok],
    [["host", "trustAuthorityHost"], VERDICT.no],
    [["trustAuthorityHost", "keyServer"], VERDICT.no],
    [["host", "keyServer"], VERDICT.ok],
    [["vcenter", "keyServer"], VERDICT.ok],
  ] as const)("%j cut", async (ends, verdict) => {
    const simulator = await smallEstate({ provider: "trusted", hosts: [hostSpec("esx1")] });
    await simulator.backend.virtualMachines.create(machineSpec("app"));
    expect(verdicts(simulator, ends)).toEqual({ "vm:vc/vm/app": verdict });
  });
});

it("names a role that nothing has", async () => {
  const simulator = await smallEstate();
  const found = findMissingTargets(resolved("trustAuthorityHost", "host"), simulator.estate());
  expect(found.map(({ detail }) => detail)).toEqual([
    'No role of the estate matches "trustAuthorityHost". There are vcenter, host, keyServer.',
  ]);
});
