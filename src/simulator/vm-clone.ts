// Clones of virtual machines: a copy under the same keys and data keys, which needs vCenter and no key provider. What
// becomes of a vTPM is a choice from 8.0 on; before, it is always copied (VCF security guidelines, Virtual TPM FAQ). A
// linked clone shares disks with its original and cannot be recrypted on its own (Encryption Interoperability).

import { isAtLeast, TPM_PROVISION_POLICY_MINIMUM } from "../vsphere/versions.js";
import { applyEncryption, benchFor } from "./apply-encryption.js";
import { deriveUuid, generationOf } from "./derive.js";
import { wantKeysIn } from "./host-keys.js";
import type { VirtualMachineRecord } from "./records.js";
import {
  demand,
  requireAbsent,
  requireCluster,
  requireMachine,
  requireVcenter,
} from "./require.js";
import { hostFor } from "./vm-placement.js";
import { requireReadableFiles, requireReadableStorage, requireUnlocked } from "./vm-rules.js";
import { contentOf } from "./vm-snapshots.js";
import type { World } from "./world.js";

/** `copy`: the clone has the secrets of the original; `replace`: secrets of its own. */
export type TpmProvisionPolicy = "copy" | "replace";

export interface CloneRequest {
  readonly vm: string;
  readonly name: string;
  /** Absent: the cluster of the original. */
  readonly cluster?: string;
  /** Absent: `copy`. */
  readonly tpmProvisionPolicy?: TpmProvisionPolicy;
  /** Snapshot of the original by name, whose disks a linked clone goes on from. Absent: a full clone of what is now. */
  readonly linkedToSnapshot?: string;
}

/**
 * A machine that is off, as its original is now or was at the snapshot. Its path. VsphereFault `HostCommunication` without vCenter,
 * `NotSupported` for a policy before 8.0, `EncryptionKeyRequired` for a vTPM to replace while its key is not at hand.
 */
export function cloneMachine(world: World, request: CloneRequest): string {
  const original = requireMachine(world, request.vm);
  const { version } = requireVcenter(world, original.vcenter);
  const { tpmProvisionPolicy = "copy" } = request;
  const isSupported =
    tpmProvisionPolicy === "copy" || isAtLeast(version, TPM_PROVISION_POLICY_MINIMUM);
  const needed = `vCenter ${TPM_PROVISION_POLICY_MINIMUM} or later`;
  demand(isSupported, "NotSupported", `Replacing the vTPM of a clone needs ${needed}.`);
  requireUnlocked(original);
  requireReadableFiles(world, original);
  const clone = copyOf(world, original, request);
  world.virtualMachines.set(clone.path, clone);
  if (tpmProvisionPolicy === "replace" && clone.nvram !== null) replaceVtpm(world, clone);
  if (clone.home !== null) wantKeysIn(world, clone.cluster);
  return clone.path;
}

function copyOf(
  world: World,
  original: VirtualMachineRecord,
  { name, cluster: to = original.cluster, linkedToSnapshot }: CloneRequest,
): VirtualMachineRecord {
  const cluster = requireCluster(world, to);
  const isSame = cluster.vcenter === original.vcenter;
  demand(isSame, "NotSupported", "A clone is made within the vCenter of its original.");
  const path = `${cluster.vcenter}/vm/${name}`;
  requireAbsent(world.virtualMachines, path, "virtual machine");
  const incarnation = generationOf(world, { kind: "virtual-machine", name: path });
  const identity = { kind: "virtual-machine", name: path, generation: incarnation };
  const uuid = deriveUuid(world.seed, identity);
  const host = hostFor(world, { uuid }, to);
  demand(host !== undefined, "InvalidState", `vCenter reaches no host of "${to}".`);
  requireReadableStorage(world, to);
  const link =
    linkedToSnapshot === undefined
      ? {}
      : { ...contentOf(world, original, linkedToSnapshot), linkedTo: original.uuid };
  return {
    ...original,
    ...link,
    name,
    cluster: to,
    path,
    uuid,
    incarnation,
    serial: 0,
    host: host.path,
    filesOn: cluster.storage === "local" ? host.path : null,
    powerState: "poweredOff",
    running: false,
    restart: null,
    lastFailure: null,
  };
}

/** A new vTPM in the place of the one that was copied. */
function replaceVtpm(world: World, clone: VirtualMachineRecord): void {
  const without = { ...clone, nvram: null };
  const spec = { ...clone, vtpm: true };
  const replaced = applyEncryption(benchFor(world, clone), without, { spec });
  world.virtualMachines.set(clone.path, replaced);
}
