// Simulated estates for drills, made only by operations: the same parts as in estate-builder, racked and
// created through the port.

import type {
  Backend,
  DiskSpec,
  HostSpec,
  KeyServerSpec,
  VirtualMachineSpec,
  WrappingSpec,
} from "../../src/provider/backend.js";

import type { TrustedKeyProviderSpec } from "../../src/provider/backend-trust.js";
import { deriveUuid } from "../../src/simulator/derive.js";
import { Simulator } from "../../src/simulator/simulator.js";

/** Under it the tills come to the first of two hosts and the badges to the second. */
const DEFAULT_SEED = "edge";

export interface SiteDescription {
  readonly seed?: string;
  readonly vcenter?: {
    readonly version?: string;
    readonly site?: string;
    readonly runsOn?: string;
  };
  readonly keyServers?: readonly KeyServerDescription[];
  /** Standard provider `kp` over all key servers, unless it says otherwise. */
  readonly standard?: {
    readonly clientTrustsServer?: boolean;
    readonly serverTrustsClient?: boolean;
    readonly clientCertificateNotAfter?: string;
    /** By a key that is made at the first key server, or by keys that vCenter rotates. */
    readonly wrapping?: "named" | "rotated" | null;
  } | null;
  readonly native?: { readonly tpmRequired: boolean; readonly isBackedUp: boolean } | null;
  /** Trusted key provider `tkp`, and the Trust Authority `vc00/trust-authority/ta` that serves trusted clusters. */
  readonly trusted?: TrustDescription | null;
  /** Default `kp` if there is a standard provider, else `nkp`. */
  readonly defaultKeyProvider?: "kp" | "nkp" | "tkp" | null;
  readonly clusters: readonly ClusterDescription[];
  readonly closedPaths?: readonly {
    readonly fromSite: string;
    readonly fromRole: "vcenter" | "host";
    readonly toSite: string;
    readonly port: number;
  }[];
}

export interface TrustDescription {
  /** One for each Trust Authority host. Default one at `core`. */
  readonly hostSites?: readonly string[];
  readonly keyServerSite?: string;
  /** Whether the key server behind it is `kms0`, which the standard provider has too. */
  readonly sharesKeyServer?: boolean;
  /** Default 8.0 U3 alone. */
  readonly baseImages?: readonly string[];
  /** Whether TPMs are trusted one by one instead of by their makers' certificates. */
  readonly listsTpms?: boolean;
}

export interface KeyServerDescription {
  readonly name: string;
  readonly site?: string;
  readonly group?: string | null;
  readonly runsOn?: string;
  readonly certificateNotAfter?: string;
}

export interface ClusterDescription {
  readonly name: string;
  readonly ha?: boolean;
  readonly storage?: "shared" | "local" | "vsan";
  /** Encryption of its vSAN; null or absent: none. */
  readonly vsan?: VsanDescription | null;
  readonly cryptoMode?: "onDemand" | "forceEnable";
  readonly hostKeyProvider?: string | null;
  /** Of a key of `kp` that is made at the key server `kms0`; null or absent: each host gets a new one. */
  readonly hostKeyName?: string | null;
  readonly trusted?: boolean;
  readonly hosts: readonly HostDescription[];
  readonly machines: readonly MachineDescription[];
}

export interface VsanDescription {
  readonly keyProvider: string;
  readonly failuresToTolerate: number;
}

export interface HostDescription {
  readonly name: string;
  readonly persistence?: boolean;
  readonly tpm?: boolean;
  readonly tpmInterface?: "fifo" | "crb";
  readonly version?: string;
  readonly site?: string;
  readonly recoveryKeyLocation?: string | null;
}

export interface MachineDescription {
  readonly name: string;
  readonly encrypted?: boolean;
  readonly vtpm?: boolean;
  readonly keyProvider?: string | null;
  readonly diskKeyProvider?: string | null;
  /** Of a key of `kp` that is made at the key server `kms0` and is the home key; null or absent: a new one. */
  readonly keyName?: string | null;
  readonly poweredOff?: boolean;
  readonly autostart?: boolean;
}

/** Everything in the order that keys need: persistence is on before keys arrive. */
export async function simulate(site: SiteDescription): Promise<Simulator> {
  const simulator = Simulator.inMemory({ seed: site.seed ?? DEFAULT_SEED });
  const { backend } = simulator;
  const { version = "8.0 U3", site: at = "edge", runsOn = null } = site.vcenter ?? {};
  await backend.vcenters.create({ name: "vc01", version, site: at, runsOn });
  for (const path of site.closedPaths ?? []) {
    await backend.networkPaths.create({ ...path, allowed: false });
  }
  for (const cluster of site.clusters) await createCluster(simulator, cluster, at);
  await createProviders(simulator, site);
  for (const cluster of site.clusters) {
    await encryptVsan(simulator, cluster);
    for (const machine of cluster.machines) await createMachine(simulator, cluster, machine);
  }
  return simulator;
}

