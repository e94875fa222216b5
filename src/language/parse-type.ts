// Type constraints of variables, `map(object({ name = string }))`, as Terraform writes them.

import { suggestion } from "../model/closest-name.js";
import { type Diagnostic, errorDiagnostic, type Source } from "../model/diagnostic.js";
import type { Type } from "../model/type.js";
import type { Value } from "../model/value.js";
import { convert, isFailure } from "./convert.js";
import {
  accept,
  acceptPattern,
  type Cursor,
  cursorOf,
  diagnosticOf,
  failInvalid,
  isAt,
  isAtEnd,
  nested,
  skipBlanks,
} from "./cursor.js";
import { evaluate } from "./evaluate.js";
import { fillIn, type TypeDefaults } from "./fill-in.js";
import { readExpression } from "./read-expression.js";
import { acceptIdentifier } from "./read-reference.js";
import type { Scope } from "./scope.js";
import { ANYTHING } from "./typed-value.js";

export interface ParsedType {
  /** `dynamic` for `any`, and where the text is wrong. */
  readonly type: Type;
  /** What `optional(…)` fills in; absent where the type has none. */
  readonly defaults?: TypeDefaults;
  readonly diagnostics: readonly Diagnostic[];
}

export function parseType(text: string, source?: Source): ParsedType {
  const cursor = cursorOf(text, source);
  const { type, defaults } = readType(cursor);
  skipBlanks(cursor);
  if (!isAtEnd(cursor)) failInvalid(cursor, "The type ends before this.");
  const { problem } = cursor;
  if (problem === undefined) return { type, ...(defaults && { defaults }), diagnostics: [] };
  return { type: "dynamic", diagnostics: [diagnosticOf(problem, cursor)] };
}

const NAMES = ["string", "number", "bool", "any", "list", "set", "map", "object", "tuple"];

interface Constraint {
  readonly type: Type;
  readonly defaults?: TypeDefaults | undefined;
}

function readType(cursor: Cursor): Constraint {
  skipBlanks(cursor);
  const start = cursor.position;
  const name = acceptIdentifier(cursor);
  switch (name) {
    case "string":
    case "number":
    case "bool":
      return { type: name };
    case "any":
      return { type: "dynamic" };
    case "list":
    case "set":
    case "map": {
      const { type, defaults } = within(cursor, name, () => readType(cursor));
      return { type: [name, type], defaults: defaults && { of: { "": defaults } } };
    }
    case "object":
      return objectConstraint(within(cursor, name, () => readBraces(cursor)));
    case "tuple":
      return tupleConstraint(within(cursor, name, () => readBrackets(cursor)));
    default:
      refuseName(cursor, name ?? "", start);
      return { type: "dynamic" };
  }
}

interface Attribute extends Constraint {
  readonly name: string;
  /** Undefined for an attribute that must be there; null where an absent one is null. */
  readonly fallback?: Value | undefined;
}

function objectConstraint(attributes: readonly Attribute[]): Constraint {
  const types = attributes.map(({ name, type }) => [name, type] as const);
  const missing = attributes.flatMap(({ name, fallback }) =>
    fallback === undefined ? [] : [[name, fallback] as const],
  );
  const defaults = defaultsOf(
    attributes.map((attribute) => [attribute.name, attribute.defaults] as const),
    missing,
  );
  return { type: ["object", Object.fromEntries(types)], defaults };
}

function tupleConstraint(items: readonly Constraint[]): Constraint {
  const defaults = defaultsOf(items.map((item, i) => [String(i), item.defaults] as const));
  return { type: ["tuple", items.map(({ type }) => type)], defaults };
}

function defaultsOf(
  inner: readonly (readonly [string, TypeDefaults | undefined])[],
  missing: readonly (readonly [string, Value])[] = [],
): TypeDefaults | undefined {
  const of = inner.flatMap(([name, defaults]) =>
    defaults === undefined ? [] : [[name, defaults] as const],
  );
  if (of.length === 0 && missing.length === 0) return undefined;
  return {
    ...(of.length === 0 ? {} : { of: Object.fromEntries(of) }),
    ...(missing.length === 0 ? {} : { attributes: Object.fromEntries(missing) }),
  };
}

function refuseName(cursor: Cursor, name: string, position: number): void {
  const known =
    name === "optional"
      ? '"optional" stands in front of the type of an attribute of an object only.'
      : `A type is one of ${NAMES.join(", ")}.${suggestion(name, NAMES)}`;
  failInvalid(cursor, known, position);
}

