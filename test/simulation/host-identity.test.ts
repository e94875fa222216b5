// What identifies a host is never had twice: not by a host that was installed anew or whose TPM was cleared, and not by
// the next one under its name.

import { describe, expect, it } from "vitest";
import { Simulator } from "../../src/simulator/simulator.js";
import {
  AUTHORITY,
  CLUSTER,
  clusterSpec,
  declareSmallEstate,
  hostSpec,
  SERVICE,
  trustAuthoritySpec,
} from "./declare.js";

const HOST = `${CLUSTER}/esx1`;

async function oneHost() {
  const simulator = Simulator.inMemory();
  await declareSmallEstate(simulator.backend, { hosts: [hostSpec("esx1")], provider: "trusted" });
  const recoveryKey = () => simulator.operators.recoveryKey(HOST);
  const tpmIdentity = () => {
    const { tpmIdentity: measured, nextTpmIdentity } =
      simulator.estate().hosts.get(HOST)?.present ?? {};
    return nextTpmIdentity ?? measured;
  };
  const rackAnew = async () => {
    await simulator.backend.hosts.remove(HOST);
    await simulator.backend.hosts.add(hostSpec("esx1"));
  };
  return { simulator, recoveryKey, tpmIdentity, rackAnew };
}

describe(`a host at ${CLUSTER}`, () => {
  it("has a recovery key of its own after each installation", async () => {
    const { simulator, recoveryKey, rackAnew } = await oneHost();
    const keys = [recoveryKey()];
    simulator.operators.reinstall(HOST);
    simulator.advance(3600);
    keys.push(recoveryKey());
    await rackAnew();
    keys.push(recoveryKey());
    expect(new Set(keys.map((key) => key?.key)).size).toBe(3);
    expect(new Set(keys.map((key) => key?.id)).size).toBe(3);
  });

  it("is the same machine in another vCenter, and leaves nothing to the next under its name", async () => {
    const { simulator, recoveryKey } = await oneHost();
    const { administrators, backend, operators } = simulator;
    await backend.vcenters.create({ name: "vc2", version: "8.0 U3", site: "dc", runsOn: null });
    await backend.clusters.create(clusterSpec({ vcenter: "vc2" }));
    const trustedClusters = [CLUSTER, "vc2/c1"];
    await backend.trustAuthorities.reconfigure(
      AUTHORITY,
      trustAuthoritySpec({ trustedClusters, trustedTpms: [HOST] }),
    );
    const key = recoveryKey();
    const moved = administrators.moveHost({ host: HOST, cluster: "vc2/c1" });
    await backend.hosts.add(hostSpec("esx1"));
    simulator.advance(300);
    for (const each of [simulator, Simulator.fromSnapshot(simulator.snapshot())]) {
      const { hosts } = each.estate();
      const isAttested = (host: string) => hosts.get(host)?.present?.attestedUntilSeconds != null;
      expect([isAttested(moved), isAttested(HOST)]).toEqual([true, false]);
      expect(each.operators.recoveryKey(moved)).toEqual(key);
      expect(each.operators.recoveryKey(HOST)).not.toEqual(key);
    }
    operators.powerLoss(moved);
    expect(operators.powerOn(moved)).toBeNull();
  });

  it("does not inherit the attestation of one that was moved away", async () => {
    const { simulator } = await oneHost();
    const { administrators, backend, operators } = simulator;
    await backend.vcenters.create({ name: "vc2", version: "8.0 U3", site: "dc", runsOn: null });
    await backend.clusters.create(clusterSpec({ vcenter: "vc2" }));
    administrators.moveHost({ host: HOST, cluster: "vc2/c1" });
    operators.inject({ kind: "unreachable", target: SERVICE });
    await backend.hosts.add(hostSpec("esx1"));
    expect((await backend.hosts.read(HOST))?.attestedUntil).toBeNull();
  });

  it("has a TPM of its own, which no later host under its name has", async () => {
    const { simulator, tpmIdentity, rackAnew } = await oneHost();
    const identities = [tpmIdentity()];
    simulator.operators.clearTpm(HOST);
    identities.push(tpmIdentity());
    await rackAnew();
    identities.push(tpmIdentity());
    expect(new Set(identities).size).toBe(3);
  });
});
