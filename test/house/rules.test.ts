// How the code is written, as far as a program can tell. The aims are those of ARCHITECTURE.md.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { functionSizes, ROOT, sourceFiles } from "./source-files.js";

const PRODUCT = sourceFiles("src", "constructs");
const LONGEST_FUNCTION = 70;
const NINETIETH_PERCENTILE = 24;
const LONGEST_FILE = 300;

/** Folders that say nothing about what is in them. */
const EMPTY_NAMES = ["utils", "util", "helpers", "common", "core", "lib", "misc", "shared"];

/** What only the edges may touch: everything else is handed a clock, a stream, a random source. */
const HIDDEN_INPUTS = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bconsole\.\w|\bprocess\.\w/;
const EDGES = /^(src\/cli\/|src\/plugin\/main\.ts$|constructs\/cdk\.ts$|constructs\/app\.ts$)/;

const DOCUMENTS = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"];

describe("house rules", () => {
  it(`has no function above ${LONGEST_FUNCTION} lines`, () => {
    const long = PRODUCT.flatMap(functionSizes).filter((size) => size.lines > LONGEST_FUNCTION);
    expect(long).toEqual([]);
  });

  it(`has nine functions of ten within ${NINETIETH_PERCENTILE} lines`, () => {
    const lines = PRODUCT.flatMap(functionSizes).map((size) => size.lines);
    lines.sort((a, b) => a - b);
    expect(lines[Math.floor(lines.length * 0.9)]).toBeLessThanOrEqual(NINETIETH_PERCENTILE);
  });

  it(`has no file above ${LONGEST_FILE} lines`, () => {
    const long = PRODUCT.filter((file) => file.text.split("\n").length - 1 > LONGEST_FILE);
    expect(long.map((file) => file.path)).toEqual([]);
  });

  it("opens every file with what it is", () => {
    const bare = PRODUCT.filter((file) => !/^(#!.*\n)?\/[/*]/.test(file.text));
    expect(bare.map((file) => file.path)).toEqual([]);
  });

  it("names files in kebab-case and folders by their content", () => {
    const wrong = PRODUCT.map((file) => file.path).filter((path) => {
      const steps = path.replace(/(\.d)?\.ts$/, "").split("/");
      return steps.some((s) => EMPTY_NAMES.includes(s) || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(s));
    });
    expect(wrong).toEqual([]);
  });

  it("reads clock, randomness, console and process only at the edges", () => {
    const wrong = PRODUCT.filter((file) => !EDGES.test(file.path)).flatMap((file) =>
      file.text
        .split("\n")
        .map((line, i) => ({ line, where: `${file.path}:${i + 1}` }))
        .filter(({ line }) => HIDDEN_INPUTS.test(line.replace(/\/\/.*|^\s*\*.*/, "")))
        .map(({ where, line }) => `${where} ${line.trim()}`),
    );
    expect(wrong).toEqual([]);
  });

  it("suppresses no check and leaves no mark for later", () => {
    const mark =
      /\b(TODO|FIXME|XXX|HACK)\b|@ts-(ignore|nocheck|expect-error)|biome-ignore|\bas any\b|: any\b/;
    const wrong = PRODUCT.filter((file) => mark.test(file.text));
    expect(wrong.map((file) => file.path)).toEqual([]);
  });

  it("has no default export, enum or decorator", () => {
    const wrong = PRODUCT.filter((file) =>
      /^export default|^(export )?(const )?enum /m.test(file.text),
    );
    expect(wrong.map((file) => file.path)).toEqual([]);
  });

  it("names no machine path in a document", () => {
    const files = [
      ...DOCUMENTS,
      ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".md"))
        .map((name) => join("docs", name)),
    ];
    const wrong = files.filter((name) =>
      /\/(tmp|work|root|home)\/[a-z]/.test(readFileSync(join(ROOT, name), "utf8")),
    );
    expect(wrong).toEqual([]);
  });
});
