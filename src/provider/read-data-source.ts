// The data sources: one look-up for each resource type, the virtual TPM of a machine, and the drill. What needs the simulator or the drill is given
// in from outside: nothing here knows either.

import { closestName } from "../model/closest-name.js";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import { invariant } from "../model/invariant.js";
import type { ReadObject } from "../model/provider.js";
import type { DrillResult, Verdict } from "../model/survival.js";
import type { AttributeSchemas } from "../model/type.js";
import { isObject, type ObjectValue, type Value } from "../model/value.js";
import { providerSchema } from "../schema/resource-schemas.js";
import type { Backend } from "./backend.js";
import { hasForm, vcenterOf } from "./inventory-path.js";
import type { ResourceType } from "./resource-type.js";
import { resourceTypesByName } from "./resource-types.js";

const DRILL = "holdfast_drill";
const VIRTUAL_TPM = "holdfast_virtual_tpm";
const MACHINE = "holdfast_virtual_machine";

/** Drills a vSphere as it is now, on a copy. `scenario` is a name or the JSON of a scenario. */
export type DrillEstate = (request: {
  readonly scenario: string;
  readonly settle: boolean;
}) => Promise<{
  /** Absent with errors. */
  readonly result?: DrillResult;
  readonly diagnostics: readonly Diagnostic[];
}>;

interface DataRequest {
  readonly type: string;
  readonly config: ObjectValue;
}

interface DataPorts {
  readonly drill?: DrillEstate;
  readonly place?: string;
}

/** What can be told without a vSphere: whether an id has the form of one. */
export function validateDataSource({ type, config }: DataRequest): readonly Diagnostic[] {
  const [attribute, found] = type === VIRTUAL_TPM ? ["virtual_machine", MACHINE] : ["id", type];
  const id = config[attribute];
  const resource = resourceTypesByName.get(found);
  if (resource === undefined || typeof id !== "string") return [];
  if (resource.idForms.some((form) => hasForm(id, form))) return [];
  const forms = resource.idForms.join(" or ");
  const detail = `"${id}" is not the id of a ${found}: that has the form ${forms}.`;
  return [errorDiagnostic("Not an inventory path", detail, { attribute: [attribute] })];
}

/** `config` is wholly known, and valid. */
export async function readDataSource(
  backend: Backend,
  { type, config }: DataRequest,
  ports: DataPorts,
): Promise<ReadObject> {
  if (type === DRILL) return await readDrill(config, ports);
  if (type === VIRTUAL_TPM) return await readVirtualTpm(backend, config, ports);
  const resource = resourceTypesByName.get(type);
  const attributes = providerSchema.data_source_schemas[type]?.block.attributes;
  invariant(resource !== undefined && attributes !== undefined, `no data source ${type}`);
  const id = String(config.id);
  const { operations } = resource;
  const found = await (operations.lookUp?.(backend, id) ?? operations.read(backend, id, null));
  if (found !== undefined) return { state: onlyTold(attributes, found), diagnostics: [] };
  const missing = await notFound(backend, resource, { id, attribute: "id", ...ports });
  return { state: null, diagnostics: [missing] };
}

async function readVirtualTpm(
  backend: Backend,
  config: ObjectValue,
  ports: DataPorts,
): Promise<ReadObject> {
  const attribute = "virtual_machine";
  const id = String(config[attribute]);
  const found = await backend.virtualMachines.readVirtualTpm(id);
  if (found === undefined) {
    const type = { type: MACHINE };
    const missing = await notFound(backend, type, { id, attribute, ...ports });
    return { state: null, diagnostics: [missing] };
  }
  if (found === null) {
    const detail = `"${id}" has no virtual TPM, and so no endorsement key. Give it one (vtpm = true), or leave this data source out.`;
    const none = errorDiagnostic("No virtual TPM", detail, { attribute: [attribute] });
    return { state: null, diagnostics: [none] };
  }
  const told = {
    endorsement_key_certificates: found.endorsementKeyCertificates,
    endorsement_key_certificate_signing_requests: found.endorsementKeyCertificateSigningRequests,
    fingerprints: found.fingerprints,
  };
  return { state: { ...config, ...told }, diagnostics: [] };
}

