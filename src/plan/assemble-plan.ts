// What a walk through the configuration has found, put together as a plan: changes in Terraform's order, drift, outputs,
// what data sources gave, and whether there is anything to apply.

import { formatResource } from "../model/address.js";
import {
  type Change,
  compareChanges,
  isNoOp,
  type OutputChange,
  type Plan,
} from "../model/plan.js";
import type { StateInstance } from "../model/state.js";
import { isWhollyKnown, unmark } from "../model/value.js";
import type { PlanContext } from "./plan-context.js";
import { collectData } from "./plan-data.js";
import { planOutputs } from "./plan-outputs.js";
import { unchanged } from "./plan-resource.js";
import type { PreparedState } from "./prepare-state.js";

export function assemblePlan(context: PlanContext, prepared: PreparedState): Plan {
  const { configuration, options, state, selection } = context;
  const changes = [...context.changes.values()].flatMap((group) => [...group.values()]);
  changes.sort(compareChanges);
  const drift = planDrift(context, prepared);
  const outputs = planOutputs(context);
  const data = collectData(context);
  const checks = context.checks.results();
  const called = findCalledOutputs(context);
  return {
    stack: configuration.stack,
    mode: options.mode,
    prior: { lineage: state.lineage, serial: state.serial },
    changes,
    drift,
    outputs,
    ...(options.refresh ? {} : { unread: true as const }),
    complete: selection.isComplete,
    ...(context.planTime === undefined ? {} : { timestamp: context.planTime }),
    ...(context.filesSeen.size === 0 ? {} : { files: [...context.filesSeen.values()] }),
    ...(data.length === 0 ? {} : { data }),
    ...(checks === undefined ? {} : { checks }),
    ...(called.length === 0 ? {} : { calledOutputs: called }),
    ...(selection.isComplete ? {} : { leftOut: findLeftOut(context) }),
    applyable: isApplyable(context, prepared, { changes, outputs }),
  };
}

function findCalledOutputs({ configuration, scope, values }: PlanContext): readonly string[] {
  return [...configuration.modules.values()].flatMap((module) => {
    if (module.call === undefined) return [];
    const instances = scope.modules.of(module) ?? [];
    const keys = instances.flatMap(({ prefix }) =>
      [...module.outputs.keys()].map((name) => `${prefix}output.${name}`),
    );
    return keys.filter((key) => unmark(values.get(key)?.value ?? null) !== null);
  });
}

function findLeftOut({ instances, changes }: PlanContext): readonly StateInstance[] {
  return [...instances].flatMap(([key, instance]) => {
    const planned = changes.get(formatResource(instance.address.resource));
    return planned?.has(key) ? [] : [instance];
  });
}

/** Of an object that is to be deleted only that it is gone. */
function planDrift(context: PlanContext, { differences }: PreparedState): readonly Change[] {
  const found = differences.filter(
    ({ instance, after }) => instance.deposed === undefined || after === null,
  );
  const drift = found.map(({ key, instance, after }) => ({
    ...unchanged(context, key, instance),
    action: after === null ? ("delete" as const) : ("update" as const),
    after,
  }));
  return drift.sort(compareChanges);
}

function isApplyable(
  context: PlanContext,
  { differences }: PreparedState,
  plan: { readonly changes: readonly Change[]; readonly outputs: readonly OutputChange[] },
): boolean {
  const planned = new Set(plan.changes.map((change) => change.address));
  const isRefresh = context.options.mode === "refresh-only";
  // What rests on something that does not exist, a refresh leaves as it is.
  const isPut = (output: OutputChange) => !isRefresh || isWhollyKnown(output.after);
  if (plan.outputs.some((output) => output.action !== "no-op" && isPut(output))) return true;
  if (isRefresh) {
    const { instances } = context;
    return (
      differences.length > 0 ||
      plan.changes.some((c) => c.dependencies !== instances.get(c.address)?.dependencies)
    );
  }
  // An object that is gone and that nothing is planned for only has to leave the state.
  if (differences.some(({ key, after }) => after === null && !planned.has(key))) return true;
  return plan.changes.some(
    (change) =>
      !isNoOp(change) || change.importId !== undefined || change.previousAddress !== undefined,
  );
}