async function createCluster(
  simulator: Simulator,
  cluster: ClusterDescription,
  site: string,
): Promise<void> {
  await simulator.backend.clusters.create({
    vcenter: "vc01",
    name: cluster.name,
    ha: cluster.ha ?? true,
    cryptoMode: cluster.cryptoMode ?? "onDemand",
    hostKeyProvider: cluster.hostKeyProvider ?? null,
    hostKeyId: namedKeyId(simulator.seed, cluster.hostKeyName),
    storage: cluster.storage ?? "shared",
    role: "workload",
  });
  for (const host of cluster.hosts) {
    const info = await simulator.backend.hosts.add(hostSpec(cluster.name, host, site));
    const path = `vc01/${cluster.name}/${info.hostname}`;
    if (host.persistence ?? false) await simulator.backend.hosts.enableKeyPersistence(path);
  }
}

function hostSpec(cluster: string, host: HostDescription, site: string): HostSpec {
  return {
    hostname: host.name,
    cluster: `vc01/${cluster}`,
    site: host.site ?? site,
    version: host.version ?? "8.0 U3",
    hardware: {
      tpm: {
        present: host.tpm ?? true,
        hashBank: "sha256",
        interface: host.tpmInterface ?? "fifo",
      },
      secureBoot: true,
    },
    notes: {
      rack: null,
      physicalSecurity: null,
      recoveryKeyLocation: host.recoveryKeyLocation ?? null,
    },
  };
}

function keyServerSpec(server: KeyServerDescription): KeyServerSpec {
  return {
    vcenter: "vc01",
    name: server.name,
    address: `${server.name}.example`,
    port: 5696,
    site: server.site ?? "core",
    replicationGroup: server.group === undefined ? "core" : server.group,
    certificateNotBefore: null,
    certificateNotAfter: server.certificateNotAfter ?? null,
    proxyAddress: null,
    proxyPort: null,
    timeoutSeconds: null,
    protocol: null,
    reconnect: null,
    nbio: null,
    runsOn: server.runsOn ?? null,
  };
}

async function createProviders(simulator: Simulator, site: SiteDescription): Promise<void> {
  const { backend } = simulator;
  const servers = site.keyServers ?? [{ name: "kms1", site: "core" }];
  for (const server of servers) {
    await backend.keyServers.create(keyServerSpec(server));
  }
  makeNamedKeys(simulator, site);
  if (site.standard !== null) await createStandard(simulator, site, servers);
  if (site.native) {
    await backend.nativeKeyProviders.create({
      vcenter: "vc01",
      name: "nkp",
      tpmRequired: site.native.tpmRequired,
    });
    if (site.native.isBackedUp) await backend.nativeKeyProviders.exportBackup("vc01/kp/nkp", "pw");
  }
  if (site.trusted) await declareTrust(backend, site);
  const byDefault = site.standard === null ? "nkp" : "kp";
  const name = site.defaultKeyProvider === undefined ? byDefault : site.defaultKeyProvider;
  await backend.defaultKeyProviders.set("vc01", name);
}

/** The Trust Authority and all that belongs to it, in a vCenter of its own. */
export async function declareTrust(backend: Backend, site: SiteDescription): Promise<void> {
  const { hostSites = ["core"], keyServerSite = "core", ...trust } = site.trusted ?? {};
  await backend.vcenters.create({ name: "vc00", version: "8.0 U3", site: "core", runsOn: null });
  const plain = { ha: true, cryptoMode: "onDemand", hostKeyProvider: null } as const;
  const ta = { vcenter: "vc00", name: "ta", storage: "shared", role: "trust-authority" } as const;
  await backend.clusters.create({ ...plain, ...ta });
  for (const [i, at] of hostSites.entries()) {
    const host = hostSpec("ta", { name: `ta${i}`, tpm: false }, at);
    await backend.hosts.add({ ...host, cluster: "vc00/ta" });
  }
  await backend.keyServers.create({
    ...keyServerSpec({ name: "tkms", site: keyServerSite, group: null }),
    vcenter: "vc00",
    address: trust.sharesKeyServer === true ? "kms0.example" : "tkms.example",
  });
  const clusters = site.clusters.filter(({ trusted }) => trusted === true);
  const hosts = clusters.flatMap(({ name, hosts }) =>
    hosts.map((host) => `vc01/${name}/${host.name}`),
  );
  await backend.trustAuthorities.create({
    cluster: "vc00/ta",
    trustedClusters: clusters.map(({ name }) => `vc01/${name}`),
    baseImages: trust.baseImages ?? ["8.0 U3"],
    trustedTpms: trust.listsTpms === true ? hosts : null,
  });
  await backend.trustedKeyProviders.create(trustedSpec("primary"));
}

