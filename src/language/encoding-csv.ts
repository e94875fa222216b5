// csvdecode, exactly as Terraform 1.11 has it: RFC 4180 as Go's encoding/csv reads it, where lines without anything
// are no records and quotes stand around a whole field or nowhere.

import type { Type } from "../model/type.js";
import type { FunctionSpec } from "./function-call.js";
import { type Outcome, refuse } from "./refusal.js";
import { textOf } from "./text-call.js";
import { normalize } from "./text-order.js";

export const csvdecode: FunctionSpec = {
  parameters: [{ name: "str", type: "string" }],
  resultType: () => "dynamic",
  apply: ([text]) => decode(textOf(text)),
};

function decode(given: string): Outcome {
  const text = given.replace(/\r$/, "").replaceAll("\r\n", "\n");
  const records = recordsOf(text);
  if ("problem" in records) {
    const line = text.slice(0, records.position).split("\n").length;
    return refuseText(`${records.problem}, in line ${line}`);
  }
  const [header, ...rows] = records;
  if (header === undefined) return refuseText("it has no line with the names of the columns");
  const names = header.map(normalize);
  if (new Set(names).size < names.length) return refuseText("two columns have the same name");
  const odd = rows.findIndex((row) => row.length !== names.length);
  if (odd >= 0) return refuseText(`record ${odd + 2} has not as many fields as there are columns`);
  const value = rows.map((row) =>
    Object.fromEntries(names.map((name, i) => [name, normalize(row[i] ?? "")] as const)),
  );
  const attributes = names.map((name) => [name, "string"] as const);
  const type: Type = ["list", ["object", Object.fromEntries(attributes)]];
  return { value, type };
}

function refuseText(why: string): Outcome {
  return refuse("Error in function call", `csvdecode() cannot read this text: ${why}.`);
}

interface Problem {
  readonly problem: string;
  readonly position: number;
}

const BLANK_LINES = /\n*/y;
const QUOTED = /"([^"]*(?:""[^"]*)*)"/y;
const PLAIN = /[^,\n]*/y;

function recordsOf(text: string): readonly (readonly string[])[] | Problem {
  const records: (readonly string[])[] = [];
  let position = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const match = pattern.exec(text);
    if (match !== null) position = pattern.lastIndex;
    return match;
  };
  for (take(BLANK_LINES); position < text.length; take(BLANK_LINES)) {
    const fields: string[] = [];
    do {
      const start = position;
      const isQuoted = text[position] === '"';
      const [whole = "", inner = whole] = take(isQuoted ? QUOTED : PLAIN) ?? [];
      const isEnded = position === text.length || ",\n".includes(text[position] ?? "");
      if (!isEnded || (isQuoted ? whole === "" : whole.includes('"'))) {
        return { problem: "a quote is missing, or stands inside a field", position: start };
      }
      fields.push(isQuoted ? inner.replaceAll('""', '"') : whole);
    } while (text[position] === "," && ++position);
    records.push(fields);
  }
  return records;
}
