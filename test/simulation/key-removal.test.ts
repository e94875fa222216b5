// Keys removed by hand, in vCenter and on a host (FC-26; Web Services SDK Programming Guide, Virtual Machine
// Encryption Best Practices).

import { describe, expect, it } from "vitest";
import type { Simulator } from "../../src/simulator/simulator.js";
import { rule } from "../support/rule.js";
import { vsanEstate } from "../support/vsan-estate.js";
import {
  CLUSTER,
  hostSpec,
  isRunning,
  KEY_SERVER,
  machineSpec,
  STANDARD,
  smallEstate,
  VCENTER,
} from "./declare.js";

const ESX1 = `${CLUSTER}/esx1`;
const ESX2 = `${CLUSTER}/esx2`;
const MACHINE = "vc/vm/app";

interface Site {
  readonly simulator: Simulator;
  /** The key of the machine. */
  readonly key: string;
}

async function withMachine({ keyPersistence = false } = {}): Promise<Site> {
  const simulator = await smallEstate({ keyPersistence });
  const { homeKeyId } = await simulator.backend.virtualMachines.create(machineSpec("app"));
  return { simulator, key: homeKeyId ?? "" };
}

const presence = ({ simulator }: Site, host: string) => simulator.estate().hosts.get(host)?.present;
const isCached = (site: Site, host: string) => presence(site, host)?.cachedKeyIds.has(site.key);
const isLocked = ({ simulator }: Site) => simulator.estate().virtualMachines.get(MACHINE)?.locked;

const removeInVcenter = ({ simulator, key }: Site, force: boolean) =>
  simulator.administrators.removeKeys({ vcenter: VCENTER, keyIds: [key], force });

const removeOnHost = ({ simulator, key }: Site, host: string) =>
  simulator.administrators.removeKeysFromHost({ host, keyIds: [key], force: false });

describe("a key removed in vCenter", () => {
  rule("key-in-use-removed-by-force-alone", async () => {
    const site = await withMachine();
    const { simulator, key } = site;
    const hostKey = presence(site, ESX1)?.hostKeyId ?? "";
    const keyIds = [key, hostKey, "no-such-key"];
    const request = { vcenter: VCENTER, keyIds, force: false };
    expect(simulator.administrators.removeKeys(request)).toEqual([
      { keyId: key, fault: "ResourceInUse" },
      { keyId: hostKey, fault: "ResourceInUse" },
      { keyId: "no-such-key", fault: "InvalidArgument" },
    ]);
    expect(isCached(site, ESX1)).toBe(true);
  });

  it("is in use too where it is the KEK of a vSAN, whose hosts ask for it again", async () => {
    const simulator = await vsanEstate();
    const { kekId = "" } = (await simulator.backend.vsanEncryptions.read(CLUSTER)) ?? {};
    const site = { simulator, key: kekId };
    expect(removeInVcenter(site, false)).toEqual([{ keyId: kekId, fault: "ResourceInUse" }]);
    expect(removeInVcenter(site, true)).toEqual([{ keyId: kekId, fault: null }]);
    expect([isCached(site, ESX1), presence(site, ESX1)?.diskGroup?.isMounted]).toEqual([
      false,
      true,
    ]);
    simulator.advance(300);
    expect(isCached(site, ESX1)).toBe(true);
  });

  it("goes from all hosts without force once a rekey has made it useless", async () => {
    const site = await withMachine();
    site.simulator.administrators.rekeyVm(MACHINE, "shallow");
    expect(removeInVcenter(site, false)).toEqual([{ keyId: site.key, fault: null }]);
    expect([isCached(site, ESX1), isCached(site, ESX2), isLocked(site)]).toEqual([
      false,
      false,
      false,
    ]);
  });

  rule("forced-removal-locks", async () => {
    const site = await withMachine();
    expect(removeInVcenter(site, true)).toEqual([{ keyId: site.key, fault: null }]);
    expect([isCached(site, ESX1), isCached(site, ESX2)]).toEqual([false, false]);
    expect([isLocked(site), isRunning(site.simulator, MACHINE)]).toEqual([true, true]);
  });

  it("is not sent again by remediation; unlocking fetches it", async () => {
    const site = await withMachine();
    removeInVcenter(site, true);
    site.simulator.advance(3600);
    expect([isCached(site, ESX1), isLocked(site)]).toEqual([false, true]);
    site.simulator.operators.unlockVm(MACHINE);
    expect([isCached(site, ESX1), isLocked(site)]).toEqual([true, false]);
  });

  it("costs the machine its start while the key server is down", async () => {
    const site = await withMachine();
    const { operators } = site.simulator;
    removeInVcenter(site, true);
    operators.keyServerDown(KEY_SERVER);
    operators.stopVm(MACHINE);
    expect(operators.startVm(MACHINE)).toMatchObject({ reason: "PROVIDER_UNREACHABLE" });
  });

  it("stays on a host that vCenter does not reach", async () => {
    const site = await withMachine();
    site.simulator.operators.inject({ kind: "unreachable", target: ESX2 });
    removeInVcenter(site, true);
    expect([isCached(site, ESX1), isCached(site, ESX2)]).toEqual([false, true]);
  });
});

