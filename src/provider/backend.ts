// The port to a vSphere: what the provider asks of vCenters, hosts and key servers, in the words and the
// granularity of vSphere's own interfaces. The simulator implements it; a client of a real vCenter could.
// The order of operations is decided by the provider, never behind this port.
//
// Paths are inventory paths (`vc01/edge/esx01`). Every operation either happens whole or throws a
// VsphereFault and leaves nothing behind. Reads of something absent give undefined.

import type { TpmHardware } from "../vsphere/tpm.js";
import type { VirtualMachineOperations } from "./backend-machines.js";
import type { NativeKeyProviderOperations } from "./backend-native.js";
import type {
  TrustAuthorityInfo,
  TrustAuthoritySpec,
  TrustedKeyProviderSpec,
} from "./backend-trust.js";

import type { HostCapability } from "./host-capability.js";

export type * from "./backend-machines.js";
export type * from "./backend-native.js";
export type { HostCapability } from "./host-capability.js";

import type { VsanEncryptionOperations } from "./vsan-backend.js";

export type { VsanEncryptionInfo, VsanEncryptionSpec } from "./vsan-backend.js";

/** The expected failures, with vSphere's own fault names. Messages are full sentences for people. */
export class VsphereFault extends Error {
  override readonly name = "VsphereFault";
  constructor(
    readonly fault: VsphereFaultName,
    message: string,
  ) {
    super(message);
  }
}

export type VsphereFaultName =
  | "AlreadyExists"
  | "NotFound"
  | "InvalidArgument"
  | "InvalidState"
  | "NotSupported"
  | "ResourceInUse"
  | "KeyProviderUnavailable"
  | "HostNotCryptoSafe"
  | "EncryptionKeyRequired"
  | "HostCommunication"
  | "NoDiskSpace"
  | "CannotAccessFile"
  | "CLIFault";

export interface Backend {
  readonly vcenters: Objects<VcenterSpec, VcenterInfo>;
  readonly clusters: Objects<ClusterSpec, ClusterInfo>;
  readonly keyServers: Objects<KeyServerSpec, KeyServerInfo>;
  readonly standardKeyProviders: Objects<StandardKeyProviderSpec, StandardKeyProviderInfo>;
  readonly trustAuthorities: Objects<TrustAuthoritySpec, TrustAuthorityInfo>;
  readonly trustedKeyProviders: Objects<TrustedKeyProviderSpec, TrustedKeyProviderSpec>;
  readonly networkPaths: Objects<NetworkPathSpec, NetworkPathSpec>;
  readonly survivalFloors: Objects<SurvivalFloorSpec, SurvivalFloorSpec>;
  readonly waivers: Objects<WaiverSpec, WaiverSpec>;
  readonly hosts: HostOperations;
  readonly nativeKeyProviders: NativeKeyProviderOperations;
  readonly defaultKeyProviders: DefaultKeyProviderOperations;
  readonly vsanEncryptions: VsanEncryptionOperations;
  readonly virtualMachines: VirtualMachineOperations;
  /** Inventory paths of everything of a resource type (`holdfast_host`), sorted. */
  list(type: string): Promise<readonly string[]>;
  /** Releases what the backend holds (files, connections). */
  close(): Promise<void>;
}

/** Objects that are created, read, reconfigured as a whole and removed. */
export interface Objects<Spec, Info> {
  create(spec: Spec): Promise<Info>;
  read(path: string): Promise<Info | undefined>;
  /** Makes everything but the identity as `spec` says. */
  reconfigure(path: string, spec: Spec): Promise<Info>;
  remove(path: string): Promise<void>;
}

export interface VcenterSpec {
  readonly name: string;
  readonly version: string;
  readonly site: string;
  readonly runsOn: string | null;
}

export interface VcenterInfo extends VcenterSpec {
  readonly instanceUuid: string;
}

export interface ClusterSpec {
  /** vCenter path. */
  readonly vcenter: string;
  readonly name: string;
  readonly ha: boolean;
  readonly cryptoMode: "onDemand" | "forceEnable";
  readonly hostKeyProvider: string | null;
  /** Of the key of that provider that all hosts get as their host key; null or absent: each gets a new one. */
  readonly hostKeyId?: string | null;
  readonly storage: "shared" | "local" | "vsan";
  readonly role: "workload" | "trust-authority";
  /** Absent counts as no. */
  readonly quickBoot?: boolean;
}

export interface ClusterInfo extends ClusterSpec {
  readonly moid: string;
}

export interface KeyServerSpec {
  readonly vcenter: string;
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly site: string;
  readonly replicationGroup: string | null;
  /** RFC 3339. */
  readonly certificateNotBefore: string | null;
  readonly certificateNotAfter: string | null;
  readonly proxyAddress: string | null;
  readonly proxyPort: number | null;
  readonly timeoutSeconds: number | null;
  readonly protocol: string | null;
  readonly reconnect: number | null;
  readonly nbio: number | null;
  readonly runsOn: string | null;
  /** Null or absent: none. */
  readonly userName?: string | null;
  /** Undefined leaves the password as it is. Never comes back. */
  readonly password?: string | null;
}

export interface KeyServerInfo extends Omit<KeyServerSpec, "password"> {
  readonly certificate: CertificateInfo;
}

/** What an X.509 certificate says of itself (vSphere API, CryptoManagerKmipCertificateInfo). */
export interface CertificateInfo {
  /** Names such as `CN=kms1.example`. */
  readonly subject: string;
  readonly issuer: string;
  /** In hexadecimal digits. */
  readonly serialNumber: string;
  /** SHA-1, in hexadecimal pairs with colons. */
  readonly fingerprint: string;
}

