// How hosts become crypto safe and cease to be, and where their host keys come from.

import { describe, expect } from "vitest";
import type { CryptoState } from "../../../src/provider/backend.js";
import { type CryptoCall, nextCryptoState } from "../../../src/simulator/crypto-state.js";
import type { Simulator } from "../../../src/simulator/simulator.js";
import { rule } from "../../support/rule.js";
import {
  CLUSTER,
  clusterSpec,
  type EstateOptions,
  hostSpec,
  isRunning,
  KEY_SERVER,
  keyServerSpec,
  machineSpec,
  smallEstate,
  standardSpec,
  VCENTER,
} from "../declare.js";
import { delivered, refused } from "../vendor-page/site.js";

const [ESX1, ESX2] = [`${CLUSTER}/esx1`, `${CLUSTER}/esx2`];
const APP = `${VCENTER}/vm/app`;

/** What a call leads to from each state: `STATE KEY`, or the fault it ends in. */
function answersTo(call: CryptoCall): Readonly<Record<CryptoState, string>> {
  const answer = (state: CryptoState) => {
    const keyId = state === "safe" || state === "pendingIncapable" ? "own" : null;
    const next = nextCryptoState({ state, keyId }, call);
    return "fault" in next ? next.fault : `${next.state} ${next.keyId ?? "-"}`;
  };
  return {
    incapable: answer("incapable"),
    prepared: answer("prepared"),
    safe: answer("safe"),
    pendingIncapable: answer("pendingIncapable"),
  };
}

const hostOf = (simulator: Simulator, path = ESX1) => simulator.estate().hosts.get(path)?.present;
const stateOf = (simulator: Simulator, path = ESX1) => hostOf(simulator, path)?.cryptoState;
const oneHost = (options: EstateOptions = {}) =>
  smallEstate({ hosts: [hostSpec("esx1")], ...options });
const createApp = (simulator: Simulator, changes: Parameters<typeof machineSpec>[1] = {}) =>
  simulator.backend.virtualMachines.create(machineSpec("app", changes));

const fault = (name: string) => expect.objectContaining({ fault: name });

/** A key that the key server has, and what gives it to the host as its host key. */
function keyFor({ operators, administrators }: Simulator) {
  const key = { provider: "skp", keyId: operators.makeKey(KEY_SERVER, "host") };
  const give = (given: typeof key) => administrators.giveHostKey({ host: ESX1, key: given });
  return { key, give };
}

function powerCycle({ operators }: Simulator, host = ESX1): void {
  operators.powerLoss(host);
  operators.powerOn(host);
}

describe("the calls of the API", () => {
  rule("prepare-from-incapable", async () => {
    expect(answersTo({ call: "prepare" })).toEqual({
      incapable: "prepared -",
      prepared: "InvalidState",
      safe: "InvalidState",
      pendingIncapable: "InvalidState",
    });
    const simulator = await oneHost();
    const prepare = () => simulator.administrators.prepareHost(ESX1);
    prepare();
    expect(stateOf(simulator)).toBe("prepared");
    expect(prepare).toThrow(fault("InvalidState"));
    await createApp(simulator);
    expect(isRunning(simulator, APP)).toBe(true);
    expect(prepare).toThrow(fault("InvalidState"));
  });

  rule("enable-after-prepare", async () => {
    expect(answersTo({ call: "enable", keyId: "new" })).toMatchObject({
      incapable: "InvalidState",
      prepared: "safe new",
    });
    const simulator = await oneHost();
    const { key, give } = keyFor(simulator);
    expect(() => give(key)).toThrow(fault("InvalidState"));
    simulator.administrators.prepareHost(ESX1);
    simulator.operators.keyServerDown(KEY_SERVER);
    expect(() => give(key)).toThrow(fault("KeyProviderUnavailable"));
    expect(stateOf(simulator)).toBe("prepared");
    simulator.operators.keyServerUp(KEY_SERVER);
    give(key);
    expect(hostOf(simulator)).toMatchObject({ cryptoState: "safe", hostKeyId: key.keyId });
  });

  rule("enable-with-the-same-key", async () => {
    expect(answersTo({ call: "enable", keyId: "own" }).safe).toBe("safe own");
    expect(answersTo({ call: "enable", keyId: "new" }).safe).toBe("AlreadyExists");
    const simulator = await oneHost();
    const { key, give } = keyFor(simulator);
    await createApp(simulator);
    const own = hostOf(simulator)?.hostKeyId ?? "";
    expect(() => give(key)).toThrow(fault("AlreadyExists"));
    give({ ...key, keyId: own });
    expect(hostOf(simulator)).toMatchObject({ cryptoState: "safe", hostKeyId: own });
  });

  rule("change-key-of-safe-host", () => {
    expect(answersTo({ call: "changeKey", keyId: "new" })).toEqual({
      incapable: "InvalidState",
      prepared: "InvalidState",
      safe: "safe new",
      pendingIncapable: "InvalidState",
    });
  });

  rule("disable-of-prepared-at-once", async () => {
    expect(answersTo({ call: "disable" })).toEqual({
      incapable: "InvalidState",
      prepared: "incapable -",
      safe: "pendingIncapable own",
      pendingIncapable: "InvalidState",
    });
    const simulator = await oneHost();
    const disable = () => simulator.operators.disableHostEncryption(ESX1);
    simulator.administrators.prepareHost(ESX1);
    disable();
    expect(stateOf(simulator)).toBe("incapable");
    expect(disable).toThrow(fault("InvalidState"));
  });
});

