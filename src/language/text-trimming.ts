// chomp, trim, trimprefix, trimspace, trimsuffix and indent, exactly as Terraform 1.11 has them.

import type { FunctionSpec } from "./function-call.js";
import { refuse } from "./refusal.js";
import { stripEnd, stripStart } from "./template-parts.js";
import { textFunction, textOf } from "./text-call.js";
import { normalize } from "./text-order.js";
import { refuseWhole, wholeNumber } from "./whole-number.js";

/** All line breaks at the end, of whatever kind. */
export const chomp: FunctionSpec = textFunction(["str"], (text) => {
  let end = text.length;
  while (end > 0 && (text[end - 1] === "\n" || text[end - 1] === "\r")) end--;
  return text.slice(0, end);
});

export const trim: FunctionSpec = textFunction(["str", "cutset"], (text, cutset) => {
  const cut = new Set(cutset);
  const characters = [...text];
  let start = 0;
  let end = characters.length;
  while (start < end && cut.has(characters[start] ?? "")) start++;
  while (end > start && cut.has(characters[end - 1] ?? "")) end--;
  return characters.slice(start, end).join("");
});

export const trimspace: FunctionSpec = textFunction(["str"], (text) => stripEnd(stripStart(text)));

export const trimprefix: FunctionSpec = textFunction(["str", "prefix"], (text, prefix) =>
  text.startsWith(prefix) ? text.slice(prefix.length) : text,
);

export const trimsuffix: FunctionSpec = textFunction(["str", "suffix"], (text, suffix) =>
  text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text,
);

/** More blanks than this on a line are of no use to anybody. */
const MOST_SPACES = 1_000_000;

export const indent: FunctionSpec = {
  parameters: [
    { name: "spaces", type: "number" },
    { name: "str", type: "string" },
  ],
  resultType: () => "string",
  apply: ([count, text]) => {
    const spaces = wholeNumber(count?.value);
    if (spaces === undefined) return refuseWhole("indent", "spaces");
    if (spaces < 0 || spaces > MOST_SPACES) {
      const detail = `indent() indents by 0 to ${MOST_SPACES} spaces.`;
      return refuse("Invalid function argument", detail);
    }
    const value = textOf(text).replaceAll("\n", `\n${" ".repeat(spaces)}`);
    return { value: normalize(value), type: "string" };
  },
};
