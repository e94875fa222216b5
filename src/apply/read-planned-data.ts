// Reads a data source whose reading the plan left to apply. By now everything that it waited for is done, so that its
// configuration is known. What it gives is kept in the state.

import { schemaOfResource } from "../builtin/terraform-schema.js";
import { providerAlias } from "../load/resolve-provider.js";
import { formatInstance, formatResource } from "../model/address.js";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import { invariant } from "../model/invariant.js";
import type { Change } from "../model/plan.js";
import { isWhollyKnown } from "../model/value.js";
import { noteReading } from "../plan/plan-check.js";
import { findReplanViolations } from "../plan/provider-rules.js";
import { dataInstance, readData } from "../plan/read-data.js";
import type { Bench, StepEnd } from "./apply-step.js";
import { checkMade } from "./check-object.js";
import { configOf } from "./step-config.js";

/** With errors it could not be read. */
export async function readPlannedData(bench: Bench, { instance, after }: Change): Promise<StepEnd> {
  const { configuration, provider, readRemoteState } = bench;
  const key = formatInstance(instance);
  const resource = configuration.resources.get(formatResource(instance.resource));
  invariant(resource !== undefined, `${key} is planned but not declared`);
  const place = bench.values.placeOf(instance);
  invariant(place !== undefined, `${key} is planned, but there is no such instance`);
  const { config, diagnostics } = configOf(bench, resource, place, key);
  if (config === undefined) return { diagnostics };
  const of = { address: instance, alias: providerAlias(resource, configuration) };
  const places = { root: configuration.root, workspaces: configuration.backend.workspaces };
  const ports = { provider, readRemoteState, places };
  const answer = await readData(ports, instance.resource.type, config);
  const found = [
    ...diagnostics,
    ...noteReading(resource, { ledger: bench.checks, at: place.at }, answer.diagnostics),
  ];
  const { state } = answer;
  // Of a check that could be asked when planning, the state has what it gave then.
  if (state === null || hasErrors(found)) return { diagnostics: found };
  const attributes = schemaOfResource(instance.resource, provider.schema)?.block.attributes ?? {};
  // A check is to see what is there now.
  const wrong = resource.check === undefined ? findReplanViolations(attributes, after, state) : [];
  if (wrong.length > 0) return { diagnostics: [...found, otherThanPlanned(wrong)] };
  if (!isWhollyKnown(state)) return { diagnostics: [...found, stillUnknown()] };
  bench.record({ key, instance: dataInstance(provider, of, state) });
  return { diagnostics: found, broken: checkMade(bench, resource, place, key) };
}

function stillUnknown(): Diagnostic {
  const detail = "The stack whose outputs it reads is not applied yet. Apply that one first.";
  return errorDiagnostic("Value still unknown", detail);
}

/** Of another stack the plan may know a part of its outputs beforehand. */
function otherThanPlanned(wrong: readonly string[]): Diagnostic {
  const detail = `It gives something else than the plan was made with: ${wrong.join(", ")}. Plan again.`;
  return errorDiagnostic("Data source gives something else than planned", detail);
}
