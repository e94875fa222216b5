// Whether a host can be rebooted, as plain data: what would lock or go down, where its machines would be meanwhile and
// after, and what to do first. Made by predictor and simulator together; reports render it, `--json` prints it.

import type { ReasonCode } from "./survival.js";

/** `unknown`: it could not be told, which never counts as yes. */
export type RebootVerdict = "yes" | "no" | "unknown";

export interface RebootForecast {
  readonly format: "holdfast.can-reboot/1";
  readonly host: string;
  /** Time of the simulated clock, ISO 8601. */
  readonly at: string;
  /** What is taken to be broken beside what is. */
  readonly while: "provider-down" | null;
  /** Whether machines may be down as long as the host is. */
  readonly isDowntimeAllowed: boolean;
  readonly verdict: RebootVerdict;
  readonly sentence: string;
  /** How long the host is taken to be away. */
  readonly awaySeconds: number;
  readonly hostAfter: RebootedHost;
  /** Those registered on the host, encrypted or not, by path. */
  readonly machines: readonly RebootedMachine[];
  /** Machines anywhere that would fare worse with the reboot than without it. */
  readonly effects: readonly RebootEffect[];
  /** What to do first, where the answer is no. */
  readonly first: readonly RebootRemedy[];
  /** What someone would have to do afterwards, if it were rebooted now all the same. */
  readonly afterwards: readonly string[];
  /** Ids of inferred (not vendor-documented) rules the answer rests on. */
  readonly inferredRules: readonly string[];
}

/** The host when it is back. */
export interface RebootedHost {
  readonly isUp: boolean;
  readonly isCryptoSafe: boolean;
  /** Encrypted machines of its cluster that could not start on it. */
  readonly cannotStart: number;
}

export interface RebootedMachine {
  readonly machine: string;
  /** `vm:PATH` or `vtpm:PATH`; null if nothing of it is encrypted. */
  readonly workload: string | null;
  /** Where it runs: before, while the host is away, and once it is back. Null: it does not run. */
  readonly now: string | null;
  readonly meanwhile: string | null;
  readonly after: string | null;
  readonly isInterrupted: boolean;
  /** The longest in one piece; 0 for one that is moved, or started again at once; null for one that stays down. */
  readonly downSeconds: number | null;
}

/**
 * `goes-down`: for a while; `stays-down`: nothing of it is encrypted, and nobody starts it; `cannot-start`: it is off,
 * and no host could start it any more.
 */
export type RebootEffectKind =
  | "goes-down"
  | "stays-down"
  | "locks"
  | "is-lost"
  | "cannot-start"
  | "unknown";

export interface RebootEffect {
  /** Path; of the cluster for a vSAN, whose workload is `vsan:PATH`. */
  readonly machine: string;
  readonly workload: string | null;
  readonly effect: RebootEffectKind;
  readonly downSeconds: number | null;
  readonly sentence: string;
  readonly reasons: readonly ReasonCode[];
}

export interface RebootRemedy {
  readonly step: string;
  /** Whether a copy of the estate was put through it, and the answer became yes. */
  readonly isTried: boolean;
}
