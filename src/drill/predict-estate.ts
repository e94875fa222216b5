// A predicted world as an estate again, so that it can be looked at with the questions that estates answer:
// key paths, findings.

import type {
  Estate,
  EstateDiskGroup,
  EstateHost,
  EstateHostPresence,
  EstateVirtualMachine,
} from "../vsphere/estate.js";
import { NOT_KNOWN } from "../vsphere/maybe.js";
import { withoutProviders } from "./predict-deletion.js";
import type { ClusterState, Group, HostState } from "./predict-model.js";
import type { DiskGroupState } from "./predict-vsan.js";
import type { World } from "./predict-world.js";

/** `estate` with the hosts and machines of the world's clusters as they are in the world now. */
export function worldAsEstate(world: World, estate: Estate): Estate {
  const base = withoutProviders(estate, world.conditions.faults["key-provider-deleted"]);
  const hosts = new Map(estate.hosts);
  const virtualMachines = new Map(estate.virtualMachines);
  for (const cluster of world.clusters) {
    for (const state of cluster.hosts)
      hosts.set(state.host.path, hostAsFacts(world, cluster, state));
    for (const group of cluster.groups) {
      for (const machine of group.machines) {
        const known = virtualMachines.get(machine.path);
        if (group.isPlacementOpen && known?.running === true) continue;
        virtualMachines.set(machine.path, machineAsFacts(machine, group));
      }
    }
  }
  return { ...base, hosts, virtualMachines, nowSeconds: world.conditions.nowSeconds };
}

function machineAsFacts(machine: EstateVirtualMachine, group: Group): EstateVirtualMachine {
  const host = (group.runsOn ?? group.home)?.host.path ?? null;
  return { ...machine, host, running: group.runsOn !== undefined };
}

function hostAsFacts(world: World, cluster: ClusterState, state: HostState): EstateHost {
  return { ...state.host, present: presenceOf(world, cluster, state) };
}

/** What no scenario changes. */
function standingOf(known: EstateHostPresence | undefined) {
  const { isCutOff, isIsolated, cutFrom } = known ?? {};
  return {
    ...(isCutOff === undefined ? {} : { isCutOff }),
    ...(isIsolated === undefined ? {} : { isIsolated }),
    ...(cutFrom === undefined ? {} : { cutFrom }),
  };
}

function diskGroupAsFacts(
  { startSeconds }: World,
  group: DiskGroupState,
  known: EstateDiskGroup | undefined,
): EstateDiskGroup {
  const { mounted, joined, mountsAt, access, cutOffFrom } = group;
  const mountsAtSeconds = mountsAt === undefined ? null : startSeconds + mountsAt;
  const facts = { isMounted: mounted, isJoined: joined, mountsAtSeconds, access, cutOffFrom };
  return known?.isDamaged === undefined ? facts : { ...facts, isDamaged: known.isDamaged };
}

function presenceOf(world: World, cluster: ClusterState, state: HostState): EstateHostPresence {
  const { hostKey, safe } = state;
  const known = state.host.present;
  const hasHostKey = safe || known?.hostKeyId === hostKey.id;
  const { diskGroup } = state;
  const kek = cluster.vsan?.encryption?.key.id;
  const keysIn = (bits: Uint8Array, isHostKeyIn: boolean, isKekIn: boolean | undefined) => {
    const keys = cluster.classes.flatMap(({ keys }, i) => (bits[i] === 1 ? keys : []));
    const others = [...(isHostKeyIn ? [hostKey.id] : []), ...(isKekIn && kek ? [kek] : [])];
    return new Set([...keys.map(({ id }) => id), ...others]);
  };
  return {
    up: state.up,
    cryptoState: safe ? "safe" : state.isDisabled ? "pendingIncapable" : "incapable",
    hostKeyId: hasHostKey ? hostKey.id : null,
    hostKeyProvider: hasHostKey && hostKey.provider !== NOT_KNOWN ? hostKey.provider : null,
    ...(hasHostKey && hostKey.derivedFrom !== undefined
      ? { hostKeyDerivedFrom: hostKey.derivedFrom }
      : {}),
    ...(hasHostKey && hostKey.wrappedBy !== undefined
      ? { hostKeyWrappedBy: hostKey.wrappedBy }
      : {}),
    cachedKeyIds: keysIn(state.memory, safe && !state.hostKeyRemoved, diskGroup?.held),
    storedKeyIds: keysIn(state.stored, state.hostKeyStored, diskGroup?.stored),
    unarchivedKeyIds: keysIn(state.unarchived, state.hostKeyUnarchived, diskGroup?.unarchived),
    forgottenKeyIds: keysIn(state.forgotten, state.hostKeyForgotten, diskGroup?.forgotten),
    removedKeyIds: keysIn(state.removed, state.hostKeyRemoved, false),
    derivationKeys: new Map(state.up ? state.derivationKeys : state.archivedDerivationKeys),
    archivedDerivationKeys: new Map(state.archivedDerivationKeys),
    lastArchiveSeconds: state.lastArchiveSeconds,
    isSealedShut: state.isSealedShut,
    isArchiveDamaged: state.isArchiveDamaged,
    isNewToVcenter: state.isNewToVcenter,
    isArchiveDue: state.isArchiveDue,
    attestedUntilSeconds: state.attestedUntilSeconds,
    isAttestationRefused: state.isRefused,
    tpmIdentity: state.tpmIdentity,
    nextTpmIdentity: state.nextTpmIdentity,
    isSecureBootMeasured: state.isSecureBootMeasured,
    ...standingOf(known),
    bootsAtSeconds: null,
    ...(diskGroup === undefined
      ? {}
      : { diskGroup: diskGroupAsFacts(world, diskGroup, known?.diskGroup) }),
  };
}
