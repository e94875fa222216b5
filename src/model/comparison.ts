// Two stacks of one program beside each other, as plain data: how they are declared otherwise, and what that does to
// survival. Pairs stand in the order of the stacks; null where one has nothing.

import type { Verdict } from "./survival.js";

export type Pair<T> = readonly [T, T];

export interface StackComparison {
  readonly format: "holdfast.comparison/1";
  readonly scenario: string;
  readonly stacks: Pair<string>;
  /** Names that only belong to one of the stacks, and were taken for the same. */
  readonly ownNames: readonly OwnName[];
  readonly isSameConfiguration: boolean;
  readonly isSameSurvival: boolean;
  /** How many resources of one are also in the other. */
  readonly matched: number;
  /** Those of them that are declared otherwise. */
  readonly different: readonly ResourceDifference[];
  readonly onlyInOne: readonly LoneResource[];
  readonly survival: {
    readonly counts: Pair<VerdictCounts>;
    /** Workloads that fare otherwise, and those of one stack alone that do not survive. */
    readonly different: readonly WorkloadDifference[];
  };
}

/** `lab` in one stack stands for `production` in the other: null where the other has none for it. */
export interface OwnName {
  readonly placeholder: string;
  readonly names: Pair<string | null>;
}

export type VerdictCounts = { readonly [verdict in Verdict]: number };

export interface ResourceDifference {
  readonly type: string;
  /** What both have in common: the construct path below the stack, or the inventory path, own names replaced. */
  readonly role: string;
  readonly matchedBy: "construct" | "role";
  readonly addresses: Pair<string>;
  readonly attributes: readonly AttributeDifference[];
}

export interface AttributeDifference {
  /** `key_persistence.enabled` */
  readonly path: string;
  /** Plain data; what is sensitive is replaced by words that say so. */
  readonly values: Pair<PlainValue>;
}

export type PlainValue =
  | null
  | string
  | number
  | boolean
  | readonly PlainValue[]
  | { readonly [name: string]: PlainValue };

export interface LoneResource {
  readonly stack: string;
  readonly type: string;
  readonly role: string;
  readonly address: string;
}

export interface WorkloadDifference {
  readonly workloads: Pair<string | null>;
  readonly verdicts: Pair<Verdict | null>;
  /** Of the worse one: what becomes of it, and why. */
  readonly sentence: string;
}
