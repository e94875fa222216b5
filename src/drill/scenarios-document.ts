// The tables of docs/scenarios.md that come from the code: reason codes, and the inferred rules that can
// decide a verdict.

import { REASON_CODES } from "../model/survival.js";
import { VSPHERE_RULES } from "../vsphere/rules/vsphere-rules.js";
import { reasonText } from "./reason-phrases.js";
import { DECIDING_RULES } from "./verdict-rules.js";

/** By the name of the place in the page: the lines that stand there. */
export function scenariosDocumentParts(): ReadonlyMap<string, string> {
  const reasons = REASON_CODES.map((code) => `| \`${code}\` | ${capital(reasonText([code]))} |`);
  const rules = DECIDING_RULES.map((id) => `| \`${id}\` | ${VSPHERE_RULES[id].statement} |`);
  return new Map([
    ["reasons", ["| Reason | Means |", "| --- | --- |", ...reasons].join("\n")],
    ["rules", ["| Rule | Says |", "| --- | --- |", ...rules].join("\n")],
  ]);
}

/** The page with its parts put in place. */
export function withParts(page: string, parts: ReadonlyMap<string, string>): string {
  let text = page;
  for (const [name, lines] of parts) {
    const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
    const from = text.indexOf(begin) + begin.length;
    text = `${text.slice(0, from)}\n${lines}\n${text.slice(text.indexOf(end))}`;
  }
  return text;
}

function capital(text: string): string {
  return text.startsWith("vCenter") ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
