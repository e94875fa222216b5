// Of several clusters, the one that it takes least to cost a workload: its smallest cut is that of all.

import type { PreviewPlace, SmallestCut } from "../../model/preview.js";

export const NO_CUT: SmallestCut = { faults: null, isExact: true };

/** Infinite where there is none. */
export function sizeOfCut({ faults }: SmallestCut): number {
  return faults ?? Number.POSITIVE_INFINITY;
}

/** Each side's, where a cluster has one. */
export function weakestCuts(
  places: readonly Pick<PreviewPlace, "smallestCut">[],
): NonNullable<PreviewPlace["smallestCut"]> {
  const all = places.flatMap(({ smallestCut }) => smallestCut ?? []);
  const base = weakest(all.flatMap((cuts) => cuts.base ?? []));
  const head = weakest(all.flatMap((cuts) => cuts.head ?? []));
  return { ...(base && { base }), ...(head && { head }) };
}

/** One that is exact says more than a bound of the same size. */
function weakest(cuts: readonly SmallestCut[]): SmallestCut | undefined {
  const [least] = [...cuts].sort(
    (a, b) => compareSizes(a, b) || Number(b.isExact) - Number(a.isExact),
  );
  return least;
}

/** Two infinite sizes have no difference that is a number. */
function compareSizes(a: SmallestCut, b: SmallestCut): number {
  const [one, other] = [sizeOfCut(a), sizeOfCut(b)];
  return one === other ? 0 : one - other;
}
