// Every rule of vSphere has a test that names it, and docs/rules.md lists them all with it.

import ts from "typescript";
import { describe, expect, it } from "vitest";
import { rulesDocument } from "../../src/vsphere/rules/rules-document.js";
import { RULE_TOPICS, VSPHERE_RULES } from "../../src/vsphere/rules/vsphere-rules.js";
import { type SourceFile, sourceFiles } from "./source-files.js";

const IDS = Object.keys(VSPHERE_RULES);

/** By rule id, the test files that prove it. */
const TESTS = new Map<string, string[]>();
for (const file of sourceFiles("test").filter(({ path }) => path.endsWith(".test.ts"))) {
  for (const id of new Set(rulesProvedIn(file))) {
    TESTS.set(id, [...(TESTS.get(id) ?? []), file.path]);
  }
}

describe("the rules of vSphere", () => {
  it.each(IDS)("%s has a test", (id) => {
    const advice = `No test calls rule("${id}", …): prove it on the simulator, in test/simulation/rules.`;
    expect(TESTS.has(id), advice).toBe(true);
  });

  it("have ids in kebab-case, each in one topic", () => {
    const all = RULE_TOPICS.flatMap(({ rules }) => Object.keys(rules));
    expect(all.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
    expect([...all].sort()).toEqual([...IDS].sort());
  });

  it("are one sentence each, with a source that people can look up", () => {
    const wrong = Object.entries(VSPHERE_RULES).filter(
      ([, { statement, source }]) => !/^[^|]*[^.|]\.$/.test(statement) || !/^\w[^|]+$/.test(source),
    );
    expect(wrong).toEqual([]);
  });

  it("are all on docs/rules.md", async () => {
    const page = rulesDocument((id) => TESTS.get(id) ?? []);
    await expect(page).toMatchFileSnapshot("../../docs/rules.md");
  });
});

/** The ids in calls `rule("ID", …)`. */
function rulesProvedIn({ tree }: SourceFile): readonly string[] {
  const ids: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText(tree) === "rule") {
      const [id] = node.arguments;
      if (id !== undefined && ts.isStringLiteral(id)) ids.push(id.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return ids;
}
