// The outputs at the end of an apply: evaluated from what is there now. One that rests on something that was
// not carried out keeps its former value, unless the plan knew the new one.

import { typeOf } from "../language/typed-value.js";
import type { ConfigurationGraph } from "../load/configuration-graph.js";
import { type Diagnostic, hasErrors } from "../model/diagnostic.js";
import type { OutputChange } from "../model/plan.js";
import type { State, StateOutput } from "../model/state.js";
import { isWhollyKnown } from "../model/value.js";
import { type AskingIn, checkOutput, checkVariable } from "../plan/check-conditions.js";
import type { CheckLedger } from "../plan/check-ledger.js";
import type { ModuleInstance } from "../plan/module-instances.js";
import { evaluateOutput } from "../plan/plan-outputs.js";
import type { ApplyRequest } from "./apply-plan.js";
import type { RealValues } from "./real-values.js";

export interface FinishedRun {
  readonly values: RealValues;
  readonly checks: CheckLedger;
  readonly base: State;
  /** Addresses of the resources of which something was not carried out. */
  readonly unfinished: ReadonlySet<string>;
}

export function finalOutputs(
  request: ApplyRequest,
  run: FinishedRun,
): { readonly outputs: State["outputs"]; readonly diagnostics: readonly Diagnostic[] } {
  const { graph } = request.configuration;
  const diagnostics: Diagnostic[] = [];
  const asking = (key: string) => askingIn(run, run.values.scope.modules.root, key);
  const outputs = new Map(Object.entries(run.base.outputs));
  const put = (name: string, output: StateOutput | undefined): void => {
    if (output === undefined || output.value === null) outputs.delete(name);
    else outputs.set(name, output);
  };
  for (const change of request.plan.outputs) {
    const { name } = change;
    if (request.plan.mode !== "normal" || change.action === "delete") {
      const isDone = request.plan.mode !== "destroy" || run.unfinished.size === 0;
      // What rests on something that does not exist, a refresh leaves as it is.
      if (isDone && isWhollyKnown(change.after)) put(name, plannedOutput(change));
      continue;
    }
    const declared = request.configuration.outputs.get(name);
    if (declared === undefined || change.isLeftOut) continue;
    // What the plan knew is so whatever failed.
    const isPlanned = change.action !== "no-op" && isWhollyKnown(change.after);
    if (isPlanned) put(name, plannedOutput(change));
    if (restsOn(graph, `output.${name}`, run.unfinished)) continue;
    if (change.action === "no-op") {
      if (run.checks.isExpected(`output.${name}`))
        diagnostics.push(...checkOutput(declared, asking(`output.${name}`)));
      continue;
    }
    const evaluated = evaluateOutput(declared, asking(`output.${name}`));
    diagnostics.push(...evaluated.diagnostics);
    const { typed } = evaluated;
    if (typed === undefined || hasErrors(evaluated.diagnostics)) continue;
    if (isWhollyKnown(typed.value)) put(name, { value: typed.value, type: typeOf(typed) });
  }
  return { outputs: Object.fromEntries(outputs), diagnostics };
}

/** Conditions of variables that could not be decided before. */
export function checkVariables(
  { configuration, plan }: ApplyRequest,
  run: FinishedRun,
): readonly Diagnostic[] {
  if (plan.mode !== "normal") return [];
  return configuration.graph.order.flatMap((node) => {
    if (node.kind !== "variable" || !isAsked(node.key, configuration.graph, run)) return [];
    const instances = run.values.instancesOf(node.module);
    return instances.flatMap((at) => checkVariable(node.variable, askingIn(run, at, node.key)));
  });
}

/** Conditions of the outputs of called modules. */
export function checkModuleOutputs(
  { configuration: { graph }, plan }: ApplyRequest,
  run: FinishedRun,
): readonly Diagnostic[] {
  if (plan.mode !== "normal") return [];
  return graph.order.flatMap((node) => {
    if (node.kind !== "output" || node.module.call === undefined) return [];
    if (!isAsked(node.key, graph, run)) return [];
    const instances = run.values.instancesOf(node.module);
    return instances.flatMap((at) => checkOutput(node.output, askingIn(run, at, node.key)));
  });
}

function isAsked(key: string, graph: ConfigurationGraph, run: FinishedRun): boolean {
  return run.checks.isExpected(key) && !restsOn(graph, key, run.unfinished);
}

/** `key`: of the node that asks. */
export function askingIn(
  { values, checks }: Pick<FinishedRun, "values" | "checks">,
  at: ModuleInstance,
  key: string,
): AskingIn {
  values.findOutputsFor(key);
  return { scope: values.scope.outer(at), ledger: checks, at };
}

function plannedOutput({ action, after, type }: OutputChange): StateOutput | undefined {
  return action === "delete" ? undefined : { value: after, type };
}

/** Whether an output or a check needs one of these resources, itself or through locals and other resources. */
export function restsOn(
  graph: ConfigurationGraph,
  key: string,
  resources: ReadonlySet<string>,
): boolean {
  if (resources.size === 0) return false;
  const seen = new Set<string>();
  const open = [key];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (resources.has(next)) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    for (const name of graph.dependencies.get(next) ?? []) open.push(name);
  }
  return false;
}
