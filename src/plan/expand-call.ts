// A call of a module → the instances of the module, by plan and by apply alike.

import type { Configuration } from "../load/configuration.js";
import type { GraphNode } from "../load/configuration-graph.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { invariant } from "../model/invariant.js";
import type { EvaluationScope } from "./evaluation-scope.js";
import { expandRepetition } from "./expand-repetition.js";

/** In each instance of the module that calls. Errors leave what is in the called module out. */
export function expandCall(
  { key, call }: Extract<GraphNode, { readonly kind: "module" }>,
  { modules }: Pick<Configuration, "modules">,
  scope: EvaluationScope,
): readonly Diagnostic[] {
  const module = modules.get(key);
  invariant(module !== undefined, "a call leads to a module");
  const diagnostics: Diagnostic[] = [];
  scope.modules.expand(module, (caller) => {
    const address = `${caller.prefix}module.${call.name}`;
    const expansion = expandRepetition(call, address, scope.outer(caller));
    diagnostics.push(...expansion.diagnostics);
    return expansion.repetitions;
  });
  return diagnostics;
}
