// Plans one declared instance against the object that the state has for it, in Terraform's order: conditions,
// validation, ignored changes, the provider's plan, the action, and for a replace the plan of a new object.

import { hasConditions, type ResourceConfig } from "../load/configuration.js";
import { providerAlias } from "../load/resolve-provider.js";
import { formatInstance, formatResource, type InstanceAddress } from "../model/address.js";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import { type Action, type ActionReason, type Change, isReplace } from "../model/plan.js";
import type { StateInstance } from "../model/state.js";
import type { DynamicTypes } from "../model/type.js";
import type { ObjectValue } from "../model/value.js";
import { checkConditions } from "./check-conditions.js";
import { type EvaluatedConfig, evaluateConfig } from "./evaluate-config.js";
import { instanceAt, type Place } from "./evaluation-scope.js";
import { ignoreChanges, typesAfterIgnoring } from "./ignore-changes.js";
import { findImport } from "./import-objects.js";
import type { PlanContext } from "./plan-context.js";
import { isAsBefore, type PlannedPut, planPut } from "./plan-object.js";
import { isTriggered } from "./replace-triggers.js";
import { typeOfObject } from "./resource-value.js";

/** `address` is that of the place. Undefined if errors, which are in the context, left nothing to plan. */
export async function planInstance(
  context: PlanContext,
  resource: ResourceConfig,
  place: Place,
  address: string,
): Promise<Change | undefined> {
  const instance = instanceAt(resource, place);
  const report = (diagnostics: readonly Diagnostic[]): boolean => {
    const where = { address, source: resource.source };
    for (const d of diagnostics) context.diagnostics.push({ ...where, ...d });
    return hasErrors(diagnostics);
  };
  const imported = await findImport(context, instance, address);
  if (report(imported.diagnostics)) return undefined;
  const prior = context.instances.get(address) ?? imported.instance;
  const { config, types } = configOf(context, resource, place, address, report);
  if (config === undefined) return undefined;
  const put = planAction(context, resource, { address, prior, config, types, place });
  if (report(put.diagnostics) || put.planned === undefined) return undefined;
  const importId = imported.id ?? context.adopted.get(address);
  const change = changeOf(context, resource, { instance, address, prior, put, importId });
  report(checkPost(context, resource, place, change));
  if (isReplace(change)) protect(context, resource, address);
  return change;
}

function configOf(
  context: PlanContext,
  resource: ResourceConfig,
  place: Place,
  address: string,
  report: (diagnostics: readonly Diagnostic[]) => boolean,
): Pick<EvaluatedConfig, "types"> & { readonly config?: ObjectValue } {
  const { type } = resource.address;
  const schema = context.provider.schema.resource_schemas[type];
  if (schema === undefined) return {};
  const scope = context.scope.forInstance(place);
  const asking = { scope, ledger: context.checks, address };
  if (report(checkConditions("precondition", resource, asking))) return {};
  const { config, diagnostics, ...typed } = evaluateConfig(resource, schema, scope, address);
  if (report(diagnostics) || config === undefined) return {};
  return report(context.provider.validate({ type, config })) ? {} : { config, ...typed };
}

interface Planned extends PlannedPut {
  readonly action: Action;
  readonly reason?: ActionReason;
}

interface Planning {
  readonly address: string;
  readonly prior: StateInstance | undefined;
  readonly config: ObjectValue;
  readonly types: DynamicTypes | undefined;
  readonly place: Place;
}

function planAction(context: PlanContext, resource: ResourceConfig, planning: Planning): Planned {
  const { provider } = context;
  const { type } = resource.address;
  const { prior, config, types } = planning;
  // An object whose creation failed half way is planned as if it were not there, and replaced.
  if (prior === undefined || prior.tainted) {
    const put = planPut(provider, type, { prior: null, config, types });
    // Terraform names a trigger also where there is nothing to be replaced.
    const isDue = isTriggered(context, resource, planning.place);
    const triggered = isDue ? ({ reason: "replace_by_triggers" } as const) : {};
    if (prior === undefined) return { ...put, action: "create", ...triggered };
    const action = replaceAction(context, resource);
    return { ...put, action, reason: "replace_because_tainted", ...triggered };
  }
  const before = prior.attributes;
  const attributes = provider.schema.resource_schemas[type]?.block.attributes ?? {};
  const ignored = resource.lifecycle.ignoreChanges;
  const wanted =
    ignored.length === 0 ? config : ignoreChanges(attributes, { prior: before, config }, ignored);
  const put = planPut(provider, type, {
    prior: before,
    config: wanted,
    priorTypes: prior.types,
    types: typesAfterIgnoring(types, prior, wanted, ignored),
  });
  if (put.planned === undefined) return { ...put, action: "update" };
  const reason = replaceReason(context, resource, planning, put);
  if (reason === undefined) {
    const isSame = isAsBefore({ ...put, planned: put.planned }, prior);
    return { ...put, action: isSame ? "no-op" : "update" };
  }
  const fresh = planPut(provider, type, { prior: null, config, types });
  const diagnostics = [...put.diagnostics, ...fresh.diagnostics];
  const { replacePaths } = put;
  return { ...fresh, replacePaths, diagnostics, action: replaceAction(context, resource), reason };
}

