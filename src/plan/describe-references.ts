// The references of an expression as Terraform lists them in its JSON: each as far as it is written down, then
// its shorter prefixes, such as `a.b[0].id`, `a.b[0]`, `a.b`.

import type { Expression, Reference } from "../language/expression.js";
import { partsOf } from "../language/references.js";
import { formatResource } from "../model/address.js";

/** In reading order, as often as they stand there. */
export function describeReferences(expression: Expression): readonly string[] {
  const path = describePath(expression);
  return path?.toReversed() ?? partsOf(expression).flatMap(describeReferences);
}

/** The prefixes from the shortest on; undefined if the expression is no plain path. */
function describePath(expression: Expression): readonly string[] | undefined {
  const steps: string[] = [];
  let at = expression;
  while (at.kind === "attribute" || (at.kind === "index" && at.index.kind === "literal")) {
    const index = at.kind === "index" && at.index.kind === "literal" ? at.index.value : undefined;
    steps.push(at.kind === "attribute" ? `.${at.name}` : `[${JSON.stringify(index)}]`);
    at = at.of;
  }
  if (at.kind !== "traversal") return undefined;
  const prefixes = [describeReference(at.reference)];
  for (const step of steps.reverse()) prefixes.push(`${prefixes.at(-1)}${step}`);
  // For an output of an instance of a module Terraform does not list the module.
  const [key, output] = steps;
  const isOfInstance = at.reference.kind === "module" && key?.startsWith("[");
  return isOfInstance && output !== undefined ? prefixes.slice(1) : prefixes;
}

function describeReference(reference: Reference): string {
  switch (reference.kind) {
    case "resource":
      return formatResource(reference);
    case "variable":
      return `var.${reference.name}`;
    case "local":
      return `local.${reference.name}`;
    case "module":
      return `module.${reference.name}`;
    case "self":
      return "self";
    case "count":
    case "each":
    case "path":
    case "terraform":
      return `${reference.kind}.${reference.attribute}`;
  }
}
