// Data sources are looked up once more before anything is carried out: another stack may have been applied
// since the plan, and what was unknown then is known now. What they are looked up by was known when planning,
// so the planned values are enough to find it.

import type { TypedValue } from "../language/typed-value.js";
import { type Diagnostic, hasErrors } from "../model/diagnostic.js";
import { evaluateRemoteState } from "../plan/remote-state.js";
import type { ApplyRequest } from "./apply-plan.js";
import { createValues, type ValueSources } from "./real-values.js";

export async function evaluateDataSources(
  { plan, configuration, readRemoteState }: ApplyRequest,
  sources: Omit<ValueSources, "objectAt" | "data">,
): Promise<{
  readonly values: ReadonlyMap<string, TypedValue>;
  readonly diagnostics: readonly Diagnostic[];
}> {
  const planned = new Map(plan.changes.map((change) => [change.address, change.after] as const));
  const values = new Map<string, TypedValue>();
  const diagnostics: Diagnostic[] = [];
  // Nothing is evaluated when everything is destroyed.
  if (plan.mode !== "normal") return { values, diagnostics };
  for (const node of sources.graph.order) {
    if (node.kind !== "resource" || node.resource.address.mode !== "data") continue;
    const { scope } = createValues({
      ...sources,
      data: values,
      objectAt: (address) => planned.get(address) ?? undefined,
    });
    const { root } = configuration;
    const found = await evaluateRemoteState(node.resource, scope.outer, readRemoteState, root);
    diagnostics.push(...found.diagnostics);
    if (!hasErrors(found.diagnostics))
      values.set(node.key, { value: found.value, type: found.type });
  }
  return { values, diagnostics };
}
