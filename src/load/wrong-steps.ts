// Keys in brackets behind a resource that nothing it may become has: of a resource that is one object, or of an
// attribute that has no elements; and names in brackets behind the key of a resource or a module. As a name that leads nowhere, such a key is wrong wherever it stands, as in
// Terraform: also where errors do not count, in try() or in the result that is not chosen.

import { evaluate } from "../language/evaluate.js";
import type { Expression, Reference } from "../language/expression.js";
import { sourceOf } from "../language/expression-root.js";
import { partsOf } from "../language/references.js";
import { isRefusal, type Refusal, refuse } from "../language/refusal.js";
import type { Scope } from "../language/scope.js";
import { selectStep } from "../language/select-member.js";
import { isObjectType, isTupleType } from "../language/types.js";
import { formatResource } from "../model/address.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { UNKNOWN } from "../model/value.js";

/** One diagnostic for each, in reading order. */
export function wrongSteps(expression: Expression, scope: Scope): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const open: Expression[] = [expression];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const refusal = next.kind === "index" ? refusalOf(next, scope) : undefined;
    if (refusal !== undefined) {
      const source = sourceOf(next);
      const diagnostic = errorDiagnostic(refusal.summary, refusal.detail);
      found.push(source === undefined ? diagnostic : { ...diagnostic, source });
    }
    for (const part of partsOf(next).toReversed()) open.push(part);
  }
  return found;
}

type Index = Extract<Expression, { readonly kind: "index" }>;

function refusalOf({ of, index }: Index, scope: Scope): Refusal | undefined {
  const step = index.kind === "literal" ? index.value : null;
  if (typeof step !== "string" && typeof step !== "number") return undefined;
  const instance = instanceNamedBy(of);
  if (instance?.kind === "module")
    return refuse("Invalid reference", bracketsBehind(`module.${instance.name}`, step));
  if (!isPlainStep(of)) return undefined;
  const { type = "dynamic", diagnostics } = evaluate(of, scope);
  // A tuple has as many elements as the resource has objects, which is only said of its value.
  if (diagnostics.length > 0 || isTupleType(type)) return undefined;
  const outcome = selectStep({ value: UNKNOWN, type }, step);
  if (isRefusal(outcome)) return outcome;
  if (!isObjectType(type)) return undefined;
  if (instance?.kind === "resource")
    return refuse("Invalid index operation", bracketsBehind(formatResource(instance), step));
  return of.kind === "traversal" ? refuseKey(of.reference) : undefined;
}

/** What stands before a key that is written out: `terraform_data.a[0]`, `module.edge["k"]`. */
function instanceNamedBy(expression: Expression): Reference | undefined {
  if (expression.kind !== "index" || expression.index.kind !== "literal") return undefined;
  return expression.of.kind === "traversal" ? expression.of.reference : undefined;
}

function bracketsBehind(name: string, step: string | number): string {
  return `Behind the key of an instance of ${name} a name stands after a dot, and not ${JSON.stringify(step)} in brackets.`;
}

function refuseKey(reference: Reference) {
  const name = reference.kind === "resource" ? formatResource(reference) : "This";
  const detail = `${name} has neither "count" nor "for_each", so it is one object without a key. Remove the key.`;
  return refuse("Unexpected resource instance key", detail);
}

/** A resource, or something in it whose place is written out. */
function isPlainStep(expression: Expression): boolean {
  let root = expression;
  for (; root.kind === "attribute" || root.kind === "index"; root = root.of) {
    if (root.kind === "index" && root.index.kind !== "literal") return false;
  }
  return root.kind === "traversal" && root.reference.kind === "resource";
}
