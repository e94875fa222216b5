// The page about the rules, made from the rules themselves and from where their tests are.

import { RULE_STRENGTHS, type RuleTopic } from "./rule.js";
import { RULE_TOPICS, VSPHERE_RULES } from "./vsphere-rules.js";

/** docs/rules.md. `testsOf` gives the test files of a rule by its id, from the project's root. */
export function rulesDocument(testsOf: (id: string) => readonly string[]): string {
  const topics = RULE_TOPICS.flatMap((topic) => topicLines(topic, testsOf));
  return `${[...heading(), ...topics].join("\n")}\n`;
}

function heading(): readonly string[] {
  const strengths = Object.entries(RULE_STRENGTHS).map(([name, means]) => `| ${name} | ${means} |`);
  return [
    "# Rules of vSphere",
    "",
    "<!-- Made from src/vsphere/rules and the tests; a test compares. -->",
    "",
    `What Holdfast holds to be true of vSphere: ${Object.keys(VSPHERE_RULES).length} rules, each with its source and the test that proves it on the`,
    "simulated vSphere. A rule without a test fails the run. A drill, a readiness report and a reboot forecast name the",
    "inferred rules that their answer rests on (`inferredRules` in JSON). `simulation/restart` is the file",
    "`test/simulation/restart.test.ts`, where each test of a rule carries its id.",
    "",
    "| Strength | Means |",
    "| --- | --- |",
    ...strengths,
  ];
}

function topicLines(
  { title, rules }: RuleTopic,
  testsOf: (id: string) => readonly string[],
): readonly string[] {
  const rows = Object.entries(rules).map(([id, { statement, strength, source }]) => {
    const tests = testsOf(id).map((path) => `\`${nameOf(path)}\``);
    return `| \`${id}\` | ${statement} | ${strength} | ${source} | ${tests.join(", ")} |`;
  });
  return [
    "",
    `## ${title}`,
    "",
    "| Rule | Says | Strength | Source | Test |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ];
}

/** `simulation/restart` of `test/simulation/restart.test.ts`. */
function nameOf(path: string): string {
  return path.replace(/^test\//, "").replace(/\.test\.ts$/, "");
}