describe("a host key", () => {
  const hostKeyOf = (site: Site, host: string) => presence(site, host)?.hostKeyId ?? "";

  const removeHostKey = (site: Site, where: "vCenter" | "host", force = true) => {
    const { administrators } = site.simulator;
    const request = { keyIds: [hostKeyOf(site, ESX1)], force };
    return where === "vCenter"
      ? administrators.removeKeys({ vcenter: VCENTER, ...request })
      : administrators.removeKeysFromHost({ host: ESX1, ...request });
  };

  const bootAbruptly = ({ simulator }: Site) => {
    simulator.operators.reboot(ESX1, "abruptly");
    simulator.advance(660);
  };

  rule("host-key-removed-by-force-alone", async () => {
    for (const where of ["vCenter", "host"] as const) {
      const site = await withMachine();
      const keyId = hostKeyOf(site, ESX1);
      const isThere = () => presence(site, ESX1)?.cachedKeyIds.has(keyId);
      expect(removeHostKey(site, where, false)).toEqual([{ keyId, fault: "ResourceInUse" }]);
      expect(isThere()).toBe(true);
      expect(removeHostKey(site, where)).toEqual([{ keyId, fault: null }]);
      site.simulator.advance(3600);
      expect([isThere(), isLocked(site)]).toEqual([false, false]);
      bootAbruptly(site);
      expect([isThere(), hostKeyOf(site, ESX1)]).toEqual([true, keyId]);
    }
  });

  rule("safe-until-reboot-without-host-key", async () => {
    const site = await withMachine();
    const { administrators, operators } = site.simulator;
    removeHostKey(site, "host");
    operators.keyServerDown(KEY_SERVER);
    operators.stopVm(MACHINE);
    expect(operators.startVm(MACHINE, ESX1)).toBeNull();
    expect(presence(site, ESX1)?.cryptoState).toBe("safe");
    operators.crash(ESX1);
    site.simulator.advance(660);
    expect(administrators.coreDumps(ESX1)).toEqual([]);
    expect(presence(site, ESX1)?.cryptoState).toBe("incapable");
    operators.keyServerUp(KEY_SERVER);
    site.simulator.advance(300);
    expect(presence(site, ESX1)?.cryptoState).toBe("safe");
    operators.crash(ESX1);
    expect(administrators.coreDumps(ESX1)).toHaveLength(1);
  });

  it("comes back at once where encryption mode is enabled again, or where it is given by hand", async () => {
    for (const giveBack of [
      (site: Site) => site.simulator.administrators.enableHostEncryption(ESX1),
      (site: Site) => {
        const key = { provider: STANDARD, keyId: hostKeyOf(site, ESX1) };
        site.simulator.administrators.giveHostKey({ host: ESX1, key });
      },
    ]) {
      const site = await withMachine();
      removeHostKey(site, "vCenter");
      giveBack(site);
      const present = presence(site, ESX1);
      expect(present?.cachedKeyIds.has(hostKeyOf(site, ESX1))).toBe(true);
      expect(present?.removedKeyIds?.has(hostKeyOf(site, ESX1)) ?? false).toBe(false);
    }
  });

  it("is not stored any more with the next archive, so that a power cut locks what runs there", async () => {
    const site = await withMachine({ keyPersistence: true });
    const { operators } = site.simulator;
    site.simulator.advance(3600);
    for (const host of [ESX1, ESX2]) {
      const request = { host, keyIds: [hostKeyOf(site, host)], force: true };
      site.simulator.administrators.removeKeysFromHost(request);
      operators.archiveNow(host);
    }
    operators.stopVm(MACHINE);
    operators.keyServerDown(KEY_SERVER);
    bootAbruptly(site);
    expect(presence(site, ESX1)?.cryptoState).toBe("incapable");
    expect(presence(site, ESX1)?.cachedKeyIds.has(site.key)).toBe(true);
    expect(operators.startVm(MACHINE, ESX1)).toMatchObject({ reason: "HOST_NOT_CRYPTO_SAFE" });
  });

  it("that all hosts of an encrypted vSAN share goes from each, and no disk group with it", async () => {
    const site = { simulator: await vsanEstate(), key: "" };
    removeHostKey(site, "vCenter");
    const hosts = [...site.simulator.estate().hosts.values()];
    expect(hosts.map(({ present }) => present?.removedKeyIds?.size)).toEqual(hosts.map(() => 1));
    expect(hosts.map(({ present }) => present?.diskGroup?.isMounted)).toEqual(
      hosts.map(() => true),
    );
    bootAbruptly(site);
    expect(presence(site, ESX1)?.cachedKeyIds.has(hostKeyOf(site, ESX1))).toBe(true);
  });
});

