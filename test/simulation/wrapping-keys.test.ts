// Wrapping keys of a standard key provider: the key of a machine is stored with it, wrapped by a key of the key
// servers, and a start has it unwrapped there (VCF security guidelines, Standard Key Provider FAQ; vSphere API 9.0,
// KmipServerSpec.keySpec). How keys are wrapped is fixed when the key provider is added (FC-55).

import { describe, expect, it } from "vitest";
import type { StandardKeyProviderSpec, WrappingSpec } from "../../src/provider/backend.js";
import type { Simulator } from "../../src/simulator/simulator.js";
import { rule } from "../support/rule.js";
import {
  CLUSTER,
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

const HOST = `${CLUSTER}/esx1`;
const MACHINE = "vc/vm/app";
const PROVIDER = `${VCENTER}/kp/${STANDARD}`;
const DAY = 86_400;

interface Site {
  readonly simulator: Simulator;
  /** The wrapping key that was named. */
  readonly keyId: string;
}

async function withProvider(
  spec: (keyId: string) => Partial<StandardKeyProviderSpec>,
  vcenterVersion = "9.0",
): Promise<Site> {
  const simulator = await smallEstate({
    hosts: [hostSpec("esx1", { version: "9.0" })],
    provider: "none",
    vcenterVersion,
  });
  const { backend, operators } = simulator;
  await backend.keyServers.create(keyServerSpec());
  const keyId = operators.makeKey(KEY_SERVER, "wrapping");
  await backend.standardKeyProviders.create(standardSpec(spec(keyId)));
  await backend.defaultKeyProviders.set(VCENTER, STANDARD);
  return { simulator, keyId };
}

const NAMED = (keyId: string) => ({ wrapping: { keyId, rotationDays: null } });
const ROTATED = (days: number) => () => ({ wrapping: { keyId: null, rotationDays: days } });

async function withMachine(spec = NAMED as Parameters<typeof withProvider>[0]): Promise<Site> {
  const site = await withProvider(spec);
  await site.simulator.backend.virtualMachines.create(machineSpec("app"));
  return site;
}

const keysAtServer = ({ simulator }: Site) => [
  ...(simulator.estate().keyServers.get(KEY_SERVER)?.heldKeyIds ?? []),
];

const homeKeyOf = ({ simulator }: Site, vm = MACHINE) =>
  simulator.estate().virtualMachines.get(vm)?.homeKey;

function reboot({ simulator }: Site): void {
  simulator.operators.powerLoss(HOST);
  simulator.operators.powerOn(HOST);
  simulator.advance(300);
}

describe("a wrapping key", () => {
  rule("wrapping-key-from-9-0", async () => {
    const cases: readonly (readonly [string, Partial<WrappingSpec>, string])[] = [
      ["9.0", { rotationDays: 30 }, "added"],
      ["9.0", { rotationDays: 3650 }, "added"],
      ["9.0", { rotationDays: 29 }, "every 30 to 3650 days"],
      ["9.0", { rotationDays: 3651 }, "every 30 to 3650 days"],
      ["9.0", { keyId: "k" }, "added"],
      ["9.0", {}, "either named or rotated"],
      ["9.0", { keyId: "k", rotationDays: 30 }, "either named or rotated"],
      ["8.0 U3", { rotationDays: 30 }, "need vCenter 9.0 or later"],
    ];
    for (const [version, given, expected] of cases) {
      const wrapping = { keyId: null, rotationDays: null, ...given };
      const added = withProvider(() => ({ wrapping }), version).then(() => "added", String);
      expect(await added).toContain(expected);
    }
  });

  rule("wrapping-fixed-at-creation", async () => {
    const { simulator } = await withProvider(() => ({}));
    const change = simulator.backend.standardKeyProviders.reconfigure(
      PROVIDER,
      standardSpec(ROTATED(90)()),
    );
    await expect(change).rejects.toMatchObject({ fault: "NotSupported" });
  });

  rule("wrapped-keys-leave-the-key-server", async () => {
    for (const spec of [NAMED, ROTATED(90)]) {
      const site = await withMachine(spec);
      await site.simulator.backend.virtualMachines.create(machineSpec("b"));
      const wrappedBy = homeKeyOf(site)?.wrappedBy ?? "";
      expect(new Set(keysAtServer(site))).toEqual(new Set([site.keyId, wrappedBy]));
      expect(wrappedBy === site.keyId).toBe(spec === NAMED);
      expect(homeKeyOf(site)?.id).not.toBe(homeKeyOf(site, "vc/vm/b")?.id);
    }
  });

  it("unwraps the keys of host and machine after a reboot, and nothing comes back without it", async () => {
    const site = await withMachine();
    const { operators } = site.simulator;
    reboot(site);
    expect(isRunning(site.simulator, MACHINE)).toBe(true);
    operators.keyServerDown(KEY_SERVER);
    reboot(site);
    expect(isRunning(site.simulator, MACHINE)).toBe(false);
  });

  rule("wrapping-key-opens-everything", async () => {
    for (const [to, reason, sentence] of [
      ["inactive", "WRAPPING_KEY_INACTIVE", "the wrapping key is deactivated"],
      ["deleted", "WRAPPING_KEY_MISSING", "do not have the wrapping key"],
    ] as const) {
      const site = await withMachine();
      const { operators, backend } = site.simulator;
      operators.changeKey(KEY_SERVER, site.keyId, to);
      const create = backend.virtualMachines.create(machineSpec("b"));
      await expect(create).rejects.toThrow(sentence);
      reboot(site);
      const failure = operators.startVm(MACHINE);
      expect(failure?.reason).toBe("HOST_NOT_CRYPTO_SAFE");
      expect(failure?.sentence).toContain(
        "Virtual machine is locked because keys are missing on KMS cluster.",
      );
      expect(failure?.sentence).toContain(reason);
    }
  });

  it("that is active again opens everything", async () => {
    const site = await withMachine();
    site.simulator.operators.changeKey(KEY_SERVER, site.keyId, "inactive");
    reboot(site);
    site.simulator.operators.changeKey(KEY_SERVER, site.keyId, "active");
    expect(site.simulator.operators.startVm(MACHINE)).toBeNull();
  });

  rule("rotated-wrapping-key-stays", async () => {
    const site = await withMachine(ROTATED(30));
    const { simulator } = site;
    const first = homeKeyOf(site)?.wrappedBy ?? "";
    simulator.advance(29 * DAY);
    expect(keysAtServer(site)).toHaveLength(2);
    simulator.advance(DAY);
    expect(keysAtServer(site)).toHaveLength(3);
    expect(homeKeyOf(site)?.wrappedBy).toBe(first);
    reboot(site);
    expect(isRunning(simulator, MACHINE)).toBe(true);
    simulator.administrators.rekeyVm(MACHINE, "shallow");
    expect(homeKeyOf(site)?.wrappedBy).not.toBe(first);
  });

  it("is rotated later where no key server answers in time", async () => {
    const site = await withMachine(ROTATED(30));
    site.simulator.advance(29 * DAY);
    site.simulator.operators.keyServerDown(KEY_SERVER);
    site.simulator.advance(2 * DAY);
    expect(keysAtServer(site)).toHaveLength(2);
    site.simulator.operators.keyServerUp(KEY_SERVER);
    site.simulator.advance(300);
    expect(keysAtServer(site)).toHaveLength(3);
  });

  it("still opens machines after its key provider was made anew without it", async () => {
    const site = await withMachine();
    const { backend } = site.simulator;
    await backend.standardKeyProviders.remove(PROVIDER);
    await backend.standardKeyProviders.create(standardSpec());
    await backend.defaultKeyProviders.set(VCENTER, STANDARD);
    reboot(site);
    expect(isRunning(site.simulator, MACHINE)).toBe(true);
    site.simulator.administrators.rekeyVm(MACHINE, "shallow");
    expect(homeKeyOf(site)?.wrappedBy).toBeUndefined();
  });
});
