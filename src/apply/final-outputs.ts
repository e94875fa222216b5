// The outputs at the end of an apply: evaluated from what is there now. One that rests on something that was
// not carried out keeps its former value.

import { typeOf } from "../language/typed-value.js";
import type { ConfigurationGraph } from "../load/configuration-graph.js";
import { type Diagnostic, hasErrors } from "../model/diagnostic.js";
import type { OutputChange } from "../model/plan.js";
import type { State, StateOutput } from "../model/state.js";
import { isWhollyKnown } from "../model/value.js";
import { checkVariable } from "../plan/check-conditions.js";
import { evaluateOutput } from "../plan/plan-outputs.js";
import type { ApplyRequest } from "./apply-plan.js";
import type { RealValues } from "./real-values.js";

export interface FinishedRun {
  readonly values: RealValues;
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
  const outputs = new Map(Object.entries(run.base.outputs));
  const put = (name: string, output: StateOutput | undefined): void => {
    if (output === undefined || output.value === null) outputs.delete(name);
    else outputs.set(name, output);
  };
  for (const change of request.plan.outputs) {
    const { name } = change;
    if (request.plan.mode !== "normal" || change.action === "delete") {
      if (request.plan.mode !== "destroy" || run.unfinished.size === 0)
        put(name, plannedOutput(change));
      continue;
    }
    const declared = request.configuration.outputs.get(name);
    const isOpen = change.action === "no-op" || restsOn(graph, `output.${name}`, run.unfinished);
    if (declared === undefined || isOpen) continue;
    const evaluated = evaluateOutput(declared, run.values.scope.outer);
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
  { scope }: RealValues,
): readonly Diagnostic[] {
  if (plan.mode !== "normal") return [];
  return [...configuration.variables.values()].flatMap((v) => checkVariable(v, scope.outer));
}

function plannedOutput({ action, after, type }: OutputChange): StateOutput | undefined {
  return action === "delete" ? undefined : { value: after, type };
}

/** Whether an output needs one of these resources, itself or through locals and other resources. */
function restsOn(graph: ConfigurationGraph, key: string, resources: ReadonlySet<string>): boolean {
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
