// A simulated vSphere as data: one table per kind of record, a journal of changes, and those who watch.
// Operations are functions over a world. A fork shares the records, which never change in place.

import { invariant } from "../model/invariant.js";
import type { NetworkPathSpec, SurvivalFloorSpec, WaiverSpec } from "../provider/backend.js";
import { ARCHIVE_INTERVAL_SECONDS } from "../vsphere/defaults.js";
import type { CoreDumpRecord } from "./core-dumps.js";
import type { SimulatorEvent } from "./events.js";
import { BY_FOLDER, changedKeyRows, folderOf, keyringsOf } from "./keyring-rows.js";
import { type Keyring, type KeyShares, newShares } from "./keyrings.js";
import { Observer } from "./observer.js";
import type {
  ArchiveRecord,
  ClusterRecord,
  CounterRecord,
  DefaultKeyProviderRecord,
  FaultRecord,
  HostKeyRecord,
  HostRecord,
  KeyMachineRecord,
  KeyServerRecord,
  NativeKeyProviderRecord,
  ServerKeyRecord,
  StandardKeyProviderRecord,
  TimerRecord,
  VcenterRecord,
  VirtualMachineRecord,
  WorldRecord,
} from "./records.js";
import type {
  AttestationRecord,
  TrustAuthorityRecord,
  TrustedKeyProviderRecord,
} from "./records-trust.js";
import { type ChangedRow, type Indexes, Journal, Table } from "./table.js";
import type { VmSnapshotRecord } from "./vm-snapshots.js";
import type { DiskGroupRecord, VsanEncryptionRecord } from "./vsan-records.js";

/** The record of each table that is a row as it is. */
interface PlainRecords {
  worlds: WorldRecord;
  vcenters: VcenterRecord;
  clusters: ClusterRecord;
  keyServers: KeyServerRecord;
  keyMachines: KeyMachineRecord;
  serverKeys: ServerKeyRecord;
  standardKeyProviders: StandardKeyProviderRecord;
  nativeKeyProviders: NativeKeyProviderRecord;
  trustAuthorities: TrustAuthorityRecord;
  trustedKeyProviders: TrustedKeyProviderRecord;
  attestations: AttestationRecord;
  defaultKeyProviders: DefaultKeyProviderRecord;
  networkPaths: NetworkPathSpec;
  survivalFloors: SurvivalFloorSpec;
  waivers: WaiverSpec;
  hosts: HostRecord;
  archives: ArchiveRecord;
  vsanEncryptions: VsanEncryptionRecord;
  diskGroups: DiskGroupRecord;
  virtualMachines: VirtualMachineRecord;
  /** By the path they had: machines in no inventory, whose files are still there. */
  unregisteredMachines: VirtualMachineRecord;
  vmSnapshots: VmSnapshotRecord;
  coreDumps: CoreDumpRecord;
  counters: CounterRecord;
  faults: FaultRecord;
  timers: TimerRecord;
}

/** The record of each table. Table names are the kinds of rows in files and snapshots. */
export interface Records extends PlainRecords {
  /** By host. */
  hostKeys: Keyring;
}

/** The rows of files and snapshots. */
export interface Rows extends PlainRecords {
  hostKeys: HostKeyRecord;
}

type PlainKind = keyof PlainRecords;

export type RecordKind = keyof Records;

type PlainTables = { readonly [K in PlainKind]: Table<PlainRecords[K]> };

export type Tables = PlainTables & { readonly hostKeys: Table<Keyring> };

/** How people's hands get at a world. */
export interface WorldAccess {
  /** Runs an operation that changes the world, as one transaction. */
  readonly change: <T>(operation: (world: World) => T) => T;
  /** Looks at the world as it is now. */
  readonly read: <T>(look: (world: World) => T) => T;
}

export interface World extends Tables {
  readonly seed: string;
  readonly journal: Journal;
  readonly observer: Observer;
  readonly keyShares: KeyShares;
}

/** Where the rows of a new world come from. */
export type RowSource = <K extends RecordKind>(kind: K) => Iterable<readonly [string, Rows[K]]>;

/** The id of the one row of `worlds`. */
export const THE_WORLD = "world";

const INDEXES: { readonly [K in RecordKind]: Indexes<Records[K]> } = {
  worlds: {},
  vcenters: { runsOn: (vcenter) => vcenter.runsOn },
  clusters: { vcenter: (cluster) => cluster.vcenter },
  keyServers: { vcenter: (server) => server.vcenter, address: (server) => server.address },
  keyMachines: {},
  serverKeys: { realm: (key) => key.realm },
  standardKeyProviders: { vcenter: (provider) => provider.vcenter },
  nativeKeyProviders: { vcenter: (provider) => provider.vcenter },
  trustAuthorities: { vcenter: (authority) => authority.vcenter },
  trustedKeyProviders: {
    vcenter: (provider) => provider.vcenter,
    trustAuthority: (provider) => provider.trustAuthority,
  },
  attestations: {},
  defaultKeyProviders: {},
  networkPaths: {},
  survivalFloors: {},
  waivers: {},
  hosts: {
    cluster: (host) => host.cluster,
    vcenter: (host) => host.vcenter,
    lacksKeys: (host) => (host.lacksKeys || host.wantsEveryKey ? host.vcenter : null),
  },
  hostKeys: { [BY_FOLDER]: (_, host) => folderOf(host) },
  archives: { phase: (archive) => String(archive.writtenSeconds % ARCHIVE_INTERVAL_SECONDS) },
  vsanEncryptions: { vcenter: (encryption) => encryption.vcenter },
  diskGroups: { cluster: (group) => group.cluster },
  virtualMachines: {
    vcenter: (machine) => machine.vcenter,
    cluster: (machine) => machine.cluster,
    host: (machine) => machine.host,
    encryptedIn: (machine) => (machine.home === null ? null : machine.cluster),
    toRestart: (machine) => (machine.restart === null ? null : machine.cluster),
  },
  unregisteredMachines: {},
  vmSnapshots: { uuid: (snapshot) => snapshot.uuid },
  coreDumps: { host: (dump) => dump.host },
  counters: {},
  faults: { kind: (fault) => fault.kind },
  timers: { host: (timer) => `${timer.kind} ${timer.host}` },
};

