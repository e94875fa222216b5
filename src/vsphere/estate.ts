// The facts about an estate that decide survival, as plain data: what the predictor and the findings
// read. The simulator describes itself in it, and a plan's overlay of planned values makes one too. It
// holds no key bytes, only ids, and it says nothing about what follows from the facts.

import type { EstateKey, EstateVirtualMachine, Recrypt } from "./estate-machine.js";
import type { Maybe } from "./maybe.js";
import type { TpmHardware } from "./tpm.js";

export type { EstateKey, EstateVirtualMachine, Recrypt } from "./estate-machine.js";

export interface Estate {
  readonly vcenters: ReadonlyMap<string, EstateVcenter>;
  readonly clusters: ReadonlyMap<string, EstateCluster>;
  readonly hosts: ReadonlyMap<string, EstateHost>;
  readonly keyServers: ReadonlyMap<string, EstateKeyServer>;
  readonly keyProviders: ReadonlyMap<string, EstateKeyProvider>;
  readonly trustAuthorities: ReadonlyMap<string, EstateTrustAuthority>;
  readonly virtualMachines: ReadonlyMap<string, EstateVirtualMachine>;
  readonly networkPaths: readonly EstateNetworkPath[];
  readonly floors: readonly EstateFloor[];
  readonly waivers: readonly EstateWaiver[];
  /** Unix seconds of the simulated clock. */
  readonly nowSeconds: number;
}

export interface EstateVcenter {
  readonly path: string;
  readonly version: string;
  readonly site: string;
  /** Path of the VM it runs in. */
  readonly runsOn: string | null;
  /** Default key provider by name. */
  readonly defaultKeyProvider: Maybe<string | null>;
  /** Switched off or out of everyone's reach, whatever it runs on. Absent counts as no. */
  readonly isDown?: boolean;
}

export interface EstateCluster {
  readonly path: string;
  readonly vcenter: string;
  readonly ha: boolean;
  readonly cryptoMode: "onDemand" | "forceEnable";
  readonly storage: "shared" | "local" | "vsan";
  readonly hostKeyProvider: string | null;
  /** Of the key of that provider that all hosts get; null or absent: each gets a new one. */
  readonly hostKeyId?: string | null;
  readonly defaultKeyProvider: Maybe<string | null>;
  /** Whether upgrades restart ESXi without the firmware. Absent counts as no. */
  readonly quickBoot?: boolean;
  /** Data-at-rest encryption of its vSAN; null or absent without. */
  readonly vsanEncryption?: EstateVsanEncryption | null;
  /** What a plan does to the keys and data of its vSAN. Absent: nothing, as ever in an estate that is. */
  readonly vsanRecrypt?: Recrypt;
}

export interface EstateVsanEncryption {
  readonly failuresToTolerate: number;
  /** The KEK, one for the cluster. */
  readonly key: EstateKey;
  /** The host key that all its hosts share. */
  readonly hostKey: EstateKey;
}

export interface EstateHost {
  readonly path: string;
  readonly cluster: string;
  readonly site: string;
  readonly version: string;
  readonly tpm: TpmHardware;
  readonly secureBoot: boolean;
  readonly requireSecureBoot: boolean;
  readonly requireExecInstalledOnly: boolean;
  readonly mode: Maybe<"TPM" | "NONE">;
  readonly keyPersistence: Maybe<boolean>;
  readonly physicalSecurity: "controlled" | "uncontrolled" | null;
  readonly recoveryKeyLocation: string | null;
  /** The release that it runs now, where a plan upgrades it. Absent: no plan does. */
  readonly upgradesFrom?: string;
  /** What is on the host now; absent for a planned host that does not exist yet. */
  readonly present?: EstateHostPresence;
}

