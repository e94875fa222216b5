// yamlencode, exactly as Terraform 1.11 has it: the events that a value is are written as libyaml writes them, with
// all strings in double quotes, or as a block where they have several lines.

import { isList, isObject, isWhollyKnown, UNKNOWN, type Value } from "../model/value.js";
import type { FunctionSpec } from "./function-call.js";
import { sortedNames } from "./text-order.js";

export const yamlencode: FunctionSpec = {
  mayGiveNull: true,
  parameters: [
    { name: "value", type: "dynamic", accepts: { null: true, unknown: true, anyType: true } },
  ],
  resultType: () => "string",
  apply: ([typed = { value: null }]) => {
    const value = isWhollyKnown(typed.value) ? yamlOf(typed.value) : UNKNOWN;
    return { value, type: "string" };
  },
};

/** Columns after which a text in quotes goes on in the next line, at a blank. */
const WIDTH = 80;
const INDENT = 2;

/** Bytes that a key may have to stand before a colon; longer ones are marked with a `?`. */
const LONGEST_KEY = 128;

interface Writer {
  text: string;
  column: number;
  /** Columns of the collection that is written; -1 outside of any. */
  indent: number;
  /** A blank stands before, or nothing but dashes and blanks stands before in this line. */
  isSpaced: boolean;
  isIndented: boolean;
  /** The whole document is one plain scalar, whose end must be marked. */
  isOpen: boolean;
}

/** Where a node stands: what is special about it there. */
interface Place {
  readonly isRoot?: true;
  readonly inMapping?: true;
  readonly isKey?: true;
}

function yamlOf(value: Value): string {
  const start = { text: "", column: 0, indent: -1, isOpen: false };
  const writer: Writer = { ...start, isSpaced: true, isIndented: true };
  writeNode(writer, value, { isRoot: true });
  indentLine(writer);
  return writer.isOpen ? `${writer.text}...\n` : writer.text;
}

function writeNode(writer: Writer, value: Value, place: Place): void {
  if (typeof value === "string") writeString(writer, value, place);
  else if (isList(value)) writeSequence(writer, value, place);
  else if (isObject(value)) writeMapping(writer, value);
  else writePlain(writer, String(value), place);
}

function writeSequence(writer: Writer, items: readonly Value[], place: Place): void {
  if (items.length === 0) {
    indicate(writer, "[", { spaced: true, isSpace: true });
    indicate(writer, "]", {});
    return;
  }
  const outside = writer.indent;
  const isFlat = place.inMapping && !writer.isIndented;
  if (!isFlat || outside < 0) writer.indent = outside < 0 ? 0 : outside + INDENT;
  for (const item of items) {
    indentLine(writer);
    indicate(writer, "-", { spaced: true, isIndent: true });
    writeNode(writer, item, {});
  }
  writer.indent = outside;
}

function writeMapping(writer: Writer, value: { readonly [name: string]: Value }): void {
  const names = sortedNames(value);
  if (names.length === 0) {
    indicate(writer, "{", { spaced: true, isSpace: true });
    indicate(writer, "}", {});
    return;
  }
  const outside = writer.indent;
  writer.indent = outside < 0 ? 0 : outside + INDENT;
  for (const name of names) {
    indentLine(writer);
    if (!BREAKS.test(name) && Buffer.byteLength(name) <= LONGEST_KEY) {
      writeQuoted(writer, name, { isKey: true });
      indicate(writer, ":", {});
    } else {
      indicate(writer, "?", { spaced: true, isIndent: true });
      writeString(writer, name, {});
      indentLine(writer);
      indicate(writer, ":", { spaced: true, isIndent: true });
    }
    writeNode(writer, value[name] ?? null, { inMapping: true });
  }
  writer.indent = outside;
}

function writeString(writer: Writer, text: string, place: Place): void {
  const isBlock = text.includes("\n") && !UNFIT_FOR_BLOCK.test(text);
  writeIndented(writer, () => {
    if (isBlock) writeBlock(writer, text);
    else writeQuoted(writer, text, place);
  });
}

/** Lines that a scalar goes on in stand deeper than the collection. */
function writeIndented(writer: Writer, write: () => void): void {
  const outside = writer.indent;
  writer.indent = outside < 0 ? INDENT : outside + INDENT;
  write();
  writer.indent = outside;
}

