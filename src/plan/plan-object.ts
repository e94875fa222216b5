// Asks the provider what one object will be, and holds the answer to Terraform's rules. Plan and apply ask in
// the same way: that both get the same answer is what makes a plan a promise.

import { isDeepStrictEqual } from "node:util";
import { type AttributePath, arePathsEqual, formatPath, valueAt } from "../model/attribute-path.js";
import { type Diagnostic, hasErrors } from "../model/diagnostic.js";
import { invariant } from "../model/invariant.js";
import type { Provider } from "../model/provider.js";
import type { StateInstance } from "../model/state.js";
import type { AttributeSchemas, DynamicTypes } from "../model/type.js";
import { areValuesEqual, type ObjectValue } from "../model/value.js";
import { proposeNewState } from "./propose-new-state.js";
import { findPlanViolations } from "./provider-rules.js";

export interface PlannedPut {
  /** Undefined with errors. */
  readonly planned: ObjectValue | undefined;
  /** Of `planned`, where the schema has attributes of any type. */
  readonly types?: DynamicTypes;
  /** The paths that force a replace and really differ. */
  readonly replacePaths: readonly AttributePath[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A null `prior` plans a creation. `config` is as evaluated, with write-only values. */
export function planPut(
  provider: Provider,
  type: string,
  objects: {
    readonly prior: ObjectValue | null;
    readonly config: ObjectValue;
    readonly priorTypes?: DynamicTypes | undefined;
    readonly types?: DynamicTypes | undefined;
  },
): PlannedPut {
  const attributes = attributesOfType(provider, type);
  const { prior, config, priorTypes = {}, types: given } = objects;
  const proposed = proposeNewState(attributes, prior, config);
  const types = given === undefined ? {} : { types: { prior: priorTypes, proposed: given } };
  const answer = provider.plan({ type, prior, proposed, config, ...types });
  const { planned, requiresReplace, diagnostics } = answer;
  if (hasErrors(diagnostics) || planned === null) {
    invariant(hasErrors(diagnostics), `the provider planned no ${type} and gave no reason`);
    return { planned: undefined, replacePaths: [], diagnostics };
  }
  const wrong = findPlanViolations(attributes, { prior, config, planned });
  invariant(
    wrong.length === 0,
    `the provider made an invalid plan of a ${type}: ${wrong.join(", ")}`,
  );
  const replacePaths =
    prior === null
      ? []
      : survivingPaths(attributes, requiresReplace, {
          prior,
          planned,
          hasOtherType: (name) => !isDeepStrictEqual(priorTypes[name], given?.[name]),
        });
  const typed = answer.types === undefined ? {} : { types: answer.types };
  return { planned, ...typed, replacePaths, diagnostics };
}

/** Whether a plan changes nothing: values and, where they can be any, types. */
export function isAsBefore(
  { planned, types = {} }: { readonly planned: ObjectValue; readonly types?: DynamicTypes },
  { attributes, types: priorTypes = {} }: Pick<StateInstance, "attributes" | "types">,
): boolean {
  return areValuesEqual(planned, attributes) && isDeepStrictEqual(types, priorTypes);
}

/** Asks whether an object may be destroyed. */
export function planDelete(
  provider: Provider,
  type: string,
  prior: ObjectValue,
): readonly Diagnostic[] {
  const { planned, diagnostics } = provider.plan({ type, prior, proposed: null, config: null });
  invariant(
    planned === null || hasErrors(diagnostics),
    `the provider planned something where a ${type} is destroyed`,
  );
  return diagnostics;
}

export function attributesOfType(provider: Provider, type: string): AttributeSchemas {
  const schema = provider.schema.resource_schemas[type];
  invariant(schema !== undefined, `no schema for resource type ${type}`);
  return schema.block.attributes;
}

interface Compared {
  readonly prior: ObjectValue;
  readonly planned: ObjectValue;
  readonly hasOtherType: (attribute: string) => boolean;
}

/** A path that is the same before and after forces nothing; a write-only one always does. */
function survivingPaths(
  attributes: AttributeSchemas,
  paths: readonly AttributePath[],
  { prior, planned, hasOtherType }: Compared,
): readonly AttributePath[] {
  const surviving = paths.filter((path) => {
    const before = valueAt(prior, path);
    const after = valueAt(planned, path);
    const isThere = before !== undefined || after !== undefined;
    invariant(isThere, `the provider wants a replace for ${formatPath(path)}, which is nowhere`);
    const name = String(path[0]);
    if (attributes[name]?.write_only) return true;
    if (!areValuesEqual(before ?? null, after ?? null)) return true;
    // Null is equal to null of any type, also to Terraform.
    return before !== null && hasOtherType(name);
  });
  return surviving.filter((path, i) => surviving.findIndex((p) => arePathsEqual(p, path)) === i);
}