export interface StandardKeyProviderSpec {
  readonly vcenter: string;
  readonly name: string;
  /** Key server paths. */
  readonly keyServers: readonly string[];
  readonly clientTrustsServer: boolean;
  readonly serverTrustsClient: boolean;
  readonly clientCertificateMode: "uploaded" | "selfSigned" | "csr" | "rootCa" | null;
  readonly clientCertificateNotAfter: string | null;
  readonly userName: string | null;
  /** From vCenter 9.0 on. Absent: keys stay at the key servers, unwrapped. It cannot be changed. */
  readonly wrapping?: WrappingSpec | null;
  /** Undefined leaves the password as it is. Never comes back. */
  readonly password?: string | null;
}

/** The key that wraps all others: one that is named, or one that vCenter rotates. One of both is null. */
export interface WrappingSpec {
  readonly keyId: string | null;
  readonly rotationDays: number | null;
}

export interface StandardKeyProviderInfo extends Omit<StandardKeyProviderSpec, "password"> {
  /** What vCenter finds when it asks the key servers. */
  readonly status: "green" | "yellow" | "red" | "gray";
  /** Of the key that wraps new keys now; null where none does. */
  readonly wrappingKeyId: string | null;
  /** By which vCenter is known to the key servers. */
  readonly clientCertificate: CertificateInfo;
}

export interface NetworkPathSpec {
  readonly fromSite: string;
  readonly fromRole: "vcenter" | "host";
  readonly toSite: string;
  readonly port: number;
  readonly allowed: boolean;
}

export interface SurvivalFloorSpec {
  readonly name: string;
  readonly scenario: string;
  readonly workloads: readonly string[] | null;
  readonly maxLost: number;
  readonly reason: string;
}

export interface WaiverSpec {
  readonly name: string;
  readonly code: string;
  readonly subjects: readonly string[] | null;
  readonly owner: string;
  readonly reason: string;
  readonly expiresAt: string;
}

export type ConfigurationEncryptionMode = "TPM" | "NONE";
export type CryptoState = "incapable" | "prepared" | "safe" | "pendingIncapable";

/** What is screwed into the rack: only a technician changes it. */
export interface HostHardware {
  readonly tpm: TpmHardware;
  readonly secureBoot: boolean;
}

/** Notes about a host that vSphere keeps as custom attributes. */
export interface HostNotes {
  readonly rack: string | null;
  readonly physicalSecurity: "controlled" | "uncontrolled" | null;
  readonly recoveryKeyLocation: string | null;
}

export interface HostSpec {
  readonly hostname: string;
  /** Cluster path. */
  readonly cluster: string;
  readonly site: string;
  readonly version: string;
  readonly hardware: HostHardware;
  readonly notes: HostNotes;
}

export interface HostInfo extends HostSpec {
  readonly moid: string;
  readonly connected: boolean;
  readonly configurationEncryption: ConfigurationEncryptionSettings;
  readonly keyPersistence: boolean;
  readonly tpmVersion: "2.0" | null;
  /** Of what the TPM measured at the last boot; null without a TPM. */
  readonly tpmAttestation: "accepted" | "notAccepted" | null;
  /** RFC 3339; null while no Trust Authority attests it. */
  readonly attestedUntil: string | null;
  readonly cryptoState: CryptoState;
  readonly hostKeyId: string | null;
  /** Sorted key ids. */
  readonly cachedKeyIds: readonly string[];
  readonly storedKeyIds: readonly string[];
  /** RFC 3339. */
  readonly lastArchivedAt: string | null;
}

export interface ConfigurationEncryptionSettings {
  readonly mode: ConfigurationEncryptionMode;
  readonly requireSecureBoot: boolean;
  readonly requireExecInstalledOnly: boolean;
}

export interface HostOperations {
  /** Racks the machine, installs ESXi (mode TPM if a usable TPM is found) and joins it to its cluster. */
  add(spec: HostSpec): Promise<HostInfo>;
  read(path: string): Promise<HostInfo | undefined>;
  readCapability(path: string): Promise<HostCapability | undefined>;
  /** A technician's visit: host off, hardware changed, host on. */
  changeHardware(path: string, hardware: HostHardware): Promise<HostInfo>;
  upgrade(path: string, version: string): Promise<HostInfo>;
  relocate(path: string, site: string): Promise<HostInfo>;
  annotate(path: string, notes: HostNotes): Promise<HostInfo>;
  /** `esxcli system settings encryption set`. TPM cannot go back to NONE. */
  setConfigurationEncryption(
    path: string,
    settings: Partial<ConfigurationEncryptionSettings>,
  ): Promise<HostInfo>;
  /** `esxcli system security keypersistence enable`. */
  enableKeyPersistence(path: string): Promise<HostInfo>;
  /** `esxcli system security keypersistence disable [--remove-all-stored-keys]`. */
  disableKeyPersistence(
    path: string,
    options: { readonly removeAllStoredKeys: boolean },
  ): Promise<HostInfo>;
  /** Leaves the cluster; refused while virtual machines are on it and no other host can take them. */
  remove(path: string): Promise<void>;
}

export interface DefaultKeyProviderOperations {
  /** `entity` is a vCenter or cluster path; null clears it. */
  set(entity: string, keyProvider: string | null): Promise<void>;
  /** The one set on this very entity. */
  read(entity: string): Promise<string | undefined>;
}
