// What can be planned beside errors, as Terraform shows it: everything but what has errors itself, and what rests on that.
// Nobody can apply it; it tells whoever mends the errors what else is coming.

import { formatResource } from "../model/address.js";
import type { Plan } from "../model/plan.js";
import { assemblePlan } from "./assemble-plan.js";
import type { PlanContext } from "./plan-context.js";
import type { PreparedState } from "./prepare-state.js";

/** Nodes of the graph that cannot be planned, by their keys. */
export interface Failures {
  /** Those that had errors of their own. */
  readonly failed: Set<string>;
  /** Those that rest on them. Terraform does not even look at them; we do, to find all errors at once. */
  readonly unfounded: Set<string>;
}

/** After the visit to a node; whatever it rests on was visited before. */
export function noteFailure(
  { failures: { failed, unfounded }, graph }: Pick<PlanContext, "failures" | "graph">,
  key: string,
  hasFailed: boolean,
): void {
  if (failed.size === 0 && !hasFailed) return;
  const named = graph.dependencies.get(key) ?? [];
  if (named.some((name) => failed.has(name) || unfounded.has(name))) unfounded.add(key);
  else if (hasFailed) failed.add(key);
}

/** Undefined where no part of the walk failed: then nothing was planned, or all of it was. */
export function assemblePartialPlan(
  context: PlanContext,
  prepared: PreparedState,
): Plan | undefined {
  const { failed, unfounded } = context.failures;
  if (failed.size === 0) return undefined;
  const isFounded = ([key]: readonly [string, unknown]) => !unfounded.has(key);
  const plan = assemblePlan(
    {
      ...context,
      changes: new Map([...context.changes].filter(isFounded)),
      values: new Map([...context.values].filter(isFounded)),
    },
    prepared,
  );
  const drift = plan.drift.filter(({ instance }) => {
    const key = formatResource(instance.resource);
    return !unfounded.has(key) && !context.unexpanded.has(key);
  });
  return { ...plan, drift, errored: true, applyable: false };
}
