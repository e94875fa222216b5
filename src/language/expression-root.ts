// What an expression with steps starts from.

import type { Source } from "../model/diagnostic.js";
import type { Expression } from "./expression.js";

/** Whether it is a resource or a step into one. */
export function isOfResource(expression: Expression): boolean {
  let root = expression;
  while (root.kind === "attribute" || root.kind === "index") root = root.of;
  return root.kind === "traversal" && root.reference.kind === "resource";
}

/** Where an expression stands, or else what it is made from. */
export function sourceOf(expression: Expression): Source | undefined {
  let current = expression;
  while (current.kind === "attribute" || current.kind === "index" || current.kind === "splat") {
    current = current.of;
  }
  return "source" in current ? current.source : undefined;
}
