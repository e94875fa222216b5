// Static checks of one resource: its expressions, the names and types of its attributes, and what its
// meta-arguments point at.

import { isRemoteState } from "../builtin/terraform-schema.js";
import type { Evaluated } from "../language/evaluate.js";
import { isRefusal, type Outcome } from "../language/refusal.js";
import { isConvertible } from "../language/resolve-conversion.js";
import type { Scope } from "../language/scope.js";
import { selectStep } from "../language/select-member.js";
import { typeOf } from "../language/typed-value.js";
import { describeType } from "../language/types.js";
import { formatResource } from "../model/address.js";
import { type AttributePath, formatPath } from "../model/attribute-path.js";
import {
  type Diagnostic,
  errorDiagnostic,
  warningDiagnostic,
  withoutValues,
} from "../model/diagnostic.js";
import { providerNameOf } from "../model/provider-address.js";
import { holdsWriteOnly, objectType, type ResourceSchema } from "../model/type.js";
import {
  isObject,
  isUnknown,
  type ObjectValue,
  UNKNOWN,
  unmark,
  type Value,
} from "../model/value.js";
import { convertToSchema } from "../schema/convert-value.js";
import { findStoredEphemeral } from "./check-ephemeral.js";
import { type Check, checkRepetition, evaluateFor, report } from "./check-repetition.js";
import type { Condition, ResourceConfig } from "./configuration.js";
import type { Draft } from "./draft.js";
import { reportRefused } from "./json-body.js";
import { checkProviderKey } from "./read-provider-key.js";
import { providerCalled, splitKey } from "./resolve-provider.js";
import { evaluateStatically, type StaticScopes, schemaOf } from "./static-scope.js";

export function checkResource(resource: ResourceConfig, scopes: StaticScopes, draft: Draft): void {
  const schema = schemaOf(resource.address, draft);
  if (schema === undefined) return;
  const check: ResourceCheck = { of: resource, address: formatResource(resource.address), draft };
  const each = checkRepetition(check, scopes.scopeFor({}));
  const scope = scopes.scopeFor({ of: resource, each });
  const values = checkAttributes(check, schema, scope);
  if (isRemoteState(resource.address)) checkRemoteState(check, values);
  checkMeta(check, schema, scope, scopes);
  const self = scopes.objectOf(resource);
  const reportOf = (diagnostic: Diagnostic) => report(check, diagnostic, ["lifecycle"]);
  for (const condition of resource.lifecycle.preconditions) {
    checkCondition(condition, scope, reportOf);
  }
  for (const condition of resource.lifecycle.postconditions) {
    checkCondition(condition, scopes.scopeFor({ of: resource, each, self }), reportOf);
  }
}

interface ResourceCheck extends Check {
  readonly of: ResourceConfig;
}

function checkAttributes(check: ResourceCheck, schema: ResourceSchema, scope: Scope): ObjectValue {
  const { attributes } = check.of;
  const values: [string, Value][] = [];
  for (const name of Object.keys(attributes)) {
    const expression = attributes[name];
    if (expression === undefined) continue;
    const attribute = Object.hasOwn(schema.block.attributes, name)
      ? schema.block.attributes[name]
      : undefined;
    const evaluated = evaluateStatically(expression, scope);
    for (const d of evaluated.diagnostics)
      report(check, attribute && holdsWriteOnly(attribute) ? withoutValues(d) : d, [name]);
    for (const d of findStoredEphemeral(name, attribute, evaluated.value)) report(check, d, [name]);
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
  check: ResourceCheck,
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

function checkMeta(
  check: ResourceCheck,
  schema: ResourceSchema,
  scope: Scope,
  scopes: StaticScopes,
): void {
  const { dependsOn, lifecycle } = check.of;
  checkProviderOf(check);
  for (const d of scopes.missingAmong(dependsOn)) report(check, d, ["depends_on"]);
  for (const trigger of lifecycle.replaceTriggeredBy) {
    evaluateFor(check, trigger, scope, "lifecycle");
  }
  if (lifecycle.ignoreChanges === "all") return;
  for (const path of lifecycle.ignoreChanges) checkIgnored(check, path, schema);
}

/** Without `provider` it is the one whose name the type begins with. */
function checkProviderOf(check: ResourceCheck): void {
  const { draft, of } = check;
  const { address, provider, source } = of;
  if (provider !== undefined) checkProviderKey(provider, source, draft);
  const own = providerNameOf(address.type);
  const requires = [...draft.requires.values()];
  const [localName] = provider === undefined ? [own] : splitKey(provider);
  const called = providerCalled(localName, requires);
  if (called !== undefined && called !== own) {
    const detail = `Resources of the type ${address.type} belong to the provider ${own}, and "${localName}" is the provider ${called} here.`;
    report(check, errorDiagnostic("Other provider", detail), ["provider"]);
    return;
  }
  const other = requires.find(({ name }) => name === own);
  if (provider !== undefined || other === undefined || draft.requires.has(own)) return;
  const detail = `The provider ${own} is called "${other.localName}" here. Name it with "provider".`;
  const wrong =
    called === undefined
      ? errorDiagnostic("Unknown provider", detail)
      : warningDiagnostic("Duplicate required provider", detail);
  report(check, wrong, []);
}

/** Every step must lead somewhere, or what is to be kept would be changed. */
function checkIgnored(check: ResourceCheck, path: AttributePath, { block }: ResourceSchema): void {
  const place = ["lifecycle", "ignore_changes"];
  let at: Outcome = { value: UNKNOWN, type: objectType(block.attributes) };
  for (const step of path) {
    at = selectStep(at, step);
    if (!isRefusal(at)) continue;
    const what = `"ignore_changes" names "${formatPath(path)}", which ${check.address} does not have.`;
    report(check, errorDiagnostic("Unknown attribute", `${what} ${at.detail}`), place);
    return;
  }
  const [name, ...inside] = path;
  const attribute = inside.length === 0 ? block.attributes[String(name)] : undefined;
  if (!attribute?.computed || attribute.optional) return;
  const detail = `"${name}" is given by the provider alone, so that there is nothing to ignore. Take it out.`;
  report(check, warningDiagnostic("Redundant ignore_changes element", detail), place);
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

/** Of remote states only those in local files. */
function checkRemoteState(check: ResourceCheck, values: ObjectValue): void {
  const { source } = check.of;
  const backend = unmark(values.backend ?? null);
  if (typeof backend === "string" && backend !== "local") {
    const detail = `The backend "${backend}" is not supported in this release: only "local" is.`;
    reportRefused(detail, source, check.draft.report);
  }
  const config = unmark(values.config ?? null);
  const settings = isObject(config) ? Object.keys(config) : [];
  for (const name of settings.filter((setting) => !STATE_SETTINGS.includes(setting))) {
    const detail = `The setting "${name}" of a remote state is not supported in this release: only "path" and "workspace_dir" are.`;
    reportRefused(detail, source, check.draft.report);
  }
}

const STATE_SETTINGS = ["path", "workspace_dir"];
