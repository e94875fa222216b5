// A template while it is read: pieces of text that may still lose blanks, what stands between them, and how they
// become an expression.

import type { Source } from "../model/diagnostic.js";
import type { Expression, ForExpression } from "./expression.js";
import { normalize } from "./text-order.js";

/** A piece of text, of one line at most unless it is quoted. */
export interface Text {
  readonly kind: "text";
  text: string;
}

export type Part =
  | Text
  | { readonly kind: "value"; readonly value: Expression }
  | {
      readonly kind: "if";
      readonly condition: Expression;
      readonly whenTrue: readonly Part[];
      readonly whenFalse: readonly Part[];
    }
  | {
      readonly kind: "for";
      readonly intro: Omit<ForExpression, "kind" | "value">;
      readonly body: readonly Part[];
    };

/** What Unicode calls a blank; JavaScript's `\s` is another set. */
export const BLANK = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

export function stripStart(text: string): string {
  let start = 0;
  while (start < text.length && BLANK.test(text[start] ?? "")) start++;
  return text.slice(start);
}

export function stripEnd(text: string): string {
  let end = text.length;
  while (end > 0 && BLANK.test(text[end - 1] ?? "")) end--;
  return text.slice(0, end);
}

/** Of a heredoc with `<<-`: as many blanks off each line as the line with the fewest has, blank lines apart. */
export function outdent(pieces: readonly (Text | undefined)[]): void {
  const starts: Text[] = [];
  let fewest = Number.POSITIVE_INFINITY;
  let isStart = true;
  for (const piece of pieces) {
    const text = piece?.text ?? "";
    const blanks = text.length - stripStart(text).length;
    const isBlankLine = blanks === text.length && text.endsWith("\n");
    if (isStart && !isBlankLine) {
      fewest = Math.min(fewest, blanks);
      if (piece !== undefined) starts.push(piece);
    }
    isStart = text.endsWith("\n");
  }
  for (const piece of starts) piece.text = piece.text.slice(fewest);
}

/** A template as an expression; a single interpolation is what is in it. */
export function expressionOf(parts: readonly Part[], source: Source | undefined): Expression {
  const [only] = parts;
  if (parts.length === 1 && only?.kind === "value") return only.value;
  return textOf(parts, source);
}

function textOf(parts: readonly Part[], source: Source | undefined): Expression {
  const merged: Expression[] = [];
  let text = "";
  const addText = () => {
    if (text !== "") merged.push({ kind: "literal", value: normalize(text) });
    text = "";
  };
  for (const part of parts) {
    if (part.kind === "text") {
      text += part.text;
      continue;
    }
    addText();
    merged.push(part.kind === "value" ? part.value : directiveOf(part, source));
  }
  addText();
  if (parts.every((part) => part.kind === "text")) {
    return merged[0] ?? { kind: "literal", value: "" };
  }
  return at({ kind: "template", parts: merged }, source);
}

function directiveOf(
  part: Extract<Part, { readonly kind: "if" | "for" }>,
  source: Source | undefined,
): Expression {
  if (part.kind === "for") {
    const value = textOf(part.body, source);
    return at({ kind: "join", of: at({ kind: "for", ...part.intro, value }, source) }, source);
  }
  const whenTrue = textOf(part.whenTrue, source);
  const whenFalse = textOf(part.whenFalse, source);
  return at({ kind: "conditional", condition: part.condition, whenTrue, whenFalse }, source);
}

function at<E extends Expression>(expression: E, source: Source | undefined): E {
  return source === undefined ? expression : { ...expression, source };
}
