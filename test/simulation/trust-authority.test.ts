// vSphere Trust Authority as the vendor describes it: what is attested and what is not, what an unattested host
// does and does not, and who has to be there for a key (vSphere Security, chapters on vSphere Trust Authority).

import { describe, expect, it } from "vitest";
import { builtInScenario } from "../../src/drill/resolve-scenario.js";
import { runDrill } from "../../src/drill/run-drill.js";
import type { Simulator } from "../../src/simulator/simulator.js";
import { ATTESTATION_VALIDITY_SECONDS } from "../../src/vsphere/defaults.js";
import {
  AUTHORITY,
  CLUSTER,
  type EstateOptions,
  hostSpec,
  isRunning,
  machineSpec,
  SERVICE,
  smallEstate,
  TRUSTED_KEY_SERVER,
  trustAuthoritySpec,
} from "./declare.js";

const ESX1 = `${CLUSTER}/esx1`;
const APP = "vc/vm/app";
const PLAIN = "vc/vm/plain";

/** One trusted host with an encrypted machine that runs, and an open one that is off; settled. */
async function trustedSite(options: EstateOptions = {}): Promise<Simulator> {
  const hosts = [hostSpec("esx1", { version: "8.0 U2" })];
  const trustAuthority = { baseImages: ["8.0 U2"], ...options.trustAuthority };
  const simulator = await smallEstate({ hosts, provider: "trusted", ...options, trustAuthority });
  const { virtualMachines } = simulator.backend;
  await virtualMachines.create(machineSpec("app"));
  await virtualMachines.create(
    machineSpec("plain", { encrypted: false, powerState: "poweredOff" }),
  );
  simulator.advance(7200);
  return simulator;
}

const unreachable = (target: string) => ({ kind: "unreachable", target }) as const;

function powerCut({ operators }: Simulator): void {
  operators.powerLoss(ESX1);
  operators.powerOn(ESX1);
}

describe("a host that is patched before its base image is imported", () => {
  const patched = async () => {
    const simulator = await trustedSite();
    await simulator.backend.hosts.upgrade(ESX1, "8.0 U3");
    return simulator;
  };

  it("is not attested: no machine is powered on there, not even an open one", async () => {
    const simulator = await patched();
    expect(isRunning(simulator, APP)).toBe(false);
    expect(simulator.operators.startVm(PLAIN)).toMatchObject({ reason: "HOST_NOT_ATTESTED" });
    expect(simulator.couldStart({ vm: PLAIN, host: ESX1 })?.sentence).toContain(
      "BASE_IMAGE_NOT_TRUSTED",
    );
  });

  it("is attested as soon as the image is imported, and gets its keys", async () => {
    const simulator = await patched();
    const spec = trustAuthoritySpec({ baseImages: ["8.0 U2", "8.0 U3"] });
    await simulator.backend.trustAuthorities.reconfigure(AUTHORITY, spec);
    expect(simulator.operators.startVm(PLAIN)).toBeNull();
    simulator.operators.unlockVm(APP);
    expect(simulator.operators.startVm(APP)).toBeNull();
  });

  it("is attested all along if the image was imported first", async () => {
    const simulator = await trustedSite();
    const spec = trustAuthoritySpec({ baseImages: ["8.0 U2", "8.0 U3"] });
    await simulator.backend.trustAuthorities.reconfigure(AUTHORITY, spec);
    await simulator.backend.hosts.upgrade(ESX1, "8.0 U3");
    expect(isRunning(simulator, APP)).toBe(true);
  });
});

describe("an attestation", () => {
  it("ends when nobody renews it: what runs goes on, nothing is powered on", async () => {
    const simulator = await trustedSite();
    simulator.operators.inject(unreachable(SERVICE));
    simulator.advance(ATTESTATION_VALIDITY_SECONDS / 2);
    expect(simulator.operators.startVm(PLAIN)).toBeNull();
    simulator.operators.stopVm(PLAIN);
    simulator.advance(ATTESTATION_VALIDITY_SECONDS / 2);
    expect(isRunning(simulator, APP)).toBe(true);
    expect(simulator.operators.startVm(PLAIN)).toMatchObject({ reason: "HOST_NOT_ATTESTED" });
    simulator.operators.stopVm(APP);
    expect(simulator.operators.startVm(APP)).toMatchObject({ reason: "HOST_NOT_ATTESTED" });
    simulator.operators.healAll();
    simulator.advance(300);
    expect(simulator.operators.startVm(APP)).toBeNull();
  });

  it("is renewed while the Trust Authority is up", async () => {
    const simulator = await trustedSite();
    simulator.advance(30 * ATTESTATION_VALIDITY_SECONDS);
    expect(simulator.operators.startVm(PLAIN)).toBeNull();
  });

  it("is refused by the key provider service once a bit of its signature is another", async () => {
    const simulator = await trustedSite();
    powerCut(simulator);
    simulator.operators.corruptAttestation(ESX1);
    const attempt = simulator.backend.virtualMachines.create(machineSpec("new"));
    await expect(attempt).rejects.toThrow("HOST_NOT_ATTESTED");
  });

  it("is not given to a host that booted without secure boot", async () => {
    const simulator = await trustedSite();
    simulator.operators.setSecureBoot(ESX1, "off");
    simulator.advance(ATTESTATION_VALIDITY_SECONDS);
    expect(simulator.operators.startVm(PLAIN)).toBeNull();
    simulator.operators.updateFirmware(ESX1);
    powerCut(simulator);
    const key = simulator.operators.recoveryKey(ESX1)?.key ?? "";
    simulator.operators.enterRecoveryKey(ESX1, key);
    expect(simulator.couldStart({ vm: PLAIN, host: ESX1 })?.sentence).toContain("SECURE_BOOT_OFF");
  });
});