function writePlain(writer: Writer, text: string, place: Place): void {
  if (!writer.isSpaced) put(writer, " ");
  put(writer, text);
  Object.assign(writer, { isSpaced: false, isIndented: false, isOpen: place.isRoot === true });
}

const BREAK = "[\\r\\n\\u0085\\u2028\\u2029]";
const BREAKS = new RegExp(BREAK);

/** Characters that libyaml takes for unprintable: also those beyond the basic plane. */
const UNPRINTABLE = "[^\\n -~\\u00a0-\\ufefe\\uff00-\\ufffd]|[\\ud800-\\udfff]";

/** Blanks before a line break or at the end, and unprintable characters, need quotes. */
const UNFIT_FOR_BLOCK = new RegExp(` ${BREAK}| $|${UNPRINTABLE}`);

const EMPTY_END = new RegExp(`(?:^|${BREAK})${BREAK}$`);

function writeBlock(writer: Writer, text: string): void {
  const [first = ""] = text;
  indicate(writer, "|", { spaced: true });
  if (first === " " || BREAKS.test(first)) indicate(writer, String(INDENT), {});
  if (EMPTY_END.test(text)) indicate(writer, "+", {});
  else if (!BREAKS.test(text.at(-1) ?? "")) indicate(writer, "-", {});
  putBreak(writer);
  Object.assign(writer, { isSpaced: true, isIndented: true });
  for (const character of text) {
    if (BREAKS.test(character)) {
      if (character === "\n") putBreak(writer);
      else put(writer, character);
      writer.column = 0;
      writer.isIndented = true;
      continue;
    }
    if (writer.isIndented) indentLine(writer);
    put(writer, character);
    writer.isIndented = false;
  }
}

const ESCAPED = new RegExp(`${UNPRINTABLE}|${BREAK}|["\\\\]`, "u");

const ESCAPES: Readonly<Record<string, string>> = {
  "\0": "0",
  "\u0007": "a",
  "\b": "b",
  "\t": "t",
  "\n": "n",
  "\v": "v",
  "\f": "f",
  "\r": "r",
  "\u001b": "e",
  '"': '"',
  "\\": "\\",
  "\u0085": "N",
  "\u2028": "L",
  "\u2029": "P",
};

function writeQuoted(writer: Writer, text: string, place: Place): void {
  indicate(writer, '"', { spaced: true });
  const characters = [...text];
  // libyaml means to look for a byte order mark anywhere, and looks at the beginning for each character.
  const isMarked = text.startsWith("\ufeff");
  let isAfterBlank = false;
  for (const [i, character] of characters.entries()) {
    const isInside = i > 0 && i < characters.length - 1;
    if (isMarked || isEscaped(character)) put(writer, escaped(character));
    else if (character !== " ") put(writer, character);
    else if (place.isKey || isAfterBlank || writer.column <= WIDTH || !isInside) put(writer, " ");
    else {
      indentLine(writer);
      if (characters[i + 1] === " ") put(writer, "\\");
    }
    isAfterBlank = character === " ";
  }
  indicate(writer, '"', {});
}

function isEscaped(character: string): boolean {
  return character.length > 1 || ESCAPED.test(character);
}

function escaped(character: string): string {
  const known = ESCAPES[character];
  if (known !== undefined) return `\\${known}`;
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${digits.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}

interface Indicator {
  /** A blank must stand before. */
  readonly spaced?: true;
  /** It counts as a blank, or as part of the indentation. */
  readonly isSpace?: true;
  readonly isIndent?: true;
}

function indicate(writer: Writer, mark: string, { spaced, isSpace, isIndent }: Indicator): void {
  if (spaced && !writer.isSpaced) put(writer, " ");
  put(writer, mark);
  writer.isSpaced = isSpace === true;
  writer.isIndented &&= isIndent === true;
  writer.isOpen = false;
}

function indentLine(writer: Writer): void {
  const indent = Math.max(writer.indent, 0);
  const isPast = writer.column > indent || (writer.column === indent && !writer.isSpaced);
  if (!writer.isIndented || isPast) putBreak(writer);
  if (writer.column < indent) put(writer, " ".repeat(indent - writer.column));
  writer.isSpaced = true;
  writer.isIndented = true;
}

function put(writer: Writer, text: string): void {
  writer.text += text;
  writer.column += [...text].length;
}

function putBreak(writer: Writer): void {
  writer.text += "\n";
  writer.column = 0;
}
