// What a pull request does to survival, as plain data: what comments, annotations and reports are rendered from. Three
// estates from one snapshot: live, as the vSphere has it; base, as the branch that is merged into declares it; head, as
// the pull request does. Live against base is drift, or not applied yet; base against head is the author's.

import type { AttributeDifference, VerdictCounts } from "./comparison.js";
import type { Diagnostic } from "./diagnostic.js";
import type { Action } from "./plan.js";
import type { BrokenFloor, Finding, ReasonCode, Verdict, WaiverInForce } from "./survival.js";

export interface Preview {
  readonly format: "holdfast.preview/1";
  /** Folder of the project in its repository with `/`; `.` for its root. What tells the comments of projects apart. */
  readonly project: string;
  /** Name of the scenario that verdicts are of. */
  readonly scenario: string;
  /** The same to end a sentence with: `a 72-hour outage of the key providers`. */
  readonly threat: string;
  readonly verdict: PreviewVerdict;
  /** What a check of the forge shows. Floors that the head breaks more than the base fail it. */
  readonly conclusion: "success" | "neutral" | "failure";
  /** The verdict for a manager, in one sentence without markup. */
  readonly sentence: string;
  readonly counts: Sides<VerdictCounts>;
  /** Those whose verdict base and head do not share, worst first. */
  readonly workloads: readonly PreviewWorkload[];
  /** By site, then cluster. */
  readonly places: readonly PreviewPlace[];
  /** The author's, worst first. */
  readonly risks: readonly Risk[];
  readonly decisions: readonly Decision[];
  readonly irreversible: readonly IrreversibleStep[];
  /** In the order of their names. Their objects stand among `changes` as `forget`. */
  readonly undeclared: readonly UndeclaredStack[];
  /** Orders in which an apply could stop half way and leave workloads worse off than before and after. */
  readonly hazards: readonly Finding[];
  readonly drift: PreviewDrift;
  /** The author's, in the order of their addresses. */
  readonly changes: readonly PreviewChange[];
  /** Floors that the head breaks. */
  readonly brokenFloors: readonly BrokenFloor[];
  /** Errors and warnings of evaluating a side. With errors of the head there is no verdict. */
  readonly problems: { readonly base: readonly Diagnostic[]; readonly head: readonly Diagnostic[] };
  readonly origin: PreviewOrigin;
}

/**
 * `drops`: a workload is worse off at the head than at the base, or is new and does not survive. `broken-before`: the
 * base has lost it already, and the head makes it no worse. `first`: there is no base, and the head is compared with the live estate alone. `unknown`: the
 * head could not be evaluated.
 */
export const PREVIEW_VERDICTS = [
  "unchanged",
  "improves",
  "drops",
  "broken-before",
  "first",
  "unknown",
] as const;
export type PreviewVerdict = (typeof PREVIEW_VERDICTS)[number];

export interface Sides<T> {
  readonly live: T;
  readonly base: T;
  readonly head: T;
}

export interface PreviewWorkload {
  /** `vm:PATH`, `vtpm:PATH`, `vsan:PATH`. */
  readonly workload: string;
  /** As stacks name it; absent where all are on one. */
  readonly vsphere?: string;
  readonly site: string;
  /** Inventory path. */
  readonly cluster: string;
  /** Absent where there is no such workload. */
  readonly verdicts: Partial<Sides<Verdict>>;
  /** What becomes of it at the head, and why. */
  readonly sentence: string;
  readonly reasons: readonly ReasonCode[];
}

/** A row of the roll-up. Changes that belong to no cluster have the site alone, or neither. */
export interface PreviewPlace {
  /** As stacks name it; absent where all are on one. */
  readonly vsphere?: string;
  /** `a, b` of a cluster that stands at several. */
  readonly site: string | null;
  readonly cluster: string | null;
  readonly add: number;
  readonly change: number;
  readonly replace: number;
  readonly destroy: number;
  readonly workloads: Sides<number>;
  readonly surviving: Sides<number>;
  /** Hosts that keep keys where physical access is not controlled: whoever takes one has them. */
  readonly exposedHosts: Sides<number>;
  /** Of a cluster, at each side that has it. Absent where there is no cluster. */
  readonly smallestCut?: { readonly base?: SmallestCut; readonly head?: SmallestCut };
}

/**
 * How little it takes: the number of the scenario's faults in the smallest set of them that costs the cluster a workload.
 * A host that is struck is a fault, too; in a cluster of more than eight they are struck together.
 */