describe("a key removed on a host", () => {
  rule("removal-on-a-host-asks-nobody", async () => {
    const site = await withMachine();
    expect(removeOnHost(site, ESX1)).toEqual([{ keyId: site.key, fault: null }]);
    expect(removeOnHost(site, ESX1)).toEqual([{ keyId: site.key, fault: "InvalidArgument" }]);
    expect([isCached(site, ESX1), isCached(site, ESX2)]).toEqual([false, true]);
  });

  rule("reboot-brings-removed-keys-back", async () => {
    const site = await withMachine();
    removeOnHost(site, ESX1);
    const { backend, operators } = site.simulator;
    operators.inject({ kind: "unreachable", target: ESX1 });
    const { homeKeyId } = await backend.virtualMachines.create(machineSpec("other"));
    operators.healAll();
    site.simulator.advance(3600);
    expect(presence(site, ESX1)?.cachedKeyIds).toContain(homeKeyId);
    expect(isCached(site, ESX1)).toBe(false);
    site.simulator.operators.reboot(ESX1, "gracefully");
    site.simulator.advance(660);
    expect(isCached(site, ESX1)).toBe(true);
  });

  it("is gone from the boot disk with the next archive", async () => {
    const site = await withMachine({ keyPersistence: true });
    site.simulator.advance(3600);
    const isStored = () => presence(site, ESX1)?.storedKeyIds.has(site.key);
    expect(isStored()).toBe(true);
    removeOnHost(site, ESX1);
    expect([isStored(), presence(site, ESX1)?.forgottenKeyIds?.has(site.key)]).toEqual([
      true,
      true,
    ]);
    site.simulator.advance(3600);
    expect(isStored()).toBe(false);
  });

  it("is sent again to a host on which key persistence is enabled afterwards", async () => {
    const site = await withMachine();
    removeOnHost(site, ESX1);
    await site.simulator.backend.hosts.enableKeyPersistence(ESX1);
    site.simulator.advance(300);
    expect(isCached(site, ESX1)).toBe(true);
  });

  it("is not asked of a host that is down", async () => {
    const simulator = await smallEstate({ hosts: [hostSpec("esx1")] });
    simulator.operators.powerLoss(ESX1);
    expect(() => removeOnHost({ simulator, key: "k" }, ESX1)).toThrow("is down");
  });
});
