// The action that is committed is the one that the sources make, and action.yml says what it takes and gives.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { bundleAction } from "../../../scripts/bundle-action.mjs";

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly runs: { readonly using: string; readonly main: string };
}

const action = parse(readFileSync("action.yml", "utf8")) as Action;
const source = (name: string) => readFileSync(`src/cli/action/${name}.ts`, "utf8");
const namesIn = (text: string, pattern: RegExp) =>
  new Set([...text.matchAll(pattern)].map(([, name]) => name));

describe("the action", () => {
  it("is bundled from the sources as they are; npm run build renews it", async () => {
    expect(readFileSync(action.runs.main, "utf8")).toBe(await bundleAction());
  });

  it("says which inputs it takes", () => {
    const taken = namesIn(source("inputs"), /\b(?:text|choice|lines)\(\s*"([a-z-]+)"/g);
    expect(new Set(Object.keys(action.inputs))).toEqual(taken);
  });

  it("says which outputs it gives", () => {
    const text = source("evaluate-stage") + source("post-stage");
    const given = namesIn(text, /setOutput\(\s*"([a-z-]+)"/g);
    expect(new Set(Object.keys(action.outputs))).toEqual(given);
  });
});
