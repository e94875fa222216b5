// A world in the words of an estate and of a host's own report: ids and facts, no bytes, no conclusions.

import type { HostInfo } from "../provider/backend.js";
import type {
  Estate,
  EstateArchive,
  EstateHost,
  EstateHostPresence,
  EstateKey,
  EstateKeyProvider,
  EstateKeyServer,
  EstateVirtualMachine,
} from "../vsphere/estate.js";
import { refusedBy } from "./credentials.js";
import { describeKeys } from "./describe-keys.js";
import {
  describeAttestation,
  describeAuthority,
  describeTrust,
  describeTrustedProvider,
} from "./describe-trust.js";
import { BOOT_STOPS, findBootStop } from "./host-archive.js";
import { keysOnHost } from "./host-keys.js";
import { keysOfServer } from "./key-server.js";
import {
  isHostConnected,
  isHostCutOff,
  isKeyServerDownByItself,
  isKeyServerStruck,
  isServerStruckBy,
  isVcenterStruck,
  secondsOf,
} from "./network.js";
import type {
  ArchiveRecord,
  HostRecord,
  KeyServerRecord,
  VirtualMachineRecord,
} from "./records.js";
import { timerOf } from "./restart.js";
import { keysOf } from "./vm-crypto.js";
import { hasIdeDisk } from "./vm-rules.js";
import { snapshotsOf } from "./vm-snapshots.js";
import { asEstateKey, describeDiskGroup, describeVsan } from "./vsan-facts.js";
import { byCodeUnit, nowSeconds, timeOf, type World } from "./world.js";

/** The whole world as an estate. */
export function describeEstate(world: World): Estate {
  const defaultOf = (entity: string) => world.defaultKeyProviders.get(entity)?.keyProvider ?? null;
  return {
    vcenters: mapRows(world.vcenters.entries(), (vcenter) => ({
      path: vcenter.name,
      version: vcenter.version,
      site: vcenter.site,
      runsOn: vcenter.runsOn,
      defaultKeyProvider: defaultOf(vcenter.name),
      isDown: isVcenterStruck(world, vcenter),
    })),
    clusters: mapRows(world.clusters.entries(), (cluster) => ({
      path: cluster.path,
      vcenter: cluster.vcenter,
      ha: cluster.ha,
      cryptoMode: cluster.cryptoMode,
      storage: cluster.storage,
      hostKeyProvider: cluster.hostKeyProvider,
      hostKeyId: cluster.hostKeyId ?? null,
      ...(cluster.quickBoot === true ? { quickBoot: true } : {}),
      defaultKeyProvider: defaultOf(cluster.path),
      ...describeVsan(world, cluster.path),
    })),
    hosts: mapRows(world.hosts.entries(), (host) => describeHostFacts(world, host)),
    keyServers: mapRows(world.keyServers.entries(), (server) =>
      describeKeyServerFacts(world, server),
    ),
    keyProviders: describeKeyProviders(world),
    trustAuthorities: mapRows(world.trustAuthorities.entries(), describeAuthority),
    virtualMachines: mapRows(world.virtualMachines.entries(), (machine) =>
      describeMachineFacts(world, machine),
    ),
    networkPaths: [...mapRows(world.networkPaths.entries(), (path) => path).values()],
    floors: [...mapRows(world.survivalFloors.entries(), (floor) => floor).values()],
    waivers: [...mapRows(world.waivers.entries(), (waiver) => waiver).values()],
    nowSeconds: nowSeconds(world),
  };
}

/** A host as its management reports it. */
export function describeHost(world: World, host: HostRecord): HostInfo {
  const { mode, requireSecureBoot, requireExecInstalledOnly, keyPersistence } = host.configuration;
  const archive = world.archives.get(host.path);
  const cached = keysOnHost(world, host.path).filter((key) => key.cached);
  return {
    hostname: host.hostname,
    cluster: host.cluster,
    site: host.site,
    version: host.version,
    hardware: host.hardware,
    notes: host.notes,
    moid: host.moid,
    connected: isHostConnected(world, host),
    configurationEncryption: { mode, requireSecureBoot, requireExecInstalledOnly },
    keyPersistence,
    ...describeAttestation(world, host),
    cryptoState: host.cryptoState,
    hostKeyId: host.hostKey?.keyId ?? null,
    cachedKeyIds: cached.map(({ keyId }) => keyId).sort(byCodeUnit),
    storedKeyIds: [...(archive?.image.contents.keyIds ?? [])].sort(byCodeUnit),
    lastArchivedAt: archive === undefined ? null : timeOf(archive.writtenSeconds),
  };
}

