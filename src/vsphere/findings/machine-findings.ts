// Findings about virtual machines: names of key providers that lead nowhere, two providers in one machine,
// virtual TPMs that cannot be.

import type { Estate, EstateKey, EstateVirtualMachine } from "../estate.js";
import { known, NOT_KNOWN } from "../maybe.js";
import { VTPM_HARDWARE_VERSION_MINIMUM } from "../versions.js";
import {
  type EstateView,
  type FindingRule,
  type Found,
  providerNamesOf,
  some,
} from "./finding-rule.js";

export const MACHINE_FINDINGS: readonly FindingRule[] = [
  {
    code: "FC-13",
    severity: "error",
    trigger:
      "a machine or a cluster names a key provider that does not exist, or none can be found for it",
    remedy:
      "Add the key provider again under its old name, or give the machine a key of another first.",
    source: "VCF security guidelines, Standard Key Provider FAQ",
    find: findLostProviders,
  },
  {
    code: "FC-25",
    severity: "warning",
    trigger: "the keys of one machine come from two key providers",
    remedy: "Re-key the machine so that one key provider has all its keys.",
    source: "VCF security guidelines, VM Encryption FAQ",
    find: (view) => eachMachine(view, findTwoProviders),
  },
  {
    code: "FC-44",
    severity: "warning",
    trigger:
      "a backup leaves out the NVRAM of a machine with a virtual TPM, or reads encrypted disks through a proxy that is not encrypted",
    remedy:
      "Have the tool take the NVRAM along, give the proxy a virtual TPM or read over the network, and restore one machine to see.",
    source:
      "VCF security guidelines, VM Encryption FAQ and Virtual TPM FAQ; Virtual Disk Programming Guide, Encrypted VM Backup and Restore",
    find: (view) => eachMachine(view, (machine) => backupWeaknessOf(view.estate, machine)),
  },
  {
    code: "FC-45",
    severity: "error",
    trigger: "a machine with a virtual TPM has no EFI firmware or too old virtual hardware",
    remedy: "Use EFI firmware and virtual hardware 14 or later.",
    source: "vSphere Security, Virtual Trusted Platform Module Overview",
    find: (view) => eachMachine(view, findImpossibleVtpm),
  },
  {
    code: "FC-48",
    severity: "error",
    trigger: "a machine with snapshots is to be encrypted, decrypted or re-keyed deeply",
    remedy: "Remove the snapshots first, or re-key it shallowly, which takes them along.",
    source: "vSphere Security, Virtual Machine Encryption Interoperability",
    find: (view) => eachMachine(view, findSnapshotsInTheWay),
  },
  {
    code: "FC-49",
    severity: "error",
    trigger: "a linked clone is to be encrypted, decrypted or re-keyed",
    remedy: "Leave its keys as they are, or make a full clone and re-key that.",
    source: "vSphere Security, Virtual Machine Encryption Interoperability",
    find: (view) => eachMachine(view, findLinkedClone),
  },
  {
    code: "FC-49",
    severity: "warning",
    trigger: "a running machine with an IDE disk is to be re-keyed, for which it is powered off",
    remedy: "Move the disk to another controller first, or re-key it while it may be off.",
    source: "vSphere Security, Virtual Machine Encryption Interoperability",
    find: (view) => eachMachine(view, findIdeInTheWay),
  },
];

function eachMachine(
  view: EstateView,
  rule: (machine: EstateVirtualMachine) => string | undefined,
): readonly Found[] {
  const found: Found[] = [];
  for (const machine of view.estate.virtualMachines.values()) {
    const sentence = rule(machine);
    if (sentence !== undefined) found.push({ subject: machine.path, sentence });
  }
  return found;
}

