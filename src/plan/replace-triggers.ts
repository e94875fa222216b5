// `replace_triggered_by`: a resource, an instance or an attribute whose update or replace makes this one be
// replaced too.

import { evaluate } from "../language/evaluate.js";
import type { Expression } from "../language/expression.js";
import type { Scope } from "../language/scope.js";
import type { ResourceConfig } from "../load/configuration.js";
import {
  formatInstance,
  formatResource,
  inModule,
  modulePrefix,
  type ResourceAddress,
  withModuleKeys,
} from "../model/address.js";
import { valueAt } from "../model/attribute-path.js";
import { errorDiagnostic } from "../model/diagnostic.js";
import { type Change, isReplace } from "../model/plan.js";
import { areValuesEqual, type Value } from "../model/value.js";
import type { Place } from "./evaluation-scope.js";
import type { ModuleInstance } from "./module-instances.js";
import type { PlanContext } from "./plan-context.js";

/** The referenced resources were planned before: the reference is an edge of the graph. */
export function isTriggered(context: PlanContext, resource: ResourceConfig, place: Place): boolean {
  const scope = context.scope.forInstance(place);
  return resource.lifecycle.replaceTriggeredBy.some((expression) => {
    const target = readTarget(expression, scope, place.at);
    if (target === undefined) {
      const detail =
        "replace_triggered_by takes references to resources, instances and attributes.";
      const { source } = resource;
      context.diagnostics.push(errorDiagnostic("Invalid replace trigger", detail, { source }));
      return false;
    }
    return askOnce(context, target);
  });
}

function askOnce(context: PlanContext, target: Target): boolean {
  const question = JSON.stringify([target.at.prefix, target.key, target.steps]);
  const known = context.triggers.get(question);
  if (known !== undefined) return known;
  const answer = changesAt(context, target).some((change) => hasTriggered(change, target.steps));
  context.triggers.set(question, answer);
  return answer;
}

/** The change of one instance where the first step is its key, else all of the resource in an instance of its module. */
function changesAt(context: PlanContext, { key, at, address, steps }: Target): readonly Change[] {
  const changes = context.changes.get(key);
  if (changes === undefined) return [];
  const [step] = steps;
  const instance = { resource: address, key: step, ...withModuleKeys(at.keys) };
  const one = changes.get(formatInstance(instance));
  if (one !== undefined && step !== undefined) return [one];
  const isHere = ({ instance: { resource, moduleKeys } }: Change) =>
    modulePrefix(resource.module, moduleKeys) === at.prefix;
  return [...changes.values()].filter(isHere);
}

interface Target {
  readonly at: ModuleInstance;
  readonly address: ResourceAddress;
  /** Address of the resource. */
  readonly key: string;
  /** An instance key first, if there is one, then the path of an attribute. */
  readonly steps: readonly (string | number)[];
}

function readTarget(
  expression: Expression,
  scope: Scope,
  place: ModuleInstance,
): Target | undefined {
  const steps: (string | number)[] = [];
  let at = expression;
  while (at.kind === "attribute" || at.kind === "index") {
    const step = at.kind === "attribute" ? at.name : evaluate(at.index, scope).value;
    if (!isStep(step)) return undefined;
    steps.unshift(step);
    at = at.of;
  }
  if (at.kind !== "traversal" || at.reference.kind !== "resource") return undefined;
  const { mode, type, name } = at.reference;
  const address = { mode, type, name, ...inModule(place.module.path) };
  return { at: place, address, key: formatResource(address), steps };
}

function isStep(step: Value): step is string | number {
  return typeof step === "string" || typeof step === "number";
}

function hasTriggered(change: Change, steps: Target["steps"]): boolean {
  if (change.action !== "update" && !isReplace(change)) return false;
  const isKeyed = change.instance.key !== undefined;
  if (isKeyed && steps.length > 0 && steps[0] !== change.instance.key) return false;
  const path = isKeyed ? steps.slice(1) : steps;
  if (path.length === 0) return true;
  const before = change.before === null ? undefined : valueAt(change.before, path);
  const after = change.after === null ? undefined : valueAt(change.after, path);
  return !areValuesEqual(before ?? null, after ?? null);
}
