// Every expression means the same to Holdfast and to the real Terraform: the same value, type, unknown and
// sensitive parts, or both refuse it. Without a `terraform` the comparison is skipped, loudly; in CI that
// is a failure.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { evaluate } from "../../../src/language/evaluate.js";
import { FUNCTIONS } from "../../../src/language/functions.js";
import { parseJsonValue } from "../../../src/language/parse.js";
import type { Scope } from "../../../src/language/scope.js";
import type { Json } from "../../../src/model/json.js";
import { CASES } from "./cases.js";
import { compareWithTerraform, isEqual } from "./compare-with-terraform.js";
import { fullyNamed } from "./namespace-cases.js";
import { randomExpressions } from "./random-expressions.js";
import { GRAMMAR } from "./random-grammar.js";
import { CONTEXT, makeScope } from "./scope.js";
import { askTerraform, isTerraformPresent } from "./terraform-oracle.js";

const SKIPPED = "SKIPPED: no terraform on PATH, so expressions are not compared with the real one";
const isPresent = isTerraformPresent();

const FOLDER = mkdtempSync(join(tmpdir(), "holdfast-"));
const SCOPE = makeScope(FOLDER);
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const compare = (expressions: readonly Json[]) =>
  compareWithTerraform(expressions, { context: CONTEXT, scope: SCOPE });

it("finds terraform where it must be", () => {
  if (!isPresent) console.warn(SKIPPED);
  if (process.env.CI === "true") expect(isPresent, SKIPPED).toBe(true);
});

describe.skipIf(!isPresent)("expressions, beside the real Terraform", () => {
  it.each(Object.entries(CASES))("%s", (_, expressions) => {
    const compared = compare(expressions);
    const different = compared.filter((one) => !isEqual(one.ours, one.theirs));
    expect(different).toEqual([]);
    expect(compared.some((one) => one.theirs !== "refused")).toBe(true);
  });

  it("all functions of the language by their full name", () => {
    const named = fullyNamed(Object.values(CASES).flat(), FUNCTIONS.keys());
    const missing = [...FUNCTIONS.keys()].filter((name) => {
      return !named.some((json) => String(json).includes(`core::${name}(`));
    });
    expect(missing).toEqual([]);
    expect(compare(named).filter((one) => !isEqual(one.ours, one.theirs))).toEqual([]);
  });

  it("maps the case of every letter alike", () => {
    const letters = Array.from({ length: 0x20000 - 0x80 }, (_, i) => i + 0x80)
      .filter((code) => code < 0xd800 || code > 0xdfff)
      .map((code) => String.fromCodePoint(code))
      .filter((text) => text.toUpperCase() !== text || text.toLowerCase() !== text);
    const text = letters.join(" ").normalize("NFC");
    const answers = askTerraform({ locals: { text } }, [
      "${upper(local.text)}",
      "${lower(local.text)}",
    ]);
    const scope: Scope = { resolve: () => ({ value: text }) };
    for (const [i, call] of ["${upper(local.text)}", "${lower(local.text)}"].entries()) {
      const answer = answers[i];
      const { value } = evaluate(parseJsonValue(call, () => ({})).expression, scope);
      expect(answer?.kind === "value" && answer.value).toBe(value);
    }
    expect(letters.length).toBeGreaterThan(2500);
  });

  it("has enough of them", () => {
    expect(Object.values(CASES).flat().length).toBeGreaterThan(500);
  });

  it("are as many functions as there are", () => {
    const grammar = Object.values(GRAMMAR).flat().join(" ");
    const missing = [...FUNCTIONS.keys()].filter((name) => !grammar.includes(`${name}(`));
    expect(missing.filter((name) => !READS_FILES.test(name))).toEqual([]);
  });

  const seed = fc.readConfigureGlobal()?.seed ?? 0;
  it.each(Array.from({ length: BATCHES }, (_, i) => seed + i))("random ones, seed %i", (batch) => {
    const compared = compare(randomExpressions(batch, 1000).map((text) => `\${${text}}`));
    const different = compared.filter((one) => !isEqual(one.ours, one.theirs));
    expect(different.filter(({ json }) => !KNOWN.has(String(json)))).toEqual([]);
    expect(compared.filter((one) => one.theirs !== "refused").length).toBeGreaterThan(300);
  });
});

const BATCHES = 20;

/** What the fixed seed comes to of the known differences in docs/language.md: nulls of no type, and sensitive ones. */
const KNOWN: ReadonlySet<string> = new Set([
  "${setproduct(local.lst, [local.ulist, null])}",
  "${tolist([{a = null}, transpose(local.umap)])}",
  "${tomap({a = ((sensitive(true) && local.ubool) ? (true ? tostring(null) : local.udyn) : " +
    "(local.ubool ? tostring(null) : local.nul)), " +
    'b = lookup({for x in ["a", "b"] : x => tostring(null)}, basename(""), tostring(null))})}',
]);

const READS_FILES = /^(file|templatefile|abspath|pathexpand|plantimestamp)/;