describe("encryption mode", () => {
  rule("encrypted-needs-safe-host", async () => {
    const simulator = await oneHost();
    await createApp(simulator);
    simulator.operators.keyServerDown(KEY_SERVER);
    simulator.operators.stopVm(APP);
    const safe = simulator.fork();
    expect([stateOf(safe), safe.operators.startVm(APP)]).toEqual(["safe", null]);
    powerCycle(simulator);
    const failure = simulator.operators.startVm(APP);
    expect([stateOf(simulator), failure?.reason]).toEqual(["incapable", "HOST_NOT_CRYPTO_SAFE"]);
  });

  rule("enabled-on-demand", async () => {
    const simulator = await oneHost();
    await createApp(simulator, { encrypted: false });
    expect(stateOf(simulator)).toBe("incapable");
    const off = machineSpec("first", { powerState: "poweredOff" });
    await simulator.backend.virtualMachines.create(off);
    expect(stateOf(simulator)).toBe("safe");
  });

  rule("cluster-enters-encryption-mode", async () => {
    const simulator = await smallEstate();
    const fault = { kind: "unreachable", target: ESX2 } as const;
    const cut = simulator.fork();
    cut.operators.inject(fault);
    await createApp(simulator);
    await createApp(cut);
    expect([stateOf(simulator), stateOf(simulator, ESX2)]).toEqual(["safe", "safe"]);
    expect([stateOf(cut), stateOf(cut, ESX2)]).toEqual(["safe", "incapable"]);
  });

  rule("force-enable-asks-nobody", async () => {
    for (const cryptoMode of ["onDemand", "forceEnable"] as const) {
      const simulator = await oneHost({ cluster: { cryptoMode } });
      simulator.advance(300);
      expect(stateOf(simulator)).toBe(cryptoMode === "forceEnable" ? "safe" : "incapable");
    }
  });

  rule("encryption-mode-stays-on", async () => {
    const simulator = await oneHost();
    const never = simulator.fork();
    await createApp(simulator);
    await simulator.backend.virtualMachines.destroy(APP);
    expect(stateOf(simulator)).toBe("safe");
    for (const each of [simulator, never]) powerCycle(each);
    expect([stateOf(simulator), stateOf(never)]).toEqual(["safe", "incapable"]);
  });

  rule("disable-needs-empty-host", async () => {
    const simulator = await oneHost();
    await createApp(simulator);
    const disable = () => simulator.operators.disableHostEncryption(ESX1);
    expect(disable).toThrow(/encrypted virtual machines/);
    expect(stateOf(simulator)).toBe("safe");
    await simulator.backend.virtualMachines.destroy(APP);
    disable();
    expect(stateOf(simulator)).toBe("pendingIncapable");
  });

  rule("disable-waits-for-reboot", async () => {
    const simulator = await oneHost();
    await createApp(simulator);
    await simulator.backend.virtualMachines.destroy(APP);
    simulator.operators.disableHostEncryption(ESX1);
    simulator.advance(24 * 3600);
    expect(stateOf(simulator)).toBe("pendingIncapable");
    powerCycle(simulator);
    expect([stateOf(simulator), hostOf(simulator)?.hostKeyId]).toEqual(["incapable", null]);
  });

  rule("disabled-takes-nothing-new", async () => {
    const simulator = await oneHost();
    await createApp(simulator);
    await simulator.backend.virtualMachines.destroy(APP);
    simulator.operators.disableHostEncryption(ESX1);
    await expect(createApp(simulator)).rejects.toMatchObject({ fault: "HostNotCryptoSafe" });
    powerCycle(simulator);
    await createApp(simulator);
    expect(isRunning(simulator, APP)).toBe(true);
  });
});

