// vSphere Trust Authority as the vendor describes it: what is attested and what is not, what an unattested host
// does and does not, and who has to be there for a key (vSphere Security, chapters on vSphere Trust Authority).

import { describe, expect, it } from "vitest";
import { builtInScenario } from "../../../src/drill/resolve-scenario.js";
import { runDrill } from "../../../src/drill/run-drill.js";
import { VsphereFault } from "../../../src/provider/backend.js";
import type { Simulator } from "../../../src/simulator/simulator.js";
import { ATTESTATION_VALIDITY_SECONDS } from "../../../src/vsphere/defaults.js";
import { rule } from "../../support/rule.js";
import {
  AUTHORITY,
  CLUSTER,
  clusterSpec,
  type EstateOptions,
  hostSpec,
  isRunning,
  machineSpec,
  SERVICE,
  smallEstate,
  TRUSTED,
  TRUSTED_KEY_SERVER,
  trustAuthoritySpec,
  trustedSpec,
} from "../declare.js";

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

  rule("unattested-host-powers-nothing-on", async () => {
    const ran = await trustedSite();
    ran.operators.startVm(PLAIN);
    const spec = trustAuthoritySpec({ baseImages: ["8.0 U3"] });
    await ran.backend.trustAuthorities.reconfigure(AUTHORITY, spec);
    ran.advance(2 * ATTESTATION_VALIDITY_SECONDS);
    expect([isRunning(ran, APP), isRunning(ran, PLAIN)]).toEqual([true, true]);
    for (const machine of [APP, PLAIN]) {
      ran.operators.stopVm(machine);
      expect(ran.operators.startVm(machine)).toMatchObject({ reason: "HOST_NOT_ATTESTED" });
    }
    const simulator = await patched();
    expect(isRunning(simulator, APP)).toBe(false);
    expect(simulator.operators.startVm(PLAIN)).toMatchObject({ reason: "HOST_NOT_ATTESTED" });
    const open = machineSpec("new", { encrypted: false, powerState: "poweredOff" });
    await simulator.backend.virtualMachines.create(open);
    expect(simulator.operators.startVm("vc/vm/new")).toMatchObject({ reason: "HOST_NOT_ATTESTED" });
  });

  rule("attested-by-base-image", async () => {
    const simulator = await patched();
    expect(simulator.couldStart({ vm: PLAIN, host: ESX1 })?.sentence).toContain(
      "BASE_IMAGE_NOT_TRUSTED",
    );
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
  rule("attested-for-a-day", async () => {
    const simulator = await trustedSite();
    const left = async () => {
      const until = (await simulator.backend.hosts.read(ESX1))?.attestedUntil ?? "";
      return Date.parse(until) / 1000 - simulator.nowSeconds;
    };
    const seen: number[] = [];
    for (let hour = 0; hour < 48; hour += 1) {
      simulator.advance(3600);
      seen.push(await left());
    }
    expect([Math.min(...seen), Math.max(...seen)]).toEqual([13 * 3600, 24 * 3600]);
    simulator.operators.inject(unreachable(SERVICE));
    simulator.advance(12 * 3600);
    expect(simulator.operators.startVm(PLAIN)).toBeNull();
    simulator.operators.stopVm(PLAIN);
    simulator.advance(12 * 3600);
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

  rule("token-opens-the-key-service", async () => {
    const simulator = await trustedSite();
    powerCut(simulator);
    simulator.operators.corruptAttestation(ESX1);
    const attempt = simulator.backend.virtualMachines.create(machineSpec("new"));
    await expect(attempt).rejects.toThrow("HOST_NOT_ATTESTED");
  });

  rule("attested-by-secure-boot", async () => {
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

  rule("attested-by-makers-certificate", async () => {
    const simulator = await recovered(null);
    expect(isRunning(simulator, APP)).toBe(true);
    await simulator.backend.hosts.add(hostSpec("esx2", { version: "8.0 U2" }));
    expect((await simulator.backend.hosts.read(`${CLUSTER}/esx2`))?.attestedUntil).not.toBeNull();
  });

  rule("attested-by-endorsement-key", async () => {
    const simulator = await trustedSite({ trustAuthority: { trustedTpms: [ESX1] } });
    const { hosts, trustAuthorities } = simulator.backend;
    await hosts.add(hostSpec("esx2", { version: "8.0 U2" }));
    const ESX2 = `${CLUSTER}/esx2`;
    const until = async (host: string) => (await hosts.read(host))?.attestedUntil;
    expect([await until(ESX1), await until(ESX2)]).toEqual([expect.any(String), null]);
    expect(simulator.couldStart({ vm: PLAIN, host: ESX2 })?.sentence).toContain("TPM_NOT_TRUSTED");
    const both = trustAuthoritySpec({ baseImages: ["8.0 U2"], trustedTpms: [ESX1, ESX2] });
    await trustAuthorities.reconfigure(AUTHORITY, both);
    expect(simulator.couldStart({ vm: PLAIN, host: ESX2 })).toBeNull();
  });

  rule("cleared-tpm-counts-as-another", async () => {
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
  rule("any-trust-authority-host-serves", async () => {
    const simulator = await trustedSite();
    await simulator.backend.hosts.add(hostSpec("ta2", { cluster: "vc0/ta", tpm: false }));
    simulator.operators.powerLoss(SERVICE);
    powerCut(simulator);
    expect(isRunning(simulator, APP)).toBe(true);
  });

  rule("trusted-keys-need-the-key-server", async () => {
    const simulator = await trustedSite();
    simulator.operators.keyServerDown(TRUSTED_KEY_SERVER);
    powerCut(simulator);
    expect(isRunning(simulator, APP)).toBe(false);
    expect(simulator.operators.startVm(PLAIN)).toBeNull();
  });

  rule("trusted-keys-wrapped-by-the-primary", async () => {
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

  rule("stored-key-needs-no-attestation", async () => {
    expect(await drill(true)).toMatchObject({ verdict: "survived", reasons: ["KEY_STORED"] });
    expect((await drill(true))?.inferredRules).toContain("stored-key-needs-no-attestation");
  });

  rule("refused-host-starts-nothing-stored", async () => {
    const simulator = await trustedSite({ keyPersistence: true });
    const { backend, operators } = simulator;
    operators.inject(unreachable(SERVICE));
    await backend.hosts.upgrade(ESX1, "8.0 U3");
    expect(isRunning(simulator, APP)).toBe(true);
    operators.stopVm(APP);
    operators.healAll();
    simulator.advance(300);
    expect(operators.startVm(APP)).toMatchObject({ reason: "HOST_NOT_ATTESTED" });
    operators.inject(unreachable(SERVICE));
    simulator.advance(300);
    expect(operators.startVm(APP)).toMatchObject({ reason: "HOST_NOT_ATTESTED" });
    operators.healAll();
    const baseImages = ["8.0 U2", "8.0 U3"];
    await backend.trustAuthorities.reconfigure(AUTHORITY, trustAuthoritySpec({ baseImages }));
    expect(operators.startVm(APP)).toBeNull();
  });

  rule("trusted-outage-spares-what-runs", async () => {
    for (const target of [SERVICE, TRUSTED_KEY_SERVER]) {
      const simulator = await trustedSite();
      const { virtualMachines } = simulator.backend;
      simulator.operators.inject(unreachable(target));
      simulator.advance(30 * 24 * 3600);
      expect(isRunning(simulator, APP)).toBe(true);
      const create = () => virtualMachines.create(machineSpec("new", { powerState: "poweredOff" }));
      await expect(create()).rejects.toMatchObject({ fault: "KeyProviderUnavailable" });
      const rekey = () => simulator.administrators.rekeyVm(APP, "shallow");
      expect(rekey).toThrow(expect.objectContaining({ fault: "KeyProviderUnavailable" }));
      simulator.operators.healAll();
      simulator.advance(300);
      await create();
    }
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

describe("what vSphere refuses of a Trust Authority", () => {
  const faultOf = async (act: () => Promise<unknown>) => {
    const error = await act().catch((thrown: unknown) => thrown);
    if (!(error instanceof VsphereFault)) throw new Error(`no fault: ${error}`);
    return error.fault;
  };

  rule("trusted-host-has-a-tpm", async () => {
    const { backend } = await trustedSite();
    const tpm = { present: true, hashBank: "sha256" } as const;
    for (const changes of [{ tpm: false }, { hardware: { tpm, secureBoot: false } }]) {
      const host = hostSpec("esx2", { version: "8.0 U2", ...changes });
      expect(await faultOf(() => backend.hosts.add(host))).toBe("NotSupported");
    }
    await backend.hosts.add(hostSpec("esx2", { version: "8.0 U2" }));
    const insecure = { tpm, secureBoot: false };
    expect(await faultOf(() => backend.hosts.changeHardware(ESX1, insecure))).toBe("NotSupported");
  });

  rule("trust-authority-host-needs-no-tpm", async () => {
    const { backend } = await trustedSite();
    expect((await backend.hosts.read(SERVICE))?.hardware.tpm.present).toBe(false);
    expect((await backend.hosts.read(ESX1))?.attestedUntil).not.toBeNull();
  });

  rule("trust-authority-is-a-vcenter-apart", async () => {
    const { backend } = await trustedSite();
    await backend.clusters.create(clusterSpec({ vcenter: "vc0", name: "apart" }));
    const spec = { baseImages: ["8.0 U2"], trustedClusters: [CLUSTER, "vc0/apart"] };
    const own = () => backend.trustAuthorities.reconfigure(AUTHORITY, trustAuthoritySpec(spec));
    expect(await faultOf(own)).toBe("InvalidArgument");
    await expect(own()).rejects.toThrow("a system of its own");
  });

  rule("trust-authority-is-not-trusted", async () => {
    const { backend } = await trustedSite();
    const role = "trust-authority";
    await backend.clusters.create(clusterSpec({ name: "ta2", role }));
    const spec = { baseImages: ["8.0 U2"], trustedClusters: [CLUSTER, "vc/ta2"] };
    const both = backend.trustAuthorities.reconfigure(AUTHORITY, trustAuthoritySpec(spec));
    await expect(both).rejects.toThrow("is a Trust Authority cluster itself");
  });

  rule("trusted-keys-are-not-named", async () => {
    const { virtualMachines } = (await trustedSite()).backend;
    const named = machineSpec("new", { keyProvider: TRUSTED, keyId: "k" });
    expect(await faultOf(() => virtualMachines.create(named))).toBe("InvalidArgument");
    await expect(virtualMachines.create(named)).rejects.toThrow("KeyStateManagedByTrustAuthority");
    const { homeKeyId } = await virtualMachines.create({ ...named, keyId: null });
    expect(homeKeyId).toMatch(/^[0-9a-f-]{36}$/);
  });

  rule("trusted-host-removed-from-7-0-u1", async () => {
    for (const vcenterVersion of ["7.0", "7.0 U1"]) {
      const { backend } = await trustedSite({ vcenterVersion });
      await backend.hosts.add(hostSpec("esx2", { version: "8.0 U2" }));
      const remove = () => backend.hosts.remove(`${CLUSTER}/esx2`);
      if (vcenterVersion === "7.0") expect(await faultOf(remove)).toBe("NotSupported");
      else await remove();
      const isThere = (await backend.hosts.read(`${CLUSTER}/esx2`)) !== undefined;
      expect(isThere).toBe(vcenterVersion === "7.0");
    }
  });

  it("is not moved before vCenter 7.0 U1 either, nor into a trusted cluster without a TPM", async () => {
    for (const vcenterVersion of ["7.0", "7.0 U1"]) {
      const { backend, administrators } = await trustedSite({ vcenterVersion });
      await backend.clusters.create(clusterSpec({ name: "c2" }));
      await backend.hosts.add(hostSpec("esx2", { version: "8.0 U2" }));
      await backend.hosts.add(hostSpec("esx9", { cluster: "vc/c2", tpm: false }));
      const out = async () =>
        administrators.moveHost({ host: `${CLUSTER}/esx2`, cluster: "vc/c2" });
      if (vcenterVersion === "7.0") expect(await faultOf(out)).toBe("NotSupported");
      else expect(await out()).toBe("vc/c2/esx2");
      const into = async () => administrators.moveHost({ host: "vc/c2/esx9", cluster: CLUSTER });
      expect(await faultOf(into)).toBe("NotSupported");
    }
  });

  rule("released-host-is-a-regular-host", async () => {
    const simulator = await trustedSite();
    const { backend, administrators, operators } = simulator;
    await backend.clusters.create(clusterSpec({ name: "c2" }));
    await backend.hosts.add(hostSpec("esx2", { version: "8.0 U2" }));
    operators.stopVm(APP);
    const moved = administrators.moveHost({ host: ESX1, cluster: "vc/c2" });
    expect(simulator.estate().hosts.get(moved)?.present?.attestedUntilSeconds ?? null).toBeNull();
    simulator.advance(2 * ATTESTATION_VALIDITY_SECONDS);
    expect(operators.startVm(PLAIN)).toBeNull();
    operators.reboot(moved, "abruptly");
    simulator.advance(900);
    expect(isRunning(simulator, PLAIN)).toBe(true);
    expect(operators.startVm(APP, moved)?.sentence).toContain("HOST_NOT_TRUSTED");
  });

  rule("trusted-machine-has-efi", async () => {
    const { virtualMachines } = (await trustedSite()).backend;
    const bios = machineSpec("new", { firmware: "bios" });
    expect(await faultOf(() => virtualMachines.create(bios))).toBe("InvalidArgument");
    const open = machineSpec("new", { efiSecureBoot: false });
    expect(await faultOf(() => virtualMachines.create(open))).toBe("InvalidArgument");
    await virtualMachines.create(machineSpec("new"));
  });

  rule("one-trust-authority-a-vcenter", async () => {
    const { backend } = await trustedSite();
    const role = "trust-authority";
    await backend.clusters.create(clusterSpec({ vcenter: "vc0", name: "ta2", role }));
    await backend.hosts.add(hostSpec("ta2", { cluster: "vc0/ta2", tpm: false }));
    await backend.clusters.create(clusterSpec({ name: "c2" }));
    const second = trustAuthoritySpec({ cluster: "vc0/ta2", trustedClusters: ["vc/c2"] });
    await expect(backend.trustAuthorities.create(second)).rejects.toThrow("Trust Authority");
    const first = { ...second, ...trustAuthoritySpec({ trustedClusters: [CLUSTER, "vc/c2"] }) };
    await backend.trustAuthorities.reconfigure(AUTHORITY, { ...first, baseImages: ["8.0 U2"] });
  });

  rule("trust-authority-ends-with-9", async () => {
    const { backend } = await trustedSite();
    await backend.vcenters.create({ name: "vc9", version: "9.0", site: "dc", runsOn: null });
    const role = "trust-authority";
    await backend.clusters.create(clusterSpec({ vcenter: "vc9", name: "ta", role }));
    const spec = trustAuthoritySpec({ cluster: "vc9/ta", trustedClusters: [] });
    expect(await faultOf(() => backend.trustAuthorities.create(spec))).toBe("NotSupported");
    const provider = trustedSpec({ vcenter: "vc9" });
    expect(await faultOf(() => backend.trustedKeyProviders.create(provider))).toBe("NotSupported");
    for (const name of ["vc", "vc0"]) {
      const newer = { name, version: "9.0", site: "dc", runsOn: null };
      expect(await faultOf(() => backend.vcenters.reconfigure(name, newer))).toBe("NotSupported");
    }
  });

  rule("no-vsan-under-a-trusted-key-provider", async () => {
    const { backend } = await trustedSite({ cluster: { storage: "vsan" } });
    const spec = { cluster: CLUSTER, keyProvider: TRUSTED, failuresToTolerate: 0 };
    const plain = { eraseDisksBeforeUse: false, allowReducedRedundancy: false };
    const creation = backend.vsanEncryptions.create({ ...spec, ...plain });
    await expect(creation).rejects.toThrow('no standard or native key provider "tkp"');
    expect(await backend.vsanEncryptions.read(CLUSTER)).toBeUndefined();
  });
});
