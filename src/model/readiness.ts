// Whether each host would come through a power cut by itself, as plain data: what the predictor answers in, what the
// report renders, and what `holdfast readiness --json` prints. Keys that stand alike on every host of a cluster form
// one group, so that thousands of machines stay readable.

import type { ReasonCode } from "./survival.js";

/**
 * Where a host has a key: in memory, in the archive on its boot disk, received and not yet archived, or made on the
 * host itself from a derivation key. A key that is nowhere is missing.
 */
export type KeyPlace = "cached" | "stored" | "not-yet-archived" | "derived";

export interface Readiness {
  readonly format: "holdfast.readiness/1";
  /** Time of the simulated clock, ISO 8601, as all times here. */
  readonly at: string;
  /** Hosts by their answer. */
  readonly counts: { readonly [answer in ReadinessAnswer]: number };
  readonly clusters: readonly ClusterReadiness[];
}

/** Whether a host would come through a power cut: `later` by itself, `never` only if someone acts. */
export type ReadinessAnswer = "now" | "later" | "never";

export interface ClusterReadiness {
  readonly cluster: string;
  /** Whether its hosts must be crypto safe: machines or the encryption mode of the cluster demand it. */
  readonly needsHostKey: boolean;
  /** The keys its machines need, and last that of its vSAN if it is encrypted. */
  readonly keyGroups: readonly KeyGroup[];
  readonly hosts: readonly HostReadiness[];
}

/** Keys that stand alike on every host. */
export interface KeyGroup {
  /** Key provider by name; null when none could be resolved. */
  readonly provider: string | null;
  readonly keys: readonly NeededKey[];
}

export interface NeededKey {
  readonly key: string;
  /** Paths of the machines that do not start without it; for the key of a vSAN its workload, `vsan:PATH`. */
  readonly machines: readonly string[];
}

export interface HostReadiness {
  readonly host: string;
  readonly isUp: boolean;
  readonly isCryptoSafe: boolean;
  /** When its configuration was last archived; null for never. */
  readonly lastArchive: string | null;
  /** Places of its host key; none: missing. */
  readonly hostKey: readonly KeyPlace[];
  /** Places of the keys of each group, in the order of the groups. */
  readonly keys: readonly (readonly KeyPlace[])[];
  /** What a power cut now would leave of it, with neither a key server nor vCenter to ask. */
  readonly powerCut: {
    readonly boots: boolean;
    readonly isCryptoSafe: boolean;
    readonly lacksKeys: number;
  };
  readonly answer: ReadinessAnswer;
  /** From when it would come through a power cut; null for never. */
  readonly safeFrom: string | null;
  /** Until then, in simulated seconds; null for never. */
  readonly safeInSeconds: number | null;
  /** When it will cease to by itself, if nobody acts; null where it does not. */
  readonly safeUntil: string | null;
  /** What is in the way: of `later` now, of `never` for good, of `now` once it ceases to be safe. */
  readonly reasons: readonly ReasonCode[];
  readonly sentence: string;
  /** What someone can do about it. */
  readonly toDo: readonly string[];
  /** Ids of inferred (not vendor-documented) rules the answer rests on. */
  readonly inferredRules: readonly string[];
}
