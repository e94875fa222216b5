// Where there is nothing to go on with: it is said, whatever was asked for.

import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../src/language/evaluate.js";
import { parseTemplate } from "../../../src/language/parse.js";
import type { Scope } from "../../../src/language/scope.js";
import { nodeFiles } from "../../../src/load/node-files.js";
import type { Value } from "../../../src/model/value.js";
import { temporaryFolder } from "../../support/temporary-folder.js";

function evaluated(text: string, folder = "/", locals: { readonly [name: string]: Value } = {}) {
  const scope: Scope = {
    resolve: (reference) => ({ value: locals["name" in reference ? reference.name : ""] ?? null }),
    outside: { files: nodeFiles({ folder, home: folder }) },
  };
  const { expression, diagnostics } = parseTemplate(text);
  const { value, diagnostics: found } = evaluate(expression, scope);
  return { value, details: [...diagnostics, ...found].map(({ detail }) => detail) };
}

describe("a result that is too large", () => {
  it("is refused as a number, before it fills the memory", () => {
    const grow = (value: Value) => evaluated("${local.n * local.n}", "/", { n: value });
    let value: Value = evaluated("${1e100000 * 1.5}").value;
    let details: readonly string[] = [];
    for (let i = 0; i < 20 && details.length === 0; i++) ({ value, details } = grow(value));
    expect(details).toEqual([expect.stringContaining("more digits than are of use")]);
  });

  it.each([
    'indent(1000000, join("\\n", range(1000)))',
    'join("", [for i in range(100) : format("%10000000d", i)])',
  ])("is refused as a text: %s", (call) => {
    expect(evaluated(`\${length(${call})}`).details).toEqual([
      expect.stringMatching(/(indent|join)\(\) gives a text that is too long/),
    ]);
  });
});

describe("fileset()", () => {
  it("refuses links that lead back", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "a.txt"), "");
    for (const link of ["l1", "l2"]) symlinkSync(".", join(folder, link));
    expect(evaluated('${fileset(".", "*.txt")}', folder)).toEqual({
      value: ["a.txt"],
      details: [],
    });
    expect(evaluated('${fileset(".", "**")}', folder).details).toEqual([
      expect.stringContaining("Is there a link that leads back?"),
    ]);
  });
});

describe("half of a character", () => {
  it("is refused as an escape, and replaced where JSON has it", () => {
    expect(evaluated('${"\\ud83d"}').details).toEqual([
      expect.stringContaining("half of a character"),
    ]);
    expect(evaluated('${urlencode(jsondecode("[\\"\\\\ud83d\\"]")[0])}')).toEqual({
      value: "%EF%BF%BD",
      details: [],
    });
  });
});

describe("element()", () => {
  it("takes any whole number of 64 bits", () => {
    expect(evaluated("${element([1, 2, 3], 9007199254740993)}").value).toBe(1);
    expect(evaluated("${element([1, 2], 1.5)}").details).toEqual([
      'The argument "index" of element() must be a whole number of at most 64 bits.',
    ]);
  });
});
