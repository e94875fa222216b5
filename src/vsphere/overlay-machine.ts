// A planned virtual machine laid over an estate: which keys it will need, where it is, whether it runs.

import { areValuesEqual, type ObjectValue } from "../model/value.js";
import type { EstateKey, EstateVirtualMachine, Recrypt } from "./estate.js";
import { type Maybe, NOT_KNOWN, PATH_NOT_KNOWN } from "./maybe.js";
import type { Draft, Planned } from "./overlay-estate.js";
import {
  flagOf,
  isVersionChanged,
  knownFlag,
  knownNumber,
  knownText,
  partOf,
  partsOf,
  textOf,
} from "./planned-attributes.js";
import { PLANNED_KEY } from "./reach.js";

export function overlayMachine(draft: Draft, id: string, planned: Planned): void {
  const { after } = planned;
  const known = draft.virtualMachines.get(id);
  const cluster = knownText(after, "cluster") ?? PATH_NOT_KNOWN;
  const machine = {
    path: id,
    cluster,
    encrypted: flagOf(after, "encrypted", false) !== false,
    vtpm: flagOf(after, "vtpm", false) !== false,
  };
  const powerState = powerStateOf(after);
  const { host, running } = placeOf(draft, { cluster, powerState }, known);
  // Name by name, as objects that are put together of others take several times the memory.
  const facts: EstateVirtualMachine = {
    path: id,
    cluster,
    powerState,
    autostart: knownFlag(after, "autostart", true),
    encrypted: machine.encrypted,
    vtpm: machine.vtpm,
    firmware: knownText(after, "firmware") === "bios" ? "bios" : "efi",
    hardwareVersion: knownNumber(after, "hardware_version", 19),
    host,
    running,
    homeKey: homeKeyOf(draft, { machine, planned }, known),
    diskKeys: diskKeysOf({ machine, planned }, known),
    locked: known?.locked ?? false,
  };
  const special = {
    ...hardwareOf(after),
    ...pastOf(known),
    ...recryptOf({ machine, planned }, known),
  };
  const isPlain = Object.keys(special).length === 0;
  draft.virtualMachines.set(id, isPlain ? facts : { ...facts, ...special });
}

/** What few machines have. */
function hardwareOf(after: ObjectValue): Partial<EstateVirtualMachine> {
  return {
    ...(knownFlag(after, "efi_secure_boot_enabled", true) ? {} : { efiSecureBoot: false }),
    ...(hasIdeDisk(after) ? { hasIdeDisk: true } : {}),
    ...backupOf(after),
  };
}

/** What an update leaves on a machine. */
function pastOf(known: EstateVirtualMachine | undefined): Partial<EstateVirtualMachine> {
  const { snapshots, isLinkedClone } = known ?? {};
  return {
    ...(snapshots === undefined ? {} : { snapshots }),
    ...(isLinkedClone === undefined ? {} : { isLinkedClone }),
  };
}

/** What the update does to keys and data that are there: the most that it does. */
function recryptOf(
  { machine, planned }: PlannedMachine,
  known: EstateVirtualMachine | undefined,
): { readonly recrypt?: Recrypt } {
  const { before, after } = planned;
  if (known === undefined || before === null) return {};
  const wasEncrypted = known.homeKey !== null;
  const isEncrypted = machine.encrypted || machine.vtpm;
  const disks = changedDisks(planned);
  if (isEncrypted !== wasEncrypted) return { recrypt: isEncrypted ? "encryption" : "decryption" };
  if (disks.length > 0) return { recrypt: disks.includes(true) ? "encryption" : "decryption" };
  if (isVersionChanged(planned, "deep_rekey_version")) return { recrypt: "deep rekey" };
  const { provider, id } = known.homeKey ?? {};
  const isOther = (name: string, used: Maybe<string | null> | undefined) => {
    const named = textOf(after, name);
    return wasEncrypted && named !== null && named !== used;
  };
  const isMoved = isOther("key_provider", provider) || isOther("existing_key_id", id);
  const isRecrypted = isMoved || isRekeyed(planned) || movesDiskKey(planned);
  return isRecrypted ? { recrypt: "shallow rekey" } : {};
}

/** Whether a disk that is there is to have another key of its own. */
function movesDiskKey({ before, after }: Planned): boolean {
  const known = new Map(partsOf(before ?? {}, "disks").map((disk) => [disk.name, disk]));
  return partsOf(after, "disks").some((disk) => {
    const was = known.get(disk.name ?? null);
    return ["key_provider", "existing_key_id"].some((name) => {
      const named = textOf(disk, name);
      return was !== undefined && named !== null && named !== textOf(was, name);
    });
  });
}

