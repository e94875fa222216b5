// What an expression with steps starts from.

import type { Source } from "../model/diagnostic.js";
import type { Expression } from "./expression.js";

/** Where an expression stands, or else what it is made from. */
export function sourceOf(expression: Expression): Source | undefined {
  let current = expression;
  while (current.kind === "attribute" || current.kind === "index" || current.kind === "splat") {
    current = current.of;
  }
  return "source" in current ? current.source : undefined;
}
