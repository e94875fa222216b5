// The part of the port to a vSphere that is about vSphere Trust Authority.

export interface TrustAuthoritySpec {
  /** Path of its Trust Authority cluster. */
  readonly cluster: string;
  /** Paths of the clusters it serves, of other vCenters. */
  readonly trustedClusters: readonly string[];
  /** ESXi releases whose base images are imported. */
  readonly baseImages: readonly string[];
  /** Paths of hosts whose endorsement keys, as they are now, are imported. Null trusts the makers' certificates. */
  readonly trustedTpms: readonly string[] | null;
}

/** Its `trustedTpms` are those whose TPM still has the endorsement key that was imported. */
export type TrustAuthorityInfo = TrustAuthoritySpec;

export interface TrustedKeyProviderSpec {
  /** Path of the workload vCenter. */
  readonly vcenter: string;
  readonly name: string;
  /** Path of the Trust Authority. */
  readonly trustAuthority: string;
  /** Id of the primary key, which is made on the key servers if it is not there. */
  readonly masterKeyId: string;
  /** Key server paths, of the vCenter of the Trust Authority. */
  readonly keyServers: readonly string[];
}
