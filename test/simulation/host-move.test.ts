// A host taken to another vCenter with its machines (FC-24), and vMotion between vCenters (FC-15; VCF security
// guidelines, Standard Key Provider FAQ).

import { describe, expect, it } from "vitest";
import type { Simulator } from "../../src/simulator/simulator.js";
import { rule } from "../support/rule.js";
import { snapshotTables, snapshotText } from "../support/snapshot-text.js";
import {
  CLUSTER,
  clusterSpec,
  hostSpec,
  isRunning,
  KEY_SERVER,
  keyServerSpec,
  machineSpec,
  NATIVE,
  STANDARD,
  smallEstate,
  standardSpec,
} from "./declare.js";

const ESX1 = `${CLUSTER}/esx1`;
const MOVED = "vc2/c1/esx1";
const OTHER = "vc2/c1/esx9";

/** `on` runs and `off` does not, both on the first host. A second vCenter has a cluster and no key provider. */
async function twoVcenters(provider: "standard" | "native" = "standard"): Promise<Simulator> {
  const simulator = await smallEstate({ hosts: [hostSpec("esx1")], provider });
  const { backend } = simulator;
  await backend.virtualMachines.create(machineSpec("on"));
  await backend.virtualMachines.create(machineSpec("off", { powerState: "poweredOff" }));
  await backend.vcenters.create({ name: "vc2", version: "8.0 U3", site: "dc", runsOn: null });
  await backend.clusters.create(clusterSpec({ vcenter: "vc2" }));
  return simulator;
}

async function declareProvider(
  { backend }: Simulator,
  { name = STANDARD, address = "kms1.example" } = {},
): Promise<void> {
  await backend.keyServers.create(keyServerSpec({ vcenter: "vc2", address }));
  const spec = standardSpec({ vcenter: "vc2", name, keyServers: ["vc2/kms/kms1"] });
  await backend.standardKeyProviders.create(spec);
  await backend.defaultKeyProviders.set("vc2", name);
}

const move = ({ administrators }: Simulator) =>
  administrators.moveHost({ host: ESX1, cluster: "vc2/c1" });

const isLocked = (simulator: Simulator, vm: string) =>
  simulator.estate().virtualMachines.get(vm)?.locked;

const cannotStart = (simulator: Simulator, vm: string) =>
  simulator.couldStart({ vm, host: MOVED })?.reason ?? "starts";

describe("a host that is moved to another vCenter", () => {
  it("takes its machines along, which run on, and leaves nothing behind", async () => {
    const simulator = await twoVcenters();
    expect(move(simulator)).toBe(MOVED);
    simulator.advance(3600);
    expect(isRunning(simulator, "vc2/vm/on")).toBe(true);
    const { hosts, virtualMachines } = simulator.estate();
    expect([...hosts.keys(), ...virtualMachines.keys()]).toEqual([
      MOVED,
      "vc2/vm/off",
      "vc2/vm/on",
    ]);
  });

  it("is under its old path in no record but that of where it was racked", async () => {
    const simulator = await smallEstate({
      hosts: [hostSpec("esx1")],
      cluster: { storage: "vsan" },
    });
    await simulator.backend.virtualMachines.create(machineSpec("on"));
    await simulator.backend.vcenters.create({
      ...{ name: "vc2", version: "8.0 U3", site: "dc", runsOn: null },
    });
    await simulator.backend.clusters.create(clusterSpec({ vcenter: "vc2", storage: "vsan" }));
    simulator.operators.crash(ESX1);
    simulator.advance(600);
    move(simulator);
    const tables = snapshotTables<Record<string, unknown>>(snapshotText(simulator));
    const rows = Object.entries(tables).flatMap(([table, entries]) =>
      entries.map(([id, { rackedAs, ...record }]) => [table, id, record]),
    );
    const text = rows.filter(([table]) => table !== "counters").map((row) => JSON.stringify(row));
    expect(text.filter((row) => row.includes(`"${ESX1}"`))).toEqual([]);
    expect(tables.hosts).toMatchObject([[MOVED, { rackedAs: ESX1 }]]);
  });

  rule("moved-host-locks-what-is-off", async () => {
    for (const provider of ["standard", "native"] as const) {
      const simulator = await twoVcenters(provider);
      simulator.advance(60);
      move(simulator);
      expect([cannotStart(simulator, "vc2/vm/off"), isLocked(simulator, "vc2/vm/off")]).toEqual([
        "starts",
        false,
      ]);
      simulator.advance(240);
      expect(cannotStart(simulator, "vc2/vm/off")).toBe("PROVIDER_NOT_FOUND");
      expect([isLocked(simulator, "vc2/vm/off"), isLocked(simulator, "vc2/vm/on")]).toEqual([
        true,
        false,
      ]);
    }
  });

  rule("moved-host-heals-by-name", async () => {
    const simulator = await twoVcenters();
    move(simulator);
    simulator.advance(300);
    await declareProvider(simulator);
    simulator.advance(300);
    expect(isLocked(simulator, "vc2/vm/off")).toBe(true);
    expect(simulator.administrators.enableHostEncryption(MOVED)).toEqual(["vc2/vm/off"]);
    expect(cannotStart(simulator, "vc2/vm/off")).toBe("starts");
  });

  it("is well again under a native key provider that is imported from its backup", async () => {
    const simulator = await twoVcenters("native");
    const password = "secret";
    const file = await simulator.backend.nativeKeyProviders.exportBackup(
      `vc/kp/${NATIVE}`,
      password,
    );
    move(simulator);
    simulator.advance(300);
    const request = { vcenter: "vc2", file, password, tpmRequired: false };
    simulator.operators.importNativeKeyProvider(request);
    expect(simulator.administrators.enableHostEncryption(MOVED)).toEqual(["vc2/vm/off"]);
    expect(cannotStart(simulator, "vc2/vm/off")).toBe("starts");
  });

  it("keeps its keys where the key provider was there before it", async () => {
    const simulator = await twoVcenters();
    await declareProvider(simulator);
    move(simulator);
    simulator.operators.keyServerDown(KEY_SERVER);
    simulator.advance(3600);
    expect(cannotStart(simulator, "vc2/vm/off")).toBe("starts");
  });

  it("boots from its own disk, with the keys it persisted", async () => {
    const simulator = await twoVcenters();
    await simulator.backend.hosts.enableKeyPersistence(ESX1);
    simulator.advance(3600);
    await declareProvider(simulator);
    move(simulator);
    simulator.advance(300);
    simulator.operators.keyServerDown(KEY_SERVER);
    simulator.operators.reboot(MOVED, "abruptly");
    simulator.advance(660);
    expect(isRunning(simulator, "vc2/vm/on")).toBe(true);
  });

  it("is not moved onto a machine's name that is taken", async () => {
    const simulator = await twoVcenters();
    await simulator.backend.hosts.add(hostSpec("esx9", { cluster: "vc2/c1" }));
    const plain = machineSpec("on", { vcenter: "vc2", cluster: "vc2/c1", encrypted: false });
    await simulator.backend.virtualMachines.create(plain);
    const before = simulator.digest();
    expect(() => move(simulator)).toThrow('There is a virtual machine "vc2/vm/on" already');
    expect(simulator.digest()).toBe(before);
  });
});

