// The half of the synthesis lint that reads the JSON a stack became: traces of tokens that were taken
// apart, names that nothing declares, literals where a secret belongs, paths of this machine. It runs on
// every synthesis, before the JSON is written.

import { dirname, resolve, sep } from "node:path";
import type { TerraformStack } from "./cdk.js";
import { lintAttributes } from "./lint-attributes.js";
import { formatPointer, type LintError } from "./lint-error.js";
import { lintReferences } from "./lint-references.js";
import { addressBook, elementsOf } from "./lint-tree.js";

/** Steps to a value in the JSON. */
export type Steps = readonly (string | number)[];

/** What the rules are handed: the JSON, and how to report. */
export interface DocumentLint {
  readonly document: JsonObject;
  readonly report: (at: Steps, error: Omit<LintError, "construct" | "pointer">) => void;
  /** Absolute folder that the program runs in. */
  readonly here: string;
}

export interface JsonObject {
  readonly [key: string]: unknown;
}

const TOKEN_TRACE = /token[[_]+token/i;
const UNRESOLVED = "<unresolved-token>";
const NUMBER_TOKEN_TRACE = /-\d+(?:\.\d+)?e\+(?:28|29|30)\d/;

export function lintDocument(stack: TerraformStack): readonly LintError[] {
  const errors: LintError[] = [];
  const constructOf = constructsByPointer(stack);
  const lint: DocumentLint = {
    document: stack.toTerraform(),
    here: resolve(),
    report: (at, error) =>
      errors.push({ ...error, construct: constructOf(at), pointer: formatPointer(at) }),
  };
  walkValues(lint.document, [], (value, at) => lintOne(lint, value, at));
  lintReferences(lint);
  lintAttributes(lint);
  return errors;
}

type Visit = (value: unknown, at: Steps) => void;

/**
 * Calls `visit` with every value below `value`, which is at `at`; the library's own notes (`//`) are left out. The steps that
 * `visit` is given are those of the moment and change after it.
 */
export function walkValues(value: unknown, at: Steps, visit: Visit): void {
  walkBelow(value, [...at], visit);
}

function walkBelow(value: unknown, at: (string | number)[], visit: Visit): void {
  visit(value, at);
  if (typeof value !== "object" || value === null) return;
  const isList = Array.isArray(value);
  for (const [key, item] of isList ? value.entries() : Object.entries(value)) {
    if (key === "//") continue;
    at.push(key);
    walkBelow(item, at, visit);
    at.pop();
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object at `block`, or an empty one. */
export function blockOf(document: JsonObject, block: string): JsonObject {
  const value = document[block];
  return isJsonObject(value) ? value : {};
}

function constructsByPointer(stack: TerraformStack): (at: Steps) => string {
  // Most programs have no mistake to look one up for.
  let book: ReturnType<typeof addressBook> | undefined;
  return (at) => {
    book ??= addressBook(elementsOf(stack));
    const paths = book.get(at.slice(0, 3).join("/")) ?? book.get(at.slice(0, 2).join("/"));
    return paths?.[0] ?? stack.node.path;
  };
}

function lintOne(lint: DocumentLint, value: unknown, at: Steps): void {
  const key = at.at(-1);
  if (typeof key === "string") lintText(lint, key, at);
  if (typeof value === "string") lintText(lint, value, at);
  else if (typeof value === "number") lintNumber(lint, value, at);
  else if (Array.isArray(value) && areTornLetters(value)) reportTornToken(lint, at);
}

function lintText(lint: DocumentLint, text: string, at: Steps): void {
  if (isTornToken(text)) reportTornToken(lint, at);
  if (text.includes(UNRESOLVED)) {
    lint.report(at, {
      trap: 11,
      problem: "A value that is only known later was put through JSON.stringify.",
      fix: "Use Fn.jsonencode(…).",
    });
  }
  if (NUMBER_TOKEN_TRACE.test(text)) {
    lint.report(at, {
      trap: 2,
      problem: "A number that is only known later was put into text, and its code came out.",
      fix: "Write text`…${number}…` of holdfast, or Token.asString(number).",
    });
  }
  lintPath(lint, text, at);
}

/** Such a configuration is another one on the next machine. */
function lintPath(lint: DocumentLint, text: string, at: Steps): void {
  const { here } = lint;
  const isBackend = at[0] === "terraform" && at[1] === "backend" && at[3] === "path";
  const isAbsolute = isBackend && resolve(text) === text;
  const isBelow = here !== dirname(here) && (text === here || text.startsWith(here + sep));
  if (!isAbsolute && !isBelow) return;
  lint.report(at, {
    trap: 15,
    problem: `${text} is an absolute path of this machine.`,
    fix: "Write it relative to the project's folder.",
  });
}

function lintNumber(lint: DocumentLint, value: number, at: Steps): void {
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return;
  const isToken = Number.isFinite(value) && Math.abs(value) > 1e200;
  lint.report(at, {
    trap: isToken ? 4 : 12,
    problem: isToken
      ? "JavaScript calculated with a number that is only known later."
      : `${value} cannot be kept exactly.`,
    fix: isToken ? "Use Op.add, Op.mul, Op.negate … of holdfast/cdk." : "Write it as a string.",
  });
}

/** Text that holds a piece of a token's code. */
export function isTornToken(text: string): boolean {
  return TOKEN_TRACE.test(text);
}

/** `token.split("")`: the pieces, put together, are the code of a token. */
function areTornLetters(items: readonly unknown[]): boolean {
  const areLetters = items.every((item) => typeof item === "string" && item.length <= 1);
  return areLetters && isTornToken(items.join(""));
}

function reportTornToken(lint: DocumentLint, at: Steps): void {
  lint.report(at, {
    trap: 10,
    problem: "Text that is only known later was taken apart or changed by JavaScript.",
    fix: "Use Fn.upper, Fn.substr, Fn.split, Fn.replace … of holdfast/cdk.",
  });
}
