// The text of a Terraform state file, version 4 → State. Files of Terraform itself are read as well; what
// Holdfast does not use of them is kept. Secrets, which it could not keep safely, are refused with what to do, and the
// file is left as it is.

import { parseExactJson } from "../files/parse-json.js";
import {
  inModule,
  parseTarget,
  type ResourceAddress,
  type TargetAddress,
  withModuleKeys,
} from "../model/address.js";
import { isCrossStackOutput } from "../model/cross-stack-output.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { readReference } from "../model/provider-address.js";
import {
  formatStateInstance,
  type InterruptedChange,
  type State,
  type StateInstance,
  type StateOutput,
} from "../model/state.js";
import { TERRAFORM_VERSION } from "../model/terraform-version.js";
import { isObject, type ObjectValue, type Value } from "../model/value.js";
import { decodeChecks } from "./decode-checks.js";
import { decodeInstance } from "./decode-instance.js";
import { isType } from "./dynamic-attributes.js";
import { isJsonObject, isText, isTooDeep, type Refuse } from "./json-shape.js";

export interface DecodedState {
  readonly state?: State;
  readonly diagnostics: readonly Diagnostic[];
}

/** `file` is the path the text was read from, for messages. All errors are found at once. */
export function decodeState(text: string, file: string): DecodedState {
  if (!/\S/.test(text)) return refused(file, "Empty state file", EMPTY);
  const parsed = parseExactJson(text, file);
  if (parsed.error) return { diagnostics: [unreadable(parsed.error)] };
  const diagnostics: Diagnostic[] = [];
  const refuse: Refuse = (summary, detail, address) => {
    const where = { source: { file }, ...(address === undefined ? {} : { address }) };
    diagnostics.push(errorDiagnostic(summary, `${file}: ${detail}`, where));
    return undefined;
  };
  const state = decodeFile(parsed.value, refuse);
  return state === undefined || diagnostics.length > 0 ? { diagnostics } : { state, diagnostics };
}

const EMPTY =
  "the file is empty. If a backup stands beside it, restore that; otherwise delete the empty file.";

function refused(file: string, summary: string, detail: string): DecodedState {
  return { diagnostics: [errorDiagnostic(summary, `${file}: ${detail}`, { source: { file } })] };
}

const RESTORE = "Restore the file from its backup. Nothing was changed.";

function unreadable(error: Diagnostic): Diagnostic {
  return { ...error, summary: "Unreadable state file", detail: `${error.detail} ${RESTORE}` };
}