describe("a TPM that was cleared", () => {
  const recovered = async (trustedTpms: readonly string[] | null) => {
    const simulator = await trustedSite({ trustAuthority: { trustedTpms } });
    simulator.operators.clearTpm(ESX1);
    powerCut(simulator);
    const key = simulator.operators.recoveryKey(ESX1)?.key ?? "";
    expect(simulator.operators.enterRecoveryKey(ESX1, key)).toBeNull();
    return simulator;
  };

  it("is trusted on through its maker's certificate", async () => {
    expect(isRunning(await recovered(null), APP)).toBe(true);
  });

  it("has to be trusted again where its endorsement key was imported", async () => {
    const simulator = await recovered([ESX1]);
    const { trustAuthorities } = simulator.backend;
    expect(isRunning(simulator, APP)).toBe(false);
    expect(simulator.couldStart({ vm: PLAIN, host: ESX1 })?.sentence).toContain("TPM_NOT_TRUSTED");
    const drifted = await trustAuthorities.read(AUTHORITY);
    expect(drifted?.trustedTpms).toEqual([]);
    const spec = trustAuthoritySpec({ baseImages: ["8.0 U2"], trustedTpms: [ESX1] });
    const { trustedTpms } = await trustAuthorities.reconfigure(AUTHORITY, spec);
    expect(trustedTpms).toEqual([ESX1]);
    simulator.operators.unlockVm(APP);
    expect(simulator.operators.startVm(APP)).toBeNull();
  });

  it("is foreseen in a drill: predicted and observed, the machine is locked", async () => {
    const scenario = builtInScenario("tpm-cleared");
    if (scenario === undefined) throw new Error("it is built in");
    const simulator = await trustedSite({ trustAuthority: { trustedTpms: [ESX1] } });
    const [app] = runDrill({ simulator, scenario }).workloads;
    expect(app).toMatchObject({ verdict: "locked" });
    expect(app?.reasons).toContain("TPM_NOT_TRUSTED");
  });
});

describe("keys", () => {
  it("come through any Trust Authority host that is up", async () => {
    const simulator = await trustedSite();
    await simulator.backend.hosts.add(hostSpec("ta2", { cluster: "vc0/ta", tpm: false }));
    simulator.operators.powerLoss(SERVICE);
    powerCut(simulator);
    expect(isRunning(simulator, APP)).toBe(true);
  });

  it("do not come without the key server behind, though the host is attested", async () => {
    const simulator = await trustedSite();
    simulator.operators.keyServerDown(TRUSTED_KEY_SERVER);
    powerCut(simulator);
    expect(isRunning(simulator, APP)).toBe(false);
    expect(simulator.operators.startVm(PLAIN)).toBeNull();
  });

  it("are bytes: under another primary key of the same name nothing unwraps", async () => {
    const simulator = await trustedSite();
    const { trustedKeyProviders } = simulator.backend;
    const known = await trustedKeyProviders.read("vc/kp/tkp");
    if (known === undefined) throw new Error("no key provider");
    await trustedKeyProviders.remove("vc/kp/tkp");
    await trustedKeyProviders.create({ ...known, masterKeyId: "another" });
    powerCut(simulator);
    expect(isRunning(simulator, APP)).toBe(false);
    await trustedKeyProviders.remove("vc/kp/tkp");
    await trustedKeyProviders.create(known);
    simulator.operators.unlockVm(APP);
    expect(simulator.operators.startVm(APP)).toBeNull();
  });
});

describe("an outage of the Trust Authority", () => {
  const drill = async (keyPersistence: boolean) => {
    const scenario = builtInScenario("trust-authority-outage");
    if (scenario === undefined) throw new Error("it is built in");
    return runDrill({ simulator: await trustedSite({ keyPersistence }), scenario }).workloads[0];
  };

  it("is survived by a stored key, which is marked as a rule that has to be verified", async () => {
    expect(await drill(true)).toMatchObject({ verdict: "survived", reasons: ["KEY_STORED"] });
    expect((await drill(true))?.inferredRules).toContain("stored-key-needs-no-attestation");
  });

  it("locks what is not stored, and shows at which hop", async () => {
    const app = await drill(false);
    expect(app).toMatchObject({ verdict: "locked" });
    expect(app?.reasons).toContain("TRUST_AUTHORITY_UNREACHABLE");
    const path = app?.keyPaths.find(
      ({ kind, use }) => kind === "trust-authority" && use === "home",
    );
    expect(path?.hops.map(({ reason }) => reason)).toEqual([
      "OK",
      "TRUST_AUTHORITY_UNREACHABLE",
      "TRUST_AUTHORITY_UNREACHABLE",
      "OK",
      "OK",
    ]);
  });
});
