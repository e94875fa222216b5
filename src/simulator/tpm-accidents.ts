// What happens to the TPM and the firmware of a host while nobody asks vSphere. It shows at the next boot: the archive is
// sealed to what the last one measured (Broadcom KB 312109; vSphere Security, Recover the Secure ESXi Configuration).

import { machineLineage, nextGeneration } from "./derive.js";
import type { SimulatorEventKind } from "./events.js";
import type { HostRecord } from "./records.js";
import { demand, requireRecord } from "./require.js";
import { tell, type World } from "./world.js";

type TpmEvent = Extract<
  SimulatorEventKind,
  "tpm-cleared" | "tpm-failed" | "boot-disk-moved" | "firmware-changed"
>;

const TEXTS: { readonly [kind in TpmEvent]: string } = {
  "tpm-cleared": "The TPM was cleared: it shows at the next boot.",
  "tpm-failed": "The TPM has failed: it shows at the next boot.",
  "boot-disk-moved": "The boot disk was put into another machine with a TPM.",
  "firmware-changed": "Firmware settings were changed: it shows at the next boot.",
};

/** What was sealed to it can no longer be unsealed. */
export function clearTpm(world: World, path: string): void {
  change(world, path, "tpm-cleared", (host) => withAnotherTpm(world, host));
}

/** The machine has no TPM any more that anything could be unsealed with. */
export function failTpm(world: World, path: string): void {
  change(world, path, "tpm-failed", (host) => withTpm(host, "absent"));
}

/** Other hardware under the same boot disk, with a working TPM. VsphereFault `InvalidState` while the host is up. */
export function moveBootDisk(world: World, path: string): void {
  const { up } = requireRecord(world.hosts, path, "host");
  demand(!up, "InvalidState", `"${path}" is up: its boot disk is moved while it is off.`);
  change(world, path, "boot-disk-moved", (host) => withTpm(withAnotherTpm(world, host), "usable"));
}

/** The next boot measures something else. */
export function updateFirmware(world: World, path: string): void {
  change(world, path, "firmware-changed", (host) => ({
    ...host,
    tpm: { ...host.tpm, firmwareRevision: host.tpm.firmwareRevision + 1 },
  }));
}

export function setSecureBoot(world: World, path: string, to: "on" | "off"): void {
  change(world, path, "firmware-changed", (host) => ({
    ...host,
    hardware: { ...host.hardware, secureBoot: to === "on" },
  }));
}

export function setExecInstalledOnly(world: World, path: string, to: "on" | "off"): void {
  change(world, path, "firmware-changed", (host) => ({ ...host, execInstalledOnly: to === "on" }));
}

function withAnotherTpm(world: World, host: HostRecord): HostRecord {
  const generation = nextGeneration(world, machineLineage(host));
  return { ...host, tpm: { ...host.tpm, generation } };
}

function withTpm(host: HostRecord, to: "usable" | "absent"): HostRecord {
  const tpm = { present: to === "usable", hashBank: "sha256" } as const;
  return { ...host, hardware: { ...host.hardware, tpm } };
}

function change(
  world: World,
  path: string,
  kind: TpmEvent,
  by: (host: HostRecord) => HostRecord,
): void {
  world.hosts.set(path, by(requireRecord(world.hosts, path, "host")));
  tell(world, { kind, subject: path, text: TEXTS[kind] });
}
