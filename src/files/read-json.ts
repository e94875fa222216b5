// Reads JSON text, strictly, and knows where it stands. JSON.parse would not do: of two equal keys it silently keeps
// the last, it rounds long numbers, either of which would change infrastructure unseen, and what it says of an
// error quotes the text, which may hold secrets.

import type { Numeral } from "../model/big-float.js";
import { type Json, type JsonObject, pointerTo } from "../model/json.js";
import { withoutHalves } from "../model/well-formed.js";

/** What a format reads keys and numbers as. */
export interface JsonDialect {
  /** The key as it is compared and kept. */
  keyOf(text: string): string;
  /** Undefined for a number that is refused. */
  numberOf(text: string): Numeral | undefined;
  /** What is kept of two values of one key; absent or undefined: two equal keys are refused. */
  resolveTwice?(earlier: Json, later: Json): Json | undefined;
  /** How deep values may be nested; {@link MAX_DEPTH} if absent. */
  readonly maxDepth?: number;
}

export interface JsonReader {
  readonly text: string;
  readonly dialect: JsonDialect;
  position: number;
  depth: number;
  /** Where the reader is, from the root; only kept where the position of values is asked for. */
  pointer: string;
  /** How many enclosing values are comments, under the key `//`. */
  comments: number;
  /** The first syntax error; nothing after it is read. */
  failure?: JsonProblem;
  /** Everything else that is wrong. */
  readonly problems: JsonProblem[];
  /** Called for every value that was read, with its RFC 6901 pointer and where in the text it begins and ends. */
  readonly visit?: (pointer: string, start: number, end: number) => void;
}

export interface JsonProblem {
  readonly summary: string;
  readonly detail: string;
  readonly position: number;
  /** The text stops where more of it is needed, as if it was cut off. */
  readonly stopsEarly?: boolean;
}

export function readerOf(
  text: string,
  { dialect, visit }: Pick<JsonReader, "dialect" | "visit">,
): JsonReader {
  const start = { position: 0, depth: 0, pointer: "", comments: 0, problems: [] };
  return { text, dialect, ...start, ...(visit === undefined ? {} : { visit }) };
}

/** More than any configuration has, and far less than the stack allows. */
const MAX_DEPTH = 200;

/** The value that `text` is; meaningless if the reader has a failure afterwards. */
export function readJson(reader: JsonReader): Json {
  skipSpace(reader);
  const value = readValue(reader);
  skipSpace(reader);
  if (reader.position < reader.text.length) fail(reader, "The document ends before this.");
  return value;
}

function readValue(reader: JsonReader): Json {
  const { visit, pointer, position } = reader;
  const value = readUnvisited(reader);
  visit?.(pointer, position, reader.position);
  return value;
}

function readUnvisited(reader: JsonReader): Json {
  switch (reader.text[reader.position]) {
    case '"':
      return readString(reader);
    case "{":
      return readNested(reader, readObject);
    case "[":
      return readNested(reader, readArray);
    case "t":
      return readWord(reader, "true", true);
    case "f":
      return readWord(reader, "false", false);
    case "n":
      return readWord(reader, "null", null);
    default:
      return readNumber(reader);
  }
}

function readNested(reader: JsonReader, read: (reader: JsonReader) => Json): Json {
  reader.position++;
  reader.depth++;
  const { maxDepth = MAX_DEPTH } = reader.dialect;
  if (reader.depth > maxDepth) fail(reader, `JSON may be nested ${maxDepth} levels deep.`);
  const value = read(reader);
  reader.depth--;
  return value;
}

function readObject(reader: JsonReader): JsonObject {
  const object: { [name: string]: Json } = {};
  const outside = reader.pointer;
  skipSpace(reader);
  if (accept(reader, "}")) return object;
  for (;;) {
    readMember(reader, object, outside);
    reader.pointer = outside;
    skipSpace(reader);
    if (accept(reader, "}")) return object;
    if (!accept(reader, ",")) fail(reader, 'A "," or a closing "}" is expected here.');
    if (reader.failure !== undefined) return object;
    skipSpace(reader);
  }
}

