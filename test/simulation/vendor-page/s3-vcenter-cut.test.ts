// "With a standard key provider vCenter brings the keys: while it cannot be reached, a host gets none" (vSphere
// Security, Virtual Machine Encryption Process Flow). A trusted host does: the workload vCenter is not in its way
// (vSphere Security, Key Persistence Overview; Trust Authority Process Flows).

import { describe, expect, it } from "vitest";
import { rule } from "../../support/rule.js";
import {
  isRunning,
  KEY_SERVER,
  keyServerSpec,
  machineSpec,
  STANDARD,
  standardSpec,
  VCENTER,
} from "../declare.js";
import {
  BOTH_RUN,
  cutVcenter,
  delivered,
  ESX1,
  edgeSite,
  NEITHER_RUNS,
  powerCut,
  refused,
  running,
} from "./site.js";

describe("with vCenter cut off, key servers up", () => {
  it("a host that rebooted gets no keys: nobody else brings them", async () => {
    const simulator = await edgeSite();
    cutVcenter(simulator);
    const inVain = refused(simulator, () => powerCut(simulator));
    expect(inVain).toContain("host-command VCENTER_UNREACHABLE");
    expect(running(simulator)).toEqual(NEITHER_RUNS);
  });

  rule("host-asks-no-key-server", async () => {
    const simulator = await edgeSite();
    const askers = new Set<string>();
    simulator.onMessage(({ from, to }) => to === KEY_SERVER && askers.add(from));
    powerCut(simulator);
    await simulator.backend.virtualMachines.create(machineSpec("new"));
    expect([...askers]).toEqual([VCENTER]);
    cutVcenter(simulator);
    expect(delivered(simulator, () => powerCut(simulator))).not.toContain("fetch-key");
  });

  it("nor does one that makes itself crypto safe under a native key provider", async () => {
    const simulator = await edgeSite({ provider: "native" });
    const { keyServers, standardKeyProviders, virtualMachines } = simulator.backend;
    await keyServers.create(keyServerSpec());
    await standardKeyProviders.create(standardSpec());
    await virtualMachines.create(machineSpec("pump", { keyProvider: STANDARD }));
    cutVcenter(simulator);
    const messages = delivered(simulator, () => powerCut(simulator));
    expect([...messages]).toEqual([]);
    expect(simulator.estate().hosts.get(ESX1)?.present?.cryptoState).toBe("safe");
    expect(isRunning(simulator, `${VCENTER}/vm/pump`)).toBe(false);
  });

  rule("trusted-keys-past-vcenter", async () => {
    const simulator = await edgeSite({ provider: "trusted" });
    cutVcenter(simulator);
    const messages = delivered(simulator, () => powerCut(simulator));
    expect([...messages].sort()).toEqual([
      "attestation-request",
      "fetch-primary-key",
      "trusted-key-request",
    ]);
    expect(running(simulator)).toEqual(BOTH_RUN);
  });

  it("a trusted host that has its keys stored asks for its attestation and for no key", async () => {
    const simulator = await edgeSite({ provider: "trusted", persistence: true });
    cutVcenter(simulator);
    const messages = delivered(simulator, () => powerCut(simulator));
    expect([...messages]).toEqual(["attestation-request"]);
    expect(running(simulator)).toEqual(BOTH_RUN);
  });

  rule("host-needs-no-courier", async () => {
    const simulator = await edgeSite({ persistence: true });
    cutVcenter(simulator);
    const messages = delivered(simulator, () => powerCut(simulator));
    expect([...messages]).toEqual([]);
    expect(running(simulator)).toEqual(BOTH_RUN);
  });
});
