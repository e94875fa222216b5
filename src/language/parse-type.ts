// Type constraints of variables, `map(object({ name = string }))`, as Terraform writes them.

import { suggestion } from "../model/closest-name.js";
import type { Diagnostic, Source } from "../model/diagnostic.js";
import type { Type } from "../model/type.js";
import {
  accept,
  type Cursor,
  cursorOf,
  diagnosticOf,
  fail,
  failInvalid,
  isAt,
  isAtEnd,
  nested,
  skipBlanks,
} from "./cursor.js";
import { acceptIdentifier } from "./read-reference.js";
import { UNSUPPORTED_SUMMARY } from "./unsupported-feature.js";

export interface ParsedType {
  /** `dynamic` for `any`, and where the text is wrong. */
  readonly type: Type;
  readonly diagnostics: readonly Diagnostic[];
}

export function parseType(text: string, source?: Source): ParsedType {
  const cursor = cursorOf(text, source);
  const type = readType(cursor);
  skipBlanks(cursor);
  if (!isAtEnd(cursor)) failInvalid(cursor, "The type ends before this.");
  const { problem } = cursor;
  if (problem === undefined) return { type, diagnostics: [] };
  return { type: "dynamic", diagnostics: [diagnosticOf(problem, cursor)] };
}

const NAMES = ["string", "number", "bool", "any", "list", "set", "map", "object", "tuple"];

function readType(cursor: Cursor): Type {
  skipBlanks(cursor);
  const start = cursor.position;
  const name = acceptIdentifier(cursor);
  switch (name) {
    case "string":
    case "number":
    case "bool":
      return name;
    case "any":
      return "dynamic";
    case "list":
    case "set":
    case "map":
      return [name, within(cursor, name, () => readType(cursor))];
    case "object":
      return ["object", within(cursor, name, () => readBraces(cursor))];
    case "tuple":
      return ["tuple", within(cursor, name, () => readBrackets(cursor))];
    default:
      refuseName(cursor, name ?? "", start);
      return "dynamic";
  }
}

function refuseName(cursor: Cursor, name: string, position: number): void {
  if (name !== "optional") {
    const known = `A type is one of ${NAMES.join(", ")}.`;
    failInvalid(cursor, `${known}${suggestion(name, NAMES)}`, position);
    return;
  }
  const detail =
    "Optional attributes of object types are not supported in this release. Make the attribute required " +
    "and let the caller give null, or use map(any).";
  fail(cursor, { summary: UNSUPPORTED_SUMMARY, detail, position });
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

function readBraces(cursor: Cursor): { readonly [name: string]: Type } {
  const attributes: [string, Type][] = [];
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
  return Object.fromEntries(attributes);
}

function readAttribute(cursor: Cursor): [string, Type] {
  const quoted = accept(cursor, '"');
  const name = acceptIdentifier(cursor) ?? "";
  if (name === "" || (quoted && !accept(cursor, '"'))) {
    failInvalid(cursor, "The name of an attribute is expected here.");
  }
  skipBlanks(cursor);
  if (!accept(cursor, "=") && !accept(cursor, ":")) failInvalid(cursor, 'A "=" is expected here.');
  return [name, readType(cursor)];
}

function readBrackets(cursor: Cursor): readonly Type[] {
  const items: Type[] = [];
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
