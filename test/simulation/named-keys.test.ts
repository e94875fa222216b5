// Keys that exist before anything is encrypted with them (vSphere API, CryptoKeyId): of a machine, of a disk, and as the
// host key of a cluster's crypto policy. Whoever names a key relies on the key servers to have it.

import { describe, expect, it } from "vitest";
import { builtInScenario } from "../../src/drill/resolve-scenario.js";
import { runDrill } from "../../src/drill/run-drill.js";
import type { VirtualMachineSpec } from "../../src/provider/backend.js";
import type { Simulator } from "../../src/simulator/simulator.js";
import { findFindings } from "../../src/vsphere/findings/find-findings.js";
import { rule } from "../support/rule.js";
import {
  CLUSTER,
  clusterSpec,
  hostSpec,
  isRunning,
  KEY_SERVER,
  machineSpec,
  NATIVE,
  STANDARD,
  smallEstate,
  TRUSTED,
} from "./declare.js";

const HOST = `${CLUSTER}/esx1`;
const MACHINE = "vc/vm/app";

const withKey = async (name = "app") => {
  const simulator = await smallEstate({ hosts: [hostSpec("esx1")] });
  return { simulator, keyId: simulator.operators.makeKey(KEY_SERVER, name) };
};

const create = ({ backend }: Simulator, changes: Partial<VirtualMachineSpec>) =>
  backend.virtualMachines.create(machineSpec("app", { keyProvider: STANDARD, ...changes }));

const keysAtServer = (simulator: Simulator) =>
  simulator.estate().keyServers.get(KEY_SERVER)?.heldKeyIds?.size;

function reboot({ operators }: Simulator): void {
  operators.powerLoss(HOST);
  operators.powerOn(HOST);
}

const codesAbout = (simulator: Simulator, path: string) =>
  findFindings(simulator.estate()).flatMap(({ code, subject }) => (subject === path ? code : []));

describe("a machine under a key that is named", () => {
  it("has that key and no other, and none is made for it", async () => {
    const { simulator, keyId } = await withKey();
    const before = keysAtServer(simulator) ?? 0;
    const info = await create(simulator, { keyId });
    expect(info).toMatchObject({ homeKeyId: keyId, diskKeyIds: [keyId] });
    // One for the host.
    expect(keysAtServer(simulator)).toBe(before + 1);
  });

  it("shares it with any other that names it", async () => {
    const { simulator, keyId } = await withKey();
    const other = machineSpec("other", { keyProvider: STANDARD, keyId });
    const ids = [
      (await create(simulator, { keyId })).homeKeyId,
      (await simulator.backend.virtualMachines.create(other)).homeKeyId,
    ];
    expect(ids).toEqual([keyId, keyId]);
  });

  it("is locked once that key is deactivated and its host has rebooted, as FC-11 says before", async () => {
    const { simulator, keyId } = await withKey();
    await create(simulator, { keyId });
    simulator.operators.changeKey(KEY_SERVER, keyId, "inactive");
    expect(codesAbout(simulator, MACHINE)).toContain("FC-11");
    reboot(simulator);
    simulator.advance(3600);
    expect(simulator.couldStart({ vm: MACHINE, host: HOST })?.reason).toBe("KEY_INACTIVE");
    simulator.operators.changeKey(KEY_SERVER, keyId, "active");
    expect(codesAbout(simulator, MACHINE)).not.toContain("FC-11");
    simulator.advance(3600);
    simulator.operators.unlockVm(MACHINE);
    expect(simulator.operators.startVm(MACHINE)).toBeNull();
  });

  it("is rekeyed when another is named, and keeps what it has when none is", async () => {
    const { simulator, keyId } = await withKey();
    await create(simulator, {});
    const change = (changes: Partial<VirtualMachineSpec>) =>
      simulator.backend.virtualMachines.reconfigure(
        MACHINE,
        machineSpec("app", { keyProvider: STANDARD, ...changes }),
      );
    expect((await change({ keyId })).homeKeyId).toBe(keyId);
    expect(isRunning(simulator, MACHINE)).toBe(true);
    expect((await change({ keyId: null })).homeKeyId).toBe(keyId);
  });

  it("has disks under keys of their own that are named too", async () => {
    const { simulator, keyId } = await withKey("disk");
    const disk = { sizeGib: 16, encrypted: true, keyProvider: STANDARD, keyId };
    const info = await create(simulator, { disks: [{ name: "disk-0", ...disk }] });
    expect(info.diskKeyIds).toEqual([keyId]);
    expect(info.homeKeyId).not.toBe(keyId);
    expect(info.disks).toMatchObject([{ name: "disk-0", diskKeyId: keyId }]);
  });
});

