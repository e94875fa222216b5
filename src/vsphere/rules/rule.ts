// The form of a rule of vSphere: one testable sentence in our own words, where it comes from and how strong
// that is. Each topic is a file beside this one; nothing here decides anything.

export const RULE_STRENGTHS = {
  vendor:
    "VMware or Broadcom says so in product documentation, an API reference or a knowledge base article",
  "vendor FAQ":
    "VMware or Broadcom says so in its security guidelines, outside the product documentation",
  community: "people who ran into it report it",
  inferred: "no document says so: Holdfast decided, and a verdict that rests on it names it",
} as const;

export type RuleStrength = keyof typeof RULE_STRENGTHS;

export interface Rule {
  /** One sentence that a test can refute. */
  readonly statement: string;
  /** Title of the document; of an inferred rule, of the document that leaves it open. */
  readonly source: string;
  readonly strength: RuleStrength;
}

export interface RuleTopic {
  readonly title: string;
  /** By id, in kebab-case. */
  readonly rules: { readonly [id: string]: Rule };
}
