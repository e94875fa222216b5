// The records of faults: what is struck, and which links are cut. Everybody imports them with the rest, from records.ts.

import type { LinkRole } from "../vsphere/defaults.js";

/** Faults of one thing: a vCenter, host or key server out of reach; a key server that is not taken or not used. */
export type TargetFaultKind = "unreachable" | "certificate-expired" | "keys-refused";

export type FaultRecord =
  | { readonly kind: TargetFaultKind; readonly target: string }
  | { readonly kind: "link-cut"; readonly from: LinkEnd; readonly to: LinkEnd };

/** The ends a cut link has; what is absent matches everything. */
export interface LinkEnd {
  readonly role?: LinkRole;
  readonly site?: string;
  /** Any site but this. */
  readonly exceptSite?: string;
  readonly path?: string;
}
