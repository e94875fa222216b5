// What can be done while key servers, vCenter or both are away and every host has its keys in memory.

import { beforeAll, describe, expect } from "vitest";
import type { VirtualMachineSpec } from "../../../src/provider/backend.js";
import type { Simulator } from "../../../src/simulator/simulator.js";
import { rule } from "../../support/rule.js";
import {
  CLUSTER,
  hostSpec,
  isRunning,
  machineSpec,
  smallEstate,
  standardSpec,
  VCENTER,
} from "../declare.js";
import { cutKeyServer, delivered, ESX1 } from "../vendor-page/site.js";
import { OUTAGES, outcomeOf } from "./outages.js";

const ESX2 = `${CLUSTER}/esx2`;
const APP = `${VCENTER}/vm/app`;
const PLAIN = machineSpec("plain", { encrypted: false });
const ALL = Object.values(OUTAGES);

/** Two hosts, everything in memory; `app` is encrypted and on the first. */
let settled: Simulator;

beforeAll(async () => {
  settled = await smallEstate();
  const { backend } = settled;
  await backend.standardKeyProviders.create(standardSpec({ name: "skp2" }));
  await backend.virtualMachines.create(machineSpec("app"));
  await backend.virtualMachines.create(PLAIN);
  settled.advance(7200);
  expect((await backend.virtualMachines.read(APP))?.host).toBe(ESX1);
});

/** A copy in each outage. */
const struck = () =>
  ALL.map((strike) => {
    const simulator = settled.fork();
    strike(simulator);
    return simulator;
  });

const reconfigure = ({ backend }: Simulator, spec: VirtualMachineSpec) =>
  outcomeOf(backend.virtualMachines.reconfigure(`${VCENTER}/vm/${spec.name}`, spec));
const create = ({ backend }: Simulator, spec: VirtualMachineSpec) =>
  outcomeOf(backend.virtualMachines.create(spec));
const outcomes = (ask: (simulator: Simulator) => Promise<string>) => Promise.all(struck().map(ask));
const ownKey = { name: "data", sizeGib: 1, encrypted: true, keyProvider: "skp" };

describe("with its keys in memory", () => {
  rule("running-machines-run-on", () => {
    for (const simulator of struck()) {
      simulator.advance(30 * 24 * 3600);
      expect(isRunning(simulator, APP)).toBe(true);
      expect(simulator.estate().virtualMachines.get(APP)?.host).toBe(ESX1);
    }
  });

  rule("power-cycle-works-in-an-outage", () => {
    for (const simulator of struck()) {
      const messages = delivered(simulator, () => {
        simulator.operators.stopVm(APP);
        expect(simulator.operators.startVm(APP)).toBeNull();
      });
      expect([...messages]).toEqual([]);
    }
  });

  rule("ha-restart-works-in-an-outage", () => {
    for (const simulator of struck()) {
      simulator.operators.powerLoss(ESX1);
      simulator.advance(0);
      expect(simulator.estate().virtualMachines.get(APP)).toMatchObject({
        running: true,
        host: ESX2,
      });
    }
  });
});

describe("vMotion", () => {
  const move = (simulator: Simulator) => simulator.operators.vMotion(APP, ESX2);

  rule("vmotion-needs-no-key-server", () => {
    const simulator = settled.fork();
    cutKeyServer(simulator);
    const messages = delivered(simulator, () => expect(move(simulator)).toBeNull());
    expect([...messages]).toEqual(["migration"]);
    expect(simulator.estate().virtualMachines.get(APP)?.host).toBe(ESX2);
  });

  rule("vmotion-needs-vcenter", () => {
    expect(move(settled.fork())).toBeNull();
    for (const outage of [OUTAGES.vcenter, OUTAGES.both]) {
      const simulator = settled.fork();
      outage(simulator);
      expect(move(simulator)?.reason).toMatch(/^VCENTER/);
      expect(simulator.estate().virtualMachines.get(APP)).toMatchObject({
        running: true,
        host: ESX1,
      });
    }
  });
});

