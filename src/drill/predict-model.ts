// What the predictor knows of one cluster while a scenario goes on. Keys that are held alike on every host
// form one key class and machines that need the same and stand alike form one group, so that ten thousand
// machines cost little more than ten. The predictor is the second opinion: it never sees the simulator.

import type {
  Estate,
  EstateCluster,
  EstateHost,
  EstateKey,
  EstateVcenter,
} from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import { configurationReason } from "../vsphere/hops.js";
import { hostKeyOf } from "../vsphere/key-paths.js";
import { persistenceReason } from "../vsphere/reach.js";
import { trustedHost } from "../vsphere/trust-reach.js";
import { type MachinesAlike, machinesAlike } from "./machines-alike.js";
import { type Moment, momentAt, NEVER } from "./moment.js";
import { classesOf, type KeyClass } from "./predict-key-classes.js";
import { type DiskGroupState, modelDiskGroup, modelVsan, type VsanState } from "./predict-vsan.js";
import { isWorkload } from "./workloads.js";

/** What to take for a fact that is known only after apply. */
export type Assumption = "best" | "worst";

export interface HostState {
  /** Other facts after ESXi was installed anew. */
  host: EstateHost;
  persists: boolean;
  /** The host key as it was; vCenter makes a new one if it can no longer be found. */
  hostKey: EstateKey;
  /** Whether it ever was given that host key; vCenter makes the first one. */
  hasHostKey: boolean;
  /** Unix seconds at which its attestation ends; null without one. */
  attestedUntilSeconds: number | null;
  /** Whether a Trust Authority has found it wanting since it booted. */
  isRefused: boolean;
  /** Its TPM, as the last boot found it. */
  tpmIdentity: string;
  /** The same from the next boot on. */
  nextTpmIdentity: string;
  isSecureBootMeasured: boolean;
  up: boolean;
  safe: boolean;
  /** Its encryption was disabled: it gets no host key before it has rebooted. */
  isDisabled: boolean;
  /** Its TPM no longer unseals the configuration: it stops at boot until the recovery key is typed in. */
  isSealedShut: boolean;
  isArchiveDamaged: boolean;
  isArchiveDue: boolean;
  /** It came from another vCenter, which took no key of its own from it: the next round of this one does. */
  isNewToVcenter: boolean;
  /** By number of the key class: 1 if held. */
  readonly memory: Uint8Array;
  /** The memory when the outage began. */
  readonly memoryBefore: Uint8Array;
  readonly stored: Uint8Array;
  readonly unarchived: Uint8Array;
  readonly forgotten: Uint8Array;
  /** Taken off it by hand: remediation does not send them. */
  readonly removed: Uint8Array;
  hostKeyStored: boolean;
  hostKeyUnarchived: boolean;
  /** In the archive, of which the next leaves it out. */
  hostKeyForgotten: boolean;
  /** Taken off it by hand: it is crypto safe for as long as it runs, and is not sent the key. */
  hostKeyRemoved: boolean;
  /** By id of a host key that machines are encrypted with too: the number of its class. */
  readonly sharedKeys: ReadonlyMap<string, number>;
  /** Ids of the derivation keys that the host has, by native provider path. */
  readonly derivationKeys: Map<string, string>;
  /** Those in the archive, back after a boot. */
  readonly archivedDerivationKeys: Map<string, string>;
  /** Unix seconds of the last archive, from which the next is counted. */
  lastArchiveSeconds: number;
  /** Its part of the cluster's vSAN; undefined on other storage. */
  readonly diskGroup: DiskGroupState | undefined;
}

export interface Group extends MachinesAlike {
  readonly autostart: boolean;
  readonly declaredOn: boolean;
  /** Nobody knows yet which host it will be placed on; there is one group for each that may be. */
  readonly isPlacementOpen: boolean;
  /** The host it is registered on: the last it ran on. */
  home: HostState | undefined;
  runsOn: HostState | undefined;
  ranAtStart: boolean;
  /** Its host was lost under it and it has not started since. */
  wasLost: boolean;
  /** Seconds from the start of the outage; undefined while it runs or is meant to be off. */
  downSince: number | undefined;
  longestDown: number;
  /** When it was down, for those who rely on the machine. */
  readonly downtimes: { readonly from: Moment; to: Moment }[];
}

export interface ClusterState {
  readonly cluster: EstateCluster;
  readonly vcenter: EstateVcenter | undefined;
  readonly hosts: readonly HostState[];
  readonly classes: readonly KeyClass[];
  readonly groups: readonly Group[];
  readonly needsEncryption: boolean;
  /** Undefined on other storage. */
  readonly vsan: VsanState | undefined;
}