function decodeFile(json: unknown, refuse: Refuse): State | undefined {
  if (!isJsonObject(json) || !isVersionFour(json, refuse)) {
    return isJsonObject(json)
      ? undefined
      : refuse("Not a state file", `it holds no JSON object. ${RESTORE}`);
  }
  if (isTooDeep(json)) return refuse("Damaged state file", `it is nested too deep. ${RESTORE}`);
  const { version: _, serial, lineage, outputs, resources, ...rest } = json;
  if (!isText(lineage) || lineage === "" || !isSerial(serial)) {
    return refuse("Damaged state file", `it has no lineage or no serial. ${RESTORE}`);
  }
  const { interrupted, terraform_version = TERRAFORM_VERSION, check_results, ...unused } = rest;
  const extra: ObjectValue = {
    ...unused,
    ...(terraform_version === TERRAFORM_VERSION ? {} : { terraform_version }),
  };
  const changes = decodeInterrupted(interrupted, refuse);
  const checks = decodeChecks(check_results);
  return {
    lineage,
    serial,
    outputs: decodeOutputs(outputs ?? {}, refuse),
    instances: decodeResources(resources ?? [], refuse),
    ...(checks.length === 0 ? {} : { checks }),
    ...(changes.length === 0 ? {} : { interrupted: changes }),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
}

function isSerial(serial: Value | undefined): serial is number {
  return Number.isSafeInteger(serial) && Number(serial) >= 0;
}

function isVersionFour(file: ObjectValue, refuse: Refuse): boolean {
  const { version } = file;
  if (version === 4) return true;
  if (!Number.isSafeInteger(version)) {
    refuse("Not a state file", `it has no "version", which every state file has. ${RESTORE}`);
  } else if (Number(version) > 4) {
    const advice = "Use the newer Holdfast or Terraform that wrote it.";
    refuse("State file of a newer version", `it has version ${version}, known is 4. ${advice}`);
  } else {
    const advice = "Let Terraform 0.12 or later upgrade it by an apply.";
    refuse("State file of an older version", `it has version ${version}, known is 4. ${advice}`);
  }
  return false;
}

function decodeOutputs(outputs: Value, refuse: Refuse): State["outputs"] {
  if (!isObject(outputs)) return refuse("Damaged state file", '"outputs" is no object.') ?? {};
  const entries = Object.entries(outputs).flatMap(([name, output]) => {
    const decoded = decodeOutput(name, output, refuse);
    return decoded === undefined ? [] : [[name, decoded] as const];
  });
  return Object.fromEntries(entries);
}

function decodeOutput(name: string, output: Value, refuse: Refuse): StateOutput | undefined {
  if (!isObject(output) || output.value === undefined || !isType(output.type)) {
    return refuse("Damaged state file", `output "${name}" has no value or no type.`);
  }
  if (output.sensitive === true && !isCrossStackOutput(name)) {
    const advice = "Remove the output with Terraform, or declare it without a secret.";
    return refuse("Secret in the state", `output "${name}" is sensitive. ${NO_SECRETS} ${advice}`);
  }
  return { value: output.value, type: output.type };
}

const NO_SECRETS = "Holdfast keeps no secrets in its state and does not take them over.";

function decodeResources(resources: Value, refuse: Refuse): State["instances"] {
  const instances = new Map<string, StateInstance>();
  if (!Array.isArray(resources)) {
    refuse("Damaged state file", '"resources" is no list.');
    return instances;
  }
  for (const resource of resources) {
    const decoded = decodeResource(resource, refuse) ?? [];
    for (const instance of decoded) {
      const key = formatStateInstance(instance.address, instance.deposed);
      if (instances.has(key)) refuse("Damaged state file", `${key} is there twice.`, key);
      instances.set(key, instance);
    }
  }
  return instances;
}

function decodeResource(resource: unknown, refuse: Refuse): StateInstance[] | undefined {
  if (!isJsonObject(resource)) return refuse("Damaged state file", "a resource is no object.");
  const { mode, type, name, provider, instances, module } = resource;
  if (!isText(type) || !isText(name) || !Array.isArray(instances)) {
    return refuse("Damaged state file", "a resource has no type, no name or no instances.");
  }
  const place = module === undefined ? { module: [] } : parseModule(module);
  if (place === undefined) {
    const detail = `"module" of the resource ${type}.${name} is no address of a module.`;
    return refuse("Damaged state file", detail);
  }
  const path = inModule(place.module.map((step) => step.name));
  const address: ResourceAddress = {
    mode: mode === "data" ? "data" : "managed",
    type,
    name,
    ...path,
  };
  const { moduleKeys = [] } = withModuleKeys(place.module.map((step) => step.key));
  const reference = readReference(provider, type);
  const extra: ObjectValue = reference === undefined ? { provider: provider ?? null } : {};
  // A data source is read anew by each plan: what it gave last time may as well be missing.
  const context = {
    address,
    moduleKeys,
    alias: reference?.alias,
    extra,
    refuse: mode === "data" ? () => undefined : refuse,
  };
  return instances.flatMap((json) => decodeInstance(json, context) ?? []);
}

function parseModule(text: Value): TargetAddress | undefined {
  const target = isText(text) ? parseTarget(text) : undefined;
  return target?.resource === undefined ? target : undefined;
}

function decodeInterrupted(json: Value | undefined, refuse: Refuse): readonly InterruptedChange[] {
  if (json === undefined || json === null) return [];
  const items = Array.isArray(json) ? json : [json];
  return items.flatMap((item) => {
    const change = decodeInterruptedChange(item);
    if (change === undefined) refuse("Damaged state file", '"interrupted" is not readable.');
    return change ?? [];
  });
}

/** One change as state file and journal have it; undefined if it is none. */
export function decodeInterruptedChange(json: unknown): InterruptedChange | undefined {
  if (!isJsonObject(json)) return undefined;
  const { address, action, id } = json;
  if (!isText(address)) return undefined;
  if (action !== "create" && action !== "update" && action !== "delete") return undefined;
  return { address, action, ...(isText(id) ? { id } : {}) };
}