/** What stands in the parentheses behind a type's name. */
function within<T>(cursor: Cursor, name: string, read: () => T): T {
  return nested(cursor, "skip", () => {
    skipBlanks(cursor);
    if (!accept(cursor, "(")) {
      failInvalid(cursor, `"${name}" needs the type of what is in it, as in ${EXAMPLES[name]}.`);
    }
    const inner = read();
    skipBlanks(cursor);
    if (!accept(cursor, ")")) failInvalid(cursor, 'A closing ")" is expected here.');
    return inner;
  });
}

const EXAMPLES: Readonly<Record<string, string>> = {
  list: "list(string)",
  set: "set(string)",
  map: "map(string)",
  object: "object({ name = string })",
  tuple: "tuple([string, number])",
};

function readBraces(cursor: Cursor): readonly Attribute[] {
  const attributes: Attribute[] = [];
  skipBlanks(cursor);
  if (!accept(cursor, "{"))
    failInvalid(cursor, 'A "{" is expected here, as in object({ a = string }).');
  for (skipBlanks(cursor); !accept(cursor, "}"); skipBlanks(cursor)) {
    attributes.push(readAttribute(cursor));
    skipBlanks(cursor);
    // Between attributes a comma or a newline; blanks, newlines among them, were skipped.
    accept(cursor, ",");
    if (isAtEnd(cursor)) failInvalid(cursor, 'A closing "}" is missing.');
    if (cursor.problem !== undefined) break;
  }
  return attributes;
}

const OPTIONAL = /optional\s*\(/y;

function readAttribute(cursor: Cursor): Attribute {
  const quoted = accept(cursor, '"');
  const name = acceptIdentifier(cursor) ?? "";
  if (name === "" || (quoted && !accept(cursor, '"'))) {
    failInvalid(cursor, "The name of an attribute is expected here.");
  }
  skipBlanks(cursor);
  if (!accept(cursor, "=") && !accept(cursor, ":")) failInvalid(cursor, 'A "=" is expected here.');
  skipBlanks(cursor);
  if (acceptPattern(cursor, OPTIONAL) === undefined) return { name, ...readType(cursor) };
  return nested(cursor, "skip", () => readOptional(cursor, name));
}

/** `optional(TYPE)` or `optional(TYPE, DEFAULT)`, behind the opening parenthesis. */
function readOptional(cursor: Cursor, name: string): Attribute {
  const constraint = readType(cursor);
  skipBlanks(cursor);
  const fallback = accept(cursor, ",") ? readFallback(cursor, constraint) : null;
  skipBlanks(cursor);
  if (!accept(cursor, ")")) failInvalid(cursor, 'A closing ")" is expected here.');
  return { name, ...constraint, fallback };
}

function readFallback(cursor: Cursor, { type, defaults }: Constraint): Value {
  skipBlanks(cursor);
  const start = cursor.position;
  const { diagnostics, ...typed } = evaluate(readExpression(cursor), LITERALS_ONLY);
  const filled = defaults === undefined ? typed : { value: fillIn(typed.value, defaults) };
  const converted = convert(filled, type);
  if (cursor.problem !== undefined) return null;
  if (diagnostics.length === 0 && !isFailure(converted)) return converted.value;
  const [wrong] = diagnostics;
  const why = isFailure(converted) ? converted.failure : (wrong?.detail ?? "");
  failInvalid(cursor, `The default of an optional attribute must have its type: ${why}.`, start);
  return null;
}

/** A default cannot refer to anything. */
const LITERALS_ONLY: Scope = {
  resolve: () => {
    const detail = "a default is written out, without references";
    return { ...ANYTHING, diagnostics: [errorDiagnostic("Reference out of place", detail)] };
  },
};

function readBrackets(cursor: Cursor): readonly Constraint[] {
  const items: Constraint[] = [];
  skipBlanks(cursor);
  if (!accept(cursor, "[")) failInvalid(cursor, 'A "[" is expected here, as in tuple([string]).');
  for (skipBlanks(cursor); !accept(cursor, "]"); skipBlanks(cursor)) {
    items.push(readType(cursor));
    skipBlanks(cursor);
    if (accept(cursor, ",") || isAt(cursor, "]")) continue;
    failInvalid(cursor, 'A "," or a closing "]" is expected here.');
    break;
  }
  return items;
}