describe("a key that is named in vain", () => {
  const refused = async (simulator: Simulator, changes: Partial<VirtualMachineSpec>) => {
    const refusal = await create(simulator, changes).then(
      () => expect.unreachable(),
      (error: unknown) => error,
    );
    const { virtualMachines } = simulator.estate();
    expect([...virtualMachines.keys()]).toEqual([]);
    return refusal;
  };

  it("is not known to the key servers", async () => {
    const { simulator } = await withKey();
    const message = expect.stringContaining("KeyStateMissingInKMS");
    expect(await refused(simulator, { keyId: "no-such-key" })).toMatchObject({
      fault: "InvalidArgument",
      message,
    });
  });

  it("is not active there", async () => {
    const { simulator, keyId } = await withKey();
    simulator.operators.changeKey(KEY_SERVER, keyId, "inactive");
    const message = expect.stringContaining("KeyStateNotActiveOrEnabled");
    expect(await refused(simulator, { keyId })).toMatchObject({
      fault: "InvalidArgument",
      message,
    });
  });

  it("is not to be had while no key server answers", async () => {
    const { simulator, keyId } = await withKey();
    await simulator.backend.virtualMachines.create(machineSpec("first"));
    simulator.operators.keyServerDown(KEY_SERVER);
    const sentence = `"${MACHINE}" cannot be encrypted with the key "${keyId}"`;
    await expect(create(simulator, { keyId })).rejects.toMatchObject({
      fault: "KeyProviderUnavailable",
      message: expect.stringContaining(sentence),
    });
  });

  it.each([
    ["native", NATIVE, "KeyStateManagedByNKP"],
    ["trusted", TRUSTED, "KeyStateManagedByTrustAuthority"],
  ] as const)("is of a %s key provider", async (provider, keyProvider, reason) => {
    const simulator = await smallEstate({ provider, hosts: [hostSpec("esx1")] });
    expect(await refused(simulator, { keyProvider, keyId: "k" })).toMatchObject({
      fault: "InvalidArgument",
      message: expect.stringContaining(reason),
    });
  });
});

describe("the host key of a cluster's crypto policy", () => {
  const withPolicy = async (keyIdOf: (made: string) => string) => {
    const { simulator, keyId } = await withKey("host");
    const policy = { hostKeyProvider: STANDARD, hostKeyId: keyIdOf(keyId) };
    await simulator.backend.clusters.reconfigure(CLUSTER, clusterSpec(policy));
    await simulator.backend.hosts.add(hostSpec("esx2"));
    return { simulator, keyId };
  };
  const hostKeys = (simulator: Simulator) =>
    [...simulator.estate().hosts.values()].map(({ present }) => present?.hostKeyId);

  rule("host-key-of-cluster", async () => {
    const { simulator, keyId } = await withPolicy((made) => made);
    await simulator.backend.virtualMachines.create(machineSpec("app"));
    expect(hostKeys(simulator)).toEqual([keyId, keyId]);
    simulator.operators.changeKey(KEY_SERVER, keyId, "deleted");
    reboot(simulator);
    simulator.advance(600);
    expect(hostKeys(simulator)).toEqual([keyId, keyId]);
    expect(simulator.estate().hosts.get(HOST)?.present?.cryptoState).toBe("incapable");
  });

  it("that the key servers do not have makes no host crypto safe, as FC-11 says before", async () => {
    const { simulator } = await withPolicy(() => "no-such-key");
    expect(codesAbout(simulator, CLUSTER)).toContain("FC-11");
    await expect(
      simulator.backend.virtualMachines.create(machineSpec("app")),
    ).rejects.toMatchObject({ fault: "HostNotCryptoSafe" });
  });

  it("that is deleted there locks what a rebooted host would start: no other is made in its place", async () => {
    const { simulator, keyId } = await withPolicy((made) => made);
    await simulator.backend.virtualMachines.create(machineSpec("app"));
    simulator.operators.changeKey(KEY_SERVER, keyId, "deleted");
    const scenario = builtInScenario("rolling-reboot");
    if (scenario === undefined) expect.unreachable();
    const [judged] = runDrill({ simulator, scenario }).workloads;
    expect(judged?.verdict).toBe("locked");
  });

  it("leaves the host keys that hosts have", async () => {
    const { simulator, keyId } = await withKey("host");
    await simulator.backend.virtualMachines.create(machineSpec("app"));
    const before = hostKeys(simulator);
    const policy = { hostKeyProvider: STANDARD, hostKeyId: keyId };
    await simulator.backend.clusters.reconfigure(CLUSTER, clusterSpec(policy));
    reboot(simulator);
    simulator.advance(600);
    expect(hostKeys(simulator)).toEqual(before);
    simulator.administrators.changeHostKey(HOST);
    expect(hostKeys(simulator)).toEqual([keyId]);
  });

  it.each([
    [{ hostKeyProvider: null, hostKeyId: "k" }, "InvalidArgument"],
    [{ hostKeyProvider: NATIVE, hostKeyId: "k" }, "InvalidArgument"],
  ])("is refused as %j", async (policy, fault) => {
    const { backend } = await smallEstate({ provider: "native" });
    const change = backend.clusters.reconfigure(CLUSTER, clusterSpec(policy));
    await expect(change).rejects.toMatchObject({ fault });
    expect((await backend.clusters.read(CLUSTER))?.hostKeyId).toBeNull();
  });
});