/** Whether each disk that changes between plain and encrypted will be encrypted. */
function changedDisks({ before, after }: Planned): readonly boolean[] {
  const isEncrypted = (machine: ObjectValue, disk: ObjectValue) =>
    flagOf(disk, "encrypted", flagOf(machine, "encrypted", false) === true) === true;
  if (before === null) return [];
  const known = new Map(
    partsOf(before, "disks").map((disk) => [knownText(disk, "name"), isEncrypted(before, disk)]),
  );
  return partsOf(after, "disks").flatMap((disk) => {
    const was = known.get(knownText(disk, "name"));
    const will = isEncrypted(after, disk);
    return was === undefined || was === will ? [] : [will];
  });
}

function hasIdeDisk(machine: ObjectValue): boolean {
  return partsOf(machine, "disks").some((disk) => knownText(disk, "controller_type") === "ide");
}

/** Unless a plan knows better, the tool takes everything along. */
function backupOf(after: ObjectValue): Partial<EstateVirtualMachine> {
  const backup = partOf(after, "backup");
  if (Object.keys(backup).length === 0) return {};
  const isEncrypted = flagOf(after, "encrypted", false) === true;
  const disks = partsOf(after, "disks");
  return {
    backup: {
      includesNvram: knownFlag(backup, "include_nvram", true),
      proxy: knownText(backup, "proxy"),
      hasEncryptedDisk:
        disks.length === 0
          ? isEncrypted
          : disks.some((disk) => flagOf(disk, "encrypted", isEncrypted) === true),
    },
  };
}

function powerStateOf(after: ObjectValue): EstateVirtualMachine["powerState"] {
  return knownText(after, "power_state") === "poweredOff" ? "poweredOff" : "poweredOn";
}

/** A machine stays where it is; one that changes cluster, or lost its host, is placed by vCenter. */
function placeOf(
  draft: Draft,
  facts: Pick<EstateVirtualMachine, "cluster" | "powerState">,
  known: EstateVirtualMachine | undefined,
): Pick<EstateVirtualMachine, "host" | "running"> {
  const isHere = known?.cluster === facts.cluster && draft.hosts.has(known.host ?? "");
  if (known === undefined || !isHere) return { host: null, running: false };
  if (facts.powerState === "poweredOff") return { host: known.host, running: false };
  const isSwitchedOn = known.powerState === "poweredOff";
  return { host: known.host, running: known.running || isSwitchedOn };
}

interface PlannedMachine {
  readonly machine: Pick<EstateVirtualMachine, "path" | "cluster" | "encrypted" | "vtpm">;
  readonly planned: Planned;
}

function homeKeyOf(
  draft: Draft,
  { machine, planned }: PlannedMachine,
  known: EstateVirtualMachine | undefined,
): EstateKey | null {
  if (!machine.encrypted && !machine.vtpm) return null;
  const named = textOf(planned.after, "key_provider");
  const home = known?.homeKey ?? null;
  const keyId = textOf(planned.after, "existing_key_id");
  const isProviderInUse = home !== null && (named === null || named === home.provider);
  if (isProviderInUse && (keyId === null ? !isRekeyed(planned) : keyId === home.id)) return home;
  const provider = isProviderInUse ? home.provider : (named ?? defaultOf(draft, machine.cluster));
  return { id: idOf(keyId, machine.path), provider };
}

/** Of a key that is named; of one that apply makes, or that only apply knows, for `user`. */
function idOf(keyId: Maybe<string | null>, user: string): string {
  return keyId === null || keyId === NOT_KNOWN ? `${PLANNED_KEY}${user}` : keyId;
}

function defaultOf(draft: Draft, path: string): Maybe<string | null> {
  const cluster = draft.clusters.get(path);
  const vcenter = draft.vcenters.get(cluster?.vcenter ?? "");
  return cluster?.defaultKeyProvider ?? vcenter?.defaultKeyProvider ?? null;
}

/** Whether apply makes new keys for all that is encrypted of it, by the key providers in use. */
function isRekeyed(planned: Planned): boolean {
  return ["shallow_rekey_version", "deep_rekey_version"].some((name) =>
    isVersionChanged(planned, name),
  );
}

/** Disks with a key of their own; the others use the home key. */
function diskKeysOf(
  { machine, planned }: PlannedMachine,
  known: EstateVirtualMachine | undefined,
): readonly EstateKey[] {
  const { before, after, isReplaced } = planned;
  // Disks that say nothing else follow the machine.
  const isSame =
    before !== null &&
    ["disks", "encrypted"].every((name) =>
      areValuesEqual(before[name] ?? null, after[name] ?? null),
    );
  const isKept = isReplaced !== true && isSame && !isRekeyed(planned);
  if (known !== undefined && isKept) return known.diskKeys;
  return partsOf(after, "disks").flatMap((disk) => {
    const provider = textOf(disk, "key_provider");
    if (provider === null || flagOf(disk, "encrypted", machine.encrypted) === false) return [];
    const keyId = textOf(disk, "existing_key_id");
    return [{ id: idOf(keyId, `${machine.path}#${knownText(disk, "name")}`), provider }];
  });
}
