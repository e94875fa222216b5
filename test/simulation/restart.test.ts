// Who starts machines again, where and when; and what stays locked until someone asks.

import { describe, expect, it } from "vitest";
import type { ClusterSpec } from "../../src/provider/backend.js";
import type { Simulator } from "../../src/simulator/simulator.js";
import { rule } from "../support/rule.js";
import {
  CLUSTER,
  clusterSpec,
  hostSpec,
  isRunning,
  KEY_SERVER,
  machineSpec,
  smallEstate,
} from "./declare.js";
import { outcomeOf } from "./rules/outages.js";

const [ESX1, ESX2] = [`${CLUSTER}/esx1`, `${CLUSTER}/esx2`];
const MACHINE = "vc/vm/app";

interface Options {
  readonly cluster?: Partial<ClusterSpec>;
  readonly keyPersistence?: boolean;
  readonly machine?: Parameters<typeof machineSpec>[1];
}

/** Two hosts; the machine runs on the first. */
async function estate(options: Options = {}): Promise<Simulator> {
  const { cluster = {}, keyPersistence = false, machine = {} } = options;
  const simulator = await smallEstate({ cluster, keyPersistence });
  await simulator.backend.virtualMachines.create(machineSpec("app", machine));
  simulator.advance(3660);
  return simulator;
}

function hostOf(simulator: Simulator): string | null | undefined {
  return simulator.estate().virtualMachines.get(MACHINE)?.host;
}

function eventsOf(simulator: Simulator, act: () => void): readonly string[] {
  const start = simulator.nowSeconds;
  const told: string[] = [];
  const stop = simulator.onEvent((event) => {
    if (event.subject === MACHINE) told.push(`${event.atSeconds - start} ${event.kind}`);
  });
  act();
  stop();
  return told;
}

describe("vSphere HA", () => {
  it("starts a machine at once on a host that has its keys", async () => {
    const simulator = await estate();
    simulator.operators.keyServerDown(KEY_SERVER);
    simulator.operators.vcenterDown("vc");
    const told = eventsOf(simulator, () => {
      simulator.operators.powerLoss(ESX1);
      simulator.advance(0);
    });
    expect(told).toEqual(["0 vm-lost-host", "0 vm-started"]);
    expect(hostOf(simulator)).toBe(ESX2);
  });

  it.each([
    [100, "120 vm-started"],
    [130, "360 vm-started"],
    [400, "840 vm-started"],
    [1000, "1800 vm-started"],
    [2000, null],
  ])("tries again at fixed times: keys come back after %i s: %s", async (back, started) => {
    const simulator = await estate();
    simulator.operators.powerLoss(ESX2);
    simulator.operators.keyServerDown(KEY_SERVER);
    simulator.operators.powerOn(ESX2);
    const told = eventsOf(simulator, () => {
      simulator.operators.powerLoss(ESX1);
      simulator.advance(back);
      simulator.operators.keyServerUp(KEY_SERVER);
      simulator.advance(4000);
    });
    const expected = ["0 vm-lost-host", "0 vm-locked"];
    expect(told).toEqual(started === null ? expected : [...expected, started]);
  });

  it("tries at each boot of a host", async () => {
    const simulator = await estate({ keyPersistence: true });
    simulator.operators.keyServerDown(KEY_SERVER);
    simulator.operators.powerLoss(ESX2);
    simulator.operators.powerLoss(ESX1);
    simulator.advance(24 * 3600);
    expect(isRunning(simulator, MACHINE)).toBe(false);
    simulator.operators.powerOn(ESX2);
    expect([isRunning(simulator, MACHINE), hostOf(simulator)]).toEqual([true, ESX2]);
  });

  it("starts machines without encryption on any host that is up", async () => {
    const simulator = await estate({ machine: { encrypted: false } });
    simulator.operators.keyServerDown(KEY_SERVER);
    simulator.operators.powerLoss(ESX2);
    simulator.operators.powerOn(ESX2);
    simulator.operators.powerLoss(ESX1);
    simulator.advance(0);
    expect(hostOf(simulator)).toBe(ESX2);
  });

  it("cannot start on another host what is on local disks", async () => {
    const simulator = await estate({ cluster: { storage: "local" }, keyPersistence: true });
    simulator.operators.powerLoss(ESX1);
    simulator.advance(3600);
    expect(isRunning(simulator, MACHINE)).toBe(false);
    const probe = simulator.couldStart({ vm: MACHINE, host: ESX2 });
    expect(probe?.reason).toBe("STORAGE_UNREADABLE");
    simulator.operators.powerOn(ESX1);
    expect(isRunning(simulator, MACHINE)).toBe(true);
  });
});

