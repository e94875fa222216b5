// A plan from Terraform's JSON (`terraform show -json`, format 1), for what looks at plans that were made elsewhere. It can
// be judged and never be applied: neither its configuration nor what the state holds is in it as it must be for that.

import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { schemaOfResource } from "../builtin/terraform-schema.js";
import { parseExactJson } from "../files/parse-json.js";
import { formatResource, parseInstance } from "../model/address.js";
import { formatPath } from "../model/attribute-path.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import type { Action, ActionReason, Change, OutputChange, Plan } from "../model/plan.js";
import { formatStateInstance } from "../model/state.js";
import type { ProviderSchema } from "../model/type.js";
import { isObject, type ObjectValue, type Value } from "../model/value.js";
import { conformObject, findMisfits } from "./conform-object.js";
import { orderSteps } from "./order-steps.js";
import {
  type DeclaredDependencies,
  readDependencies,
  readStoredDependencies,
} from "./plan-json-dependencies.js";
import {
  ACTIONS_READ,
  type OutputChangeDocument,
  PLAN_JSON_SCHEMA,
  type PlanDocument,
  type ResourceChangeDocument,
} from "./plan-json-form.js";
import { storedDependents } from "./stored-dependents.js";
import { unmaskValue } from "./unmask-value.js";

export interface PlanJsonText {
  readonly text: string;
  /** As diagnostics name it. */
  readonly file: string;
  /** What the plan is of; the format does not say. */
  readonly stack: string;
  /** Objects of other types than these are taken as they are. */
  readonly schema: ProviderSchema;
}

export interface ReadPlan {
  /** Absent where there are errors. */
  readonly plan?: Plan;
  /** All that is wrong at once. */
  readonly diagnostics: readonly Diagnostic[];
}

const SUMMARY = "A plan cannot be read";

export function readPlanJson({ text, file, stack, schema }: PlanJsonText): ReadPlan {
  const source = { file };
  const refuse = (...details: readonly string[]): ReadPlan => ({
    diagnostics: details.map((detail) =>
      errorDiagnostic(SUMMARY, `${file}: ${detail}`, { source }),
    ),
  });
  if (text.startsWith("PK")) return refuse(`it is a saved plan of Terraform. ${HOW_TO_MAKE}`);
  const parsed = parseExactJson(text, file);
  if (parsed.error !== undefined) return { diagnostics: [parsed.error] };
  const json = parsed.value as Value;
  if (isStreamed(json)) return refuse(`it is a message of terraform plan -json. ${HOW_TO_MAKE}`);
  if (!isPlanDocument(json)) return refuse(...formErrors());
  if (json.errored === true) return refuse("Terraform had errors when it made it. Plan again.");
  const reading: Reading = { schema, ...dependenciesOf(json), problems: [] };
  const plan = planOf(json, stack, reading);
  if (reading.problems.length > 0) return refuse(...reading.problems);
  const { cycle } = orderSteps(plan.changes);
  if (cycle === undefined) return { plan, diagnostics: [] };
  return refuse(`these changes wait for each other: ${cycle.join(", ")}.`);
}

const HOW_TO_MAKE = "Make its JSON with: terraform show -json FILE.";

function isStreamed(json: Value): boolean {
  return isObject(json) && "@level" in json;
}

function isPlanDocument(json: unknown): json is PlanDocument {
  return validator()(json);
}

let compiled: ValidateFunction | undefined;

function validator(): ValidateFunction {
  compiled ??= new Ajv({ allErrors: true, allowUnionTypes: true }).compile(PLAN_JSON_SCHEMA);
  return compiled;
}

/** Values are not repeated: they may be secrets. */
function formErrors(): readonly string[] {
  const details = (validator().errors ?? []).map(formError);
  return [...new Set(details)];
}

function formError({ instancePath, keyword, params, message }: ErrorObject): string {
  const where = instancePath === "" ? "the document" : instancePath;
  switch (keyword) {
    case "required":
      return `${where} has no "${params.missingProperty}". ${HOW_TO_MAKE}`;
    case "pattern":
      return `${where} must be 1.0 or later of format 1. ${HOW_TO_MAKE}`;
    case "enum": {
      const allowed = params.allowedValues.map((value: unknown) => JSON.stringify(value));
      return `${where} must be one of ${allowed.join(", ")}.`;
    }
    case "type":
      return `${where} must be ${[params.type].flat().join(" or ")}.`;
    default:
      return `${where} ${message}.`;
  }
}

interface Dependencies {
  readonly declared: DeclaredDependencies;
  readonly stored: DeclaredDependencies;
  /** Who is to be deleted before a resource is. */
  readonly dependents: ReadonlyMap<string, readonly string[]>;
}

interface Reading extends Dependencies {
  readonly schema: ProviderSchema;
  readonly problems: string[];
}

function dependenciesOf(document: PlanDocument): Dependencies {
  const changed = new Set((document.resource_changes ?? []).flatMap(resourceOf));
  const declared = readDependencies((document.configuration ?? null) as Value, (address) =>
    changed.has(address),
  );
  const stored = readStoredDependencies((document.prior_state ?? null) as Value);
  const objects = [...stored].flatMap(([text, dependencies]) => {
    const address = parseInstance(text);
    return address === undefined ? [] : [{ address, dependencies }];
  });
  const names = objects.map(({ address }) => formatResource(address.resource));
  return { declared, stored, dependents: storedDependents(objects, names) };
}

