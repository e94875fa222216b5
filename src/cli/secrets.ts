// The secrets of one run: values of sensitive variables. Reports never hold them; this is the second net, for
// texts that nobody foresaw, such as a crash. What a program prints is covered by cover-program-text.ts.

import { inspect } from "node:util";
import { BigFloat } from "../model/big-float.js";

export interface Secrets {
  add(value: unknown): void;
  /** The text with every secret in it covered, also as base64, hex, JSON and as console.log shows it. */
  hide(text: string): string;
}

/** Shorter values are words that occur anywhere; covering them would make every text unreadable. */
const SHORTEST = 4;

const COVER = "(sensitive value)";

/** Values of fewer than `shortest` characters are left. */
export function makeSecrets(shortest = SHORTEST): Secrets {
  const forms = new Set<string>();
  const add = (value: unknown): void => {
    if (typeof value === "string") {
      if (value.length >= shortest) for (const form of formsOf(value)) forms.add(form);
    } else if (typeof value === "number" || value instanceof BigFloat) add(String(value));
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(add);
  };
  const hide = (text: string) => {
    const longestFirst = [...forms].sort((a, b) => b.length - a.length);
    return longestFirst.reduce((hidden, form) => hidden.replaceAll(form, COVER), text);
  };
  return { add, hide };
}

function formsOf(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const base64 = bytes.toString("base64");
  const quoted = JSON.stringify(text).slice(1, -1);
  const inspected = inspect(text).slice(1, -1);
  return [text, quoted, inspected, base64, base64.replace(/=+$/, ""), bytes.toString("hex")];
}
