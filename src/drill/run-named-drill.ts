// A drill as a data source asks for it: by the name of a scenario that comes with Holdfast, or by the JSON of one.

import { suggestion } from "../model/closest-name.js";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import type { DrillResult } from "../model/survival.js";
import type { Simulator } from "../simulator/simulator.js";
import { BUILT_IN_SCENARIOS } from "./built-in-scenarios.js";
import { findMissingTargets } from "./find-missing-targets.js";
import { loadScenario } from "./load-scenario.js";
import { builtInScenario, type ResolvedScenario } from "./resolve-scenario.js";
import { runDrill } from "./run-drill.js";

export interface NamedDrill {
  /** A name, or a scenario as JSON. */
  readonly scenario: string;
  readonly settle: boolean;
}

export interface NamedDrillResult {
  /** Absent with errors. */
  readonly result?: DrillResult;
  readonly diagnostics: readonly Diagnostic[];
}

/** Drills `simulator` as it is now. Errors for a scenario that there is not, or that names what is not there. */
export function runNamedDrill(
  simulator: Simulator,
  { scenario: text, settle }: NamedDrill,
): NamedDrillResult {
  const { scenario, diagnostics } = findScenario(text);
  const missing = scenario === undefined ? [] : findMissingTargets(scenario, simulator.estate());
  const found = [...diagnostics, ...missing].map(asOfArgument);
  if (scenario === undefined || hasErrors(found)) return { diagnostics: found };
  return { result: runDrill({ simulator, scenario, settle }), diagnostics: found };
}

/** Places in the text of a scenario are no places in the configuration: one that nothing else tells goes into words. */
function asOfArgument({ severity, summary, detail, attribute, source }: Diagnostic): Diagnostic {
  const { line, column } = source ?? {};
  const isPlaced = attribute === undefined && line !== undefined;
  const place = isPlaced ? `Line ${line}, column ${column} of the scenario: ` : "";
  return { severity, summary, detail: `${place}${detail}`, attribute: ["scenario"] };
}

function findScenario(text: string): ResolvedScenario {
  const scenario = builtInScenario(text);
  if (scenario !== undefined) return { scenario, diagnostics: [] };
  if (text.trimStart().startsWith("{")) return loadScenario(text, "scenario");
  const known = [...BUILT_IN_SCENARIOS.keys()];
  const near = suggestion(text, known) || ` There are ${known.join(", ")}.`;
  const detail = `"${text}" is no scenario that comes with Holdfast, and not the JSON of one.${near}`;
  return { diagnostics: [errorDiagnostic("Unknown scenario", detail)] };
}
