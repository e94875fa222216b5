// The verdicts of a preview as JUnit XML, which CI systems show as tests: the whole, each cluster, and each risk, which fails.
// What had fallen before the pull request is no failure of it. Attributes are those that GitLab, Jenkins and Gitea read.

import { hasErrors } from "../../model/diagnostic.js";
import type { Preview, PreviewPlace, Risk } from "../../model/preview.js";
import { withoutHalves } from "../../model/well-formed.js";
import { visible } from "../text.js";

interface TestCase {
  readonly group: string;
  readonly name: string;
  /** Relative to the repository. */
  readonly file?: string;
  readonly problem?: {
    readonly kind: "failure" | "error";
    readonly type: string;
    readonly message: string;
    readonly text: string;
  };
}

/** XML that ends with a line feed. */
export function junitReport(preview: Preview): string {
  const cases = [
    wholeCase(preview),
    ...preview.places.flatMap(placeCase),
    ...preview.risks.map(riskCase),
  ];
  const of = (kind: "failure" | "error") =>
    cases.filter((each) => each.problem?.kind === kind).length;
  const counts = attributes({
    name: `holdfast preview ${preview.project}`,
    tests: String(cases.length),
    failures: String(of("failure")),
    errors: String(of("error")),
  });
  const lines = cases.map(caseElement);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites><testsuite${counts}>\n${lines.join("\n")}\n</testsuite></testsuites>\n`;
}

function wholeCase({ conclusion, sentence, threat, risks, problems }: Preview): TestCase {
  const whole = { group: "verdict", name: `no floor breaks in ${threat}` };
  if (hasErrors(problems.head)) {
    const text = problems.head.map(({ summary, detail }) => `${summary}: ${detail}`).join("\n");
    return { ...whole, problem: { kind: "error", type: "unknown", message: sentence, text } };
  }
  if (conclusion !== "failure") return whole;
  const text = `${risks.length} risks in all.`;
  return { ...whole, problem: { kind: "failure", type: "floor", message: sentence, text } };
}

/** Where there are workloads. It fails if more of them fall at the head than at the base. */
function placeCase(place: PreviewPlace): readonly TestCase[] {
  const { vsphere, site, cluster, workloads, surviving } = place;
  if (workloads.base + workloads.head === 0) return [];
  const group = ["cluster", vsphere, site].filter((part) => part).join(" ");
  const own = { group, name: cluster ?? site ?? "elsewhere" };
  const fallen = (side: "base" | "head") => workloads[side] - surviving[side];
  if (fallen("head") <= fallen("base")) return [own];
  const message = `${surviving.base} of ${workloads.base} workloads survived, ${surviving.head} of ${workloads.head} would`;
  return [{ ...own, problem: { kind: "failure", type: "survival", message, text: "" } }];
}

function riskCase({ kind, code, severity, title, why, fix, causes }: Risk): TestCase {
  const places = causes.flatMap(({ source }) => (source === undefined ? [] : [source]));
  const [first] = places;
  const lines = [why, ...places.map(({ file, line }) => `Cause: ${file}:${line}`), `Fix: ${fix}`];
  return {
    group: `risk ${code ?? kind}`,
    name: title,
    ...(first === undefined ? {} : { file: first.file }),
    problem: { kind: "failure", type: severity, message: title, text: lines.join("\n") },
  };
}

function caseElement({ group, name, file, problem }: TestCase): string {
  const known = file === undefined ? {} : { file };
  const start = `<testcase${attributes({ classname: group, name, ...known })}`;
  if (problem === undefined) return `${start}/>`;
  const { kind, type, message, text } = problem;
  return `${start}><${kind}${attributes({ type, message })}>${linesOf(text)}</${kind}></testcase>`;
}

function attributes(all: Readonly<Record<string, string>>): string {
  return Object.entries(all)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join("");
}

function linesOf(text: string): string {
  return text.split("\n").map(escaped).join("\n");
}

/** Signs that XML forbids are shown as a terminal shows them. */
function escaped(text: string): string {
  return visible(withoutHalves(text))
    .replaceAll(/[\uFFFE\uFFFF]/g, "\uFFFD")
    .replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
