// regex and regexall, and the regular expressions of replace: in the syntax of RE2, which is Go's and so
// Terraform's, and in a time that grows with the text alone. re2js is a port of Go's package.

import { createRequire } from "node:module";
import type { RE2JS } from "re2js";
import type { Type } from "../model/type.js";
import type { Value } from "../model/value.js";
import { isUnknown } from "../model/value.js";
import type { FunctionSpec } from "./function-call.js";
import { type Refusal, refuse } from "./refusal.js";
import { textOf } from "./text-call.js";
import { normalize } from "./text-order.js";
import type { TypedValue } from "./typed-value.js";

const PARAMETERS = [
  { name: "pattern", type: "string" },
  { name: "string", type: "string" },
] as const;

export const regex: FunctionSpec = {
  parameters: PARAMETERS,
  resultType: ([pattern]) => matchType("regex", pattern),
  apply: ([pattern, text]) => {
    const compiled = compilePattern("regex", textOf(pattern));
    if ("summary" in compiled) return compiled;
    const type = typeOfMatch("regex", compiled);
    if (isRefused(type)) return type;
    const [match] = matchesOf(compiled, textOf(text), 1);
    if (match !== undefined) return { value: capturedValue(match, compiled), type };
    const detail = "The pattern of regex() matches no part of the text.";
    return refuse("Error in function call", detail);
  },
};

export const regexall: FunctionSpec = {
  parameters: PARAMETERS,
  resultType: ([pattern]) => {
    const type = matchType("regexall", pattern);
    return isRefused(type) ? type : ["list", type];
  },
  apply: ([pattern, text]) => {
    const compiled = compilePattern("regexall", textOf(pattern));
    if ("summary" in compiled) return compiled;
    const type = typeOfMatch("regexall", compiled);
    if (isRefused(type)) return type;
    const matches = matchesOf(compiled, textOf(text), Number.POSITIVE_INFINITY);
    return { value: matches.map((match) => capturedValue(match, compiled)), type: ["list", type] };
  },
};

/** A regular expression that was read. */
export interface Pattern {
  readonly compiled: RE2JS;
  /** Of each group in order: its name, or undefined. */
  readonly groups: readonly (string | undefined)[];
}

const patterns = new Map<string, Pattern>();

/** Patterns are few and used for many texts. */
const MOST_PATTERNS = 1000;

export function compilePattern(name: string, text: string): Pattern | Refusal {
  const known = patterns.get(text);
  if (known !== undefined) return known;
  const { RE2JS, RE2JSSyntaxException } = loadLibrary();
  try {
    const names = groupNames(text);
    const isTwice = new Set(names).size < names.length;
    const compiled = RE2JS.compile(isTwice ? withoutGroupNames(text) : text);
    const groups = new Array<string | undefined>(compiled.groupCount()).fill(undefined);
    for (const [group, index] of Object.entries(compiled.namedGroups())) {
      groups[index - 1] = isTwice ? names[Number(group.slice(1))] : group;
    }
    if (patterns.size >= MOST_PATTERNS) patterns.clear();
    const pattern = { compiled, groups };
    patterns.set(text, pattern);
    return pattern;
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    const detail = `The pattern of ${name}() is no regular expression of RE2: ${error.getDescription()}.`;
    return refuse("Invalid function argument", detail);
  }
}

