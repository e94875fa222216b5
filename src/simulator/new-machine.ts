// A virtual machine as vCenter makes one: with a place in the inventory and on a host, and with nothing on it yet.

import type { VirtualMachineSpec } from "../provider/backend.js";
import { deriveUuid, generationOf } from "./derive.js";
import type { VirtualMachineRecord } from "./records.js";
import { demand, requireAbsent, requireCluster } from "./require.js";
import { hostFor } from "./vm-placement.js";
import { requireReadableStorage, requireValidMachine } from "./vm-rules.js";
import type { World } from "./world.js";

/** Off, on a host of its cluster, without disks and keys. It is not in the inventory before it is put there. */
export function newMachine(world: World, spec: VirtualMachineSpec): VirtualMachineRecord {
  const cluster = requireCluster(world, spec.cluster);
  const path = `${cluster.vcenter}/vm/${spec.name}`;
  requireAbsent(world.virtualMachines, path, "virtual machine");
  requireValidMachine(world, spec);
  const incarnation = generationOf(world, { kind: "virtual-machine", name: path });
  const identity = { kind: "virtual-machine", name: path, generation: incarnation };
  const uuid = deriveUuid(world.seed, identity);
  const host = hostFor(world, { uuid }, spec.cluster);
  demand(host !== undefined, "InvalidState", `vCenter reaches no host of "${spec.cluster}".`);
  requireReadableStorage(world, spec.cluster);
  return {
    ...plainFields(spec),
    vcenter: cluster.vcenter,
    name: spec.name,
    path,
    uuid,
    incarnation,
    serial: 0,
    host: host.path,
    filesOn: cluster.storage === "local" ? host.path : null,
    disks: [],
    home: null,
    nvram: null,
    running: false,
    locked: false,
    restart: null,
    lastFailure: null,
  };
}

/** The fields that are only noted, without identity and disks. */
export function plainFields(
  spec: VirtualMachineSpec,
): Omit<VirtualMachineSpec, "vcenter" | "name" | "keyId" | "disks"> {
  const { cluster, encrypted, keyProvider, vtpm, firmware, hardwareVersion } = spec;
  const { powerState, autostart, migrateEncryption, ftEncryptionMode } = spec;
  return {
    cluster,
    encrypted,
    keyProvider,
    vtpm,
    firmware,
    efiSecureBoot: spec.efiSecureBoot ?? true,
    hardwareVersion,
    powerState,
    autostart,
    migrateEncryption,
    ftEncryptionMode,
    backup: spec.backup ?? null,
  };
}
