// Values as JSON text. JavaScript's own writer is used as long as every number is one of JavaScript's; the few
// documents with others are written here, with all digits.

import { BigFloat, UnwritableNumber } from "./big-float.js";

/** As `JSON.stringify(data, null, indent)`, with every {@link BigFloat} as a number of its digits. */
export function jsonText(data: unknown, indent = 0): string {
  try {
    return JSON.stringify(data, null, indent);
  } catch (error) {
    if (!(error instanceof UnwritableNumber)) throw error;
    return exactText(data, { step: " ".repeat(indent), line: indent === 0 ? "" : "\n" });
  }
}

interface Layout {
  readonly step: string;
  /** A line feed and the indentation of where the writer is; empty for text on one line. */
  readonly line: string;
}

function exactText(data: unknown, layout: Layout): string {
  if (data instanceof BigFloat) return data.toString();
  if (typeof data !== "object" || data === null) return JSON.stringify(data) ?? "null";
  if ("toJSON" in data && typeof data.toJSON === "function") {
    return exactText(data.toJSON(), layout);
  }
  const inner = { ...layout, line: layout.line + layout.step };
  if (Array.isArray(data)) {
    return bracketed(
      "[]",
      data.map((item) => exactText(item, inner)),
      layout,
    );
  }
  const colon = layout.line === "" ? ":" : ": ";
  const members = Object.entries(data)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${JSON.stringify(name)}${colon}${exactText(value, inner)}`);
  return bracketed("{}", members, layout);
}

function bracketed(brackets: "[]" | "{}", items: readonly string[], layout: Layout): string {
  if (items.length === 0) return brackets;
  const line = layout.line + layout.step;
  return `${brackets[0]}${line}${items.join(`,${line}`)}${layout.line}${brackets[1]}`;
}
