// The workloads that the head leaves worse off than the base, by cluster and by why.

import type { Prediction } from "../drill/predict.js";
import { clusterOfWorkload } from "../drill/workloads.js";
import { compareText } from "../model/address.js";
import { VERDICTS, type Verdict } from "../model/survival.js";
import type { Estate } from "../vsphere/estate.js";

/** Workloads of one cluster that fare alike, and worse than at the base. */
export interface Loss {
  /** Path. */
  readonly cluster: string;
  readonly verdict: Verdict;
  readonly reasons: Prediction["reasons"];
  /** Sorted. */
  readonly workloads: readonly string[];
  /** Those of them that the base does not have. */
  readonly isNew: boolean;
  /** What the base has of them; a new one is as good as one that survives. */
  readonly wasRank: number;
}

type Predictions = ReadonlyMap<string, Prediction>;

export function rankOf(verdict: Verdict): number {
  return VERDICTS.indexOf(verdict);
}

/** A new workload that does not survive is worse off; one that survives is neither. */
export function isWorse(was: Prediction | undefined, is: Prediction): boolean {
  return rankOf(is.verdict) > rankOf(was?.verdict ?? "survived");
}

/** Worst first, then most workloads first, then in the order of their clusters. Linear in the workloads. */
export function findLosses(
  estate: Estate,
  { base, head }: { readonly base: Predictions; readonly head: Predictions },
): readonly Loss[] {
  const groups = new Map<string, Loss & { readonly workloads: string[] }>();
  for (const [workload, prediction] of head) {
    const was = base.get(workload);
    if (!isWorse(was, prediction)) continue;
    const cluster = clusterOfWorkload(estate, workload);
    const { verdict, reasons } = prediction;
    const wasRank = rankOf(was?.verdict ?? "survived");
    const isNew = was === undefined;
    const key = [cluster, verdict, wasRank, isNew, ...reasons].join(" ");
    const group = groups.get(key);
    if (group !== undefined) group.workloads.push(workload);
    else groups.set(key, { cluster, verdict, reasons, isNew, wasRank, workloads: [workload] });
  }
  return [...groups.values()].sort(
    (a, b) =>
      rankOf(b.verdict) - rankOf(a.verdict) ||
      b.workloads.length - a.workloads.length ||
      compareText(a.cluster, b.cluster),
  );
}
