// What a pull request changes: where base and head plan otherwise for one object. Both are planned from the same state
// against the same vSphere, so that what is pending or has drifted stands in both and is nobody's here.

import { compareAttributes } from "../compare/compare-attributes.js";
import { compareText } from "../model/address.js";
import type { AttributeDifference, Pair } from "../model/comparison.js";
import { type Change, isReplace, type Plan } from "../model/plan.js";
import type { PreviewChange } from "../model/preview.js";
import type { AttributeSchemas } from "../model/type.js";
import type { ObjectValue } from "../model/value.js";

export type AttributesOf = (type: string) => AttributeSchemas | undefined;

/** A change of the author's, with what both sides plan for the object. */
export interface AuthorChange extends PreviewChange {
  /** Tells the objects of all stacks apart, on both sides alike. */
  readonly key: string;
  /** Absent where the side neither has the object nor plans it. */
  readonly planned: { readonly base?: Change; readonly head?: Change };
  /** As base and head declare it; null where they do not. */
  readonly objects: Pair<ObjectValue | null>;
}

export interface TwoSides {
  /** Absent: the head is compared with what is there. */
  readonly base: readonly Plan[] | undefined;
  readonly head: readonly Plan[];
}

interface Planned {
  readonly stack: string;
  readonly change: Change;
}

/** In the order of their addresses, then of their stacks. Linear in the size of the plans. */
export function authorChanges(
  { base, head }: TwoSides,
  attributesOf: AttributesOf,
): readonly AuthorChange[] {
  const [before, after] = [changesByObject(base ?? []), changesByObject(head)];
  const declared = new Set(head.map(({ stack }) => stack));
  const keys = new Set([...before.keys(), ...after.keys()]);
  const changes = [...keys].flatMap((key) => {
    const pair = { base: before.get(key), head: after.get(key) };
    const hasStack = declared.has((pair.head ?? pair.base)?.stack ?? "");
    const both: Both = { ...pair, hasBase: base !== undefined, hasStack };
    return changeBetween(key, both, attributesOf) ?? [];
  });
  return changes.sort((a, b) => compareText(a.address, b.address) || compareText(a.stack, b.stack));
}

/** Managed objects by what they are in the state, so that one that is only renamed is itself. */
export function changesByObject(plans: readonly Plan[]): ReadonlyMap<string, Planned> {
  const found = new Map<string, Planned>();
  for (const { stack, changes } of plans) {
    for (const change of changes) {
      // What a failed replace left over goes on both sides.
      if (change.instance.resource.mode === "data" || change.deposed !== undefined) continue;
      found.set(keyOf(stack, change), { stack, change });
    }
  }
  return found;
}

function keyOf(stack: string, { before, address, previousAddress }: Change): string {
  return before === null
    ? `${stack} new ${address}`
    : `${stack} stored ${previousAddress ?? address}`;
}

interface Both {
  readonly base: Planned | undefined;
  readonly head: Planned | undefined;
  readonly hasBase: boolean;
  /** Whether the head declares the stack: what nobody applies, nobody deletes. */
  readonly hasStack: boolean;
}

function changeBetween(
  key: string,
  { base, head, hasBase, hasStack }: Both,
  attributesOf: AttributesOf,
): AuthorChange | undefined {
  const shown = head ?? base;
  if (shown === undefined) return undefined;
  const { stack, change } = shown;
  const { type } = change.instance.resource;
  const before = hasBase ? declaredBy(base?.change) : (head?.change.before ?? null);
  const objects = [before, declaredBy(head?.change)] as const;
  const differences = differencesOf(objects, attributesOf(type));
  const planned = { base: base?.change, head: head?.change };
  const action = actionOf({ objects, differences, hasStack, ...planned });
  if (action === undefined) return undefined;
  const isWhole = objects.includes(null);
  const { address, construct } = change;
  return {
    ...{ key, stack, address, type, action, objects },
    ...(construct === undefined ? {} : { construct }),
    differences: isWhole ? [] : differences,
    planned: {
      ...(base === undefined ? {} : { base: base.change }),
      ...(head === undefined ? {} : { head: head.change }),
    },
  };
}

/** What a side wants there to be. */
function declaredBy(change: Change | undefined): ObjectValue | null {
  return change === undefined || change.action === "forget" ? null : change.after;
}

export function differencesOf(
  [before, after]: Pair<ObjectValue | null>,
  attributes: AttributeSchemas | undefined,
): readonly AttributeDifference[] {
  if (before === null || after === null) return [];
  return compareAttributes({ objects: [before, after], attributes, unknown: "like-unknown" });
}

function actionOf(found: {
  readonly objects: Pair<ObjectValue | null>;
  readonly differences: readonly AttributeDifference[];
  readonly hasStack: boolean;
  readonly base: Change | undefined;
  readonly head: Change | undefined;
}): PreviewChange["action"] | undefined {
  const { objects, differences, hasStack, base, head } = found;
  const [before, after] = objects;
  if (before === null && after === null) return undefined;
  if (before === null) return "create";
  if (after === null) return !hasStack || head?.action === "forget" ? "forget" : "delete";
  const isReplacedByHead = head !== undefined && isReplace(head);
  if (isReplacedByHead && !(base !== undefined && isReplace(base))) return head.action;
  return differences.length > 0 ? "update" : undefined;
}
