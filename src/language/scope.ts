// What an expression is evaluated in. The plan, and the static checks of load, each bring their own
// scope; the language asks it for the value behind every name and knows nothing of where it comes from.

import type { Diagnostic } from "../model/diagnostic.js";
import type { Expression, Reference } from "./expression.js";
import type { Outside } from "./outside.js";
import type { TypedValue } from "./typed-value.js";

export interface Scope {
  /**
   * What `reference` stands for. A resource is an object with every attribute of its schema, with
   * `count` a tuple of them, with `for_each` an object of them by key; give the type too, since sets
   * and unknown attributes are told apart only by it. A name that does not exist, or is not allowed
   * here, is {@link UNKNOWN} with a diagnostic.
   */
  resolve(reference: Reference): Resolved;
  /** What functions ask for that is not in the text; without it, those that need some of it are refused. */
  readonly outside?: Outside;
}

export interface Resolved extends TypedValue {
  /** Attributes of any type of a resource: what is inside them has no names that a schema knows. */
  readonly anyTyped?: readonly string[] | undefined;
  readonly diagnostics?: readonly Diagnostic[];
}

/** Whether a schema says which attributes there are at a path. */
export function isOfSchema(path: Expression, scope: Scope): boolean {
  let root = path;
  let first: string | undefined;
  while (root.kind === "attribute" || root.kind === "index") {
    if (root.kind === "attribute") first = root.name;
    root = root.of;
  }
  if (root.kind !== "traversal" || root.reference.kind !== "resource") return false;
  const { anyTyped = [] } = scope.resolve(root.reference);
  return first === undefined || !anyTyped.includes(first);
}