/** What may hold a bracket that opens nothing, and what opens a group with a name. */
const NAMED_GROUP =
  /\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\[\^?\]?(?:\[:\^?\w+:\]|\\[\s\S]|[^\]\\])*\]|\(\?P?<(\w+)>/g;

function groupNames(pattern: string): readonly string[] {
  return Array.from(pattern.matchAll(NAMED_GROUP), ([, name]) => name).filter(
    (name) => name !== undefined,
  );
}

/** Go takes a name twice, re2js does not: each group gets the name of its number. */
function withoutGroupNames(pattern: string): string {
  let count = 0;
  return pattern.replace(NAMED_GROUP, (token: string, name: string | undefined) =>
    name === undefined ? token : `(?P<g${count++}>`,
  );
}

let library: typeof import("re2js") | undefined;

/** With the first regular expression: most configurations have none. */
function loadLibrary(): typeof import("re2js") {
  library ??= createRequire(import.meta.url)("re2js") as typeof import("re2js");
  return library;
}

function isRefused(type: Type | Refusal): type is Refusal {
  return typeof type === "object" && "summary" in type;
}

function matchType(name: string, pattern: TypedValue | undefined): Type | Refusal {
  if (pattern === undefined || isUnknown(pattern.value)) return "dynamic";
  const compiled = compilePattern(name, textOf(pattern));
  return "summary" in compiled ? compiled : typeOfMatch(name, compiled);
}

/** Without groups a string; of groups without names a tuple, of groups with names an object. */
function typeOfMatch(name: string, { groups }: Pattern): Type | Refusal {
  if (groups.length === 0) return "string";
  if (groups.every((group) => group === undefined)) {
    return ["tuple", groups.map(() => "string" as const)];
  }
  if (groups.includes(undefined)) {
    const detail = `The groups in the pattern of ${name}() must have names all or none.`;
    return refuse("Invalid function argument", detail);
  }
  return ["object", Object.fromEntries(groups.map((group) => [group, "string"] as const))];
}

/** The whole match, then each group, null where it took no part. */
type Match = readonly (string | null)[];

function capturedValue(match: Match, { groups }: Pattern): Value {
  const values = match.map((text) => (text === null ? null : normalize(text)));
  if (groups.length === 0) return values[0] ?? null;
  if (groups[0] === undefined) return values.slice(1);
  return Object.fromEntries(groups.map((group, i) => [group, values[i + 1] ?? null] as const));
}

/** As many matches as `limit`; an empty one right behind another does not count. */
function matchesOf({ compiled, groups }: Pattern, text: string, limit: number): readonly Match[] {
  const found: Match[] = [];
  const matcher = compiled.matcher(text);
  let lastEnd = -1;
  let position = 0;
  while (found.length < limit && position <= text.length && matcher.find(position)) {
    const [start, end] = [matcher.start(), matcher.end()];
    const isRepeated = end === position && start === lastEnd;
    if (!isRepeated) found.push([0, ...groups.map((_, i) => i + 1)].map((i) => matcher.group(i)));
    lastEnd = end;
    position = end === position ? end + widthAt(text, end) : end;
  }
  return found;
}

function widthAt(text: string, position: number): number {
  return (text.codePointAt(position) ?? 0) > 0xffff ? 2 : 1;
}

/** `text` with each match replaced by `template`, in which `$1`, `$name` and `${name}` are groups. */
export function replaceMatches(pattern: Pattern, text: string, template: string): string {
  const matcher = pattern.compiled.matcher(text);
  let result = "";
  let lastEnd = 0;
  let position = 0;
  while (position <= text.length && matcher.find(position)) {
    const [start, end] = [matcher.start(), matcher.end()];
    result += text.slice(lastEnd, start);
    if (end > lastEnd || start === 0) {
      const group = (index: number) => matcher.group(index) ?? "";
      result += expand(template, pattern.groups, group);
    }
    lastEnd = end;
    const next = position + widthAt(text, position);
    position = next > end ? next : end;
  }
  return result + text.slice(lastEnd);
}

const REFERENCE = /\$(?:(\$)|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu;

const NUMBER = /^(?:0|[1-9]\d*)$/;

/** A group that does not exist is empty, and a `$` that begins nothing is itself. */
function expand(
  template: string,
  groups: readonly (string | undefined)[],
  group: (index: number) => string,
): string {
  return template.replace(REFERENCE, (_, dollar, braced, bare) => {
    if (dollar !== undefined) return "$";
    const name = String(braced ?? bare);
    const index = NUMBER.test(name) ? Number(name) : groups.lastIndexOf(name) + 1 || undefined;
    return index === undefined || index > groups.length ? "" : group(index);
  });
}