describe("changes", () => {
  const NEW_KEYS: readonly ((simulator: Simulator) => Promise<string>)[] = [
    (s) => create(s, machineSpec("new")),
    (s) => create(s, machineSpec("new", { encrypted: false, vtpm: true })),
    (s) => reconfigure(s, machineSpec("plain")),
    (s) => reconfigure(s, { ...PLAIN, vtpm: true }),
    (s) => reconfigure(s, machineSpec("app", { disks: [...machineSpec("app").disks, ownKey] })),
  ];

  rule("new-keys-need-the-key-server", async () => {
    for (const ask of NEW_KEYS) {
      expect(await ask(settled.fork())).toBe("done");
      expect(await outcomes(ask)).not.toContain("done");
    }
  });

  rule("rekey-needs-the-key-server", async () => {
    const rekey = (s: Simulator) => reconfigure(s, machineSpec("app", { keyProvider: "skp2" }));
    expect(await rekey(settled.fork())).toBe("done");
    expect(await outcomes(rekey)).not.toContain("done");
  });

  rule("decryption-needs-the-present-key", async () => {
    const decrypt = (s: Simulator) => reconfigure(s, machineSpec("app", { encrypted: false }));
    const simulator = settled.fork();
    cutKeyServer(simulator);
    const forgetful = simulator.fork();
    for (const host of [ESX1, ESX2]) {
      forgetful.operators.powerLoss(host);
      forgetful.operators.powerOn(host);
    }
    const robbed = simulator.fork();
    const keyId = (await robbed.backend.virtualMachines.read(APP))?.homeKeyId ?? "";
    robbed.administrators.removeKeysFromHost({ host: ESX1, keyIds: [keyId], force: false });
    expect(await decrypt(simulator)).toBe("done");
    expect(isRunning(simulator, APP)).toBe(true);
    expect(await decrypt(forgetful)).not.toBe("done");
    expect(await decrypt(robbed)).toBe("EncryptionKeyRequired");
    const withoutDisks = machineSpec("app", { disks: [] });
    expect(await reconfigure(robbed, { ...withoutDisks, encrypted: false })).not.toBe("done");
  });

  rule("management-needs-vcenter", async () => {
    const simulator = settled.fork();
    OUTAGES.vcenter(simulator);
    const decrypted = reconfigure(simulator, machineSpec("app", { encrypted: false }));
    expect(await decrypted).not.toBe("done");
    const plain = machineSpec("new", { encrypted: false });
    expect(await create(simulator, plain)).not.toBe("done");
    simulator.operators.vcenterUp(VCENTER);
    expect(await create(simulator, plain)).toBe("done");
  });

  rule("refusal-changes-nothing", async () => {
    for (const simulator of struck()) {
      const before = simulator.digest();
      for (const ask of NEW_KEYS) await ask(simulator);
      expect(simulator.digest()).toBe(before);
      expect(isRunning(simulator, `${VCENTER}/vm/plain`)).toBe(true);
    }
  });
});

describe("a host that is added", () => {
  const ESX3 = `${CLUSTER}/esx3`;

  rule("joins-without-a-key", async () => {
    const simulator = settled.fork();
    cutKeyServer(simulator);
    const info = await simulator.backend.hosts.add(hostSpec("esx3"));
    expect(info).toMatchObject({ connected: true, cryptoState: "incapable", cachedKeyIds: [] });
    expect(simulator.couldStart({ vm: APP, host: ESX3 })?.reason).toBe("HOST_NOT_CRYPTO_SAFE");
    simulator.operators.healAll();
    simulator.advance(300);
    expect(simulator.couldStart({ vm: APP, host: ESX3 })).toBeNull();
  });

  rule("joining-needs-vcenter", async () => {
    const simulator = settled.fork();
    OUTAGES.vcenter(simulator);
    const join = () => outcomeOf(simulator.backend.hosts.add(hostSpec("esx3")));
    expect(await join()).not.toBe("done");
    expect(simulator.estate().hosts.has(ESX3)).toBe(false);
    simulator.operators.vcenterUp(VCENTER);
    expect(await join()).toBe("done");
  });
});
