// endswith, startswith, strcontains, split and replace, exactly as Terraform 1.11 has them. A pattern of replace()
// between slashes is a regular expression.

import { isUnknown, UNKNOWN } from "../model/value.js";
import type { FunctionSpec } from "./function-call.js";
import { prefixOf } from "./refine.js";
import { textFunction, textOf, textPredicate } from "./text-call.js";
import { normalize } from "./text-order.js";
import { compilePattern, replaceMatches } from "./text-regex.js";

export const endswith: FunctionSpec = textPredicate(["str", "suffix"], (text, suffix) =>
  text.endsWith(suffix),
);

/** Of a text that is not known its beginning may be. */
export const startswith: FunctionSpec = {
  parameters: [
    { name: "str", type: "string", accepts: { unknown: true } },
    { name: "prefix", type: "string" },
  ],
  resultType: () => "bool",
  apply: ([text, prefix]) => {
    const start = textOf(prefix);
    if (text === undefined || !isUnknown(text.value)) {
      return { value: textOf(text).startsWith(start), type: "bool" };
    }
    const known = prefixOf(text.value);
    const isDecided = known.startsWith(start) || byteLength(known) >= byteLength(start);
    return { value: isDecided ? known.startsWith(start) : UNKNOWN, type: "bool" };
  },
};

export const strcontains: FunctionSpec = {
  ...textPredicate(["str", "substr"], (text, part) => text.includes(part)),
  mayGiveNull: true,
};

function byteLength(text: string): number {
  return Buffer.byteLength(text);
}

export const split: FunctionSpec = {
  parameters: [
    { name: "separator", type: "string" },
    { name: "str", type: "string" },
  ],
  resultType: () => ["list", "string"],
  apply: ([separator, text]) => {
    const by = textOf(separator);
    const parts = by === "" ? [...textOf(text)] : textOf(text).split(by);
    return { value: parts.map(normalize), type: ["list", "string"] };
  },
};

export const replace: FunctionSpec = textFunction(
  ["str", "substr", "replace"],
  (text = "", part = "", replacement = "") => {
    if (part.length < 2 || !part.startsWith("/") || !part.endsWith("/")) {
      return part === "" ? spread(text, replacement) : text.replaceAll(part, () => replacement);
    }
    const pattern = compilePattern("replace", part.slice(1, -1));
    return "summary" in pattern ? pattern : replaceMatches(pattern, text, replacement);
  },
);

/** An empty text is found before every character and at the end. */
function spread(text: string, replacement: string): string {
  return replacement + Array.from(text, (character) => character + replacement).join("");
}
