// Specs with everything filled in, so that a test of the simulated vSphere says only what it is about. The
// estate is one vCenter `vc`, one cluster `vc/c1`, key server `vc/kms/kms1`, key providers `skp`, `nkp` and `tkp`,
// which has a Trust Authority in a vCenter of its own behind it.

import type {
  Backend,
  ClusterSpec,
  HostSpec,
  KeyServerSpec,
  StandardKeyProviderSpec,
  VirtualMachineSpec,
} from "../../src/provider/backend.js";
import type {
  TrustAuthoritySpec,
  TrustedKeyProviderSpec,
} from "../../src/provider/backend-trust.js";
import { Simulator } from "../../src/simulator/simulator.js";

export const VCENTER = "vc";
export const CLUSTER = "vc/c1";
export const KEY_SERVER = "vc/kms/kms1";
export const STANDARD = "skp";
export const NATIVE = "nkp";
export const TRUSTED = "tkp";
export const AUTHORITY = "vc0/trust-authority/ta";
/** The one host that runs the services of the Trust Authority. */
export const SERVICE = "vc0/ta/ta1";
export const TRUSTED_KEY_SERVER = "vc0/kms/kms1";

export function clusterSpec(changes: Partial<ClusterSpec> = {}): ClusterSpec {
  return {
    vcenter: VCENTER,
    name: "c1",
    ha: true,
    cryptoMode: "onDemand",
    hostKeyProvider: null,
    storage: "shared",
    role: "workload",
    ...changes,
  };
}

export function keyServerSpec(changes: Partial<KeyServerSpec> = {}): KeyServerSpec {
  return {
    vcenter: VCENTER,
    name: "kms1",
    address: "kms1.example",
    port: 5696,
    site: "dc",
    replicationGroup: null,
    certificateNotBefore: null,
    certificateNotAfter: null,
    proxyAddress: null,
    proxyPort: null,
    timeoutSeconds: null,
    protocol: null,
    reconnect: null,
    nbio: null,
    runsOn: null,
    ...changes,
  };
}

export function standardSpec(
  changes: Partial<StandardKeyProviderSpec> = {},
): StandardKeyProviderSpec {
  return {
    vcenter: VCENTER,
    name: STANDARD,
    keyServers: [KEY_SERVER],
    clientTrustsServer: true,
    serverTrustsClient: true,
    clientCertificateMode: null,
    clientCertificateNotAfter: null,
    userName: null,
    ...changes,
  };
}

export function hostSpec(
  hostname: string,
  changes: Partial<HostSpec> & { readonly tpm?: boolean } = {},
): HostSpec {
  const { tpm = true, ...rest } = changes;
  return {
    hostname,
    cluster: CLUSTER,
    site: "dc",
    version: "8.0 U3",
    hardware: { tpm: { present: tpm, hashBank: "sha256" }, secureBoot: true },
    notes: { rack: null, physicalSecurity: null, recoveryKeyLocation: "safe" },
    ...rest,
  };
}

export function machineSpec(
  name: string,
  changes: Partial<VirtualMachineSpec> = {},
): VirtualMachineSpec {
  const encrypted = changes.encrypted ?? true;
  return {
    vcenter: VCENTER,
    name,
    cluster: CLUSTER,
    encrypted,
    keyProvider: null,
    disks: [{ name: "disk-0", sizeGib: 16, encrypted, keyProvider: null }],
    vtpm: false,
    firmware: "efi",
    hardwareVersion: 19,
    powerState: "poweredOn",
    autostart: true,
    migrateEncryption: null,
    ftEncryptionMode: null,
    ...changes,
  };
}

export interface EstateOptions {
  readonly seed?: string;
  readonly hosts?: readonly HostSpec[];
  readonly keyPersistence?: boolean;
  readonly cluster?: Partial<ClusterSpec>;
  readonly vcenterVersion?: string;
  readonly provider?: "standard" | "native" | "trusted" | "none";
  readonly trustAuthority?: Partial<TrustAuthoritySpec>;
  readonly tpmRequired?: boolean;
}

/** A small estate in memory, without virtual machines. */
export async function smallEstate(options: EstateOptions = {}): Promise<Simulator> {
  const simulator = Simulator.inMemory(options.seed === undefined ? {} : { seed: options.seed });
  await declareSmallEstate(simulator.backend, options);
  return simulator;
}

/** The same through any backend. */
export async function declareSmallEstate(
  backend: Backend,
  options: EstateOptions = {},
): Promise<void> {
  const { hosts = [hostSpec("esx1"), hostSpec("esx2")], keyPersistence = false } = options;
  const version = options.vcenterVersion ?? "8.0 U3";
  await backend.vcenters.create({ name: VCENTER, version, site: "dc", runsOn: null });
  await backend.clusters.create(clusterSpec(options.cluster));
  for (const host of hosts) {
    await backend.hosts.add(host);
    const path = `${host.cluster}/${host.hostname}`;
    if (keyPersistence) await backend.hosts.enableKeyPersistence(path);
  }
  await declareProvider(backend, options);
}

async function declareProvider(backend: Backend, options: EstateOptions): Promise<void> {
  const { provider = "standard", tpmRequired = false } = options;
  if (provider === "none") return;
  if (provider === "trusted") {
    await declareTrustCluster(backend);
    await backend.trustAuthorities.create(trustAuthoritySpec(options.trustAuthority));
    await backend.trustedKeyProviders.create(trustedSpec());
    await backend.defaultKeyProviders.set(VCENTER, TRUSTED);
    return;
  }
  if (provider === "standard") {
    await backend.keyServers.create(keyServerSpec());
    await backend.standardKeyProviders.create(standardSpec());
    await backend.defaultKeyProviders.set(VCENTER, STANDARD);
    return;
  }
  await backend.nativeKeyProviders.create({ vcenter: VCENTER, name: NATIVE, tpmRequired });
  await backend.nativeKeyProviders.exportBackup(`${VCENTER}/kp/${NATIVE}`, null);
  await backend.defaultKeyProviders.set(VCENTER, NATIVE);
}

/** A Trust Authority cluster of one host without a TPM, in a vCenter apart with a key server. */
export async function declareTrustCluster(backend: Backend): Promise<void> {
  await backend.vcenters.create({ name: "vc0", version: "8.0 U3", site: "dc", runsOn: null });
  const role = "trust-authority";
  await backend.clusters.create(clusterSpec({ vcenter: "vc0", name: "ta", role }));
  await backend.hosts.add(hostSpec("ta1", { cluster: "vc0/ta", tpm: false }));
  const address = "kms-of-ta.example";
  await backend.keyServers.create(keyServerSpec({ vcenter: "vc0", address }));
}

export function trustAuthoritySpec(changes: Partial<TrustAuthoritySpec> = {}): TrustAuthoritySpec {
  return {
    cluster: "vc0/ta",
    trustedClusters: [CLUSTER],
    baseImages: ["7.0 U1", "7.0 U2", "7.0 U3", "8.0 U3"],
    trustedTpms: null,
    ...changes,
  };
}

export function trustedSpec(changes: Partial<TrustedKeyProviderSpec> = {}): TrustedKeyProviderSpec {
  return {
    vcenter: VCENTER,
    name: TRUSTED,
    trustAuthority: AUTHORITY,
    masterKeyId: "primary",
    keyServers: [TRUSTED_KEY_SERVER],
    ...changes,
  };
}

/** Whether a machine runs. */
export function isRunning(simulator: Simulator, vm: string): boolean {
  return simulator.estate().virtualMachines.get(vm)?.running === true;
}