it("does nothing with files on the local disks of a host that is down", async () => {
  const simulator = await estate({ cluster: { storage: "local" } });
  const { backend, operators } = simulator;
  await backend.clusters.create(clusterSpec({ name: "c2" }));
  await backend.hosts.add(hostSpec("esx9", { cluster: "vc/c2" }));
  const spec = machineSpec("app");
  const operations: readonly ((on: Simulator) => unknown)[] = [
    (on) => on.backend.virtualMachines.reconfigure(MACHINE, { ...spec, cluster: "vc/c2" }),
    (on) =>
      on.backend.virtualMachines.reconfigure(MACHINE, machineSpec("app", { encrypted: false })),
    (on) =>
      on.backend.virtualMachines.reconfigure(MACHINE, { ...spec, migrateEncryption: "required" }),
    (on) =>
      on.backend.virtualMachines.reconfigure(MACHINE, {
        ...spec,
        ftEncryptionMode: "ftEncryptionRequired",
      }),
    (on) => on.backend.clusters.reconfigure(CLUSTER, clusterSpec({ storage: "shared" })),
    (on) => on.administrators.rekeyVm(MACHINE, "shallow"),
    (on) => on.administrators.cloneVm({ vm: MACHINE, name: "copy" }),
  ];
  const outcomes = () =>
    Promise.all(operations.map((operate) => outcomeOf((async () => operate(simulator.fork()))())));
  expect(await outcomes()).toEqual(operations.map(() => "done"));
  operators.powerLoss(ESX1);
  expect(await outcomes()).toEqual(operations.map(() => "InvalidState"));
});

describe("autostart", () => {
  it.each([
    [true, true],
    [false, false],
  ])(
    "without HA, with autostart %s: runs after the boot of its host %s",
    async (autostart, runs) => {
      const simulator = await estate({ cluster: { ha: false }, machine: { autostart } });
      simulator.operators.powerLoss(ESX1);
      simulator.advance(3600);
      expect(isRunning(simulator, MACHINE)).toBe(false);
      simulator.operators.powerOn(ESX1);
      expect(isRunning(simulator, MACHINE)).toBe(runs);
    },
  );

  it("starts nothing that was off", async () => {
    const simulator = await estate({ cluster: { ha: false } });
    simulator.operators.stopVm(MACHINE);
    simulator.operators.reboot(ESX1, "abruptly");
    simulator.advance(3600);
    expect(isRunning(simulator, MACHINE)).toBe(false);
  });
});

describe("a graceful reboot", () => {
  rule("boot-takes-ten-minutes", async () => {
    const simulator = await estate({ keyPersistence: true });
    const told = eventsOf(simulator, () => simulator.operators.reboot(ESX1, "gracefully"));
    expect(told).toEqual(["0 vm-moved"]);
    const info = () => simulator.estate().hosts.get(ESX1)?.present;
    expect(info()).toMatchObject({ up: false, bootsAtSeconds: simulator.nowSeconds + 600 });
    simulator.advance(599);
    expect(info()?.up).toBe(false);
    simulator.advance(1);
    expect(info()?.up).toBe(true);
  });

  it("cannot move without vCenter: HA starts them elsewhere", async () => {
    const simulator = await estate();
    simulator.operators.vcenterDown("vc");
    const told = eventsOf(simulator, () => {
      simulator.operators.reboot(ESX1, "gracefully");
      simulator.advance(0);
    });
    expect(told).toEqual(["0 vm-lost-host", "0 vm-started"]);
  });
});