export function trustedSpec(masterKeyId: string): TrustedKeyProviderSpec {
  return {
    vcenter: "vc01",
    name: "tkp",
    trustAuthority: "vc00/trust-authority/ta",
    masterKeyId,
    keyServers: ["vc00/kms/tkms"],
  };
}

/** The keys that clusters and machines name, at the key server `kms0`. */
export function makeNamedKeys({ operators }: Simulator, { clusters }: SiteDescription): void {
  const names = clusters.flatMap(({ hostKeyName, machines }) => [
    hostKeyName,
    ...machines.map(({ keyName }) => keyName),
  ]);
  for (const name of new Set(names)) {
    if (name != null) operators.makeKey("vc01/kms/kms0", name);
  }
}

async function createStandard(
  simulator: Simulator,
  site: SiteDescription,
  servers: readonly KeyServerDescription[],
): Promise<void> {
  await simulator.backend.standardKeyProviders.create({
    wrapping: wrappingSpec(simulator, site, servers),
    vcenter: "vc01",
    name: "kp",
    keyServers: servers.map(({ name }) => `vc01/kms/${name}`),
    clientTrustsServer: site.standard?.clientTrustsServer ?? true,
    serverTrustsClient: site.standard?.serverTrustsClient ?? true,
    clientCertificateMode: null,
    clientCertificateNotAfter: site.standard?.clientCertificateNotAfter ?? null,
    userName: null,
  });
}

function wrappingSpec(
  { operators }: Simulator,
  { standard }: SiteDescription,
  servers: readonly KeyServerDescription[],
): WrappingSpec | null {
  if (standard?.wrapping == null) return null;
  if (standard.wrapping === "rotated") return { keyId: null, rotationDays: 30 };
  const keyId = operators.makeKey(`vc01/kms/${servers[0]?.name}`, "wrapping");
  return { keyId, rotationDays: null };
}

/** Where it is described. */
export async function encryptVsan(
  { backend }: Simulator,
  { name, vsan }: Pick<ClusterDescription, "name" | "vsan">,
): Promise<void> {
  if (vsan == null) return;
  await backend.vsanEncryptions.create({
    ...{ cluster: `vc01/${name}`, ...vsan },
    ...{ eraseDisksBeforeUse: false, allowReducedRedundancy: false },
  });
}

async function createMachine(
  simulator: Simulator,
  cluster: ClusterDescription,
  machine: MachineDescription,
): Promise<void> {
  await simulator.backend.virtualMachines.create(machineSpec(cluster, machine, simulator.seed));
}

/** Of a key that is made at the key server `kms0`. */
function namedKeyId(seed: string, name: string | null | undefined): string | null {
  return name == null
    ? null
    : deriveUuid(seed, { kind: "server-key-id", name: `vc01/kms/kms0 ${name}` });
}

export function machineSpec(
  cluster: Pick<ClusterDescription, "name">,
  machine: MachineDescription,
  seed = DEFAULT_SEED,
): VirtualMachineSpec {
  const encrypted = machine.encrypted ?? machine.vtpm !== true;
  const disk: DiskSpec = { name: "disk-0", sizeGib: 16, encrypted, keyProvider: null };
  const own: DiskSpec = {
    name: "disk-1",
    sizeGib: 16,
    encrypted: true,
    keyProvider: machine.diskKeyProvider ?? null,
  };
  return {
    vcenter: "vc01",
    name: machine.name,
    cluster: `vc01/${cluster.name}`,
    encrypted,
    keyProvider: machine.keyProvider ?? null,
    keyId: namedKeyId(seed, machine.keyName),
    disks: machine.diskKeyProvider == null ? [disk] : [disk, own],
    vtpm: machine.vtpm ?? false,
    firmware: "efi",
    hardwareVersion: 19,
    powerState: machine.poweredOff === true ? "poweredOff" : "poweredOn",
    autostart: machine.autostart ?? true,
    migrateEncryption: null,
    ftEncryptionMode: null,
  };
}
