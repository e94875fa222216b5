// Keys taken away by hand (vSphere API, CryptoManager.RemoveKeys; Web Services SDK Programming Guide, Virtual
// Machine Encryption Best Practices). vCenter knows which keys are in use and refuses them without force; a host
// does not and removes what it is told to. Either way vCenter goes on counting the key as delivered: only the boot
// of a host, a start that asks for the key, or encryption mode enabled again brings it back. A host without its host
// key is crypto safe for as long as it runs.

import type { VsphereFaultName } from "../provider/backend.js";
import { heldKey, isRemoved, putKeys } from "./host-keys.js";
import { deliverToHost } from "./network.js";
import type { VirtualMachineRecord } from "./records.js";
import { demand, requireRecord, requireVcenter } from "./require.js";
import { keysOf } from "./vm-crypto.js";
import { inOrder, tell, type World } from "./world.js";

/** What became of one key of several; null: it was removed (vSphere API, CryptoKeyResult). */
export interface CryptoKeyResult {
  readonly keyId: string;
  readonly fault: Extract<VsphereFaultName, "InvalidArgument" | "ResourceInUse"> | null;
}

/** In vCenter: gone from every host that it reaches. With force also where it is in use, and machines lock. */
export function removeKeys(
  world: World,
  request: {
    readonly vcenter: string;
    readonly keyIds: readonly string[];
    readonly force: boolean;
  },
): readonly CryptoKeyResult[] {
  const { vcenter, keyIds, force } = request;
  requireVcenter(world, vcenter);
  return keyIds.map((keyId) => removeKey(world, { vcenter, keyId, force }));
}

/** On a host itself, which needs no vCenter for it and knows of no other use than its own host key. */
export function removeKeysFromHost(
  world: World,
  request: { readonly host: string; readonly keyIds: readonly string[]; readonly force: boolean },
): readonly CryptoKeyResult[] {
  const host = requireRecord(world.hosts, request.host, "host");
  demand(host.up, "HostCommunication", `The host "${host.path}" is down.`);
  return request.keyIds.map((keyId) => {
    if (host.hostKey?.keyId === keyId && !request.force) return { keyId, fault: "ResourceInUse" };
    const isFound = takeFromHost(world, { host: host.path, keyId });
    return { keyId, fault: isFound || request.force ? null : "InvalidArgument" };
  });
}

function removeKey(
  world: World,
  { vcenter, keyId, force }: { vcenter: string; keyId: string; force: boolean },
): CryptoKeyResult {
  const hosts = inOrder(world.hosts.group("vcenter", vcenter));
  const machines = inOrder(world.virtualMachines.group("vcenter", vcenter));
  const users = machines.filter((each) => keysOf(each).some((key) => key.keyId === keyId));
  const isHostKey = hosts.some((host) => host.hostKey?.keyId === keyId);
  const encryptions = [...world.vsanEncryptions.group("vcenter", vcenter).values()];
  const isUsed =
    isHostKey || users.length > 0 || encryptions.some(({ kek }) => kek.keyId === keyId);
  if (isUsed && !force) return { keyId, fault: "ResourceInUse" };
  let isFound = users.length > 0;
  for (const host of hosts) {
    const message = { kind: "forget-keys", vcenter, host: host.path } as const;
    if (deliverToHost(world, message) !== null) continue;
    isFound = takeFromHost(world, { host: host.path, keyId }) || isFound;
  }
  for (const machine of users) lock(world, machine, keyId);
  return { keyId, fault: isFound || force ? null : "InvalidArgument" };
}

/** Whether the host had the key: from memory, and from the configuration with the next archive. */
function takeFromHost(world: World, { host, keyId }: { host: string; keyId: string }): boolean {
  const key = heldKey(world, host, keyId);
  if (key === undefined || isRemoved(key)) return false;
  putKeys(world, host, [{ ...key, bytes: "", cached: false, kept: false }]);
  const record = requireRecord(world.hosts, host, "host");
  if (key.kept) world.hosts.set(host, { ...record, archiveDue: true });
  tell(world, { kind: "key-removed", subject: host, text: `The key ${keyId} was removed.` });
  return true;
}

/** What runs goes on running: it has its data keys (VCF security guidelines, VM Encryption FAQ). */
function lock(world: World, machine: VirtualMachineRecord, keyId: string): void {
  if (machine.home?.bundle.keyId !== keyId || machine.locked) return;
  world.virtualMachines.set(machine.path, { ...machine, locked: true });
  const text = `Its key ${keyId} was removed from vCenter and its hosts.`;
  tell(world, { kind: "vm-locked", subject: machine.path, text });
}
