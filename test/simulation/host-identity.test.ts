// What identifies a host is never had twice: not by a host that was installed anew or whose TPM was cleared, and not by
// the next one under its name.

import { describe, expect, it } from "vitest";
import { Simulator } from "../../src/simulator/simulator.js";
import { CLUSTER, declareSmallEstate, hostSpec } from "./declare.js";

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