/** The attributes of the data source; each is told, if only as null, by whoever found the object. */
function onlyTold(attributes: AttributeSchemas, found: ObjectValue): ObjectValue {
  const entries = Object.entries(attributes).map(([name, { nested_type }]) => {
    const value = found[name];
    invariant(value !== undefined, `${name} is promised by a look-up, and not told`);
    return [
      name,
      nested_type === undefined ? value : nested(nested_type.attributes, value),
    ] as const;
  });
  return Object.fromEntries(entries);
}

function nested(attributes: AttributeSchemas, value: Value): Value {
  if (Array.isArray(value)) return value.map((item: Value) => nested(attributes, item));
  return isObject(value) ? onlyTold(attributes, value) : value;
}

const MOST_NAMED = 5;

async function notFound(
  backend: Backend,
  { type }: Pick<ResourceType, "type">,
  asked: { readonly id: string; readonly attribute: string; readonly place?: string },
): Promise<Diagnostic> {
  const { id, attribute, place } = asked;
  const where = place === undefined ? "The vSphere" : `The vSphere of ${place}`;
  const there = whatIsThere(id, await backend.list(type));
  const advice =
    "Correct the id; or apply what declares the object first; or, if this configuration declares it, refer to the " +
    "resource instead.";
  const detail = `${where} has no ${type} with the id "${id}". ${there} ${advice}`;
  return errorDiagnostic("Nothing to look up", detail, { attribute: [attribute] });
}

/** The nearest by its name, else some, those of the same vCenter before others. */
function whatIsThere(id: string, known: readonly string[]): string {
  if (known.length === 0) return "It has none at all.";
  const near = closestName(id, known);
  if (near !== undefined) return `Did you mean "${near}"?`;
  const beside = known.filter((other) => vcenterOf(other) === vcenterOf(id));
  const shown = beside.length === 0 ? known : beside;
  const more = shown.length > MOST_NAMED ? ` and ${shown.length - MOST_NAMED} more` : "";
  return `There are: ${shown.slice(0, MOST_NAMED).join(", ")}${more}.`;
}

async function readDrill(config: ObjectValue, { drill }: DataPorts): Promise<ReadObject> {
  if (drill === undefined) return { state: null, diagnostics: [cannotBeDrilled()] };
  const { scenario, settle } = config;
  const { result, diagnostics } = await drill({
    scenario: typeof scenario === "string" ? scenario : "provider-outage",
    settle: settle !== false,
  });
  if (result === undefined || hasErrors(diagnostics)) return { state: null, diagnostics };
  return { state: { ...config, ...resultAttributes(result) }, diagnostics };
}

function cannotBeDrilled(): Diagnostic {
  const detail = `A real vSphere is not cut off from its keys to see what happens. Remove data.${DRILL}, or drill a simulated one.`;
  return errorDiagnostic("This vSphere cannot be drilled", detail);
}

function resultAttributes(result: DrillResult): ObjectValue {
  const idsOf = (verdict: Verdict) =>
    result.workloads.filter((each) => each.verdict === verdict).map(({ workload }) => workload);
  return {
    verdict: result.verdict,
    survived: idsOf("survived"),
    unknown: idsOf("unknown"),
    locked: idsOf("locked"),
    lost: idsOf("lost"),
    counts: result.counts,
    workloads: result.workloads.map((each) => ({
      workload: each.workload,
      verdict: each.verdict,
      reasons: each.reasons,
      sentence: each.sentence,
      ran_at_start: each.ranAtStart,
      startable_on: each.startableOn,
      recovers_by_itself: each.recoversByItself,
      manual_steps: each.manualSteps,
    })),
    broken_floors: result.brokenFloors.map(({ floor }) => floor),
    estate_digest: result.estateDigest,
  };
}
