// The records of vSphere Trust Authority: which cluster attests which, what it trusts, what it has attested, and
// the key providers behind it. Plain JSON like all records, all fields always present.

import type { ReasonCode } from "../model/survival.js";
import type { TrustAuthoritySpec, TrustedKeyProviderSpec } from "../provider/backend-trust.js";
import type { Bytes } from "./records.js";

export interface TrustAuthorityRecord extends Omit<TrustAuthoritySpec, "trustedTpms"> {
  readonly path: string;
  readonly vcenter: string;
  /** Null trusts every TPM with a certificate of its maker. */
  readonly trustedTpms: readonly TrustedTpm[] | null;
}

/** An endorsement key as it was imported. */
export interface TrustedTpm {
  readonly host: string;
  readonly publicKey: Bytes;
}

export interface TrustedKeyProviderRecord extends TrustedKeyProviderSpec {
  readonly path: string;
}

/** What a host knows of its attestation; it is in memory and gone with the power. */
export interface AttestationRecord {
  readonly host: string;
  /** Trust Authority path. */
  readonly authority: string;
  /** Unix seconds at which the token ends; 0 without one. */
  readonly untilSeconds: number;
  /** Signs the token: no key provider service takes one without it. */
  readonly signature: Bytes | null;
  /** Why the last attempt failed, so that the same failure is told once; null if it did not. */
  readonly refusal: ReasonCode | null;
}
