// What `--replace` names and the state does not have. It is not replaced, and the plan is made all the same, as by
// Terraform, which says so only of what lacks a key.

import { FORM_OF_ADDRESSES, parseInstance } from "../model/address.js";
import { suggestion } from "../model/closest-name.js";
import { type Diagnostic, errorDiagnostic, warningDiagnostic } from "../model/diagnostic.js";
import type { StateInstance } from "../model/state.js";

/** A warning for each; an error for what is no address of an object that can be replaced at all. */
export function findWrongReplacements(
  replace: readonly string[],
  instances: ReadonlyMap<string, StateInstance>,
): readonly Diagnostic[] {
  return replace.flatMap((text) => {
    if (instances.has(text)) return [];
    if (parseInstance(text)?.resource.mode !== "managed") {
      const detail = `"${text}" is no address of an object that can be replaced. ${FORM_OF_ADDRESSES}`;
      return [errorDiagnostic("Unknown address", detail)];
    }
    const near = suggestion(text, instances.keys());
    const detail = `${text} is not replaced: the state has no such object.${near}`;
    return [warningDiagnostic("Nothing to replace", detail)];
  });
}
