// Static checks of one resource: its expressions, the names and types of its attributes, and what its
// meta-arguments point at.

import { isRemoteState } from "../builtin/terraform-schema.js";
import type { Evaluated } from "../language/evaluate.js";
import type { Expression } from "../language/expression.js";
import { isRefusal, type Outcome } from "../language/refusal.js";
import { isConvertible } from "../language/resolve-conversion.js";
import type { Scope } from "../language/scope.js";
import { selectStep } from "../language/select-member.js";
import { ANYTHING, shapeOf, type TypedValue, typeOf } from "../language/typed-value.js";
import { describeType, elementType } from "../language/types.js";
import { formatResource } from "../model/address.js";
import { type AttributePath, formatPath } from "../model/attribute-path.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { pointerTo } from "../model/json.js";
import { objectType, type ResourceSchema } from "../model/type.js";
import {
  isObject,
  isUnknown,
  type ObjectValue,
  UNKNOWN,
  unmark,
  type Value,
} from "../model/value.js";
import { convertToSchema } from "../schema/convert-value.js";
import type { Condition, ResourceConfig } from "./configuration.js";
import type { Draft } from "./draft.js";
import { reportRefused } from "./json-body.js";
import { evaluateStatically, type StaticScopes, schemaOf } from "./static-scope.js";

export function checkResource(resource: ResourceConfig, scopes: StaticScopes, draft: Draft): void {
  const schema = schemaOf(resource.address, draft);
  if (schema === undefined) return;
  const check: Check = { resource, address: formatResource(resource.address), draft };
  const each = checkRepetition(check, scopes.scopeFor({}));
  const scope = scopes.scopeFor({ resource, each });
  const values = checkAttributes(check, schema, scope);
  if (isRemoteState(resource.address)) checkRemoteState(check, values);
  checkMeta(check, schema, scope, scopes);
  const self = scopes.objectOf(resource);
  const reportOf = (diagnostic: Diagnostic) => report(check, diagnostic, ["lifecycle"]);
  for (const condition of resource.lifecycle.preconditions) {
    checkCondition(condition, scope, reportOf);
  }
  for (const condition of resource.lifecycle.postconditions) {
    checkCondition(condition, scopes.scopeFor({ resource, each, self }), reportOf);
  }
}

interface Check {
  readonly resource: ResourceConfig;
  readonly address: string;
  readonly draft: Draft;
}

function report(check: Check, diagnostic: Diagnostic, attribute: AttributePath): void {
  const { address, resource, draft } = check;
  const pointer = attribute.reduce<string>(pointerTo, resource.source.pointer ?? "");
  draft.report({ address, attribute, source: { ...resource.source, pointer }, ...diagnostic });
}

function evaluateFor(
  check: Check,
  expression: Expression,
  scope: Scope,
  attribute: string,
): Evaluated {
  const evaluated = evaluateStatically(expression, scope);
  for (const diagnostic of evaluated.diagnostics) report(check, diagnostic, [attribute]);
  return evaluated;
}

/** Checks `count` and `for_each`; gives what `each.value` is. */
function checkRepetition(check: Check, scope: Scope): TypedValue {
  const { count, forEach } = check.resource;
  if (count !== undefined) {
    const type = typeOf(evaluateFor(check, count, scope, "count"));
    if (!isConvertible(type, "number")) {
      const detail = `"count" must be a whole number, and this is ${describeType(type)}.`;
      report(check, errorDiagnostic("Invalid count argument", detail), ["count"]);
    }
  }
  if (forEach === undefined) return ANYTHING;
  const evaluated = evaluateFor(check, forEach, scope, "for_each");
  return checkForEach(check, evaluated);
}

function checkForEach(check: Check, evaluated: Evaluated): TypedValue {
  const shape = shapeOf(evaluated);
  if (shape === "map") return { ...ANYTHING, type: elementType(typeOf(evaluated)) };
  if (shape === "object" || shape === "dynamic") return ANYTHING;
  const element = elementType(typeOf(evaluated));
  if (shape === "set" && (element === "string" || element === "dynamic")) {
    return { ...ANYTHING, type: "string" };
  }
  const hint = shape === "tuple" || shape === "list" ? " Convert it with toset()." : "";
  const detail = `"for_each" must be a map or a set of strings, and this is ${describeType(typeOf(evaluated))}.${hint}`;
  report(check, errorDiagnostic("Invalid for_each argument", detail), ["for_each"]);
  return ANYTHING;
}

