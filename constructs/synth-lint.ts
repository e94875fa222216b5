// The synthesis lint: every silent mis-synthesis of the CDK library that leaves a trace (see
// synthesis-traps.ts and docs/synthesis.md), as an error with construct path, JSON pointer and fix.

import type { TerraformStack } from "./cdk.js";
import { lintDocument } from "./lint-document.js";
import type { LintError } from "./lint-error.js";
import { elementsOf, isNullOutput, lintTree } from "./lint-tree.js";

/** All errors of one stack. The stack must be settled. */
export function lintStack(stack: TerraformStack): readonly LintError[] {
  const inTree = lintTree(stack);
  if (!canSynthesise(stack)) return inTree;
  const inDocument = lintDocument(stack);
  return [...withoutRepeats(inTree, inDocument), ...inDocument];
}

/** False where the CDK library would crash without saying where. */
export function canSynthesise(stack: TerraformStack): boolean {
  return !elementsOf(stack).some(isNullOutput);
}

/** One mistake may show in the tree and in the JSON; the JSON says more exactly where. */
function withoutRepeats(
  inTree: readonly LintError[],
  inDocument: readonly LintError[],
): readonly LintError[] {
  const key = (error: LintError) => `${error.trap} ${error.construct}`;
  const known = new Set(inDocument.filter((e) => e.trap !== undefined).map(key));
  return inTree.filter((error) => !known.has(key(error)));
}
