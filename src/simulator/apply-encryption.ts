// A virtual machine brought from what of it is encrypted to what is to be: home, disks, vTPM, and new keys for
// all of them where that is asked for. The steps are in vm-encryption.ts; a fault in one leaves nothing of any.

import type { RekeyDepth, VirtualMachineSpec } from "../provider/backend.js";
import { Courier } from "./courier.js";
import { type Bench, presentKey, wantedKey } from "./machine-keys.js";
import type { DiskRecord, VirtualMachineRecord } from "./records.js";
import { addVtpm, encryptPart, makeDisk, rekeyPart, renewDataKeys } from "./vm-encryption.js";
import { wantsEncryptedHome } from "./vm-rules.js";
import type { World } from "./world.js";

/** More than a machine is ever re-keyed between its creation and its removal. */
const GENERATIONS_PER_INCARNATION = 1_000_000;

export interface Wanted {
  readonly spec: VirtualMachineSpec;
  /** Whether everything that is encrypted gets new keys. */
  readonly rekey?: RekeyDepth | undefined;
}

export function benchFor(world: World, machine: VirtualMachineRecord): Bench {
  const { path, host, cluster, incarnation } = machine;
  let serial = machine.serial;
  const nextGeneration = () => {
    serial += 1;
    return incarnation * GENERATIONS_PER_INCARNATION + serial;
  };
  const courier = new Courier(world);
  return { world, courier, machine: path, host, cluster, nextGeneration, serial: () => serial };
}

/** The machine encrypted as wanted, with what was derived for it counted. */
export function applyEncryption(
  bench: Bench,
  machine: VirtualMachineRecord,
  wanted: Wanted,
): VirtualMachineRecord {
  const done = encryptParts(bench, machine, wanted);
  const renewed = wanted.rekey === "deep" ? renewDataKeys(bench, done) : done;
  return { ...renewed, serial: bench.serial() };
}

/** Home first, then disks, then the vTPM: each rests on the one before. */
function encryptParts(
  bench: Bench,
  machine: VirtualMachineRecord,
  wanted: Wanted,
): VirtualMachineRecord {
  const { spec } = wanted;
  const withHome = applyHome(bench, machine, wanted);
  const home = withHome.home?.bundle ?? null;
  const before = new Map(machine.disks.map((disk) => [disk.name, disk]));
  const disks: readonly DiskRecord[] = spec.disks.map((disk) =>
    makeDisk(bench, disk, { before: before.get(disk.name), home, rekey: wanted.rekey }),
  );
  const withDisks = { ...withHome, disks };
  const result = wantsEncryptedHome(spec) ? withDisks : { ...withDisks, home: null };
  if (!spec.vtpm) return { ...result, nvram: null };
  return result.nvram === null ? addVtpm(bench, result) : result;
}

function applyHome(
  bench: Bench,
  machine: VirtualMachineRecord,
  { spec, rekey }: Wanted,
): VirtualMachineRecord {
  const { home } = machine;
  if (!wantsEncryptedHome(spec)) {
    if (home !== null) presentKey(bench, home.bundle);
    return machine;
  }
  const part = "home";
  const { keyId = null } = spec;
  if (home === null) {
    const key = wantedKey(bench, { provider: spec.keyProvider, keyId, part });
    return { ...machine, home: encryptPart(bench, part, key) };
  }
  // No key provider named means the one in use, never the default of the day; no key named means the same.
  const provider = spec.keyProvider ?? home.bundle.provider;
  const isKey =
    provider === home.bundle.provider && (keyId ?? home.bundle.keyId) === home.bundle.keyId;
  if (rekey === undefined && isKey) return machine;
  return { ...machine, home: rekeyPart(bench, home, wantedKey(bench, { provider, keyId, part })) };
}
