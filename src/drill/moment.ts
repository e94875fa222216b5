// Moments of a scenario: what happens at one instant still happens one after the other, by rank, then cluster
// by cluster. A cluster that is predicted from what became of another one needs that order.

export interface Moment {
  /** Seconds from the start of the outage. */
  readonly at: number;
  readonly rank: number;
  /** Cluster path; empty for what concerns all. */
  readonly cluster: string;
  /** Within one cluster, in the order in which it was scheduled. */
  readonly number: number;
}

/** Before all others at its instant. */
export function momentAt(at: number): Moment {
  return { at, rank: Number.NEGATIVE_INFINITY, cluster: "", number: 0 };
}

export const NEVER: Moment = momentAt(Number.POSITIVE_INFINITY);

/** Negative if `a` comes first. */
export function compareMoments(a: Moment, b: Moment): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1;
  if (a.cluster !== b.cluster) return a.cluster < b.cluster ? -1 : 1;
  return a.number - b.number;
}
