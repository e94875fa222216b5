// No two constructs may declare the same object. Terraform would not notice: they are two resources to it,
// and each apply would undo the other.

import type { IConstruct } from "constructs";
import { isLiteral } from "./props.js";

/** Different kinds of objects may have equal paths. */
export type PathSpace = "inventory" | "hostname" | "network" | "floor" | "waiver";

const claims = new WeakMap<IConstruct, Map<string, IConstruct>>();

/**
 * Claims a path, whose steps may be tokens, for a construct; the second claim is an error of the tree, which `says`
 * puts in words.
 */
export function claimPath(
  construct: IConstruct,
  space: PathSpace,
  steps: readonly (string | number)[],
  says: (path: string, first: IConstruct) => string = saysPath,
): void {
  if (!steps.every(isLiteral)) return;
  const path = steps.join("/");
  const root = construct.node.root;
  const taken = claims.get(root) ?? new Map<string, IConstruct>();
  claims.set(root, taken);
  const first = taken.get(`${space} ${path}`) ?? construct;
  taken.set(`${space} ${path}`, first);
  if (first === construct) return;
  const message = says(path, first);
  construct.node.addValidation({ validate: () => [message] });
}

function saysPath(path: string, { node }: IConstruct): string {
  return `${path} is declared a second time; it is already ${node.path}. Declare it once, or give this one another name.`;
}