export interface SmallestCut {
  /** Null: the scenario, with all its faults, costs it none. 0: a workload is lost without a fault. */
  readonly faults: number | null;
  /** False: fewer than these cost it none; whether they do was too much to look through, or is known only after apply. */
  readonly isExact: boolean;
}

export interface Risk {
  /** `survival`: workloads no longer survive. `floor`: a floor is broken. `finding`: a rule is broken anew. */
  readonly kind: "survival" | "floor" | "finding";
  readonly severity: "critical" | "high" | "medium";
  /** Of the rule that a finding is of, as `FC-04`. */
  readonly code?: string;
  /** One sentence. */
  readonly title: string;
  /** Full sentences: the reason, hop by hop. */
  readonly why: string;
  /** All it is about, sorted. Empty for a finding about something else. */
  readonly workloads: readonly string[];
  /**
   * Of clusters that fall alike and are told as one, each with its own, in the order of their paths: `why`, `keyPaths`
   * and `counterexample` speak of the first, and with its names exchanged for theirs of each. Absent for a single one.
   */
  readonly clusters?: readonly RiskCluster[];
  /** How the first of them came by its keys under the scenario at the base, and where that stops at the head. */
  readonly keyPaths: { readonly base: string | null; readonly head: string | null };
  /**
   * Faults of the scenario that show it: leaving any one out, the workloads are no worse off than at the base. Empty: none
   * is needed. Null where there was too much to look through, and for a finding.
   */
  readonly counterexample: readonly string[] | null;
  /** The author's changes that bring it about; with `counterexample` null perhaps more, but none that cannot matter. */
  readonly causes: readonly Cause[];
  /** What to do, in one sentence. */
  readonly fix: string;
}

export interface RiskCluster {
  /** Inventory path. */
  readonly cluster: string;
  /** Sorted. */
  readonly workloads: readonly string[];
}

export interface Cause {
  readonly address: string;
  /** Path of the construct. */
  readonly construct?: string;
  /** Where in the program of the head, relative to the repository; of the base for what is gone. */
  readonly source?: { readonly file: string; readonly line: number };
  readonly action: Action;
  /** What differs between base and head. Empty for what comes or goes whole. */
  readonly differences: readonly AttributeDifference[];
}

/** Where survival and a rule of hardening want opposite things, or where an earlier decision no longer holds. */
export interface Decision {
  readonly status: "needed" | "recorded" | "expires-soon" | "expired" | "reason-gone";
  readonly code: string;
  readonly subjects: readonly string[];
  readonly sentence: string;
  readonly waiver?: WaiverInForce;
  /** What to do; empty for a recorded one. */
  readonly advice: string;
}

export interface IrreversibleStep {
  readonly address: string;
  readonly sentence: string;
}

/** A stack of the base that the head does not declare: nobody applies it after the merge, and what it made stays as it is. */
export interface UndeclaredStack {
  readonly stack: string;
  /** How many it has made. */
  readonly objects: number;
  /** How many changes of the base are not applied yet, and never will be. */
  readonly pending: number;
  /** Names of its floors and waivers that stay in force as they were applied, though no program declares them. */
  readonly inForce: readonly string[];
  /** Names of those that the base declares, and that are not in force, or otherwise: they never will be. */
  readonly neverInForce: readonly string[];
}

export interface PreviewDrift {
  /** What the live estate has otherwise than the base declares: `update`, `create` for what is gone, `delete` for what nobody declares. */
  readonly changes: readonly PreviewChange[];
  /** Workloads that live does not save and the base would, had it been applied. */
  readonly lost: readonly string[];
  /** Whether it alone breaks a floor, so that the author is not blamed. */
  readonly breaksFloor: boolean;
}

export interface PreviewChange {
  readonly stack: string;
  readonly address: string;
  readonly type: string;
  readonly construct?: string;
  readonly action: Action;
  /** Empty for what comes or goes whole. */
  readonly differences: readonly AttributeDifference[];
}

export interface PreviewOrigin {
  /** Absent for plans that were made elsewhere. */
  readonly base?: Revision;
  readonly head?: Revision;
  /** SHA-256 of the snapshot that all three started from. */
  readonly estateDigest: string;
  /** SHA-256 of the head's plans. */
  readonly planDigest: string;
  /** Serial of each stack's state; 0 before the first apply. */
  readonly serials: { readonly [stack: string]: number };
  readonly version: string;
}

export interface Revision {
  /** As it was asked for. */
  readonly ref: string;
  /** Full hash. */
  readonly commit: string;
}