function describeHostFacts(world: World, host: HostRecord): EstateHost {
  const { mode, requireSecureBoot, requireExecInstalledOnly, keyPersistence } = host.configuration;
  return {
    path: host.path,
    cluster: host.cluster,
    site: host.site,
    version: host.version,
    tpm: host.hardware.tpm,
    secureBoot: host.hardware.secureBoot,
    requireSecureBoot,
    requireExecInstalledOnly,
    mode,
    keyPersistence,
    physicalSecurity: host.notes.physicalSecurity,
    recoveryKeyLocation: host.notes.recoveryKeyLocation,
    present: describePresence(world, host),
  };
}

function describePresence(world: World, host: HostRecord): EstateHostPresence {
  const archive = world.archives.get(host.path);
  const stop = findBootStop(world, host);
  const archivedDerivationKeys = new Map(
    Object.entries(archive?.image.contents.derivationKeys ?? {}),
  );
  const running = host.configuration.derivationKeys.map(
    ({ providerPath, keyId }) => [providerPath, keyId] as const,
  );
  const hostKeyDerivedFrom = host.hostKey?.derivedFrom ?? null;
  const hostKeyWrappedBy = host.hostKey?.wrapping?.keyId;
  const isBeingWritten = archive?.writtenSeconds === nowSeconds(world);
  const archiveBefore = isBeingWritten ? (archive.overwritten ?? null) : null;
  return {
    up: host.up,
    cryptoState: host.cryptoState,
    hostKeyId: host.hostKey?.keyId ?? null,
    hostKeyProvider: host.hostKey?.provider ?? null,
    ...(hostKeyDerivedFrom === null ? {} : { hostKeyDerivedFrom }),
    ...(hostKeyWrappedBy === undefined ? {} : { hostKeyWrappedBy }),
    ...describeKeys(world, host),
    derivationKeys: host.up ? new Map(running) : archivedDerivationKeys,
    archivedDerivationKeys,
    lastArchiveSeconds: archive?.writtenSeconds ?? null,
    isArchiveDue: host.archiveDue,
    ...(host.isNewToVcenter ? { isNewToVcenter: true } : {}),
    isSealedShut: stop === BOOT_STOPS.notUnsealed,
    isArchiveDamaged: stop !== null && stop !== BOOT_STOPS.notUnsealed,
    ...(archiveBefore === null ? {} : { archiveBefore: describeArchive(archiveBefore) }),
    isCutOff: isHostCutOff(world, host),
    bootsAtSeconds: timerOf(world, "boot", host.path),
    ...describeDiskGroup(world, host),
    ...describeTrust(world, host),
  };
}

function describeArchive({
  image: { contents },
  writtenSeconds,
}: Pick<ArchiveRecord, "image" | "writtenSeconds">): EstateArchive {
  return {
    writtenSeconds,
    storedKeyIds: new Set(contents.keyIds),
    derivationKeys: new Map(Object.entries(contents.derivationKeys)),
  };
}

function describeKeyServerFacts(world: World, server: KeyServerRecord): EstateKeyServer {
  const keys = [...keysOfServer(world, server)];
  const inactive = keys.filter((key) => !key.active);
  const secondsOrNull = (time: string | null) => (time === null ? null : secondsOf(time));
  return {
    path: server.path,
    vcenter: server.vcenter,
    address: server.address,
    port: server.port,
    site: server.site,
    replicationGroup: server.replicationGroup,
    certificateNotBeforeSeconds: secondsOrNull(server.certificateNotBefore),
    certificateNotAfterSeconds: secondsOrNull(server.certificateNotAfter),
    runsOn: server.runsOn,
    heldKeyIds: new Set(keys.map((key) => key.keyId)),
    inactiveKeyIds: new Set(inactive.map((key) => key.keyId)),
    isUnreachable: isKeyServerStruck(world, server),
    isDown: isKeyServerDownByItself(world, server),
    isCertificateExpired: isServerStruckBy(world, "certificate-expired", server),
    refusesKeys: isServerStruckBy(world, "keys-refused", server),
  };
}