describe("the host key", () => {
  rule("host-key-kept-while-it-is-there", async () => {
    const simulator = await oneHost();
    await createApp(simulator);
    const before = hostOf(simulator)?.hostKeyId;
    const messages = delivered(simulator, () => powerCycle(simulator));
    expect(messages).toContain("fetch-key");
    expect(messages).not.toContain("create-key");
    expect(hostOf(simulator)?.hostKeyId).toBe(before);
  });

  rule("host-key-new-if-missing", async () => {
    const simulator = await oneHost();
    await createApp(simulator);
    const before = hostOf(simulator)?.hostKeyId ?? "";
    simulator.operators.changeKey(KEY_SERVER, before, "deleted");
    expect(delivered(simulator, () => powerCycle(simulator))).toContain("create-key");
    expect(stateOf(simulator)).toBe("safe");
    expect(hostOf(simulator)?.hostKeyId).not.toBe(before);
  });

  rule("silent-server-misses-no-key", async () => {
    const simulator = await oneHost();
    await createApp(simulator);
    const { defaultKeyProviders, keyServers, standardKeyProviders } = simulator.backend;
    const other = keyServerSpec({ name: "kms2", address: "kms2.example" });
    await keyServers.create(other);
    await standardKeyProviders.create(
      standardSpec({ name: "skp2", keyServers: [`${VCENTER}/kms/kms2`] }),
    );
    await defaultKeyProviders.set(VCENTER, "skp2");
    const gone = simulator.fork();
    gone.operators.changeKey(KEY_SERVER, hostOf(gone)?.hostKeyId ?? "", "deleted");
    simulator.operators.keyServerDown(KEY_SERVER);
    for (const each of [simulator, gone]) powerCycle(each);
    expect(hostOf(simulator)).toMatchObject({ cryptoState: "incapable", hostKeyProvider: "skp" });
    expect(hostOf(gone)).toMatchObject({ cryptoState: "safe", hostKeyProvider: "skp2" });
  });

  rule("host-key-from-default-provider", async () => {
    for (const ofCluster of [null, "skp2"]) {
      const simulator = await oneHost();
      await simulator.backend.standardKeyProviders.create(standardSpec({ name: "skp2" }));
      if (ofCluster !== null) await simulator.backend.defaultKeyProviders.set(CLUSTER, ofCluster);
      await createApp(simulator, { keyProvider: "skp" });
      expect(hostOf(simulator)?.hostKeyProvider).toBe(ofCluster ?? "skp");
    }
    const without = await oneHost();
    await without.backend.defaultKeyProviders.set(VCENTER, null);
    const inVain = createApp(without, { keyProvider: "skp" });
    await expect(inVain).rejects.toThrow(/cannot become crypto safe/);
  });

  rule("host-key-provider-of-cluster", async () => {
    const named = clusterSpec({ hostKeyProvider: "skp2" });
    const simulator = await oneHost();
    await simulator.backend.standardKeyProviders.create(standardSpec({ name: "skp2" }));
    await simulator.backend.clusters.reconfigure(CLUSTER, named);
    await createApp(simulator);
    expect(hostOf(simulator)?.hostKeyProvider).toBe("skp2");
    const older = await oneHost({ vcenterVersion: "8.0 U2" });
    const refusal = older.backend.clusters.reconfigure(CLUSTER, named);
    await expect(refusal).rejects.toMatchObject({ fault: "NotSupported" });
  });

  rule("host-key-reference-kept", async () => {
    const simulator = await oneHost();
    await createApp(simulator);
    const before = hostOf(simulator)?.hostKeyId;
    const anew = simulator.fork();
    powerCycle(simulator);
    anew.operators.reinstall(ESX1);
    expect(hostOf(simulator)?.hostKeyId).toBe(before);
    expect(hostOf(anew)?.hostKeyId).not.toBe(before);
  });
});

describe("a host without keys", () => {
  rule("joining-host-gets-every-key", async () => {
    const simulator = await oneHost();
    await createApp(simulator);
    await createApp(simulator, { encrypted: false, name: "plain" });
    await simulator.backend.hosts.add(hostSpec("esx2"));
    const home = (await simulator.backend.virtualMachines.read(APP))?.homeKeyId;
    const peer = hostOf(simulator, ESX2);
    expect([...(peer?.cachedKeyIds ?? [])].sort()).toEqual([home, peer?.hostKeyId].sort());
  });

  rule("boots-without-a-key", async () => {
    const simulator = await oneHost();
    await createApp(simulator);
    simulator.operators.inject({ kind: "keys-refused", target: KEY_SERVER });
    powerCycle(simulator);
    expect(hostOf(simulator)).toMatchObject({ up: true, cryptoState: "incapable" });
    const inVain = simulator.backend.virtualMachines.create(machineSpec("new"));
    await expect(inVain).rejects.toThrow(/cannot become crypto safe/);
    simulator.operators.healAll();
    simulator.advance(300);
    expect(stateOf(simulator)).toBe("safe");
  });

  rule("incapable-after-boot", async () => {
    const simulator = await oneHost();
    await createApp(simulator);
    simulator.operators.keyServerDown(KEY_SERVER);
    powerCycle(simulator);
    expect(refused(simulator, () => simulator.advance(7200)).size).toBeGreaterThan(0);
    expect(stateOf(simulator)).toBe("incapable");
    simulator.operators.keyServerUp(KEY_SERVER);
    simulator.advance(300);
    expect(stateOf(simulator)).toBe("safe");
    const native = await oneHost({ provider: "native" });
    await createApp(native);
    native.advance(3660);
    native.operators.vcenterDown(VCENTER);
    powerCycle(native);
    expect(stateOf(native)).toBe("safe");
  });
});
