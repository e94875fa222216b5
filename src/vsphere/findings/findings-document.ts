// The page about findings, made from the rules themselves so that it cannot lag behind them.

import { type CatalogueEntry, OTHER_FAILURES } from "./catalogue.js";
import { FINDING_RULES } from "./find-findings.js";

/** docs/findings.md. */
export function findingsDocument(): string {
  const rows = FINDING_RULES.map(
    ({ code, severity, trigger, remedy, source }) =>
      `| ${code} | ${severity} | ${capital(trigger)} | ${remedy} | ${source} |`,
  );
  const others = OTHER_FAILURES.map(
    (entry) => `| ${entry.code} | ${entry.failure} | ${shownBy(entry)} |`,
  );
  return `${[...HEADING, ...rows, ...FOOTER, ...OTHERS, ...others].join("\n")}\n`;
}

function shownBy({ scenarios, rules, instead }: CatalogueEntry): string {
  const named = (kind: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`${kind} ${names.map((name) => `\`${name}\``).join(", ")}`];
  const parts = [...named("scenario", scenarios), ...named("rule", rules)];
  return instead ?? capital(parts.join("; "));
}

const HEADING = [
  "# Findings",
  "",
  "<!-- Made from src/vsphere/findings; a test compares. -->",
  "",
  "A finding is a rule of the failure catalogue that an estate, or what a plan would make of it, breaks. Plans show the",
  "findings they add and those they remove. The severity can differ from object to object where the text says so.",
  "",
  "A `holdfast_waiver` takes a finding of this table upon its owner until a day, by the clock of the estate: the finding is",
  "then shown as waived, with owner, reason and end, and does not count. A broken survival floor cannot be waived.",
  "",
  "| Code | Severity | Found when | What to do | Source |",
  "| --- | --- | --- | --- | --- |",
];

const FOOTER = [
  "",
  "Findings about the plan itself, not about an estate:",
  "",
  "| Code | Severity | Found when | What to do |",
  "| --- | --- | --- | --- |",
  "| FC-63 | error | Stopping an apply half way would leave a workload worse off than both before and after | Make the change in two applies, as the finding says |",
  "| FC-65 | error | A survival floor names a scenario that does not come with Holdfast | Name one that does |",
  "| FC-66 | warning | A survival floor names workloads that do not exist | Pass the machines themselves, or write the ids as a drill shows them |",
  "| FC-67 | warning | A waiver has ended | Do what the finding advises, or give the waiver a later end |",
  "| FC-68 | warning | A waiver holds for nothing that is found | Remove it, or write the subjects as the findings show them |",
];

const OTHERS = [
  "",
  "The rest of the catalogue is no finding, since nothing in an estate gives it away: something has to happen first. A drill",
  "of the scenario shows it, and `docs/rules.md` has the rules.",
  "",
  "| Code | Failure | Shown by |",
  "| --- | --- | --- |",
];

function capital(text: string): string {
  return text.startsWith("vCenter") ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