/** Builds the state of a cluster as the estate has it now. */
export function modelCluster(
  estate: Estate,
  path: string,
  options: {
    readonly assumption: Assumption;
    readonly roles: ReadonlySet<string>;
    /** How long it settles before the outage. */
    readonly settleSeconds: number;
  },
): ClusterState {
  const cluster = estate.clusters.get(path);
  if (cluster === undefined) throw new RangeError(`no cluster ${path} in the estate`);
  const index = indexEstate(estate);
  const hosts = index.hostsOf.get(path) ?? [];
  const machines = index.machinesOf.get(path) ?? [];
  const { classes, sharedKeys } = classesOf(estate, cluster);
  const alike = machinesAlike(estate, cluster, options.roles);
  const startSeconds = estate.nowSeconds + options.settleSeconds;
  const context = { classes, sharedKeys, startSeconds, assumption: options.assumption };
  const states = hosts.map((host) => modelHost(estate, host, context));
  return {
    cluster,
    vcenter: estate.vcenters.get(cluster.vcenter),
    hosts: states,
    classes,
    groups: alike.flatMap((each) => modelGroups(each, { hosts: states, startSeconds })),
    needsEncryption:
      cluster.cryptoMode === "forceEnable" ||
      cluster.vsanEncryption != null ||
      machines.some(isWorkload),
    vsan: modelVsan(cluster),
  };
}

function modelHost(
  estate: Estate,
  host: EstateHost,
  options: {
    readonly classes: readonly KeyClass[];
    readonly sharedKeys: ReadonlyMap<string, number>;
    readonly assumption: Assumption;
    readonly startSeconds: number;
  },
): HostState {
  const { present } = host;
  const { classes, sharedKeys, assumption } = options;
  const hostKey = hostKeyOf(estate, host);
  return {
    host,
    persists: holds(persistenceReason(host), assumption),
    hostKey,
    hasHostKey: present?.hostKeyId != null,
    ...trustOf(host),
    up: present?.up ?? true,
    safe: present?.up === true && present.cryptoState === "safe",
    isDisabled: present?.up === true && present.cryptoState === "pendingIncapable",
    isSealedShut: present?.isSealedShut === true || configurationReason(host) !== "OK",
    isArchiveDamaged: present?.isArchiveDamaged === true,
    isArchiveDue: present?.isArchiveDue === true,
    isNewToVcenter: present?.isNewToVcenter === true,
    memory: bits(classes, present?.cachedKeyIds),
    memoryBefore: new Uint8Array(classes.length),
    stored: bits(classes, present?.storedKeyIds),
    unarchived: bits(classes, present?.unarchivedKeyIds),
    forgotten: bits(classes, present?.forgottenKeyIds),
    removed: bits(classes, present?.removedKeyIds),
    hostKeyStored: present?.storedKeyIds.has(hostKey.id) ?? false,
    hostKeyUnarchived: present?.unarchivedKeyIds.has(hostKey.id) ?? false,
    hostKeyForgotten: present?.forgottenKeyIds?.has(hostKey.id) ?? false,
    hostKeyRemoved: present?.removedKeyIds?.has(hostKey.id) ?? false,
    sharedKeys,
    derivationKeys: new Map(present?.derivationKeys),
    archivedDerivationKeys: new Map(present?.archivedDerivationKeys),
    lastArchiveSeconds: present?.lastArchiveSeconds ?? estate.nowSeconds,
    diskGroup: modelDiskGroup(estate, host, options),
  };
}

function trustOf(host: EstateHost) {
  const { attestedUntilSeconds, tpmIdentity, isSecureBootMeasured } = trustedHost(host);
  const nextTpmIdentity = host.present?.nextTpmIdentity ?? tpmIdentity;
  const isRefused = host.present?.isAttestationRefused === true;
  return { attestedUntilSeconds, isRefused, tpmIdentity, nextTpmIdentity, isSecureBootMeasured };
}

/** Whether a question is answered yes, an answer that only apply knows being assumed. */
export function holds(reason: string, assumption: Assumption): boolean {
  return reason === "OK" || (reason === "NOT_KNOWN_UNTIL_APPLY" && assumption === "best");
}

function bits(classes: readonly KeyClass[], held: ReadonlySet<string> | undefined): Uint8Array {
  return Uint8Array.from(classes, ({ representative }) => (held?.has(representative.id) ? 1 : 0));
}

interface Grouping {
  readonly hosts: readonly HostState[];
  /** Unix seconds of the start of the outage. */
  readonly startSeconds: number;
}

function modelGroups(alike: MachinesAlike, grouping: Grouping): readonly Group[] {
  const [machine] = alike.machines;
  const home = grouping.hosts.find((state) => state.host.path === machine.host);
  const candidates = home === undefined ? grouping.hosts : [home];
  const lost = machine.running ? null : (machine.lostHostAtSeconds ?? null);
  const since = lost === null ? Number.NEGATIVE_INFINITY : lost - grouping.startSeconds;
  const isDown = home !== undefined && !machine.running;
  return candidates.map((candidate) => ({
    ...alike,
    autostart: machine.autostart,
    declaredOn: machine.powerState === "poweredOn",
    isPlacementOpen: home === undefined,
    home: candidate,
    runsOn: home !== undefined && machine.running ? candidate : undefined,
    ranAtStart: false,
    wasLost: lost !== null,
    downSince: lost === null ? undefined : since,
    longestDown: 0,
    downtimes: isDown ? [{ from: momentAt(since), to: NEVER }] : [],
  }));
}
