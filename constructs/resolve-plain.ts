// What the CDK library does to every value of a program, many times over: it looks for tokens and resolves them. Most
// values hold none, and every document is resolved a second time when none are left at all, so what is plain is copied
// here and only the rest is left to the library. That makes a large program a fifth faster, with the same document.

import { Token, Tokenization } from "./cdk.js";

/** While `work` runs, the library resolves only what may hold a token. */
export function resolvingOnlyTokens<T>(work: () => T): T {
  const { resolve } = Tokenization;
  Tokenization.resolve = (value, options) =>
    resolveIn(value, 0, (part) => resolve.call(Tokenization, part, options));
  try {
    return work();
  } finally {
    Tokenization.resolve = resolve;
  }
}

type Resolve = (value: unknown) => unknown;

/** The library's own limit, beyond which it takes a value for one that holds itself, and says so. */
const MOST_LEVELS = 200;

function resolveIn(value: unknown, level: number, resolve: Resolve): unknown {
  if (isPlainScalar(value)) return value;
  if (level > MOST_LEVELS) return resolve(value);
  if (Array.isArray(value)) return resolveList(value, level, resolve);
  return isPlainObject(value) ? resolveFields(value, level, resolve) : resolve(value);
}

/** A list that is a token holds a text or a number that stands for it. */
function resolveList(items: readonly unknown[], level: number, resolve: Resolve): unknown {
  if (!items.every((item) => isPlainScalar(item) || typeof item === "object"))
    return resolve(items);
  return items
    .map((item) => resolveIn(item, level + 1, resolve))
    .filter((item) => item !== undefined);
}

/** A map that is a token has a key that stands for it. */
function resolveFields(value: PlainObject, level: number, resolve: Resolve): unknown {
  const keys = Object.keys(value);
  if (!keys.every(isPlainText)) return resolve(value);
  const resolved: Record<string, unknown> = {};
  for (const key of keys) {
    const field = resolveIn(value[key], level + 1, resolve);
    if (field !== undefined) resolved[key] = field;
  }
  return resolved;
}

/** The codes of tokens in text, that of a number among them (`-1.88e+289`), and the texts that stand for a map's values. */
const MAY_HOLD_TOKEN = /\{TfToken\[|e\+|Map Token Value$/;

function isPlainText(text: string): boolean {
  return !MAY_HOLD_TOKEN.test(text);
}

function isPlainScalar(value: unknown): boolean {
  if (typeof value === "string") return isPlainText(value);
  if (typeof value === "number") return isPlainNumber(value);
  return value === undefined || value === null || typeof value === "boolean";
}

/** Codes of number tokens are far beyond any number that is meant. */
function isPlainNumber(value: number): boolean {
  return Math.abs(value) < 1e200 && value !== Token.NUMBER_MAP_TOKEN_VALUE;
}

interface PlainObject {
  readonly [key: string]: unknown;
}

function isPlainObject(value: unknown): value is PlainObject {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return (
    (prototype === Object.prototype || prototype === null) && !Tokenization.isResolvable(value)
  );
}
