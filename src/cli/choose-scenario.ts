// --scenario NAME or FILE: one that comes with Holdfast, or one of the user's own.

import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { BUILT_IN_SCENARIOS } from "../drill/built-in-scenarios.js";
import { findMissingTargets } from "../drill/find-missing-targets.js";
import { builtInScenario, type ResolvedScenario } from "../drill/resolve-scenario.js";
import type { Scenario } from "../drill/scenario.js";
import { describeFault } from "../files/file-fault.js";
import { suggestion } from "../model/closest-name.js";
import { errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import type { Estate } from "../vsphere/estate.js";
import { CommandFailed } from "./describe-failure.js";
import { type Session, sayDiagnostics } from "./session.js";

/** @throws CommandFailed with everything that is wrong with it, what the estate lacks included. */
export async function chooseScenario(
  session: Session,
  nameOrFile: string,
  estate: Estate,
): Promise<Scenario> {
  const { scenario, diagnostics } = await findScenario(session, nameOrFile);
  const missing = scenario === undefined ? [] : findMissingTargets(scenario, estate);
  const all = [...diagnostics, ...missing];
  if (scenario === undefined || hasErrors(all)) throw new CommandFailed(all);
  sayDiagnostics(session, all);
  return scenario;
}

async function findScenario(session: Session, nameOrFile: string): Promise<ResolvedScenario> {
  const scenario = builtInScenario(nameOrFile);
  if (scenario !== undefined) return { scenario, diagnostics: [] };
  const file = resolve(session.terminal.cwd, nameOrFile);
  if (existsSync(file)) return await readScenario(file, nameOrFile);
  const known = [...BUILT_IN_SCENARIOS.keys()];
  const near = suggestion(nameOrFile, known) || ` There are ${known.join(", ")}.`;
  const detail = `"${nameOrFile}" is no scenario that comes with Holdfast, and no file.${near}`;
  return { diagnostics: [errorDiagnostic("Unknown scenario", detail)] };
}

/** What reads one is loaded by those who have one of their own. */
async function readScenario(file: string, name: string): Promise<ResolvedScenario> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const summary = "A scenario cannot be read";
    return { diagnostics: [describeFault(error, { summary, doing: "read", path: name })] };
  }
  const { loadScenario } = await import("../drill/load-scenario.js");
  return loadScenario(text, name);
}
