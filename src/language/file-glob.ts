// The files that a pattern of fileset() names: `*` and `?` within a name, `**` across folders, `[a-z]`, `{a,b}`, and
// `\` before a character that stands for itself. Names that begin with a dot are like others. What the patterns
// mean in odd cases is what Terraform's library (doublestar 1) makes of them.

import { posix } from "node:path";
import { cleanPath } from "./file-path.js";
import type { Files } from "./outside.js";

/** Relative to the folder, or what is wrong, as a sentence. */
export type FoundFiles =
  | { readonly paths: readonly string[]; readonly problem?: never }
  | { readonly problem: string };

export function findFiles(
  { folder, pattern }: { readonly folder: string; readonly pattern: string },
  files: Files,
): FoundFiles {
  const hunt: Hunt = { files, found: new Set(), isMalformed: false, isTooDeep: false };
  const whole = cleanPath(`${folder || "."}/${pattern}`);
  const isAbsolute = whole.startsWith("/");
  search(isAbsolute ? "/" : "", whole.slice(isAbsolute ? 1 : 0).split(/(?<!\\)\//), hunt);
  if (hunt.isMalformed) {
    return { problem: 'The "pattern" of fileset() has a "[", "{" or "\\" without its end.' };
  }
  if (hunt.isTooDeep) {
    const detail = `The "**" of fileset() goes more than ${DEEPEST} folders deep. Is there a link that leads back?`;
    return { problem: detail };
  }
  const kinds = [...hunt.found].map((path) => [path, files.kindOf(path)] as const);
  if (kinds.some(([, kind]) => kind === "none" || typeof kind !== "string")) {
    return { problem: "A link that the pattern of fileset() names leads nowhere." };
  }
  const paths = kinds.flatMap(([path, kind]) => (kind === "file" ? [path] : []));
  return { paths: paths.map((path) => posix.relative(cleanPath(folder), path)) };
}

interface Hunt {
  readonly files: Files;
  readonly found: Set<string>;
  isMalformed: boolean;
  isTooDeep: boolean;
}

/** Just before a system gives up on links that lead back (40): two such links are 2^40 paths. */
const DEEPEST = 38;

/** Adds what the segments of a pattern name from `base` on. */
function search(base: string, segments: readonly string[], hunt: Hunt, depth = 0): void {
  const { files, found } = hunt;
  const first = segments.findIndex((segment) => /[*?[{\\]/.test(segment));
  const plain = first < 0 ? segments : segments.slice(0, first);
  const start = posix.join(base, ...plain);
  if (!isThere(start, files)) return;
  const [pattern, ...rest] = first < 0 ? [] : segments.slice(first);
  if (pattern === undefined) found.add(start);
  else if (pattern !== "**") searchNames(start, [pattern, ...rest], hunt);
  else {
    for (const name of files.list(start)) {
      const path = posix.join(start, name);
      const kind = files.kindOf(path);
      if (rest.length === 0 && kind === "file") found.add(path);
      if (kind !== "folder") continue;
      hunt.isTooDeep ||= depth === DEEPEST;
      if (hunt.isTooDeep) return;
      search(path, [pattern, ...rest], hunt, depth + 1);
    }
    // What stands behind is the pattern of a name, also where it is another `**`.
    if (rest.length > 0) searchNames(start, rest, hunt);
  }
}

function searchNames(folder: string, [pattern = "", ...rest]: readonly string[], hunt: Hunt): void {
  const characters = Array.from(pattern);
  for (const name of hunt.files.list(folder)) {
    const isMatch = matches(characters, Array.from(name));
    if (isMatch === "malformed") {
      hunt.isMalformed = true;
      return;
    }
    if (!isMatch) continue;
    const path = posix.join(folder, name);
    if (rest.length === 0) hunt.found.add(path);
    else search(path, rest, hunt);
  }
}

/** Also a link that leads nowhere. */
function isThere(path: string, files: Files): boolean {
  const kind = files.kindOf(path);
  if (kind !== "none") return typeof kind === "string";
  return files.list(posix.dirname(path)).includes(posix.basename(path));
}

type Characters = readonly string[];
type Match = boolean | "malformed";

function matches(pattern: Characters, name: Characters): Match {
  const [first, ...rest] = pattern;
  const [character, ...others] = name;
  if (character === undefined) return first === undefined || (first === "*" && rest.length === 0);
  switch (first) {
    case undefined:
      return false;
    case "*":
      return rest.length === 0 || name.some((_, i) => matches(rest, name.slice(i)) === true);
    case "?":
      return matches(rest, others);
    case "[":
      return matchesClass(rest, name);
    case "{":
      return matchesOption(rest, name);
    case "\\":
      if (rest[0] === undefined) return "malformed";
      return rest[0] === character && matches(rest.slice(1), others);
    default:
      return first === character && matches(rest, others);
  }
}

function matchesOption(pattern: Characters, name: Characters): Match {
  const end = indexOf(pattern, "}");
  if (end < 0) return "malformed";
  const behind = pattern.slice(end + 1);
  for (let open = pattern.slice(0, end); ; ) {
    const comma = indexOf(open, ",");
    const option = comma < 0 ? open : open.slice(0, comma);
    const isMatch = matches([...option, ...behind], name);
    if (isMatch !== false || comma < 0) return isMatch;
    open = open.slice(comma + 1);
  }
}

function matchesClass(pattern: Characters, [character = "", ...others]: Characters): Match {
  const end = indexOf(pattern, "]");
  if (end < 1) return "malformed";
  const isNegated = pattern[0] === "^";
  const ranges = rangesOf(pattern.slice(isNegated ? 1 : 0, end));
  if (ranges === undefined) return "malformed";
  const code = character.codePointAt(0) ?? 0;
  const isIn = ranges.some(([low, high]) => low <= code && code <= high);
  return isIn !== isNegated && matches(pattern.slice(end + 1), others);
}

function rangesOf(inner: Characters): readonly (readonly [number, number])[] | undefined {
  const ranges: [number, number][] = [];
  const open = [...inner];
  const next = (): number => {
    const character = open.shift();
    if (character === undefined || character === "-") return Number.NaN;
    return (character === "\\" ? open.shift() : character)?.codePointAt(0) ?? Number.NaN;
  };
  while (open.length > 0) {
    const low = next();
    const isRange = open[0] === "-";
    if (isRange) open.shift();
    const high = isRange ? next() : low;
    if (Number.isNaN(low + high)) return undefined;
    ranges.push([low, high]);
  }
  return ranges;
}

/** The first that no `\` stands before. */
function indexOf(characters: Characters, wanted: string): number {
  return characters.findIndex((character, i) => character === wanted && characters[i - 1] !== "\\");
}