/** A world of the rows that `rowsOf` gives, which must include the one of the world itself. */
export function makeWorld(rowsOf: RowSource, observer = new Observer()): World {
  const keyShares = newShares();
  const hosts = new Map(rowsOf("hosts"));
  const findHost = (path: string) => hosts.get(path);
  const keyrings = keyringsOf(rowsOf("hostKeys"), findHost, keyShares);
  return assemble(rowsOf, { keyrings, keyShares, observer });
}

function assemble(
  recordsOf: <K extends PlainKind>(kind: K) => Iterable<readonly [string, PlainRecords[K]]>,
  parts: Pick<World, "observer" | "keyShares"> & {
    readonly keyrings: Iterable<readonly [string, Keyring]>;
  },
): World {
  const { observer, keyShares, keyrings } = parts;
  const journal = new Journal();
  const indexes: { readonly [K in PlainKind]: Indexes<PlainRecords[K]> } = INDEXES;
  const table = <K extends PlainKind>(kind: K): Table<PlainRecords[K]> =>
    new Table<PlainRecords[K]>(kind, journal, indexes[kind], recordsOf(kind));
  const worlds = table("worlds");
  const world = worlds.get(THE_WORLD);
  invariant(world !== undefined, "a world without its own row");
  return {
    seed: world.seed,
    journal,
    observer,
    keyShares,
    worlds,
    vcenters: table("vcenters"),
    clusters: table("clusters"),
    keyServers: table("keyServers"),
    keyMachines: table("keyMachines"),
    serverKeys: table("serverKeys"),
    standardKeyProviders: table("standardKeyProviders"),
    nativeKeyProviders: table("nativeKeyProviders"),
    trustAuthorities: table("trustAuthorities"),
    trustedKeyProviders: table("trustedKeyProviders"),
    attestations: table("attestations"),
    defaultKeyProviders: table("defaultKeyProviders"),
    networkPaths: table("networkPaths"),
    survivalFloors: table("survivalFloors"),
    waivers: table("waivers"),
    hosts: table("hosts"),
    hostKeys: new Table("hostKeys", journal, INDEXES.hostKeys, keyrings, changedKeyRows),
    archives: table("archives"),
    vsanEncryptions: table("vsanEncryptions"),
    diskGroups: table("diskGroups"),
    virtualMachines: table("virtualMachines"),
    unregisteredMachines: table("unregisteredMachines"),
    vmSnapshots: table("vmSnapshots"),
    coreDumps: table("coreDumps"),
    counters: table("counters"),
    faults: table("faults"),
    timers: table("timers"),
  };
}

/** A world with nothing in it. */
export function emptyWorld(world: WorldRecord): World {
  const rows: Partial<{ [K in RecordKind]: readonly (readonly [string, Rows[K]])[] }> = {
    worlds: [[THE_WORLD, world]],
  };
  return makeWorld((kind) => rows[kind] ?? []);
}

/** The rows of a world with nothing in it. */
export function firstRows(world: WorldRecord): readonly ChangedRow[] {
  return [{ kind: "worlds", id: THE_WORLD, record: world }];
}

/** A copy that changes on its own, with nobody watching. */
export function forkWorld(world: World): World {
  const tables: PlainTables = world;
  const { keyShares, hostKeys } = world;
  const parts = { keyrings: hostKeys.entries(), keyShares, observer: new Observer() };
  return assemble(<K extends PlainKind>(kind: K) => tables[kind].entries(), parts);
}

export const RECORD_KINDS = Object.keys(INDEXES) as readonly RecordKind[];

/** Unix seconds of the simulated clock. */
export function nowSeconds(world: World): number {
  return world.worlds.get(THE_WORLD)?.nowSeconds ?? 0;
}

/** RFC 3339 of Unix seconds. */
export function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}

export function setClock(world: World, seconds: number): void {
  world.worlds.set(THE_WORLD, { seed: world.seed, nowSeconds: seconds });
}

/** Puts an event on the timeline, at the present moment. */
export function tell(world: World, event: Omit<SimulatorEvent, "atSeconds">): void {
  world.observer.note({ atSeconds: nowSeconds(world), ...event });
}

/** Code-unit order, the order of everything here that has one. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Records of a group by ascending id. */
export function inOrder<T>(group: ReadonlyMap<string, T>): readonly T[] {
  return [...group].sort(([a], [b]) => byCodeUnit(a, b)).map(([, record]) => record);
}
