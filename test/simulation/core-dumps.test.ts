// Core dumps of hosts in encryption mode (vSphere Security, Virtual Machine Encryption Best Practices; vSphere API,
// CryptoManagerHost.ChangeKey_Task).

import { describe, expect, it } from "vitest";
import type { Simulator } from "../../src/simulator/simulator.js";
import { rule } from "../support/rule.js";
import { CLUSTER, clusterSpec, hostSpec, KEY_SERVER, machineSpec, smallEstate } from "./declare.js";

const HOST = `${CLUSTER}/esx1`;
const DUMP = { isEncrypted: true, isReadable: true };

async function safeHost(provider: "standard" | "native" = "standard"): Promise<Simulator> {
  const simulator = await smallEstate({ hosts: [hostSpec("esx1")], provider });
  await simulator.backend.virtualMachines.create(machineSpec("app"));
  return simulator;
}

const dumpsOf = ({ administrators }: Simulator) => administrators.coreDumps(HOST);

const hostKeyOf = async ({ backend }: Simulator) => (await backend.hosts.read(HOST))?.hostKeyId;

function crash(simulator: Simulator): void {
  simulator.operators.crash(HOST);
  simulator.advance(660);
}

describe("the core dump of a host", () => {
  rule("core-dump-under-the-host-key", async () => {
    const plain = await smallEstate({ hosts: [hostSpec("esx1")] });
    crash(plain);
    expect(dumpsOf(plain)).toMatchObject([{ isEncrypted: false, isReadable: true }]);
    for (const provider of ["standard", "native"] as const) {
      const simulator = await safeHost(provider);
      simulator.operators.crash(HOST);
      expect(dumpsOf(simulator)).toMatchObject([{ isEncrypted: true, isReadable: false }]);
      simulator.advance(660);
      expect(dumpsOf(simulator)).toMatchObject([DUMP]);
    }
  });

  it("is unreadable until the key servers are back after a reboot", async () => {
    const simulator = await safeHost();
    simulator.operators.keyServerDown(KEY_SERVER);
    crash(simulator);
    expect(dumpsOf(simulator)).toMatchObject([{ isReadable: false }]);
    simulator.operators.keyServerUp(KEY_SERVER);
    simulator.advance(300);
    expect(dumpsOf(simulator)).toMatchObject([DUMP]);
  });

  rule("core-dump-needs-its-host-key", async () => {
    const simulator = await safeHost();
    const before = await hostKeyOf(simulator);
    simulator.operators.changeKey(KEY_SERVER, before ?? "", "deleted");
    crash(simulator);
    expect(await hostKeyOf(simulator)).not.toBe(before);
    crash(simulator);
    expect(dumpsOf(simulator)).toMatchObject([{ isEncrypted: true, isReadable: false }, DUMP]);
  });

  it("comes after those before it, wherever the host was when it crashed", async () => {
    const simulator = await smallEstate({ hosts: [hostSpec("esx1")] });
    const { administrators, backend } = simulator;
    await backend.vcenters.create({ name: "vc2", version: "8.0 U3", site: "dc", runsOn: null });
    await backend.clusters.create(clusterSpec({ vcenter: "vc2" }));
    let host = HOST;
    for (const cluster of ["vc2/c1", CLUSTER, "vc2/c1"]) {
      simulator.operators.crash(host);
      simulator.advance(660);
      host = administrators.moveHost({ host, cluster });
    }
    const written = administrators.coreDumps(host).map(({ writtenSeconds }) => writtenSeconds);
    expect(written).toHaveLength(3);
    expect(written).toEqual([...written].sort((a, b) => a - b));
  });

  it("goes with the host", async () => {
    const simulator = await smallEstate({ hosts: [hostSpec("esx1")] });
    crash(simulator);
    await simulator.backend.hosts.remove(HOST);
    await simulator.backend.hosts.add(hostSpec("esx1"));
    expect(dumpsOf(simulator)).toEqual([]);
  });
});

describe("a host key that is changed", () => {
  rule("changed-host-key-takes-dumps-along", async () => {
    const simulator = await safeHost();
    simulator.operators.changeKey(KEY_SERVER, (await hostKeyOf(simulator)) ?? "", "deleted");
    crash(simulator);
    crash(simulator);
    const second = (await hostKeyOf(simulator)) ?? "";
    simulator.administrators.changeHostKey(HOST);
    expect(await hostKeyOf(simulator)).not.toBe(second);
    simulator.operators.changeKey(KEY_SERVER, second, "deleted");
    simulator.operators.reboot(HOST, "gracefully");
    simulator.advance(660);
    expect(dumpsOf(simulator)).toMatchObject([{ isReadable: false }, DUMP]);
  });

  it("needs a host that is crypto safe, and a new key", async () => {
    const simulator = await smallEstate({ hosts: [hostSpec("esx1")] });
    const change = () => simulator.administrators.changeHostKey(HOST);
    expect(change).toThrow("is incapable");
    await simulator.backend.virtualMachines.create(machineSpec("app"));
    simulator.operators.keyServerDown(KEY_SERVER);
    const before = simulator.digest();
    expect(change).toThrow('gets no new host key: no key server of "skp" answers');
    expect(simulator.digest()).toBe(before);
  });
});