function checkAttributes(check: Check, schema: ResourceSchema, scope: Scope): ObjectValue {
  const { attributes } = check.resource;
  const values: [string, Value][] = [];
  for (const name of Object.keys(attributes)) {
    const expression = attributes[name];
    if (expression === undefined) continue;
    const evaluated = evaluateFor(check, expression, scope, name);
    values.push([name, evaluated.value]);
    if (expression.kind !== "literal") checkUnknownType(check, name, evaluated, schema);
  }
  const object = Object.fromEntries(values);
  for (const diagnostic of convertToSchema(schema, object).diagnostics) {
    report(check, diagnostic, diagnostic.attribute ?? []);
  }
  return object;
}

/** What is not known yet may already be known to be of the wrong type. */
function checkUnknownType(
  check: Check,
  name: string,
  evaluated: Evaluated,
  { block: { attributes } }: ResourceSchema,
): void {
  const wanted = Object.hasOwn(attributes, name) ? attributes[name]?.type : undefined;
  if (wanted === undefined || !isUnknown(unmark(evaluated.value))) return;
  const type = typeOf(evaluated);
  if (isConvertible(type, wanted)) return;
  const detail = `"${name}" must be ${describeType(wanted)}, and this is ${describeType(type)}.`;
  report(check, errorDiagnostic("Wrong type of attribute", detail), [name]);
}

function checkMeta(check: Check, schema: ResourceSchema, scope: Scope, scopes: StaticScopes): void {
  const { dependsOn, lifecycle } = check.resource;
  for (const d of scopes.missingAmong(dependsOn)) report(check, d, ["depends_on"]);
  for (const trigger of lifecycle.replaceTriggeredBy) {
    evaluateFor(check, trigger, scope, "lifecycle");
  }
  if (lifecycle.ignoreChanges === "all") return;
  for (const path of lifecycle.ignoreChanges) checkIgnored(check, path, schema);
}

/** Every step must lead somewhere, or what is to be kept would be changed. */
function checkIgnored(check: Check, path: AttributePath, { block }: ResourceSchema): void {
  const place = ["lifecycle", "ignore_changes"];
  let at: Outcome = { value: UNKNOWN, type: objectType(block.attributes) };
  for (const step of path) {
    at = selectStep(at, step);
    if (!isRefusal(at)) continue;
    const what = `"ignore_changes" names "${formatPath(path)}", which ${check.address} does not have.`;
    report(check, errorDiagnostic("Unknown attribute", `${what} ${at.detail}`), place);
    return;
  }
}

export function checkCondition(
  { condition, errorMessage }: Condition,
  scope: Scope,
  reportWrong: (diagnostic: Diagnostic) => void,
): void {
  const evaluated = evaluateStatically(condition, scope);
  const type = typeOf(evaluated);
  for (const wrong of evaluated.diagnostics) reportWrong(wrong);
  if (!isConvertible(type, "bool")) {
    const detail = `A condition must be true or false, and this is ${describeType(type)}.`;
    reportWrong(errorDiagnostic("Invalid condition", detail));
  }
  for (const wrong of evaluateStatically(errorMessage, scope).diagnostics) reportWrong(wrong);
}

/** Of remote states only those in local files, and of their settings only the path. */
function checkRemoteState(check: Check, values: ObjectValue): void {
  const { source } = check.resource;
  const backend = unmark(values.backend ?? null);
  if (typeof backend === "string" && backend !== "local") {
    const detail = `The backend "${backend}" is not supported in this release: only "local" is.`;
    reportRefused(detail, source, check.draft.report);
  }
  const config = unmark(values.config ?? null);
  const settings = isObject(config) ? Object.keys(config) : [];
  for (const name of settings.filter((setting) => setting !== "path")) {
    const detail = `The setting "${name}" of a remote state is not supported in this release: only "path" is.`;
    reportRefused(detail, source, check.draft.report);
  }
  const workspace = unmark(values.workspace ?? null);
  if (typeof workspace === "string" && workspace !== "default") {
    const detail = `There is only the workspace "default" in this release, not "${workspace}".`;
    reportRefused(detail, source, check.draft.report);
  }
}