/** Nothing for what is only deleted. */
function resourceOf({ address, change }: ResourceChangeDocument): readonly string[] {
  const instance = parseInstance(address);
  const isGone = (change.after ?? null) === null;
  return instance === undefined || isGone ? [] : [formatResource(instance.resource)];
}

function planOf(document: PlanDocument, stack: string, reading: Reading): Plan {
  const changes = (document.resource_changes ?? []).flatMap((each) => changeOf(each, reading));
  const drift = (document.resource_drift ?? []).flatMap((each) => changeOf(each, reading));
  const outputs = Object.entries(document.output_changes ?? {}).map(outputOf);
  const isAnythingDone = [...changes, ...outputs].some(({ action }) => action !== "no-op");
  reportTwice(changes, reading.problems);
  return {
    stack,
    ...(document.timestamp === undefined ? {} : { timestamp: document.timestamp }),
    mode: "normal",
    prior: { lineage: "", serial: 0 },
    changes,
    drift: drift.filter(({ action }) => action === "update" || action === "delete"),
    outputs,
    complete: document.complete ?? true,
    applyable: document.applyable ?? isAnythingDone,
  };
}

function reportTwice(changes: readonly Change[], problems: string[]): void {
  const seen = new Set<string>();
  for (const { address } of changes) {
    if (seen.has(address)) problems.push(`${address} is changed twice.`);
    seen.add(address);
  }
}

function changeOf(document: ResourceChangeDocument, reading: Reading): readonly Change[] {
  const { address, deposed, change, previous_address, action_reason } = document;
  const instance = parseInstance(address);
  if (instance === undefined) {
    reading.problems.push(`"${address}" is no address of a resource.`);
    return [];
  }
  const { mode, type, name } = instance.resource;
  if (mode !== document.mode || type !== document.type || name !== document.name) {
    reading.problems.push(`"${address}" is said to be a ${document.type}.${document.name}.`);
    return [];
  }
  const action = actionOf(change.actions);
  const importId = change.importing?.id;
  return [
    {
      address: formatStateInstance(instance, deposed),
      instance,
      ...(deposed === undefined ? {} : { deposed }),
      ...(previous_address === undefined ? {} : { previousAddress: previous_address }),
      ...(importId === undefined ? {} : { importId }),
      action,
      ...(action_reason === undefined ? {} : { reason: action_reason as ActionReason }),
      ...objectsOf(document, action, reading),
      replacePaths: change.replace_paths ?? [],
      ...orderOf(document, { action, resource: formatResource(instance.resource) }, reading),
    },
  ];
}

function actionOf(words: readonly string[]): Action {
  return ACTIONS_READ[words.join(",") as keyof typeof ACTIONS_READ];
}

function objectsOf(
  document: ResourceChangeDocument,
  action: Action,
  reading: Reading,
): Pick<Change, "before" | "after"> {
  const { before, after, after_unknown, before_sensitive, after_sensitive } = document.change;
  const old = unmaskValue({ value: before as Value, secret: before_sensitive as Value });
  const planned = unmaskValue({
    value: after as Value,
    unknown: after_unknown as Value,
    secret: after_sensitive as Value,
  });
  return {
    before: action === "create" ? null : inForm(old, document, reading),
    after: inForm(planned, document, reading),
  };
}

/** Every attribute of its type, null where the document has none. A newer version may have others. */
function inForm(
  value: Value,
  { address, mode, type }: ResourceChangeDocument,
  { schema, problems }: Reading,
): ObjectValue | null {
  if (!isObject(value)) return null;
  const attributes = schemaOfResource({ mode, type }, schema)?.block.attributes;
  if (attributes === undefined) return value;
  const object = conformObject(attributes, value);
  const misfits = findMisfits(attributes, object);
  if (misfits.length > 0) {
    const paths = misfits.map(formatPath).join(", ");
    problems.push(`${address} has values of other types than ${type} takes, at ${paths}.`);
  }
  return object;
}

type Order = Pick<Change, "dependsOn" | "dependencies" | "priorDependencies">;

function orderOf(
  { address }: ResourceChangeDocument,
  { action, resource }: { readonly action: Action; readonly resource: string },
  { declared, stored, dependents }: Dependencies,
): Order {
  const own = declared.get(resource) ?? [];
  const before = stored.get(address) ?? [];
  if (action === "delete" || action === "forget") {
    return { dependsOn: dependents.get(resource) ?? [], dependencies: before };
  }
  return { dependsOn: own, dependencies: own, priorDependencies: before };
}

function outputOf([name, document]: readonly [string, OutputChangeDocument]): OutputChange {
  const secret = document.after_sensitive === true || document.before_sensitive === true;
  return {
    name,
    action: document.actions[0] ?? "no-op",
    before: unmaskValue({ value: document.before as Value, secret }),
    after: unmaskValue({
      value: document.after as Value,
      unknown: document.after_unknown as Value,
      secret,
    }),
    type: "dynamic",
    sensitive: secret,
  };
}
