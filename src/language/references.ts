// What an expression refers to: the edges of the graph.

import { formatResource } from "../model/address.js";
import type { Expression, Reference } from "./expression.js";

/** Every reference in `expression`, in reading order; one that stands twice is listed twice. */
export function references(expression: Expression): readonly Reference[] {
  if (expression.kind === "literal") return NONE;
  const found: Reference[] = [];
  collect(expression, found);
  return found;
}

const NONE: readonly Reference[] = [];

/**
 * The key of what a reference names, the address of a resource or `local.NAME`; undefined for what depends on nothing
 * else, such as a variable.
 */
export function nodeKey(reference: Reference): string | undefined {
  if (reference.kind === "resource") return formatResource(reference);
  return reference.kind === "local" ? `local.${reference.name}` : undefined;
}

function collect(expression: Expression, found: Reference[]): void {
  if (expression.kind === "traversal") found.push(expression.reference);
  for (const part of partsOf(expression)) collect(part, found);
}

/** The expressions that an expression is directly made of. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "literal":
    case "traversal":
    case "item":
      return [];
    case "template":
      return expression.parts;
    case "index":
      return [expression.of, expression.index];
    case "attribute":
      return [expression.of];
    case "splat":
      return [expression.of, expression.each];
    case "call":
      return expression.args;
    case "list":
      return expression.items;
    case "object":
      return expression.entries.flatMap((entry) => [entry.key, entry.value]);
  }
}