export interface EstateHostPresence {
  readonly up: boolean;
  readonly cryptoState: "incapable" | "prepared" | "safe" | "pendingIncapable";
  readonly hostKeyId: string | null;
  /** The provider that issued the host key; null without one. */
  readonly hostKeyProvider: string | null;
  /** As {@link EstateKey.derivedFrom}, of the host key. */
  readonly hostKeyDerivedFrom?: string;
  /** As {@link EstateKey.wrappedBy}, of the host key. */
  readonly hostKeyWrappedBy?: string;
  readonly cachedKeyIds: ReadonlySet<string>;
  /** In the archive on the boot disk. */
  readonly storedKeyIds: ReadonlySet<string>;
  /** Received while persistence was on, not yet in the archive. */
  readonly unarchivedKeyIds: ReadonlySet<string>;
  /** In the archive, though the host was made to forget them: the next one leaves them out. Absent: none. */
  readonly forgottenKeyIds?: ReadonlySet<string>;
  /** Taken off it while vCenter counts them as there, so that remediation does not send them. Absent: none. */
  readonly removedKeyIds?: ReadonlySet<string>;
  /** By native provider path, the id of the derivation key that the host has of it. */
  readonly derivationKeys: ReadonlyMap<string, string>;
  /** Those in the archive, back after a boot. */
  readonly archivedDerivationKeys: ReadonlyMap<string, string>;
  readonly lastArchiveSeconds: number | null;
  /** Whether its configuration has changed since, so that the next archive is written. Absent counts as no. */
  readonly isArchiveDue?: boolean;
  /** Whether it came from another vCenter, and this one has not set its keys right yet. Absent counts as no. */
  readonly isNewToVcenter?: boolean;
  /** Whether its archive cannot be unsealed as things are: the next boot stops. Absent counts as no. */
  readonly isSealedShut?: boolean;
  /** Whether its archive is damaged: until another is written, the next boot stops. Absent counts as no. */
  readonly isArchiveDamaged?: boolean;
  /** The archive that holds if power fails at this very second, while another is being written. Absent: none. */
  readonly archiveBefore?: EstateArchive;
  /** Whether it and its vCenter cannot talk, firewalls aside. Absent counts as no. */
  readonly isCutOff?: boolean;
  /** Unix seconds at which its attestation ends; null or absent: it has none. */
  readonly attestedUntilSeconds?: number | null;
  /** Whether a Trust Authority has found it wanting since it booted. Absent counts as no. */
  readonly isAttestationRefused?: boolean;
  /** Its TPM by the endorsement key of the last boot. Absent counts as the one it was declared with. */
  readonly tpmIdentity?: string;
  /** The same from the next boot on, where it differs. */
  readonly nextTpmIdentity?: string;
  /** Whether the last boot measured secure boot on. Absent: as it is in the firmware now. */
  readonly isSecureBootMeasured?: boolean;
  /** Whether nobody reaches it, its vCenter or anyone else. Absent counts as no. */
  readonly isIsolated?: boolean;
  /** Trust Authority hosts and key servers by path to which its link is cut, firewalls aside. Absent: none. */
  readonly cutFrom?: ReadonlySet<string>;
  /** Unix seconds at which a host that is down comes up by itself; null or absent: it does not. */
  readonly bootsAtSeconds?: number | null;
  /** Its part of the cluster's vSAN; absent on other storage. */
  readonly diskGroup?: EstateDiskGroup;
}

export interface EstateDiskGroup {
  readonly isMounted: boolean;
  /** Whether it has ever been mounted: until then it holds nothing that anyone misses. */
  readonly isJoined: boolean;
  /** Unix seconds at which it is first tried after a boot; null: not pending. */
  readonly mountsAtSeconds: number | null;
  /** What vCenter told the host, so that it asks key servers itself; null: nothing. */
  readonly access: EstateKeyServerAccess | null;
  /** Paths of key servers that the host cannot talk to, firewalls aside. Absent: none. */
  readonly cutOffFrom?: ReadonlySet<string>;
  /** Whether its bytes do not open under the right key. Absent counts as no. */
  readonly isDamaged?: boolean;
}

/** A host's own copy of how to reach a standard key provider. */
export interface EstateKeyServerAccess {
  /** Key provider by name. */
  readonly provider: string;
  /** Key server paths. */
  readonly keyServers: readonly string[];
  readonly clientTrustsServer: boolean;
  readonly serverTrustsClient: boolean;
  readonly clientCertificateNotAfterSeconds: number | null;
  /** Paths of key servers that demand another user name or password. Absent: none. */
  readonly refusedBy?: ReadonlySet<string>;
}

