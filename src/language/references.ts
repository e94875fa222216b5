// What an expression refers to: the edges of the graph.

import { formatResource } from "../model/address.js";
import type { Expression, ForExpression, Reference } from "./expression.js";

/** Every reference in `expression`, in reading order; one that stands twice is listed twice. */
export function references(expression: Expression): readonly Reference[] {
  if (expression.kind === "literal") return NONE;
  const found: Reference[] = [];
  // A chain of operators may be longer than the stack is deep.
  const open: Expression[] = [expression];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === "traversal") found.push(next.reference);
    for (const part of partsOf(next).toReversed()) open.push(part);
  }
  return found;
}

const NONE: readonly Reference[] = [];

/** How deep an expression is nested: 1 for one without parts. */
export function depthOf(expression: Expression): number {
  let deepest = 0;
  const open = [{ expression, depth: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { depth } = next;
    deepest = Math.max(deepest, depth);
    for (const part of partsOf(next.expression)) open.push({ expression: part, depth: depth + 1 });
  }
  return deepest;
}

/**
 * Keys of everything that an expression names, as {@link nodeKey} has them, and `module.NAME.output.OUTPUT` where of a
 * module one output is named.
 */
export function namedKeys(expression: Expression): readonly string[] {
  if (expression.kind === "literal") return NO_KEYS;
  const found: string[] = [];
  const open: Expression[] = [expression];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const output = outputOf(next);
    const key = next.kind === "traversal" ? nodeKey(next.reference) : output;
    if (key !== undefined) found.push(key);
    if (output !== undefined) continue;
    for (const part of partsOf(next).toReversed()) open.push(part);
  }
  return found;
}

const NO_KEYS: readonly string[] = [];

/** The key of the output that `module.a.x` or `module.a[0].x` names; undefined for anything else. */
function outputOf(expression: Expression): string | undefined {
  if (expression.kind !== "attribute") return undefined;
  const { of, name } = expression;
  const call = of.kind === "index" && of.index.kind === "literal" ? of.of : of;
  if (call.kind !== "traversal" || call.reference.kind !== "module") return undefined;
  return `module.${call.reference.name}.output.${name}`;
}

/**
 * The key of what a reference names: the address of a resource, `local.NAME`, `var.NAME` or `module.NAME`; undefined for
 * what depends on nothing else, such as `count.index`.
 */
export function nodeKey(reference: Reference): string | undefined {
  switch (reference.kind) {
    case "resource":
      return formatResource(reference);
    case "local":
      return `local.${reference.name}`;
    case "variable":
      return `var.${reference.name}`;
    case "module":
      return `module.${reference.name}`;
    default:
      return undefined;
  }
}

function partsOfFor({ of, key, value, condition }: ForExpression): readonly Expression[] {
  return [of, key, value, condition].filter((part) => part !== undefined);
}

/** The expressions that an expression is directly made of. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "literal":
    case "traversal":
    case "item":
    case "name":
      return [];
    case "unary":
    case "join":
      return [expression.of];
    case "binary":
      return [expression.left, expression.right];
    case "conditional":
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    case "for":
      return partsOfFor(expression);
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
