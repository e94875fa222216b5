// What locks machines and what unlocks them; more of it is in ../restart.test.ts.

import { describe, expect } from "vitest";
import { invariant } from "../../../src/model/invariant.js";
import type { VirtualMachineSpec } from "../../../src/provider/backend.js";
import type { Simulator } from "../../../src/simulator/simulator.js";
import { rule } from "../../support/rule.js";
import {
  clusterSpec,
  hostSpec,
  isRunning,
  KEY_SERVER,
  machineSpec,
  standardSpec,
  VCENTER,
} from "../declare.js";
import {
  cutKeyServer,
  cutVcenter,
  delivered,
  ESX1,
  edgeSite,
  OTHER_STANDARD,
  powerCut,
  VM,
} from "../vendor-page/site.js";
import { outcomeOf } from "./outages.js";

const infoOf = ({ backend }: Simulator) => backend.virtualMachines.read(VM);
const keyOf = async (simulator: Simulator) => (await infoOf(simulator))?.homeKeyId ?? "";

/** After a power cut with the key server away. */
async function lockedSite(): Promise<Simulator> {
  const simulator = await edgeSite();
  cutKeyServer(simulator);
  powerCut(simulator);
  expect(await infoOf(simulator)).toMatchObject({ cryptoState: "locked" });
  return simulator;
}

describe("a machine is locked", () => {
  rule("locked-if-nobody-has-the-key", async () => {
    const site = await edgeSite();
    const lockedAfter = async (happen: (simulator: Simulator) => void) => {
      const simulator = site.fork();
      happen(simulator);
      simulator.advance(1800);
      return (await infoOf(simulator))?.cryptoState === "locked";
    };
    expect(await lockedAfter(cutKeyServer)).toBe(false);
    expect(await lockedAfter(powerCut)).toBe(false);
    for (const cut of [cutKeyServer, cutVcenter]) {
      const both = (simulator: Simulator) => {
        cut(simulator);
        powerCut(simulator);
      };
      expect(await lockedAfter(both)).toBe(true);
    }
  });

  rule("locked-event-names-the-cause", async () => {
    const site = await edgeSite();
    const key = await keyOf(site);
    const eventAfter = (happen: (simulator: Simulator) => void) => {
      const simulator = site.fork();
      happen(simulator);
      const texts: string[] = [];
      simulator.onEvent(({ kind, subject, text }) => {
        if (kind === "vm-locked" && subject === VM) texts.push(text);
      });
      powerCut(simulator);
      return texts.join();
    };
    const isMissing = /^Virtual machine is locked because keys are missing on KMS cluster\./;
    const isCutOff = /^Virtual machine is locked because of a KMS cluster error\./;
    expect(eventAfter(cutKeyServer)).toMatch(isCutOff);
    for (const to of ["inactive", "deleted"] as const) {
      expect(eventAfter((s) => s.operators.changeKey(KEY_SERVER, key, to))).toMatch(isMissing);
    }
  });

  rule("locked-takes-no-change", async () => {
    const simulator = await lockedSite();
    const { backend } = simulator;
    const { virtualMachines } = backend;
    const spec = machineSpec("till");
    const [disk] = spec.disks;
    invariant(disk !== undefined, "a machine has a disk");
    simulator.operators.healAll();
    await backend.standardKeyProviders.create(standardSpec({ name: OTHER_STANDARD }));
    await backend.clusters.create(clusterSpec({ name: "c2" }));
    await backend.hosts.add(hostSpec("esx9", { cluster: `${VCENTER}/c2` }));
    const changes: readonly VirtualMachineSpec[] = [
      machineSpec("till", { encrypted: false }),
      { ...spec, keyProvider: OTHER_STANDARD },
      { ...spec, disks: [{ ...disk, keyProvider: OTHER_STANDARD }] },
      { ...spec, disks: [{ ...disk, sizeGib: 2 * disk.sizeGib }] },
      { ...spec, disks: [disk, { ...disk, name: "disk-1" }] },
      { ...spec, disks: [] },
      { ...spec, cluster: `${VCENTER}/c2` },
    ];
    const outcomes = () =>
      Promise.all(
        changes.map((change) =>
          outcomeOf(simulator.fork().backend.virtualMachines.reconfigure(VM, change)),
        ),
      );
    expect(await outcomes()).toEqual(changes.map(() => "InvalidState"));
    const off = outcomeOf(virtualMachines.reconfigure(VM, { ...spec, powerState: "poweredOff" }));
    expect(await off).toBe("done");
    await virtualMachines.unlock(VM);
    expect(await outcomes()).toEqual(changes.map(() => "done"));
  });

  rule("locked-can-be-deleted", async () => {
    const simulator = await lockedSite();
    await simulator.backend.virtualMachines.destroy(VM);
    expect(await infoOf(simulator)).toBeUndefined();
  });
});

describe("a locked machine comes back", () => {
  rule("unlock-when-keys-are-back", async () => {
    const simulator = await lockedSite();
    simulator.operators.healAll();
    const messages = delivered(simulator, () => simulator.operators.unlockVm(VM));
    expect(messages).toContain("fetch-key");
    expect(await infoOf(simulator)).toMatchObject({ cryptoState: "unlocked" });
    cutKeyServer(simulator);
    expect(simulator.operators.startVm(VM)).toBeNull();
  });

  rule("keys-pushed-at-next-remediation", async () => {
    const simulator = await lockedSite();
    simulator.advance(10);
    simulator.operators.healAll();
    const held = () => simulator.estate().hosts.get(ESX1)?.present?.cachedKeyIds.size;
    simulator.advance(289);
    expect(held()).toBe(0);
    simulator.advance(1);
    expect(held()).toBe(3);
  });

  rule("host-reboot-after-outage-restarts", async () => {
    const simulator = await lockedSite();
    const left = simulator.fork();
    for (const each of [simulator, left]) each.operators.healAll();
    expect(delivered(simulator, () => powerCut(simulator))).toContain("push-keys");
    left.advance(2400);
    expect([isRunning(simulator, VM), isRunning(left, VM)]).toEqual([true, false]);
  });

  rule("reactivated-key-unlocks", async () => {
    const simulator = await edgeSite();
    const key = await keyOf(simulator);
    simulator.operators.changeKey(KEY_SERVER, key, "inactive");
    powerCut(simulator);
    const unlock = () => outcomeOf(simulator.backend.virtualMachines.unlock(VM));
    expect(await unlock()).toBe("InvalidState");
    simulator.operators.changeKey(KEY_SERVER, key, "active");
    expect(await unlock()).toBe("done");
    expect(await infoOf(simulator)).toMatchObject({ cryptoState: "unlocked" });
    expect(isRunning(simulator, `${VCENTER}/vm/badge`)).toBe(true);
  });
});
