// What all policies have in common. A policy is an aspect: added to an app, a stack or a site it looks at every construct
// in it when the program has ended, and refuses or warns with the code of the finding that the plan would show. What a
// waiver of that finding covers is not reported: the decision is written down, and the plan watches its end.

import type { IConstruct } from "constructs";
import { AnnotationMetadataEntryType, Annotations } from "./cdk.js";
import { isWaived } from "./waivers-of.js";

export interface PolicyProps {
  /**
   * What a breach does: an error stops the synthesis, a warning is shown with the plan.
   *
   * @default "error"
   */
  readonly level?: "error" | "warning";
}

/** What one policy asks of one kind of construct. */
export interface PolicyRule {
  /** Class of the policy, for messages. */
  readonly name: string;
  /** Of the finding, such as `FC-34`. */
  readonly code: string;
  /** What is wrong and what to do, in full sentences; undefined while nothing is, or for another kind of construct. */
  readonly breach: (construct: IConstruct) => string | undefined;
}

/** Judges one construct once the program has ended. */
export function applyRule(
  rule: PolicyRule,
  construct: IConstruct,
  { level = "error" }: PolicyProps,
): void {
  if (level === "error") {
    construct.node.addValidation({ validate: () => breaches(rule, construct) });
    return;
  }
  const known = construct.node.metadata
    .filter(({ type }) => type === AnnotationMetadataEntryType.WARN)
    .map(({ data }) => data);
  for (const message of breaches(rule, construct)) {
    if (!known.includes(message)) Annotations.of(construct).addWarning(message);
  }
}

function breaches({ name, code, breach }: PolicyRule, construct: IConstruct): string[] {
  const sentence = breach(construct);
  if (sentence === undefined || isWaived(construct, code)) return [];
  return [`${name} (${code}): ${sentence} Or declare a Waiver of ${code} for it.`];
}