function describeKeyProviders(world: World): ReadonlyMap<string, EstateKeyProvider> {
  const providers: [string, EstateKeyProvider][] = [];
  for (const provider of world.standardKeyProviders.values()) {
    const end = provider.clientCertificateNotAfter;
    const namedWrappingKeyId = provider.wrapping?.keyId ?? null;
    const refusing = refusedBy(world, provider.keyServers, provider);
    providers.push([
      provider.path,
      {
        kind: "standard",
        path: provider.path,
        vcenter: provider.vcenter,
        name: provider.name,
        keyServers: provider.keyServers,
        clientTrustsServer: provider.clientTrustsServer,
        serverTrustsClient: provider.serverTrustsClient,
        clientCertificateNotAfterSeconds: end === null ? null : secondsOf(end),
        ...(namedWrappingKeyId === null ? {} : { namedWrappingKeyId }),
        ...(refusing === undefined ? {} : { refusedBy: refusing }),
      },
    ]);
  }
  for (const {
    path,
    vcenter,
    name,
    tpmRequired,
    keyId,
    ...provider
  } of world.nativeKeyProviders.values()) {
    const backedUp = provider.backupDigest !== null;
    const backupHasPassword = provider.backupHasPassword;
    const facts = { kind: "native", path, vcenter, name, tpmRequired, keyId } as const;
    providers.push([path, { ...facts, backedUp, backupHasPassword }]);
  }
  for (const provider of world.trustedKeyProviders.values()) {
    providers.push([provider.path, describeTrustedProvider(world, provider)]);
  }
  return mapRows(providers, (provider) => provider);
}

/** Of each record once: most machines are the same from one look to the next. */
const MACHINES = new WeakMap<VirtualMachineRecord, EstateVirtualMachine>();

function describeMachineFacts(world: World, machine: VirtualMachineRecord): EstateVirtualMachine {
  const known = MACHINES.get(machine) ?? findMachineFacts(machine);
  MACHINES.set(machine, known);
  const snapshots = world.vmSnapshots.size === 0 ? [] : snapshotsOf(world, machine);
  return snapshots.length === 0 ? known : { ...known, snapshots };
}

function findMachineFacts(machine: VirtualMachineRecord): EstateVirtualMachine {
  const [homeKey, ...diskKeys]: readonly EstateKey[] = keysOf(machine).map(asEstateKey);
  return {
    path: machine.path,
    cluster: machine.cluster,
    host: machine.host,
    powerState: machine.powerState,
    running: machine.running,
    autostart: machine.autostart,
    encrypted: machine.encrypted,
    vtpm: machine.nvram !== null,
    firmware: machine.firmware,
    hardwareVersion: machine.hardwareVersion,
    homeKey: homeKey ?? null,
    diskKeys,
    locked: machine.locked,
    lostHostAtSeconds: machine.restart?.lostSeconds ?? null,
    ...(machine.efiSecureBoot === false ? { efiSecureBoot: false } : {}),
    ...(hasIdeDisk(machine) ? { hasIdeDisk: true } : {}),
    ...(machine.linkedTo === undefined ? {} : { isLinkedClone: true }),
    ...describeBackup(machine),
  };
}

function describeBackup({ backup, disks }: VirtualMachineRecord): Partial<EstateVirtualMachine> {
  if (backup == null) return {};
  return { backup: { ...backup, hasEncryptedDisk: disks.some(({ volume }) => volume !== null) } };
}

/** By ascending id. */
function mapRows<T, U>(
  rows: Iterable<readonly [string, T]>,
  describe: (record: T) => U,
): ReadonlyMap<string, U> {
  const sorted = [...rows].sort(([a], [b]) => byCodeUnit(a, b));
  return new Map(sorted.map(([id, record]) => [id, describe(record)]));
}