function readMember(reader: JsonReader, object: { [name: string]: Json }, outside: string): void {
  const start = reader.position;
  if (reader.text[start] !== '"') {
    fail(reader, "A key in double quotes is expected here.");
    return;
  }
  const name = reader.dialect.keyOf(readString(reader));
  if (reader.visit !== undefined) reader.pointer = pointerTo(outside, name);
  skipSpace(reader);
  if (!accept(reader, ":")) fail(reader, 'A ":" is expected here, after the key.');
  skipSpace(reader);
  if (name === "//") reader.comments++;
  const read = readValue(reader);
  if (name === "//") reader.comments--;
  const earlier = Object.hasOwn(object, name) ? object[name] : undefined;
  const value = earlier === undefined ? read : reader.dialect.resolveTwice?.(earlier, read);
  if (value === undefined) reportTwice(reader, name, start);
  else if (name !== "__proto__") object[name] = value;
  else Object.defineProperty(object, name, { value, enumerable: true, configurable: true });
}

function reportTwice(reader: JsonReader, name: string, position: number): void {
  const detail = `The key "${name}" stands twice in the same object, so that one of them would be lost.`;
  reader.problems.push({ summary: "Duplicate key in JSON", detail, position });
}

function readArray(reader: JsonReader): readonly Json[] {
  const items: Json[] = [];
  const outside = reader.pointer;
  skipSpace(reader);
  if (accept(reader, "]")) return items;
  for (;;) {
    if (reader.visit !== undefined) reader.pointer = pointerTo(outside, items.length);
    items.push(readValue(reader));
    reader.pointer = outside;
    skipSpace(reader);
    if (accept(reader, "]")) return items;
    if (!accept(reader, ",")) fail(reader, 'A "," or a closing "]" is expected here.');
    if (reader.failure !== undefined) return items;
    skipSpace(reader);
  }
}

function readWord<T extends Json>(reader: JsonReader, word: string, value: T): T {
  if (!reader.text.startsWith(word, reader.position)) failValue(reader);
  else reader.position += word.length;
  return value;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

function readNumber(reader: JsonReader): Numeral {
  const start = reader.position;
  NUMBER.lastIndex = start;
  if (!NUMBER.test(reader.text)) {
    failValue(reader);
    return 0;
  }
  reader.position = NUMBER.lastIndex;
  const text = reader.text.slice(start, reader.position);
  const value = reader.dialect.numberOf(text);
  if (value !== undefined) return value;
  if (reader.comments === 0) reportNumber(reader, text, start);
  return 0;
}

function reportNumber(reader: JsonReader, text: string, position: number): void {
  const detail = `The number ${text.slice(0, 30)}… has more digits than are of use.`;
  reader.problems.push({ summary: "Invalid number", detail, position });
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;

function readString(reader: JsonReader): string {
  const { text } = reader;
  const start = reader.position + 1;
  let hasEscapes = false;
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      reader.position = i + 1;
      return hasEscapes ? decodeEscapes(reader, start, i) : text.slice(start, i);
    }
    if (code === BACKSLASH) {
      hasEscapes = true;
      i++;
    } else if (code < FIRST_PRINTABLE) {
      reader.position = i;
      fail(reader, "A text may not hold a line break or another control character; write \\n.");
      return "";
    }
  }
  fail(reader, 'The closing quote (") of this text is missing.', "stopsEarly");
  return "";
}

/** Escapes are rare: let the built-in parser decode, and refuse, them. */
function decodeEscapes(reader: JsonReader, start: number, end: number): string {
  try {
    return withoutHalves(String(JSON.parse(reader.text.slice(start - 1, end + 1))));
  } catch {
    reader.position = start;
    fail(
      reader,
      'A wrong escape stands in this text. They are \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uNNNN.',
    );
    return "";
  }
}

function accept(reader: JsonReader, character: string): boolean {
  if (reader.text[reader.position] !== character) return false;
  reader.position++;
  return true;
}

function skipSpace(reader: JsonReader): void {
  for (;;) {
    const code = reader.text.charCodeAt(reader.position);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    reader.position++;
  }
}

function failValue(reader: JsonReader): void {
  const rest = reader.text.slice(reader.position, reader.position + LONGEST_WORD);
  if (rest === "") fail(reader, "The document ends where a value is expected.");
  else if (BEGUN.test(rest)) fail(reader, "A value is expected here.", "stopsEarly");
  else fail(reader, "A value is expected here.");
}

const LONGEST_WORD = "false".length;

/** What the end of the text left of a word or of a negative number. */
const BEGUN = /^(-|tr?u?|fa?l?s?|nu?l?)$/;

function fail(reader: JsonReader, detail: string, how?: "stopsEarly"): void {
  const { position, text } = reader;
  const stopsEarly = how === "stopsEarly" || position >= text.length;
  reader.failure ??= { summary: "Invalid JSON", detail, position, stopsEarly };
  reader.position = text.length;
}
