// Random expressions by the grammar of random-grammar.ts: most make sense, some do not. The same seed gives the same
// ones.

import fc from "fast-check";
import { GRAMMAR } from "./random-grammar.js";

const HOLE = new RegExp(`<(${Object.keys(GRAMMAR).join("|")})>`);
const DEPTH = fc.createDepthIdentifier();

const EXPRESSIONS = fc.letrec<Record<string, string>>((tie) => {
  const kinds = Object.entries(GRAMMAR).map(([kind, texts]) => {
    const leaves = texts.filter((text) => !HOLE.test(text));
    const others = texts.filter((text) => HOLE.test(text));
    const grown = others.map((text) => filled(text, tie));
    const options = { maxDepth: 3, depthIdentifier: DEPTH };
    return [kind, fc.oneof(options, fc.constantFrom(...leaves), ...grown)] as const;
  });
  return Object.fromEntries(kinds);
});

/** Most holes are filled with what belongs there, some with anything. */
function filled(text: string, tie: (kind: string) => fc.Arbitrary<string>): fc.Arbitrary<string> {
  const parts = text.split(HOLE).map((part, i) => {
    if (i % 2 === 0) return fc.constant(part);
    const fitting = { weight: 14, arbitrary: tie(part) };
    return fc.oneof(fitting, { weight: 1, arbitrary: tie("any") });
  });
  return fc.tuple(...parts).map((texts) => texts.join(""));
}

const VALUES = ["text", "number", "bool", "texts", "numbers", "list", "map", "any"];

/** The texts of expressions, each once. */
export function randomExpressions(seed: number, count: number): readonly string[] {
  const any = fc.oneof(...VALUES.map((kind) => EXPRESSIONS[kind] ?? fc.constant("null")));
  return [...new Set(fc.sample(any, { seed, numRuns: count }))];
}
