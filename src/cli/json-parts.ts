// A document as JSON in parts: that of a drill of a large estate is longer than a string may be (512 MiB).

import { BigFloat } from "../model/big-float.js";
import { jsonText } from "../model/json-text.js";

const CHARACTERS_A_PART = 65_536;

/** The text of `JSON.stringify(data, null, 2)`, for plain data. */
export function* jsonParts(data: unknown): Generator<string> {
  let part = "";
  for (const text of jsonTexts(data)) {
    part += text;
    if (part.length < CHARACTERS_A_PART) continue;
    yield part;
    part = "";
  }
  yield part;
}

/** The lists of the outermost object, which are what grows with an estate, come item by item. */
function* jsonTexts(data: unknown): Generator<string> {
  const isPlain = typeof data !== "object" || data === null || data instanceof BigFloat;
  if (isPlain || Array.isArray(data)) {
    yield jsonText(data, 2);
    return;
  }
  let separator = "{";
  for (const [name, value] of Object.entries(data)) {
    if (value === undefined) continue;
    yield `${separator}\n  ${JSON.stringify(name)}: `;
    if (Array.isArray(value) && value.length > 0) yield* listTexts(value);
    else yield indented(value, "  ");
    separator = ",";
  }
  yield separator === "{" ? "{}" : "\n}";
}

function* listTexts(items: readonly unknown[]): Generator<string> {
  let separator = "[";
  for (const item of items) {
    yield `${separator}\n    ${indented(item, "    ")}`;
    separator = ",";
  }
  yield "\n  ]";
}

/** A line feed within JSON text is never one of the data. */
function indented(value: unknown, indent: string): string {
  return jsonText(value ?? null, 2).replaceAll("\n", `\n${indent}`);
}
