// What a trusted host does for itself, past vCenter: at its boot and every five minutes it has itself attested
// when that is due, and fetches the trusted keys that it lacks, those of its whole cluster.

import { attestIfDue } from "./attestation.js";
import { Courier, isNoKey, obtainKey } from "./courier.js";
import { enableWithKeyAtHand, fetchOwnHostKey } from "./host-crypto.js";
import { heldKey, isRemoved, type KeyName } from "./host-keys.js";
import type { HostRecord } from "./records.js";
import { fetchTrustedKey, trustedProviderOf } from "./trusted-keys.js";
import { keysOf } from "./vm-crypto.js";
import { inOrder, type World } from "./world.js";

/** One round of every host of a trusted cluster. */
export function serveTrustedHosts(world: World): void {
  if (world.trustAuthorities.size === 0) return;
  const courier = new Courier(world);
  for (const { trustedClusters } of inOrder(new Map(world.trustAuthorities.entries()))) {
    for (const cluster of trustedClusters) {
      for (const host of inOrder(world.hosts.group("cluster", cluster))) {
        attestIfDue(world, host.path);
        if (host.lacksKeys || host.wantsEveryKey) serveItself(world, courier, host.path);
      }
    }
  }
}

/** Whether the host has every trusted key of its cluster now. */
export function serveItself(world: World, courier: Courier, hostPath: string): boolean {
  attestIfDue(world, hostPath);
  const host = world.hosts.get(hostPath);
  if (host === undefined || !host.up) return false;
  const mayBecomeSafe = host.cryptoState === "incapable" || host.cryptoState === "prepared";
  if (mayBecomeSafe && fetchOwnHostKey(world, courier, host) === null) {
    enableWithKeyAtHand(world, hostPath);
  }
  let isDone = true;
  for (const key of trustedKeysFor(world, host)) {
    if (!fetch(world, courier, { host: world.hosts.get(hostPath) ?? host, key })) isDone = false;
  }
  return isDone;
}

/** Of the encrypted machines of the cluster, and its own where it wants every key again. */
function trustedKeysFor(world: World, host: HostRecord): readonly KeyName[] {
  if (world.trustedKeyProviders.group("vcenter", host.vcenter).size === 0) return [];
  const keys = new Map<string, KeyName>();
  const want = (key: KeyName) => {
    const there = heldKey(world, host.path, key.keyId);
    if (there !== undefined && isRemoved(there)) return;
    if (trustedProviderOf(world, host.vcenter, key.provider) !== undefined)
      keys.set(key.keyId, key);
  };
  if (host.hostKey !== null && host.wantsEveryKey) want(host.hostKey);
  const machines = world.virtualMachines.group("encryptedIn", host.cluster);
  for (const machine of machines.values()) keysOf(machine).forEach(want);
  return [...keys.values()].sort((a, b) => (a.keyId < b.keyId ? -1 : 1));
}

function fetch(
  world: World,
  courier: Courier,
  { host, key }: { readonly host: HostRecord; readonly key: KeyName },
): boolean {
  const provider = trustedProviderOf(world, host.vcenter, key.provider);
  if (provider === undefined || !host.wantsEveryKey) {
    return !isNoKey(obtainKey(world, courier, { host, key }));
  }
  return !isNoKey(fetchTrustedKey({ world, courier, host, provider }, key));
}
