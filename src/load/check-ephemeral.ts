// Where an ephemeral value must not go: into whatever is kept beyond the run, which is all of a plan and of a state.
// Said by loading as far as it is known without a plan, and by the plan for what is known only then.

import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { type AttributeSchema, holdsWriteOnly } from "../model/type.js";
import { containsEphemeral, isWhollyKnown, type Value } from "../model/value.js";

const REMEDY = "ephemeralasnull() puts null in its place.";

/** An error where an attribute that is kept is given an ephemeral value; those with parts that are not are left to the plan. */
export function findStoredEphemeral(
  name: string,
  attribute: AttributeSchema | undefined,
  value: Value,
): readonly Diagnostic[] {
  if (attribute === undefined || holdsWriteOnly(attribute)) return [];
  return containsEphemeral(value) ? [storedEphemeral(name)] : [];
}

export function storedEphemeral(name: string | number | undefined): Diagnostic {
  const detail = `"${name}" is kept in state and plan, and an ephemeral value must not be: only write-only attributes take one.`;
  return errorDiagnostic("Invalid use of ephemeral value", `${detail} ${REMEDY}`);
}

/** An error for `count` or `for_each`. */
export function ephemeralInstances(name: "count" | "for_each"): readonly [string, string] {
  const detail = `"${name}" comes from an ephemeral value, and which instances there are is kept in plan and state. ${REMEDY}`;
  return [`Invalid ${name} argument`, detail];
}

/** What a module is given or gives, and whether it says that this is ephemeral. */
interface Declared {
  readonly name: string;
  readonly ephemeral: boolean;
}

/** Errors for an output: of a stack, which is kept in its state, or of a called module, which says what it gives. */
export function findEphemeralOutput(
  { name, ephemeral }: Declared,
  value: Value,
  isCalled: boolean,
): readonly Diagnostic[] {
  if (isCalled) {
    if (ephemeral) return isWhollyKnown(value) ? findLastingOutput(name, value) : [];
    if (!containsEphemeral(value)) return [];
    const detail = `The output "${name}" comes from an ephemeral value. Declare it with ephemeral = true. ${REMEDY}`;
    return [errorDiagnostic("Ephemeral value not allowed", detail)];
  }
  if (ephemeral) {
    const detail = `The output "${name}" is one of a stack, which are kept in its state, so that it cannot be ephemeral.`;
    return [errorDiagnostic("Ephemeral output not allowed", detail)];
  }
  if (!containsEphemeral(value)) return [];
  const detail = `The output "${name}" comes from an ephemeral value, and outputs of a stack are kept in its state. ${REMEDY}`;
  return [errorDiagnostic("Ephemeral value not allowed", detail)];
}

/** An error where an output of a called module is declared as ephemeral and gives a value that is not. */
export function findLastingOutput(name: string, value: Value): readonly Diagnostic[] {
  if (containsEphemeral(value)) return [];
  const detail = `The output "${name}" is declared with ephemeral = true, and its value is not ephemeral. Remove the line.`;
  return [errorDiagnostic("Value not allowed in ephemeral output", detail)];
}

/** Errors for a variable of a called module. */
export function findEphemeralArgument(
  { name, ephemeral }: Declared,
  value: Value,
): readonly Diagnostic[] {
  if (ephemeral || !containsEphemeral(value)) return [];
  const detail = `The variable "${name}" of the module is given an ephemeral value, and is not declared with ephemeral = true. ${REMEDY}`;
  return [errorDiagnostic("Ephemeral value not allowed", detail)];
}
