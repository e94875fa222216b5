// Annotations: SARIF 2.1.0 with a result for each risk, on the line of the program that brings it about. A forge shows a
// result only where it has a place, so a risk whose line is not known stands at the file that names the program.

import type { Cause, Preview, Risk } from "../../model/preview.js";
import { withoutHalves } from "../../model/well-formed.js";
import { foldAlike } from "../fold-alike.js";
import { visible } from "../text.js";

export interface SarifOptions {
  /** Relative to the repository: where risks stand whose line is not known. */
  readonly programFile: string;
}

/** Forges read no more of one run. Risks come worst first. */
const MOST_RESULTS = 5000;
const MOST_RELATED = 20;

/** Indented JSON that ends with a line feed. */
export function sarifLog({ risks, origin }: Preview, options: SarifOptions): string {
  const shown = risks.slice(0, MOST_RESULTS);
  const groups = foldAlike(shown, ruleOf);
  const rules = groups.map(([risk]) => ({
    id: ruleOf(risk),
    shortDescription: { text: RULES[risk.kind] },
  }));
  const indexes = new Map(rules.map(({ id }, i) => [id, i]));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Holdfast", version: origin.version, rules } },
        columnKind: "utf16CodeUnits",
        results: shown.map((risk) => resultOf(risk, indexes.get(ruleOf(risk)) ?? -1, options)),
        properties: { risks: risks.length },
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const RULES: Readonly<Record<Risk["kind"], string>> = {
  survival: "Workloads no longer survive.",
  floor: "A floor that the program declares is broken.",
  finding: "A rule of encryption is broken.",
};

function ruleOf({ kind, code }: Risk): string {
  return code ?? kind;
}

function resultOf(risk: Risk, ruleIndex: number, { programFile }: SarifOptions) {
  const { severity, title, why, fix, causes, clusters } = risk;
  const places = causes.flatMap(({ source, ...cause }) =>
    source === undefined ? [] : [{ source, ...cause }],
  );
  const [first, ...others] = places;
  const location =
    first === undefined ? locationOf({ file: programFile, line: 1 }) : locationOf(first.source);
  const related = others.slice(0, MOST_RELATED).map(({ source, address }, id) => ({
    id,
    ...locationOf(source),
    message: messageOf([address]),
  }));
  return {
    ruleId: ruleOf(risk),
    ruleIndex,
    level: severity === "medium" ? "warning" : "error",
    message: messageOf([`${title}.`, why, fix]),
    locations: [location],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
    ...(clusters === undefined ? {} : { properties: { clusters } }),
  };
}

function locationOf({ file, line }: NonNullable<Cause["source"]>) {
  const steps = withoutHalves(file).split("/");
  const uri = steps.map(encodeURIComponent).join("/");
  return {
    physicalLocation: { artifactLocation: { uri }, region: { startLine: Math.max(1, line) } },
  };
}

/** Brackets in a message would be links, braces placeholders. */
function messageOf(sentences: readonly string[]) {
  const text = sentences.filter((sentence) => sentence !== "").join(" ");
  return {
    text: visible(withoutHalves(text))
      .replaceAll(/[[\]\\]/g, "\\$&")
      .replaceAll(/[{}]/g, "$&$&"),
  };
}