describe("a locked machine", () => {
  async function locked(): Promise<Simulator> {
    const simulator = await estate({ cluster: { ha: false } });
    simulator.operators.keyServerDown(KEY_SERVER);
    simulator.operators.powerLoss(ESX1);
    simulator.operators.powerOn(ESX1);
    return simulator;
  }

  rule("home-key-missing-locks", async () => {
    const simulator = await estate({ cluster: { ha: false } });
    const texts: string[] = [];
    simulator.onEvent((event) => {
      if (event.kind === "vm-locked") texts.push(event.text);
    });
    simulator.operators.keyServerDown(KEY_SERVER);
    simulator.operators.powerLoss(ESX1);
    simulator.operators.powerOn(ESX1);
    expect(texts).toEqual([
      expect.stringContaining("Virtual machine is locked because of a KMS cluster error."),
    ]);
    const info = ({ backend }: Simulator) => backend.virtualMachines.read(MACHINE);
    const locked = { cryptoState: "locked", powerState: "poweredOff" };
    expect(await info(simulator)).toMatchObject(locked);
    const alone = await estate({ cluster: { ha: false } });
    const key = (await info(alone))?.homeKeyId ?? "";
    alone.operators.changeKey(KEY_SERVER, key, "inactive");
    alone.operators.powerLoss(ESX1);
    alone.operators.powerOn(ESX1);
    expect(alone.estate().hosts.get(ESX1)?.present?.cryptoState).toBe("safe");
    expect(await info(alone)).toMatchObject(locked);
  });

  rule("locked-until-asked", async () => {
    const simulator = await locked();
    simulator.operators.keyServerUp(KEY_SERVER);
    simulator.advance(3600);
    const info = () => simulator.backend.virtualMachines.read(MACHINE);
    expect(await info()).toMatchObject({ cryptoState: "locked" });
    expect(simulator.couldStart({ vm: MACHINE, host: ESX1 })).toBeNull();
    const unlocked = await simulator.backend.virtualMachines.unlock(MACHINE);
    expect(unlocked).toMatchObject({ cryptoState: "unlocked", powerState: "poweredOff" });
    expect(simulator.operators.startVm(MACHINE)).toBeNull();
  });

  it("is unlocked too by a start that succeeds", async () => {
    const simulator = await locked();
    simulator.operators.keyServerUp(KEY_SERVER);
    expect(simulator.operators.startVm(MACHINE)).toBeNull();
    const info = await simulator.backend.virtualMachines.read(MACHINE);
    expect(info).toMatchObject({ cryptoState: "unlocked", powerState: "poweredOn" });
  });

  rule("unlock-needs-the-key", async () => {
    const simulator = await locked();
    const unlock = simulator.backend.virtualMachines.unlock(MACHINE);
    await expect(unlock).rejects.toMatchObject({ fault: "InvalidState" });
  });

  rule("disk-key-missing-shows-at-power-on", async () => {
    const disks = [{ name: "disk-0", sizeGib: 1, encrypted: true, keyProvider: "skp" }];
    const simulator = await estate({ cluster: { ha: false }, machine: { disks } });
    const machine = simulator.estate().virtualMachines.get(MACHINE);
    const diskKey = machine?.diskKeys[0]?.id ?? "";
    simulator.operators.changeKey(KEY_SERVER, diskKey, "inactive");
    simulator.operators.powerLoss(ESX1);
    simulator.operators.powerOn(ESX1);
    const failure = simulator.operators.startVm(MACHINE);
    expect(failure?.sentence).toBe(
      "The disk [/vmfs/volumes/vc/c1/app/disk-0.vmdk] is encrypted and a required key was not found. (KEY_INACTIVE)",
    );
    const info = await simulator.backend.virtualMachines.read(MACHINE);
    expect(info?.cryptoState).toBe("unlocked");
    simulator.operators.changeKey(KEY_SERVER, diskKey, "active");
    expect(simulator.operators.startVm(MACHINE)).toBeNull();
  });
});

