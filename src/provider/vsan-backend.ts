// The part of the port to a vSphere that is about vSAN (vSAN API, VsanVcClusterConfigSystem).

import type { Objects } from "./backend.js";

export interface VsanEncryptionSpec {
  /** Path of a cluster whose storage is vSAN. */
  readonly cluster: string;
  /** By name: vSAN never takes the default one by itself. */
  readonly keyProvider: string;
  readonly failuresToTolerate: number;
  readonly eraseDisksBeforeUse: boolean;
  readonly allowReducedRedundancy: boolean;
}

export interface VsanEncryptionInfo extends VsanEncryptionSpec {
  readonly kekId: string;
  /** One for all hosts of the cluster. */
  readonly hostKeyId: string;
  /** Sorted paths of the hosts whose disk groups are mounted. */
  readonly mountedHosts: readonly string[];
}

/** Data-at-rest encryption of vSAN; every path is that of a cluster. */
export interface VsanEncryptionOperations extends Objects<VsanEncryptionSpec, VsanEncryptionInfo> {
  /** `VsanEncryptedClusterRekey_Task`: a new KEK, and with a deep rekey new data keys under it. */
  rekey(cluster: string, options: { readonly deepRekey: boolean }): Promise<VsanEncryptionInfo>;
}