describe("a host that is moved within its vCenter", () => {
  const WITHIN = "vc/c2/esx1";
  const moveWithin = ({ administrators }: Simulator) =>
    administrators.moveHost({ host: ESX1, cluster: "vc/c2" });

  async function twoClusters(): Promise<Simulator> {
    const simulator = await twoVcenters();
    await simulator.backend.clusters.create(clusterSpec({ name: "c2" }));
    return simulator;
  }

  it("enters maintenance mode first: what runs goes to other hosts, or it stays", async () => {
    const simulator = await twoClusters();
    const before = simulator.digest();
    expect(() => moveWithin(simulator)).toThrow(`"vc/vm/on" runs on "${ESX1}"`);
    expect(simulator.digest()).toBe(before);
    await simulator.backend.hosts.add(hostSpec("esx2"));
    expect(moveWithin(simulator)).toBe(WITHIN);
    const { virtualMachines } = simulator.estate();
    const places = [...virtualMachines.values()].map(({ path, host, cluster }) => [
      ...[path, host, cluster],
    ]);
    expect(places).toEqual([
      ["vc/vm/off", WITHIN, "vc/c2"],
      ["vc/vm/on", `${CLUSTER}/esx2`, CLUSTER],
    ]);
  });

  it("keeps the keys it has, and gets those of its new cluster", async () => {
    const simulator = await twoClusters();
    const { backend, operators } = simulator;
    await backend.hosts.add(hostSpec("esx3", { cluster: "vc/c2" }));
    const spec = machineSpec("there", { cluster: "vc/c2" });
    const { homeKeyId } = await backend.virtualMachines.create(spec);
    await backend.hosts.add(hostSpec("esx2"));
    moveWithin(simulator);
    simulator.advance(300);
    expect(simulator.estate().hosts.get(WITHIN)?.present?.cachedKeyIds).toContain(homeKeyId);
    operators.keyServerDown(KEY_SERVER);
    expect(operators.startVm("vc/vm/off")).toBeNull();
  });
});

describe("vMotion to another vCenter", () => {
  async function withTarget(provider?: Parameters<typeof declareProvider>[1]) {
    const simulator = await twoVcenters();
    await simulator.backend.hosts.add(hostSpec("esx9", { cluster: "vc2/c1" }));
    if (provider !== undefined) await declareProvider(simulator, provider);
    return simulator;
  }
  const migrate = ({ administrators }: Simulator) =>
    administrators.vMotionAcrossVcenters({ vm: "vc/vm/on", host: OTHER })?.reason ?? "moved";

  rule("xvmotion-needs-the-same-provider", async () => {
    for (const [provider, expected] of [
      [undefined, "HOST_NOT_CRYPTO_SAFE"],
      [{}, "moved"],
      [{ address: "x.example" }, "KEY_MISSING_ON_SERVER"],
      [{ name: "other" }, "PROVIDER_NOT_FOUND"],
    ] as const) {
      const simulator = await withTarget(provider);
      expect(migrate(simulator)).toBe(expected);
      const isMoved = expected === "moved";
      expect(isRunning(simulator, isMoved ? "vc2/vm/on" : "vc/vm/on")).toBe(true);
      expect(simulator.estate().virtualMachines.has("vc/vm/on")).toBe(!isMoved);
    }
  });

  rule("xvmotion-needs-the-key-there", async () => {
    const simulator = await withTarget({});
    expect(migrate(simulator)).toBe("moved");
    const back = { vm: "vc2/vm/on", host: ESX1 };
    simulator.operators.keyServerDown(KEY_SERVER);
    expect(simulator.administrators.vMotionAcrossVcenters(back)).toBeNull();
    expect(migrate(simulator)).toBe("moved");
  });

  rule("xvmotion-needs-both-vcenters", async () => {
    const simulator = await withTarget({});
    simulator.operators.vcenterDown("vc");
    expect(migrate(simulator)).toBe("VCENTER_DOWN");
    simulator.operators.vcenterUp("vc");
    simulator.operators.vcenterDown("vc2");
    expect(migrate(simulator)).toBe("VCENTER_DOWN");
  });
});
