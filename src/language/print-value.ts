// A known value as an expression of Terraform's language, laid out as `terraform fmt` does: a member of an object on a line
// of its own, the = of neighbours below each other.

import { isList, isNumber, isObject, type ObjectValue, type Value } from "../model/value.js";
import { isIdentifier } from "./read-reference.js";
import { countGraphemes } from "./text-graphemes.js";
import { sortedNames } from "./text-order.js";

interface Line {
  text: string;
  /** How many brackets it opens more than it closes. */
  opened: number;
  /** Its name, where it is a member. */
  name?: string;
}

/** An expression that gives the value; it has neither unknown parts nor marks. */
export function printValue(value: Value): string {
  const lines: Line[] = [{ text: "", opened: 0 }];
  write(value, lines);
  return layOut(lines).join("\n");
}

/** A line `NAME = VALUE` for each member, as a file of variables has them. */
export function printMembers(members: ObjectValue): string {
  const lines: Line[] = [];
  writeMembers(members, lines);
  return layOut(lines)
    .map((line) => `${line}\n`)
    .join("");
}

function write(value: Value, lines: Line[]): void {
  if (isList(value)) {
    append(lines, "[", 1);
    for (const [i, item] of value.entries()) {
      if (i > 0) append(lines, ", ");
      write(item, lines);
    }
    append(lines, "]", -1);
  } else if (isObject(value)) {
    append(lines, "{", 1);
    writeMembers(value, lines);
    if (Object.keys(value).length > 0) lines.push({ text: "", opened: 0 });
    append(lines, "}", -1);
  } else append(lines, typeof value === "string" ? printText(value) : printPrimitive(value));
}

function writeMembers(members: ObjectValue, lines: Line[]): void {
  for (const key of sortedNames(members)) {
    lines.push({ text: "", opened: 0, name: isIdentifier(key) ? key : printText(key) });
    write(members[key] ?? null, lines);
  }
}

function append(lines: Line[], text: string, opened = 0): void {
  const last = lines.at(-1);
  if (last === undefined) return;
  last.text += text;
  last.opened += opened;
}

function printPrimitive(value: Value): string {
  return isNumber(value) || typeof value === "boolean" ? String(value) : "null";
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  ['"', '\\"'],
  ["\\", "\\\\"],
]);

/** What Go takes for printable. */
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

function printText(text: string): string {
  const escaped = Array.from(text, (character) => {
    const known = ESCAPES.get(character);
    if (known !== undefined) return known;
    if (PRINTABLE.test(character)) return character;
    const hex = (character.codePointAt(0) ?? 0).toString(16);
    return hex.length > 4 ? `\\U${hex.padStart(8, "0")}` : `\\u${hex.padStart(4, "0")}`;
  }).join("");
  return `"${escaped.replace(/[$%](?=\{)/g, "$&$&")}"`;
}

/** Indented by the lines that are open, with members that end on their line aligned. */
function layOut(lines: readonly Line[]): readonly string[] {
  const open: number[] = [];
  return lines.map((line, i) => {
    if (line.opened < 0) close(open, -line.opened);
    const indent = "  ".repeat(open.length);
    if (line.opened > 0) open.push(line.opened);
    if (line.name === undefined) return `${indent}${line.text}`;
    const gap = isWhole(line) ? widthAround(lines, i) - countGraphemes(line.name) : 0;
    return `${indent}${line.name}${" ".repeat(gap)} = ${line.text}`;
  });
}

/** Takes as many brackets off the lines that opened them. */
function close(open: number[], count: number): void {
  for (let left = count; left > 0 && open.length > 0; ) {
    const last = open.pop() ?? 0;
    if (last > left) open.push(last - left);
    left -= last;
  }
}

function isWhole(line: Line | undefined): line is Line & { readonly name: string } {
  return line?.name !== undefined && line.opened === 0;
}

/** The widest name of the members around one that end on their lines. */
function widthAround(lines: readonly Line[], at: number): number {
  let first = at;
  while (isWhole(lines[first - 1])) first--;
  let widest = 0;
  for (let i = first; ; i++) {
    const line = lines[i];
    if (!isWhole(line)) return widest;
    widest = Math.max(widest, countGraphemes(line.name));
  }
}
