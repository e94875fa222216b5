// What a backslash in a quoted text stands for.

import { withoutHalves } from "../model/well-formed.js";
import { type Cursor, failInvalid } from "./cursor.js";

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  '"': '"',
  "\\": "\\",
};

/** The character that the escape at `at` stands for; the cursor is behind the backslash and moves on. */
export function readEscape(cursor: Cursor, at: number): string {
  const selector = cursor.text[cursor.position] ?? "";
  cursor.position++;
  const plain = ESCAPES[selector];
  if (plain !== undefined) return plain;
  const length = selector === "u" ? 4 : selector === "U" ? 8 : 0;
  const digits = cursor.text.slice(cursor.position, cursor.position + length);
  const code = Number.parseInt(digits, 16);
  if (length > 0 && digits.length === length && /^[0-9a-fA-F]+$/.test(digits) && code <= 0x10ffff) {
    cursor.position += length;
    const character = String.fromCodePoint(code);
    if (character === withoutHalves(character)) return character;
    failInvalid(
      cursor,
      `${digits} is half of a character. Write \\UNNNNNNNN for the whole one.`,
      at,
    );
    return "";
  }
  failInvalid(cursor, 'The escapes are \\n, \\r, \\t, \\", \\\\, \\uNNNN and \\UNNNNNNNN.', at);
  return "";
}