describe("dependencies", () => {
  it("a key server that runs as a machine is down with it", async () => {
    const simulator = await estate({ machine: { encrypted: false } });
    const server = { ...(await simulator.backend.keyServers.read(KEY_SERVER)) };
    const spec = { ...server, runsOn: MACHINE } as Parameters<
      typeof simulator.backend.keyServers.reconfigure
    >[1];
    await simulator.backend.keyServers.reconfigure(KEY_SERVER, spec);
    const create = (name: string) => simulator.backend.virtualMachines.create(machineSpec(name));
    await create("a");
    simulator.operators.stopVm(MACHINE);
    await expect(create("b")).rejects.toMatchObject({ fault: "KeyProviderUnavailable" });
  });

  rule("vcenter-under-its-own-key-stays-locked", async () => {
    const simulator = await estate();
    const spec = { name: "vc", version: "8.0 U3", site: "dc", runsOn: MACHINE };
    await simulator.backend.vcenters.reconfigure("vc", spec);
    for (const host of [ESX1, ESX2]) simulator.operators.powerLoss(host);
    for (const host of [ESX1, ESX2]) simulator.operators.powerOn(host);
    simulator.advance(72 * 3600);
    expect(isRunning(simulator, MACHINE)).toBe(false);
  });

  rule("deletion-shows-at-next-start", async () => {
    const simulator = await estate();
    const { standardKeyProviders } = simulator.backend;
    const spec = await standardKeyProviders.read("vc/kp/skp");
    if (spec === undefined) throw new Error("no provider");
    await standardKeyProviders.remove("vc/kp/skp");
    simulator.advance(3600);
    expect(isRunning(simulator, MACHINE)).toBe(true);
    simulator.operators.stopVm(MACHINE);
    expect(simulator.operators.startVm(MACHINE)?.reason).toBe("PROVIDER_NOT_FOUND");
    await standardKeyProviders.create(spec);
    expect(simulator.operators.startVm(MACHINE)).toBeNull();
  });

  it("a host that joins later is brought the keys of its cluster", async () => {
    const simulator = await estate();
    await simulator.backend.hosts.add(hostSpec("esx3"));
    simulator.operators.keyServerDown(KEY_SERVER);
    expect(simulator.couldStart({ vm: MACHINE, host: `${CLUSTER}/esx3` })).toBeNull();
  });

  it("a cluster that forces encryption mode makes hosts safe before any machine asks", async () => {
    const states = async (changes: Partial<ClusterSpec>) => {
      const simulator = await smallEstate({ cluster: changes });
      simulator.advance(300);
      return simulator.estate().hosts.get(ESX1)?.present?.cryptoState;
    };
    expect(await states({ cryptoMode: "onDemand" })).toBe("incapable");
    expect(await states({ cryptoMode: "forceEnable" })).toBe("safe");
  });

  it("hosts of a cluster that is forced later are safe at the next remediation", async () => {
    const simulator = await smallEstate();
    const forced = clusterSpec({ cryptoMode: "forceEnable" });
    await simulator.backend.clusters.reconfigure(CLUSTER, forced);
    simulator.advance(300);
    expect(simulator.estate().hosts.get(ESX2)?.present?.cryptoState).toBe("safe");
  });

  it("a host whose encryption was disabled takes no new encrypted machine, and forgets its host key", async () => {
    const simulator = await smallEstate({
      hosts: [hostSpec("esx1")],
      cluster: { cryptoMode: "forceEnable" },
    });
    simulator.advance(300);
    simulator.operators.disableHostEncryption(ESX1);
    const create = simulator.backend.virtualMachines.create(machineSpec("app"));
    await expect(create).rejects.toMatchObject({ fault: "HostNotCryptoSafe" });
    const before = simulator.estate().hosts.get(ESX1)?.present?.hostKeyId;
    simulator.operators.reboot(ESX1, "abruptly");
    simulator.advance(900);
    const present = simulator.estate().hosts.get(ESX1)?.present;
    expect(present?.cryptoState).toBe("safe");
    expect(present?.hostKeyId).not.toBe(before);
  });
});