function findLostProviders(view: EstateView): readonly Found[] {
  const { estate, index } = view;
  const exists = (vcenter: string, name: string) =>
    index.providersOf.get(vcenter)?.has(name) === true;
  const machines = eachMachine(view, (machine) => lostProviderOf(estate, machine, exists));
  const clusters = [...estate.clusters.values()].flatMap(({ path, vcenter, hostKeyProvider }) => {
    if (hostKeyProvider === null || exists(vcenter, hostKeyProvider)) return [];
    const sentence = `${path} takes its host keys from ${hostKeyProvider}, which ${vcenter} does not have.`;
    return [{ subject: path, sentence }];
  });
  return [...machines, ...clusters];
}

function lostProviderOf(
  estate: Estate,
  machine: EstateVirtualMachine,
  exists: (vcenter: string, name: string) => boolean,
): string | undefined {
  const vcenter = estate.clusters.get(machine.cluster)?.vcenter;
  // Without a cluster nobody can tell which vCenter's key providers count.
  if (vcenter === undefined) return undefined;
  const isLost = ({ provider }: EstateKey) =>
    provider === null || (provider !== NOT_KNOWN && !exists(vcenter, provider));
  const home = machine.homeKey === null ? [] : [machine.homeKey];
  const key = [...home, ...machine.diskKeys].find(isLost);
  if (key === undefined) return undefined;
  if (key.provider === null) {
    return `${machine.path} needs a key and names no key provider, and there is no default for it.`;
  }
  return `${machine.path} needs a key of ${known(key.provider)}, which ${vcenter} does not have: once off, it stays locked.`;
}

function findTwoProviders(machine: EstateVirtualMachine): string | undefined {
  const names = [...providerNamesOf(machine)].sort();
  if (names.length < 2) return undefined;
  return `${machine.path} needs keys of ${names.join(" and ")}, and starts only while it can have all of them.`;
}

function backupWeaknessOf(estate: Estate, machine: EstateVirtualMachine): string | undefined {
  const { path, vtpm, backup } = machine;
  if (backup === undefined) return undefined;
  const weaknesses: string[] = [];
  if (vtpm && !backup.includesNvram) {
    weaknesses.push(
      `${path} is backed up without its NVRAM: restored, its virtual TPM has none of the secrets it had.`,
    );
  }
  if (backup.proxy !== null && backup.hasEncryptedDisk) {
    const proxy = estate.virtualMachines.get(backup.proxy);
    const lack = proxy === undefined ? "does not exist" : "is not encrypted";
    if (proxy === undefined || proxy.homeKey === null) {
      weaknesses.push(`Its proxy ${backup.proxy} ${lack} and cannot read the disks of ${path}.`);
    }
  }
  return weaknesses.length === 0 ? undefined : weaknesses.join(" ");
}

function findImpossibleVtpm(machine: EstateVirtualMachine): string | undefined {
  if (!machine.vtpm) return undefined;
  if (machine.firmware !== "efi") return `${machine.path} has a virtual TPM and BIOS firmware.`;
  if (machine.hardwareVersion >= VTPM_HARDWARE_VERSION_MINIMUM) return undefined;
  return `${machine.path} has a virtual TPM and virtual hardware ${machine.hardwareVersion}.`;
}

function findSnapshotsInTheWay({ path, snapshots, recrypt }: EstateVirtualMachine) {
  if (snapshots === undefined || recrypt === undefined || recrypt === "shallow rekey") return;
  return `${path} has snapshots (${some(snapshots)}), and vSphere refuses its ${recrypt} while it has any.`;
}

function findLinkedClone({ path, isLinkedClone, recrypt }: EstateVirtualMachine) {
  if (isLinkedClone !== true || recrypt === undefined) return;
  return `${path} is a linked clone and shares disks with its original: vSphere refuses its ${recrypt}.`;
}

function findIdeInTheWay({ path, hasIdeDisk, running, recrypt }: EstateVirtualMachine) {
  if (hasIdeDisk !== true || !running || recrypt !== "shallow rekey") return;
  return `${path} has an IDE disk: it is powered off and on for its shallow rekey, which others are not.`;
}
