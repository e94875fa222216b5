// Reads a string of Terraform JSON the way Terraform does: which names its `${…}` parts refer to, and
// whether they are well formed. It knows the whole grammar, operators and for expressions included, since a
// stack may use all of it; it builds no tree and evaluates nothing.

/** `var.site` → root `var`, steps `["site"]`; steps end at the first index or splat. */
export interface ScannedReference {
  readonly root: string;
  readonly steps: readonly string[];
  /** Whether `.*` or `[*]` follows. */
  readonly hasSplat: boolean;
}

export interface TemplateScan {
  readonly references: readonly ScannedReference[];
  /** Index expressions that are one bare word, as `k` in `x.map[k]`. */
  readonly bareIndexes: readonly string[];
  /** What is not Terraform's language; absent when everything is. */
  readonly problem?: string;
}

interface Scanner {
  readonly text: string;
  at: number;
  readonly references: ScannedReference[];
  readonly bareIndexes: string[];
  /** Names that enclosing for expressions introduced. */
  bound: readonly string[];
}

class NotTerraform extends Error {}

const NOTHING: TemplateScan = { references: [], bareIndexes: [] };
const NAME = "[\\p{ID_Start}_][\\p{ID_Continue}-]*";
const IDENTIFIER = new RegExp(`${NAME}(?:::${NAME})*`, "uy");
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const BINARY_OPERATOR = /==|!=|<=|>=|&&|\|\||[-+*/%<>]/y;
const ESCAPE = /\\(?:[nrt"\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})/y;
const KEYWORDS: ReadonlySet<string> = new Set(["true", "false", "null"]);

/** Scans one JSON string. Text without `${` or `%{` is read at once. */
export function scanTemplate(text: string): TemplateScan {
  if (!text.includes("${") && !text.includes("%{")) return NOTHING;
  const scanner: Scanner = { text, at: 0, references: [], bareIndexes: [], bound: [] };
  const { references, bareIndexes } = scanner;
  try {
    scanBody(scanner, { isQuoted: false });
    return { references, bareIndexes };
  } catch (error) {
    if (!(error instanceof NotTerraform)) throw error;
    return { references, bareIndexes, problem: error.message };
  }
}

function scanBody(s: Scanner, where: { readonly isQuoted: boolean }): void {
  while (s.at < s.text.length) {
    if (where.isQuoted) {
      if (skip(s, '"')) return;
      if (skipEscape(s)) continue;
      if (skip(s, "\n") || skip(s, "\r")) fail(s, "a quoted string holds a line break");
    }
    if (skip(s, "$${") || skip(s, "%%{")) continue;
    if (skip(s, "${")) scanInterpolation(s);
    else if (skip(s, "%{")) scanDirective(s);
    else s.at++;
  }
  if (where.isQuoted) fail(s, "a quoted string is never closed");
}

function skipEscape(s: Scanner): boolean {
  if (s.text[s.at] !== "\\") return false;
  return match(s, ESCAPE) !== undefined || fail(s, "a backslash begins no escape sequence");
}

function scanInterpolation(s: Scanner): void {
  skip(s, "~");
  scanExpression(s);
  skipSpace(s, "~");
  expect(s, "}");
}

function scanDirective(s: Scanner): void {
  skip(s, "~");
  const word = identifier(s);
  if (word === "if") scanExpression(s);
  else if (word === "for") scanForIntroduction(s);
  else if (!["else", "endif", "endfor"].includes(word ?? "")) fail(s, "%{ begins no directive");
  skipSpace(s, "~");
  expect(s, "}");
}

function scanExpression(s: Scanner): void {
  scanOperand(s);
  while (match(s, BINARY_OPERATOR) !== undefined) scanOperand(s);
  if (!skipSpace(s, "?")) return;
  scanExpression(s);
  expect(s, ":");
  scanExpression(s);
}

function scanOperand(s: Scanner): void {
  while (skipSpace(s, "!") || skipSpace(s, "-"));
  const word = identifier(s);
  if (word !== undefined) scanWord(s, word);
  else scanNonWord(s);
  scanSteps(s);
}

function scanWord(s: Scanner, word: string): void {
  if (skipSpace(s, "(")) scanArguments(s);
  else if (!KEYWORDS.has(word) && !s.bound.includes(word)) scanReference(s, word);
}

function scanReference(s: Scanner, word: string): void {
  const steps: string[] = [];
  for (let step = attributeStep(s); step !== undefined; step = attributeStep(s)) steps.push(step);
  const hasSplat = /^\s*(\.\s*\*|\[\s*\*)/.test(s.text.slice(s.at, s.at + 80));
  s.references.push({ root: word, steps, hasSplat });
}

/** The name behind a dot; undefined, with nothing read, for any other step. */
function attributeStep(s: Scanner): string | undefined {
  const start = s.at;
  const name = skipSpace(s, ".") ? identifier(s) : undefined;
  if (name === undefined) s.at = start;
  return name;
}

function scanNonWord(s: Scanner): void {
  if (match(s, NUMBER) !== undefined) return;
  if (skipSpace(s, '"')) scanBody(s, { isQuoted: true });
  else if (skipSpace(s, "(")) {
    scanExpression(s);
    expect(s, ")");
  } else if (skipSpace(s, "[")) scanTuple(s);
  else if (skipSpace(s, "{")) scanObject(s);
  else fail(s, "a value is missing");
}

function scanArguments(s: Scanner): void {
  do {
    if (skipSpace(s, ")")) return;
    scanExpression(s);
    skipSpace(s, "...");
  } while (skipSpace(s, ","));
  expect(s, ")");
}

/** Attribute and index steps behind any operand: `.a`, `.0`, `.*`, `["k"]`, `[0]`, `[*]`. */
function scanSteps(s: Scanner): void {
  for (;;) {
    if (skipSpace(s, "[")) {
      if (!skipSpace(s, "*")) scanIndex(s);
      expect(s, "]");
    } else if (isAtSpread(s) || !skipSpace(s, ".")) {
      return;
    } else if (!skipSpace(s, "*") && (identifier(s) ?? match(s, NUMBER)) === undefined) {
      fail(s, "a name is missing after the dot");
    }
  }
}

function isAtSpread(s: Scanner): boolean {
  skipWhite(s);
  return s.text.startsWith("...", s.at);
}

function scanIndex(s: Scanner): void {
  const start = s.at;
  const before = s.references.length;
  scanExpression(s);
  const [added] = s.references.slice(before);
  const text = s.text.slice(start, s.at).trim();
  if (added === undefined || text !== added.root) return;
  s.references.length = before;
  s.bareIndexes.push(text);
}

function scanTuple(s: Scanner): void {
  if (skipFor(s)) {
    scanFor(s, "]");
    return;
  }
  do {
    if (skipSpace(s, "]")) return;
    scanExpression(s);
  } while (skipSpace(s, ","));
  expect(s, "]");
}

function scanObject(s: Scanner): void {
  if (skipFor(s)) {
    scanFor(s, "}");
    return;
  }
  while (!skipSpace(s, "}")) {
    scanObjectKey(s);
    scanExpression(s);
    skipSpace(s, ",");
  }
}

function scanObjectKey(s: Scanner): void {
  const start = s.at;
  if (identifier(s) === undefined || !/^\s*[=:]/.test(s.text.slice(s.at, s.at + 80))) {
    s.at = start;
    scanExpression(s);
  }
  if (!skipSpace(s, "=") && !skipSpace(s, ":")) fail(s, "an object key is followed by no value");
}

function scanFor(s: Scanner, close: "]" | "}"): void {
  const outside = s.bound;
  scanForIntroduction(s);
  expect(s, ":");
  scanExpression(s);
  if (skipSpace(s, "=>")) scanExpression(s);
  skipSpace(s, "...");
  const condition = s.at;
  if (identifier(s) === "if") scanExpression(s);
  else s.at = condition;
  expect(s, close);
  s.bound = outside;
}

/** `k, v in collection`, binding the names for what follows. */
function scanForIntroduction(s: Scanner): void {
  const names = [identifier(s) ?? fail(s, "for names no variable")];
  if (skipSpace(s, ",")) names.push(identifier(s) ?? fail(s, "for names no second variable"));
  if (identifier(s) !== "in") fail(s, "for has no in");
  scanExpression(s);
  s.bound = [...s.bound, ...names];
}

function skipFor(s: Scanner): boolean {
  const start = s.at;
  if (identifier(s) === "for" && /\s/.test(s.text[s.at] ?? "")) return true;
  s.at = start;
  return false;
}

function identifier(s: Scanner): string | undefined {
  return match(s, IDENTIFIER);
}

function match(s: Scanner, pattern: RegExp): string | undefined {
  skipWhite(s);
  pattern.lastIndex = s.at;
  const found = pattern.exec(s.text)?.[0];
  if (found !== undefined) s.at += found.length;
  return found;
}

function skip(s: Scanner, text: string): boolean {
  if (!s.text.startsWith(text, s.at)) return false;
  s.at += text.length;
  return true;
}

function skipSpace(s: Scanner, text: string): boolean {
  const start = s.at;
  skipWhite(s);
  if (skip(s, text)) return true;
  s.at = start;
  return false;
}

function skipWhite(s: Scanner): void {
  while (" \t\r\n".includes(s.text[s.at] ?? "x")) s.at++;
}

function expect(s: Scanner, text: string): void {
  if (!skipSpace(s, text)) fail(s, `${text} is missing`);
}

function fail(s: Scanner, problem: string): never {
  throw new NotTerraform(`${problem} at character ${s.at + 1}`);
}
