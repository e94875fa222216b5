// The TPM of a simulated host: registers extended with what the firmware measures at boot, and keys sealed
// to their values. A key comes out only if every register is as it was when the key was sealed.

import { createHash } from "node:crypto";
import { isAtLeast, UNSEALABLE_TPMS } from "../vsphere/versions.js";
import { deriveBytes, machineLineage } from "./derive.js";
import { hmac, unwrapKey, wrapKey } from "./key-crypto.js";
import type { BootMeasurement, HostRecord } from "./records.js";
import type { World } from "./world.js";

const SECURE_BOOT_REGISTER = 7;
const IMAGE_REGISTER = 8;

/** What is measured into which register, in the order of a boot (TCG PC Client platform profile). */
interface Measurement {
  readonly register: 0 | typeof SECURE_BOOT_REGISTER | typeof IMAGE_REGISTER;
  readonly text: string;
}

/** The requirements that are sealed with a key and checked when it is unsealed. */
export interface SealingPolicy {
  readonly requireSecureBoot: boolean;
  readonly requireExecInstalledOnly: boolean;
}

/** Whether ESXi can talk to it, own it and measure with it: FIFO, hierarchy enabled, SHA-256 (Broadcom KB 312109). */
export function isTpmUsable({ hardware: { tpm } }: Pick<HostRecord, "hardware">): boolean {
  const { present, hashBank, interface: spoken = "fifo", hierarchyEnabled = true } = tpm;
  return present && hashBank === "sha256" && spoken === "fifo" && hierarchyEnabled;
}

/** Whether this release of ESXi can seal to it: early ones fail with the TPMs of some makers (the same KB). */
export function canSeal(host: Pick<HostRecord, "hardware" | "version">): boolean {
  const { manufacturer, model = "" } = host.hardware.tpm;
  const failsWith = ({ manufacturer: of, model: begin, from, before }: UnsealableTpm) =>
    of === manufacturer &&
    model.startsWith(begin) &&
    isAtLeast(host.version, from) &&
    !isAtLeast(host.version, before);
  return isTpmUsable(host) && !UNSEALABLE_TPMS.some(failsWith);
}

type UnsealableTpm = (typeof UNSEALABLE_TPMS)[number];

/** What a boot of this host finds now. */
export function measureMachine({
  tpm,
  hardware,
}: Pick<HostRecord, "tpm" | "hardware">): BootMeasurement {
  return { tpm, secureBoot: hardware.secureBoot };
}

/**
 * Seals a key to what the next boot measures if nobody touches the machine: TPM and firmware as at the last
 * boot, ESXi as it is now.
 */
export function sealKey(
  world: World,
  host: HostRecord,
  sealed: SealingPolicy & { key: Buffer },
): Buffer {
  const { tpm, secureBoot } = host.measured;
  const untouched = { ...host, tpm, hardware: { ...host.hardware, secureBoot } };
  return wrapKey(sealingKey(world, untouched, sealed), sealed.key);
}

/** The sealed key; undefined if TPM, registers or policy are not those it was sealed to. */
export function unsealKey(
  world: World,
  host: HostRecord,
  sealed: SealingPolicy & { sealedKey: Buffer },
): Buffer | undefined {
  if (!canSeal(host)) return undefined;
  return unwrapKey(sealingKey(world, host, sealed), sealed.sealedKey);
}

/** A key that only this TPM, with these registers and this policy, arrives at. */
function sealingKey(world: World, host: HostRecord, policy: SealingPolicy): Buffer {
  const { name } = machineLineage(host);
  const { generation } = host.tpm;
  const secret = deriveBytes(world.seed, { kind: "tpm", name, generation }, 32);
  const registers = [...bootRegisters(host)].map(([, value]) => value);
  const flags = `${policy.requireSecureBoot} ${policy.requireExecInstalledOnly}`;
  return hmac(secret, flags, ...registers);
}

/** The platform configuration registers after a boot, by number. */
export function bootRegisters(host: HostRecord): ReadonlyMap<number, Buffer> {
  const registers = registersOf(measureBoot(host));
  for (const register of host.tpm.flippedRegisters) {
    const value = registers.get(register);
    if (value !== undefined) registers.set(register, flipFirstBit(value));
  }
  return registers;
}

function registersOf(measurements: readonly Measurement[]): Map<number, Buffer> {
  const registers = new Map<number, Buffer>();
  for (const { register, text } of measurements) {
    const before = registers.get(register) ?? Buffer.alloc(32);
    const measured = createHash("sha256").update(text).digest();
    const after = createHash("sha256").update(before).update(measured).digest();
    registers.set(register, after);
  }
  return registers;
}

function measureBoot(host: HostRecord): readonly Measurement[] {
  return [
    { register: 0, text: `firmware ${host.tpm.firmwareRevision}` },
    ...measureSecureBoot(host.hardware.secureBoot ? "on" : "off"),
    ...measureImage(host),
  ];
}

function measureSecureBoot(state: "on" | "off"): readonly Measurement[] {
  return [{ register: SECURE_BOOT_REGISTER, text: `secure boot ${state}` }];
}

function measureImage(
  image: Pick<HostRecord, "version" | "execInstalledOnly">,
): readonly Measurement[] {
  return [
    { register: IMAGE_REGISTER, text: `ESXi ${image.version}` },
    { register: IMAGE_REGISTER, text: `execInstalledOnly ${image.execInstalledOnly}` },
  ];
}

/** Whether registers are those of a machine that booted with secure boot on. */
export function isSecureBootMeasured(registers: ReadonlyMap<number, Buffer>): boolean {
  return isMeasured(registers, SECURE_BOOT_REGISTER, measureSecureBoot("on"));
}

/** Whether registers are those of a machine that booted this release of ESXi. */
export function isImageMeasured(registers: ReadonlyMap<number, Buffer>, version: string): boolean {
  return [true, false].some((execInstalledOnly) =>
    isMeasured(registers, IMAGE_REGISTER, measureImage({ version, execInstalledOnly })),
  );
}

function isMeasured(
  registers: ReadonlyMap<number, Buffer>,
  register: number,
  measurements: readonly Measurement[],
): boolean {
  const expected = registersOf(measurements).get(register);
  return expected !== undefined && registers.get(register)?.equals(expected) === true;
}

/** For tests of the sealing, and of everything else that bytes protect. */
export function flipFirstBit(bytes: Buffer): Buffer {
  const flipped = Buffer.from(bytes);
  flipped[0] = (flipped[0] ?? 0) ^ 1;
  return flipped;
}
