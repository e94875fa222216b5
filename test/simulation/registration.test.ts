// Virtual machines unregistered and registered again. A machine is locked only if its host lacks the key and
// vCenter cannot fetch it (vSphere Security, Resolve Missing Key Issues); a key that nobody has asked for in a long
// while may have been deactivated (FC-12).

import { describe, expect, it } from "vitest";
import type { Simulator } from "../../src/simulator/simulator.js";
import { rule } from "../support/rule.js";
import {
  CLUSTER,
  clusterSpec,
  hostSpec,
  isRunning,
  KEY_SERVER,
  keyServerSpec,
  machineSpec,
  STANDARD,
  smallEstate,
  standardSpec,
  VCENTER,
} from "./declare.js";

const ESX1 = `${CLUSTER}/esx1`;
const ESX2 = `${CLUSTER}/esx2`;
const MACHINE = "vc/vm/app";
const OFF = machineSpec("app", { powerState: "poweredOff", vtpm: true });

interface Site {
  readonly simulator: Simulator;
  readonly key: string;
}

async function unregistered(): Promise<Site> {
  const simulator = await smallEstate();
  const { homeKeyId } = await simulator.backend.virtualMachines.create(OFF);
  simulator.administrators.unregisterVm(MACHINE);
  return { simulator, key: homeKeyId ?? "" };
}

const machineOf = (simulator: Simulator, path = MACHINE) =>
  simulator.estate().virtualMachines.get(path);

const register = ({ simulator }: Site, host = ESX2) =>
  simulator.administrators.registerVm({ files: MACHINE, host });

/** Every host forgets what it has: the machine is in no inventory, so nobody sends its key. */
function rebootAll(simulator: Simulator): void {
  for (const host of [ESX1, ESX2]) simulator.operators.reboot(host, "abruptly");
  simulator.advance(3600);
}

describe("a machine out of the inventory", () => {
  it("is gone from it, was off, and is gone but once", async () => {
    const simulator = await smallEstate();
    await simulator.backend.virtualMachines.create(machineSpec("app"));
    const unregister = () => simulator.administrators.unregisterVm(MACHINE);
    expect(unregister).toThrow("runs: power it off first");
    simulator.operators.stopVm(MACHINE);
    unregister();
    expect(await simulator.backend.virtualMachines.read(MACHINE)).toBeUndefined();
    expect(unregister).toThrow('There is no virtual machine "vc/vm/app"');
  });

  it("has no key sent for it any more", async () => {
    const { simulator, key } = await unregistered();
    const isCached = () => simulator.estate().hosts.get(ESX1)?.present?.cachedKeyIds.has(key);
    expect(isCached()).toBe(true);
    rebootAll(simulator);
    expect(isCached()).toBe(false);
  });

  it("shares nothing with one that is made under its name, and finds the name taken", async () => {
    const site = await unregistered();
    const made = await site.simulator.backend.virtualMachines.create(OFF);
    expect(made.homeKeyId).not.toBe(site.key);
    expect(() => register(site)).toThrow("There is a virtual machine");
  });
});

describe("a machine registered again", () => {
  it("opens on a host that has its key still, whatever is down", async () => {
    const site = await unregistered();
    site.simulator.operators.keyServerDown(KEY_SERVER);
    expect(register(site)).toBe(MACHINE);
    expect(machineOf(site.simulator)).toMatchObject({ host: ESX2, locked: false });
  });

  rule("registered-with-key-opens", async () => {
    const site = await unregistered();
    rebootAll(site.simulator);
    register(site);
    site.simulator.advance(300);
    const present = (host: string) => site.simulator.estate().hosts.get(host)?.present;
    expect([ESX1, ESX2].map((host) => present(host)?.cachedKeyIds.has(site.key))).toEqual([
      true,
      true,
    ]);
    expect(site.simulator.operators.startVm(MACHINE)).toBeNull();
  });

  it("is locked with its key inactive, until that is active and somebody unlocks it", async () => {
    const site = await unregistered();
    const { simulator, key } = site;
    rebootAll(simulator);
    simulator.operators.changeKey(KEY_SERVER, key, "inactive");
    const events: string[] = [];
    simulator.onEvent(({ kind, text }) => kind === "vm-locked" && events.push(text));
    register(site);
    expect(events).toEqual([
      "Virtual machine is locked because keys are missing on KMS cluster. (KEY_INACTIVE)",
    ]);
    simulator.operators.changeKey(KEY_SERVER, key, "active");
    simulator.advance(3600);
    expect(machineOf(simulator)?.locked).toBe(true);
    simulator.operators.unlockVm(MACHINE);
    expect(machineOf(simulator)?.locked).toBe(false);
  });

  rule("registered-without-key-is-locked", async () => {
    const site = await unregistered();
    const { simulator } = site;
    const headless = { ...site, simulator: simulator.fork() };
    headless.simulator.operators.vcenterDown(VCENTER);
    expect(() => register(headless)).toThrow("does not answer its vCenter");
    simulator.operators.keyServerDown(KEY_SERVER);
    rebootAll(simulator);
    register(site);
    expect(machineOf(simulator)?.locked).toBe(true);
    simulator.operators.keyServerUp(KEY_SERVER);
    simulator.administrators.unregisterVm(MACHINE);
    register(site);
    expect(machineOf(simulator)?.locked).toBe(false);
  });

  it("stays where its files are", async () => {
    const simulator = await smallEstate({ cluster: { storage: "local" } });
    await simulator.backend.virtualMachines.create(OFF);
    simulator.administrators.unregisterVm(MACHINE);
    const site = { simulator, key: "" };
    expect(() => register(site, ESX2)).toThrow(`are on the local disks of ${ESX1}`);
    expect(register(site, ESX1)).toBe(MACHINE);
  });

  it.each([
    ["the key provider's name and key server are there", STANDARD, "kms1.example", false],
    ["the name stands for other key servers", STANDARD, "other.example", true],
    ["only another name is there", "other", "kms1.example", true],
  ])("in another vCenter where %s: locked %s", async (_, name, address, isLocked) => {
    const { simulator } = await unregistered();
    await declareRecoverySite(simulator, { name, address });
    const path = simulator.administrators.registerVm({ files: MACHINE, host: "dr/c1/esx1" });
    expect(path).toBe("dr/vm/app");
    expect(machineOf(simulator, path)?.locked).toBe(isLocked);
    const failure = simulator.operators.startVm(path);
    expect(failure === null).toBe(!isLocked);
    expect(isRunning(simulator, path)).toBe(!isLocked);
  });
});

async function declareRecoverySite(
  { backend }: Simulator,
  provider: { readonly name: string; readonly address: string },
): Promise<void> {
  await backend.vcenters.create({ name: "dr", version: "8.0 U3", site: "dc", runsOn: null });
  await backend.clusters.create(clusterSpec({ vcenter: "dr" }));
  await backend.hosts.add(hostSpec("esx1", { cluster: "dr/c1" }));
  await backend.keyServers.create(keyServerSpec({ vcenter: "dr", address: provider.address }));
  const keyServers = ["dr/kms/kms1"];
  const spec = standardSpec({ vcenter: "dr", name: provider.name, keyServers });
  await backend.standardKeyProviders.create(spec);
  await backend.defaultKeyProviders.set("dr", provider.name);
}
