// The endorsement key of a virtual TPM and its certificate (vSphere API, VirtualTPM): real X.509, that Node reads.

import { X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Simulator } from "../../src/simulator/simulator.js";
import { clusterSpec, KEY_SERVER, machineSpec, smallEstate } from "./declare.js";

const MACHINE = "vc/vm/app";
const SPEC = machineSpec("app", {
  vtpm: true,
  powerState: "poweredOff",
  backup: { includesNvram: false, proxy: null },
});

async function withMachine(): Promise<Simulator> {
  const simulator = await smallEstate();
  simulator.advance(600);
  await simulator.backend.virtualMachines.create(SPEC);
  return simulator;
}

async function certificateOf({ backend }: Simulator, path = MACHINE): Promise<X509Certificate> {
  const info = await backend.virtualMachines.readVirtualTpm(path);
  return new X509Certificate(info?.endorsementKeyCertificates[0] ?? "");
}

const keyOf = async (simulator: Simulator, path?: string) =>
  (await certificateOf(simulator, path)).publicKey.export({ format: "pem", type: "spki" });

describe("a virtual TPM", () => {
  it("has a certificate of its endorsement key, which its vCenter signs, from when it was added", async () => {
    const simulator = await withMachine();
    const certificate = await certificateOf(simulator);
    const info = await simulator.backend.virtualMachines.readVirtualTpm(MACHINE);
    expect(info?.fingerprints).toEqual([certificate.fingerprint]);
    expect(certificate.issuer).toBe("CN=vc CA");
    expect(new Date(certificate.validFrom).getTime() / 1000).toBe(simulator.nowSeconds);
    await simulator.backend.virtualMachines.create({ ...SPEC, name: "web" });
    const other = await certificateOf(simulator, "vc/vm/web");
    expect(other.issuer).toBe(certificate.issuer);
    expect([other.subject, other.fingerprint]).not.toContain(certificate.subject);
    expect(other.fingerprint).not.toBe(certificate.fingerprint);
  });

  it("is told of a locked machine too, and of one without there is none", async () => {
    const simulator = await withMachine();
    const key = await keyOf(simulator);
    const { backend, operators, administrators } = simulator;
    const keyIds = [simulator.estate().virtualMachines.get(MACHINE)?.homeKey?.id ?? ""];
    administrators.removeKeys({ vcenter: "vc", keyIds, force: true });
    operators.keyServerDown(KEY_SERVER);
    expect(simulator.estate().virtualMachines.get(MACHINE)?.locked).toBe(true);
    expect(await keyOf(simulator)).toBe(key);
    operators.keyServerUp(KEY_SERVER);
    await backend.virtualMachines.create(machineSpec("plain", { encrypted: false }));
    expect(await backend.virtualMachines.readVirtualTpm("vc/vm/plain")).toBeNull();
    expect(await backend.virtualMachines.readVirtualTpm("vc/vm/nobody")).toBeUndefined();
  });

  it("keeps its key through a deep rekey, in a copy and under another vCenter", async () => {
    const simulator = await withMachine();
    const { backend, administrators } = simulator;
    const before = await certificateOf(simulator);
    administrators.rekeyVm(MACHINE, "deep");
    const copy = administrators.cloneVm({ vm: MACHINE, name: "copy" });
    await backend.vcenters.create({ name: "vc2", version: "8.0 U3", site: "dc", runsOn: null });
    await backend.clusters.create(clusterSpec({ vcenter: "vc2" }));
    const host = simulator.estate().virtualMachines.get(MACHINE)?.host ?? "";
    administrators.moveHost({ host, cluster: "vc2/c1" });
    for (const path of ["vc2/vm/app", copy.replace("vc/", `${vcenterOf(simulator, "copy")}/`)]) {
      expect((await certificateOf(simulator, path)).fingerprint).toBe(before.fingerprint);
    }
  });

  it("has another key where it is replaced in a copy or restored without the NVRAM", async () => {
    const simulator = await withMachine();
    const { administrators } = simulator;
    const key = await keyOf(simulator);
    const vm = MACHINE;
    const replaced = administrators.cloneVm({ vm, name: "b", tpmProvisionPolicy: "replace" });
    const backup = administrators.backUpVm(MACHINE);
    const restored = administrators.restoreVm({ backup, name: "c" });
    const keys = [key, await keyOf(simulator, replaced), await keyOf(simulator, restored)];
    expect(new Set(keys).size).toBe(3);
  });
});

const vcenterOf = (simulator: Simulator, name: string) =>
  [...simulator.estate().virtualMachines.keys()]
    .find((path) => path.endsWith(`/${name}`))
    ?.split("/")[0];
