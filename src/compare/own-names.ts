// The names that belong to one stack alone: the words in which the stacks' own names differ, its vCenters, its sites.
// They are replaced by a placeholder that is the same on both sides, so that `lab-esx01` and `prod-esx01` are one thing.
//
// The rule, in the order in which it is applied:
//   1. words of the stacks' names that only one has: `edge-lab` and `edge-prod` → `lab` and `prod` are {stack}
//   2. vCenters that only one has, then sites, first with first in the order of their names: {vcenter}, {site},
//      or {site 1}, {site 2} where there are several
// A name is replaced where it stands as a whole word, between characters that are neither letters nor digits.

import type { OwnName, Pair } from "../model/comparison.js";
import type { ObjectValue } from "../model/value.js";
import type { ComparedStack } from "./compare-stacks.js";

export interface Renaming {
  readonly ownNames: readonly OwnName[];
  /** Own names replaced; the same for what is the same but for them. */
  readonly rename: Pair<(text: string) => string>;
}

export function renameOwnNames(stacks: Pair<ComparedStack>): Renaming {
  const words = paired("stack", [wordsOf(stacks[0].stack), wordsOf(stacks[1].stack)]);
  let found = words;
  for (const [kind, namesIn] of [
    ["vcenter", vcentersIn],
    ["site", sitesIn],
  ] as const) {
    const rename = renamings(found);
    // What the words alone make equal needs no name of its own.
    const names = stacks.map((stack, i) => {
      const other = new Set(namesIn(stacks[1 - i] ?? stack).map(rename[1 - i] ?? identity));
      return namesIn(stack).filter((name) => !other.has((rename[i] ?? identity)(name)));
    });
    found = [...found, ...paired(kind, [names[0] ?? [], names[1] ?? []])];
  }
  return { ownNames: found, rename: renamings(found) };
}

function identity(text: string): string {
  return text;
}

function wordsOf(stack: string): readonly string[] {
  return stack.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
}

function vcentersIn({ resources }: ComparedStack): readonly string[] {
  return resources.flatMap(({ type, object }) =>
    type === "holdfast_vcenter" ? textsAt(object, ["name"]) : textsAt(object, ["vcenter"]),
  );
}

function sitesIn({ resources }: ComparedStack): readonly string[] {
  return resources.flatMap(({ object }) => textsAt(object, ["site", "from_site", "to_site"]));
}

function textsAt(object: ObjectValue, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const value = object[name];
    return typeof value === "string" && value !== "" ? [value] : [];
  });
}

/** Those that only one side has, first with first; one without a counterpart keeps its name. */
function paired(kind: string, names: Pair<readonly string[]>): readonly OwnName[] {
  const own = names.map((mine, i) => {
    const others = new Set(names[1 - i]);
    return [...new Set(mine)].filter((name) => !others.has(name)).sort();
  });
  const count = Math.min(...own.map(({ length }) => length));
  return Array.from({ length: count }, (_, i) => ({
    placeholder: count === 1 ? `{${kind}}` : `{${kind} ${i + 1}}`,
    names: [own[0]?.[i] ?? null, own[1]?.[i] ?? null] as const,
  }));
}

function renamings(names: readonly OwnName[]): Renaming["rename"] {
  return [renamingOf(names, 0), renamingOf(names, 1)];
}

function renamingOf(names: readonly OwnName[], side: 0 | 1): (text: string) => string {
  const placeholders = new Map(
    names.flatMap(({ names: pair, placeholder }) =>
      pair[side] === null ? [] : [[pair[side], placeholder] as const],
    ),
  );
  if (placeholders.size === 0) return identity;
  const longestFirst = [...placeholders.keys()].sort((a, b) => b.length - a.length);
  const any = longestFirst.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|");
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${any})(?![\\p{L}\\p{N}])`, "gu");
  return (text) => text.replace(pattern, (name) => placeholders.get(name) ?? name);
}