/** Of several the one that Terraform names. */
function replaceReason(
  context: PlanContext,
  resource: ResourceConfig,
  { address, place }: Planning,
  put: PlannedPut,
): ActionReason | undefined {
  if (isTriggered(context, resource, place)) return "replace_by_triggers";
  if (context.options.replace.includes(address)) return "replace_by_request";
  return put.replacePaths.length > 0 ? "replace_because_cannot_update" : undefined;
}

function replaceAction(context: PlanContext, resource: ResourceConfig): Action {
  const isFirst = context.createBeforeDestroy.has(formatResource(resource.address));
  return isFirst ? "create-then-delete" : "delete-then-create";
}

interface PlannedChange {
  readonly instance: InstanceAddress;
  readonly address: string;
  readonly prior: StateInstance | undefined;
  readonly put: Planned;
  readonly importId: string | undefined;
}

function changeOf(
  context: PlanContext,
  resource: ResourceConfig,
  { instance, address, prior, put, importId }: PlannedChange,
): Change {
  const key = formatResource(resource.address);
  const dependencies = context.dependencies.allOf(key);
  const previousAddress = context.previous.get(address);
  const { construct } = resource.source;
  const alias = providerAlias(resource, context.configuration);
  return {
    address,
    instance,
    ...(previousAddress === undefined ? {} : { previousAddress }),
    ...(importId === undefined ? {} : { importId }),
    ...(construct === undefined ? {} : { construct }),
    action: put.action,
    ...(put.reason === undefined ? {} : { reason: put.reason }),
    before: prior?.attributes ?? null,
    ...(prior?.tainted ? { tainted: true } : {}),
    after: put.action === "no-op" ? (prior?.attributes ?? null) : (put.planned ?? null),
    ...(put.types === undefined ? {} : { types: put.types }),
    replacePaths: put.replacePaths,
    dependsOn: context.dependencies.of(key),
    dependencies,
    ...priorDependencies(prior, dependencies),
    ...(context.createBeforeDestroy.has(key) ? { createBeforeDestroy: true } : {}),
    ...(alias === undefined ? {} : { providerAlias: alias }),
  };
}

function priorDependencies(
  prior: StateInstance | undefined,
  dependencies: readonly string[],
): Pick<Change, "priorDependencies"> {
  if (prior === undefined) return {};
  const before = prior.dependencies;
  const isSame =
    before.length === dependencies.length && before.every((name, i) => name === dependencies[i]);
  return isSame ? {} : { priorDependencies: before };
}

/** A postcondition that is not yet known is checked when it is applied. */
function checkPost(
  context: PlanContext,
  resource: ResourceConfig,
  place: Place,
  change: Change,
): readonly Diagnostic[] {
  if (resource.lifecycle.postconditions.length === 0 || change.after === null) return [];
  const schema = context.provider.schema.resource_schemas[resource.address.type];
  if (schema === undefined) return [];
  const self = { value: change.after, type: typeOfObject(schema, change.types) };
  const scope = context.scope.forInstance(place, self);
  const asking = { scope, ledger: context.checks, address: change.address };
  return checkConditions("postcondition", resource, asking);
}

/** A refresh is only told of what does not hold. */
export function checkRefreshed(
  context: PlanContext,
  resource: ResourceConfig,
  place: Place,
  { address: instance, attributes: value, types }: StateInstance,
): void {
  const schema = context.provider.schema.resource_schemas[resource.address.type];
  if (schema === undefined || !hasConditions(resource)) return;
  const asked = { ledger: context.checks, address: formatInstance(instance) };
  const self = { value, type: typeOfObject(schema, types) };
  const found = [
    ...checkConditions("precondition", resource, {
      ...asked,
      scope: context.scope.forInstance(place),
    }),
    ...checkConditions("postcondition", resource, {
      ...asked,
      scope: context.scope.forInstance(place, self),
    }),
  ];
  context.diagnostics.push(...found.map((d) => ({ ...d, severity: "warning" as const })));
}

/** `prevent_destroy` lets the plan be shown whole, and then stops it. */
export function protect(context: PlanContext, resource: ResourceConfig, address: string): void {
  if (!resource.lifecycle.preventDestroy) return;
  const detail = `${address} is declared with prevent_destroy, but the plan would destroy it.`;
  const advice =
    "Keep it out of the plan with --exclude, undo what makes it go, or remove prevent_destroy.";
  const where = { address, source: resource.source };
  context.blocks.push(
    errorDiagnostic("Protected object would be destroyed", `${detail} ${advice}`, where),
  );
}
