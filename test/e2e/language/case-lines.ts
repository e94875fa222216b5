// Cases as lines of text: each line that is not empty is an expression.

import type { Json } from "../../../src/model/json.js";

/** A tag: what stands between the backticks is taken as it is, with `\${` for `${`. */
export function expressions({ raw }: TemplateStringsArray): readonly Json[] {
  const lines = raw.join("").replaceAll("\\${", "${").split("\n");
  return lines.map((line) => line.trim()).flatMap((line) => (line === "" ? [] : `\${${line}}`));
}
