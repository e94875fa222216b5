// The start of a reference: what kind of thing a name stands for, and the names that belong to it.

import { suggestion } from "../model/closest-name.js";
import { accept, acceptPattern, type Cursor, fail, isAtEnd, skipBlanks } from "./cursor.js";
import type { Reference } from "./expression.js";

/** Names that begin something else than the reference to a managed resource. */
export const ROOTS: ReadonlySet<string> = new Set([
  ...["var", "local", "count", "each", "self", "path", "terraform", "module", "ephemeral"],
  ...["data", "resource", "true", "false", "null"],
]);

/** The reference that begins with `root`, which was just read from `start`. */
export function readReference(cursor: Cursor, root: string, start: number): Reference | undefined {
  switch (root) {
    case "var":
      return named(cursor, "variable", start);
    case "local":
      return named(cursor, "local", start);
    case "module":
      return named(cursor, "module", start);
    case "count":
      return readCount(cursor, start);
    case "each":
      return readEach(cursor, start);
    case "self":
      return { kind: "self" };
    case "path":
      return readAttribute(cursor, "path", ["module", "root", "cwd"], start);
    case "terraform":
      return readAttribute(cursor, "terraform", ["workspace", "applying"], start);
    case "ephemeral":
      return failEphemeral(cursor, start);
    case "data":
    case "resource":
      return readResource(cursor, root, start);
    default:
      return readManaged(cursor, root, start);
  }
}

const ASCII_NAME = /[A-Za-z_][A-Za-z0-9_-]*/y;
const UNICODE_NAME = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;

/** Whether a text is a name as a whole. */
export function isIdentifier(text: string): boolean {
  return /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(text);
}

/** Moves past a name and returns it. */
export function acceptIdentifier(cursor: Cursor): string | undefined {
  const start = cursor.position;
  const name = acceptPattern(cursor, ASCII_NAME);
  if (isAtEnd(cursor) || cursor.text.charCodeAt(cursor.position) < 0x80) return name;
  cursor.position = start;
  return acceptPattern(cursor, UNICODE_NAME)?.normalize("NFC");
}

/** No Terraform provider that there is has any. */
function failEphemeral(cursor: Cursor, start: number): undefined {
  const detail = "There are no ephemeral resources in this stack. Use an ephemeral variable.";
  fail(cursor, { summary: "Reference to something undeclared", detail, position: start });
  return undefined;
}

function named(
  cursor: Cursor,
  kind: "variable" | "local" | "module",
  start: number,
): Reference | undefined {
  const name = readDotName(cursor);
  if (name !== undefined) return { kind, name };
  const root = kind === "variable" ? "var" : kind;
  return failReference(cursor, start, `"${root}" must be followed by a dot and a name.`);
}

function readCount(cursor: Cursor, start: number): Reference | undefined {
  const reference = readAttribute(cursor, "count", ["index"], start);
  return reference === undefined ? undefined : { kind: "count", attribute: "index" };
}

function readEach(cursor: Cursor, start: number): Reference | undefined {
  const name = readDotName(cursor);
  if (name === "key" || name === "value") return { kind: "each", attribute: name };
  return failReference(cursor, start, '"each" has the attributes "key" and "value".');
}

function readAttribute(
  cursor: Cursor,
  kind: "path" | "terraform" | "count",
  known: readonly string[],
  start: number,
): Reference | undefined {
  const name = readDotName(cursor);
  const list = known.map((attribute) => `${kind}.${attribute}`).join(", ");
  if (name === undefined) return failReference(cursor, start, `What there is: ${list}.`);
  if (!known.includes(name)) {
    const near = suggestion(name, known);
    return failReference(cursor, start, `There is no ${kind}.${name}, only ${list}.${near}`);
  }
  return kind === "count" ? { kind, attribute: "index" } : { kind, attribute: name };
}

function readResource(
  cursor: Cursor,
  root: "data" | "resource",
  start: number,
): Reference | undefined {
  const type = readDotName(cursor);
  const name = type === undefined ? undefined : readDotName(cursor);
  const mode = root === "data" ? "data" : "managed";
  if (type !== undefined && name !== undefined) return { kind: "resource", mode, type, name };
  return failReference(cursor, start, `"${root}" must be followed by a type and a name.`);
}

function readManaged(cursor: Cursor, type: string, start: number): Reference | undefined {
  const name = readDotName(cursor);
  if (name !== undefined) return { kind: "resource", mode: "managed", type, name };
  return failReference(
    cursor,
    start,
    `"${type}" stands for nothing: a resource type must be followed by a dot and the resource's name.`,
  );
}

function readDotName(cursor: Cursor): string | undefined {
  skipBlanks(cursor);
  if (!accept(cursor, ".")) return undefined;
  skipBlanks(cursor);
  return acceptIdentifier(cursor);
}

function failReference(cursor: Cursor, position: number, detail: string): undefined {
  fail(cursor, { summary: "Invalid reference", detail, position });
  return undefined;
}