/** What an archive on a boot disk holds. */
export interface EstateArchive {
  readonly writtenSeconds: number;
  readonly storedKeyIds: ReadonlySet<string>;
  /** By native provider path, the id of its derivation key. */
  readonly derivationKeys: ReadonlyMap<string, string>;
}

export interface EstateKeyServer {
  readonly path: string;
  readonly vcenter: string;
  readonly address: string;
  readonly port: number;
  readonly site: string;
  readonly replicationGroup: string | null;
  readonly certificateNotBeforeSeconds: number | null;
  readonly certificateNotAfterSeconds: number | null;
  readonly runsOn: string | null;
  /** Ids of the keys on it, inactive ones too; absent when nobody knows, which counts as all. */
  readonly heldKeyIds?: ReadonlySet<string>;
  /** Those of them that someone deactivated; absent counts as none. */
  readonly inactiveKeyIds?: ReadonlySet<string>;
  /** Switched off, or out of its vCenter's reach, whatever it runs on. Absent counts as no. */
  readonly isUnreachable?: boolean;
  /** Switched off, or out of everyone's reach, whatever it runs on. Absent counts as no. */
  readonly isDown?: boolean;
  /** Whether its certificate is refused, whatever its dates say. Absent counts as no. */
  readonly isCertificateExpired?: boolean;
  /** Whether it answers and delivers no key, as with a failed HSM behind it. Absent counts as no. */
  readonly refusesKeys?: boolean;
}

export type EstateKeyProvider =
  | {
      readonly kind: "standard";
      readonly path: string;
      readonly vcenter: string;
      readonly name: string;
      readonly keyServers: readonly string[];
      readonly clientTrustsServer: boolean;
      readonly serverTrustsClient: boolean;
      readonly clientCertificateNotAfterSeconds: number | null;
      /** Id of the wrapping key that was named for it; absent where there is none, or vCenter rotates it. */
      readonly namedWrappingKeyId?: string;
      /** Paths of its key servers that demand another user name or password. Absent: none. */
      readonly refusedBy?: ReadonlySet<string>;
    }
  | {
      readonly kind: "native";
      readonly path: string;
      readonly vcenter: string;
      readonly name: string;
      readonly tpmRequired: boolean;
      /** Id of its derivation key; `planned:PATH` for one that apply will make. */
      readonly keyId: string;
      readonly backedUp: Maybe<boolean>;
      readonly backupHasPassword: Maybe<boolean>;
    }
  | {
      readonly kind: "trusted";
      readonly path: string;
      readonly vcenter: string;
      readonly name: string;
      /** Path of the Trust Authority. */
      readonly trustAuthority: string;
      /** Id of the primary key, on the key servers, under which its keys are wrapped. */
      readonly masterKeyId: string;
      readonly keyServers: readonly string[];
      readonly refusedBy?: ReadonlySet<string>;
    };

export interface EstateTrustAuthority {
  readonly path: string;
  readonly vcenter: string;
  /** Path of the cluster whose hosts run its services. */
  readonly cluster: string;
  /** Paths of the clusters whose hosts it attests. */
  readonly trustedClusters: readonly string[];
  /** Releases of ESXi whose base images are imported. */
  readonly baseImages: Maybe<readonly string[]>;
  /** Identities of the TPMs it trusts one by one; null if it trusts every genuine one. */
  readonly trustedTpms: Maybe<ReadonlySet<string> | null>;
}

export interface EstateNetworkPath {
  readonly fromSite: string;
  readonly fromRole: "vcenter" | "host";
  readonly toSite: string;
  readonly port: number;
  readonly allowed: boolean;
}

export interface EstateFloor {
  readonly name: string;
  readonly scenario: string;
  readonly workloads: readonly string[] | null;
  readonly maxLost: number;
  readonly reason: string;
}

export interface EstateWaiver {
  readonly name: string;
  /** Of the finding that it waives. */
  readonly code: string;
  /** Patterns of inventory paths; null stands for all. */
  readonly subjects: readonly string[] | null;
  readonly owner: string;
  readonly reason: string;
  /** RFC 3339; one that is not known until apply waives nothing yet. */
  readonly expiresAt: Maybe<string>;
}
