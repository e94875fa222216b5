// What is predicted of an estate that plans are laid over: what only apply will tell is not promised.

import { isUnknown, type ObjectValue, unmark } from "../model/value.js";
import type { Estate } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import type { AssessRequest, PlannedStep } from "./assess-plan.js";
import { type Prediction, type PredictOptions, predict } from "./predict.js";
import { pathOfWorkload } from "./workloads.js";

/** What is predicted once the steps are carried out and `planned`, the estate with them, has settled. */
export function predictPlanned(
  planned: Estate,
  { steps, scenario }: Pick<AssessRequest, "steps" | "scenario">,
  options: PredictOptions = {},
): readonly Prediction[] {
  return withUntold(predict(planned, scenario, options), planned, steps);
}

/** What only apply will tell may be anything: whatever it could touch is not promised to survive. */
function withUntold(
  all: readonly Prediction[],
  planned: Estate,
  steps: readonly PlannedStep[],
): readonly Prediction[] {
  const untold = new Set(
    steps.flatMap(({ object, isUntold }) =>
      isUntold === true && object?.after ? [reachOf(object.after)] : [],
    ),
  );
  if (untold.size === 0) return all;
  return all.map((each) => {
    const isTouched = placesOf(planned, pathOfWorkload(each.workload)).some((place) =>
      untold.has(place),
    );
    if (!isTouched || each.verdict !== "survived") return each;
    return { ...each, verdict: "unknown", reasons: ["NOT_KNOWN_UNTIL_APPLY"] };
  });
}

const EVERYWHERE = "";

/** Where the keys of a workload may come from; `path` is that of a machine, or of a cluster for its vSAN. */
function placesOf(estate: Estate, path: string): readonly string[] {
  const cluster = estate.virtualMachines.get(path)?.cluster ?? path;
  const vcenter = estate.clusters.get(cluster)?.vcenter;
  const authority = indexEstate(estate).authorityOf.get(cluster);
  const trusted = authority === undefined ? [] : [authority.cluster, authority.vcenter];
  return [path, cluster, ...(vcenter === undefined ? [] : [vcenter]), ...trusted, EVERYWHERE];
}

/** The narrowest place that an object with unknown arguments is known to be in. */
function reachOf(object: ObjectValue): string {
  const known = (name: string) => {
    const value = object[name];
    return typeof value === "string" ? value : undefined;
  };
  if (isUnknown(unmark(object.trusted_clusters ?? null))) return EVERYWHERE;
  const isMachine = "power_state" in object;
  const own = isMachine ? known("id") : undefined;
  return own ?? known("cluster") ?? known("entity") ?? known("vcenter") ?? EVERYWHERE;
}
