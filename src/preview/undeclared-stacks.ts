// Stacks that the base declares and the head does not. Once the pull request is merged nobody applies them any more: what
// they made stays as it is and is remembered in their states, and what was still to be applied never is.

import { compareText } from "../model/address.js";
import { type Change, isNoOp, type Plan } from "../model/plan.js";
import type { UndeclaredStack } from "../model/preview.js";
import type { ObjectValue } from "../model/value.js";
import { knownText } from "../vsphere/planned-attributes.js";
import type { AuthorChange, TwoSides } from "./author-changes.js";

/** The base's plans, where a stack that keeps its state under another name has the head's name for it. */
export function underHeadNames({ base = [], head }: TwoSides): readonly Plan[] {
  const names = new Map(head.map(({ stack, prior }) => [prior.lineage, stack] as const));
  return base.map((plan) => {
    // Plans that were made elsewhere do not say whose state they are of.
    const { lineage } = plan.prior;
    const name = lineage === "" ? undefined : names.get(lineage);
    return name === undefined || name === plan.stack ? plan : { ...plan, stack: name };
  });
}

/** In the order of their names. */
export function findUndeclared({ base = [], head }: TwoSides): readonly UndeclaredStack[] {
  const declared = new Set(head.map(({ stack }) => stack));
  return base
    .filter(({ stack }) => !declared.has(stack))
    .map(undeclaredStack)
    .sort((a, b) => compareText(a.stack, b.stack));
}

/** Whether a change can bring anything about: what is no longer declared is as it was, unless it was still to be applied. */
export function hasEffect({ action, planned: { base, head } }: AuthorChange): boolean {
  return action !== "forget" || head !== undefined || (base !== undefined && !isNoOp(base));
}

function undeclaredStack({ stack, changes }: Plan): UndeclaredStack {
  const managed = changes.filter(({ instance }) => instance.resource.mode !== "data");
  const rules = managed.filter(({ instance }) => RULES.has(instance.resource.type));
  const pending = (change: Change) => !isNoOp(change) && change.after !== null;
  return {
    stack,
    objects: managed.filter(({ before }) => before !== null).length,
    pending: managed.filter((change) => !isNoOp(change)).length,
    inForce: namesOf(rules.map(({ before }) => before)),
    neverInForce: namesOf(rules.filter(pending).map(({ after }) => after)),
  };
}

/** What a program asks of every plan, and what it excuses. */
const RULES: ReadonlySet<string> = new Set(["holdfast_survival_floor", "holdfast_waiver"]);

function namesOf(objects: readonly (ObjectValue | null)[]): readonly string[] {
  return objects.flatMap((object) => (object && knownText(object, "name")) ?? []).sort();
}
