// Plans one instance of a data source, as Terraform does: it is read at once, unless its configuration is not known
// yet, or a resource that it names or has in `depends_on` changes. Then apply reads it, and it stands among the
// changes. What was read is no change: nothing outside is touched by it.

import { isRemoteState, schemaOfResource } from "../builtin/terraform-schema.js";
import type { ResourceConfig } from "../load/configuration.js";
import { dependencyKeys } from "../load/configuration-graph.js";
import { providerAlias } from "../load/resolve-provider.js";
import {
  compareInstances,
  formatInstance,
  formatModule,
  formatResource,
  type InstanceAddress,
  modulePrefix,
} from "../model/address.js";
import { type Diagnostic, hasErrors } from "../model/diagnostic.js";
import { type ActionReason, type Change, isNoOp } from "../model/plan.js";
import type { StateInstance } from "../model/state.js";
import type { ResourceSchema } from "../model/type.js";
import {
  isObject,
  isWhollyKnown,
  type ObjectValue,
  UNKNOWN,
  type Unknown,
} from "../model/value.js";
import { checkConditions } from "./check-conditions.js";
import { evaluateConfig } from "./evaluate-config.js";
import { instanceAt, type Place } from "./evaluation-scope.js";
import { findMissingOutputs } from "./find-missing-outputs.js";
import { noteReading } from "./plan-check.js";
import { addChange, type PlanContext } from "./plan-context.js";
import { identified } from "./plan-event.js";
import { dataInstance, readData } from "./read-data.js";
import { typeOfSchema } from "./resource-value.js";

/** The object as others see it; unknown with errors, which are in the context. */
export async function planData(
  context: PlanContext,
  resource: ResourceConfig,
  place: Place,
): Promise<ObjectValue | Unknown> {
  const instance = instanceAt(resource, place);
  const address = formatInstance(instance);
  const schema = schemaOfResource(resource.address, context.provider.schema);
  if (!context.selection.includesInstance(instance)) return keepStored(context, address);
  if (schema === undefined) return UNKNOWN;
  const report = (found: readonly Diagnostic[]): boolean => {
    for (const d of found) context.diagnostics.push({ address, source: resource.source, ...d });
    return hasErrors(found);
  };
  const reading = { instance, address, schema, place, report };
  const config = configOf(context, resource, reading);
  if (config === undefined) return UNKNOWN;
  const { reason, value } = await readOrDefer(context, resource, config, reading);
  if (value === undefined) return UNKNOWN;
  if (reason === undefined || reason === "read_because_check_nested") {
    const alias = providerAlias(resource, context.configuration);
    context.data.set(address, dataInstance(context.provider, { address: instance, alias }, value));
  }
  // A refresh makes nothing, so that what is missing stays so.
  if (reason !== undefined && context.options.mode !== "normal")
    return reason === "read_because_check_nested" ? value : keepStored(context, address);
  if (reason !== undefined) {
    const change = readChange(context, resource, { ...reading, reason, after: value });
    addChange(context, formatResource(resource.address), change);
  }
  const scope = context.scope.forInstance(place, { value, type: typeOfSchema(schema) });
  const asking = { scope, ledger: context.checks, address };
  const failed = checkConditions("postcondition", resource, asking);
  return report(asOfMode(context, failed)) ? UNKNOWN : value;
}

function keepStored(context: PlanContext, address: string): ObjectValue | Unknown {
  const stored = context.storedData.get(address);
  if (stored === undefined) return UNKNOWN;
  context.data.set(address, stored);
  return stored.attributes;
}

interface Reading {
  readonly instance: InstanceAddress;
  readonly address: string;
  readonly schema: ResourceSchema;
  readonly place: Place;
  /** True for errors. */
  readonly report: (diagnostics: readonly Diagnostic[]) => boolean;
}

function configOf(
  context: PlanContext,
  resource: ResourceConfig,
  { address, schema, place, report }: Reading,
): ObjectValue | undefined {
  const { type } = resource.address;
  const scope = context.scope.forInstance(place);
  const asking = { scope, ledger: context.checks, address };
  const failed = checkConditions("precondition", resource, asking);
  if (report(asOfMode(context, failed))) return undefined;
  const { config, diagnostics } = evaluateConfig(resource, schema, scope, address);
  if (report(diagnostics) || config === undefined) return undefined;
  return report(context.provider.validateData({ type, config })) ? undefined : config;
}

/** What does not hold stops a plan; a refresh is only told of it, as by Terraform. */
function asOfMode({ options }: PlanContext, failed: readonly Diagnostic[]): readonly Diagnostic[] {
  if (options.mode !== "refresh-only") return failed;
  return failed.map((d) => ({ ...d, severity: "warning" as const }));
}

interface ReadOrDeferred {
  /** Why it is read during apply; absent if it was read. */
  readonly reason?: ActionReason;
  /** Absent with errors. */
  readonly value?: ObjectValue;
}

async function readOrDefer(
  context: PlanContext,
  resource: ResourceConfig,
  config: ObjectValue,
  { instance, schema, place, report }: Reading,
): Promise<ReadOrDeferred> {
  const value = plannedData(schema, config);
  if (!isWhollyKnown(config)) return { reason: "read_because_config_unknown", value };
  if (!context.options.readData || hasPendingDependency(context, resource)) {
    return { reason: "read_because_dependency_pending", value };
  }
  const { provider, readRemoteState, configuration, onEvent } = context;
  const places = { root: configuration.root, workspaces: configuration.backend.workspaces };
  const ports = { provider, readRemoteState, places };
  onEvent({ kind: "started", operation: "read", instance });
  const { state, diagnostics } = await readData(ports, resource.address.type, config);
  if (!hasErrors(diagnostics))
    onEvent({ kind: "finished", operation: "read", instance, ...identified(state) });
  if (report(noteReading(resource, { ledger: context.checks, at: place.at }, diagnostics)))
    return {};
  if (report(missingOutputs(context, resource, state))) return {};
  // Another stack of this run has changes pending.
  const isPart = state !== null && !isWhollyKnown(state);
  if (isPart) return { reason: "read_because_dependency_pending", value: state };
  if (resource.check !== undefined) {
    return { reason: "read_because_check_nested", value: state ?? value };
  }
  return state === null ? {} : { value: state };
}

function missingOutputs(
  { configuration }: PlanContext,
  { address }: ResourceConfig,
  state: ObjectValue | null,
): readonly Diagnostic[] {
  const outputs = state?.outputs;
  if (!isRemoteState(address) || !isObject(outputs)) return [];
  return findMissingOutputs(configuration, address, outputs);
}

/** The configuration, with everything that reading gives unknown. */
function plannedData(schema: ResourceSchema, config: ObjectValue): ObjectValue {
  const entries = Object.entries(schema.block.attributes).map(([name, { computed }]) => {
    const given = config[name] ?? null;
    return [name, computed && given === null ? UNKNOWN : given] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * Of the resources that it names itself or has in `depends_on`, its own and those of the calls that it is in. Behind a
 * module or an output in `depends_on`, and with conditions behind everything, all counts: a change there may be what is
 * waited for.
 */
function hasPendingDependency(
  context: PlanContext,
  { address, lifecycle, dependsOn }: ResourceConfig,
): boolean {
  const { configuration, graph } = context;
  const named = graph.dependencies.get(formatResource(address)) ?? [];
  const waited = [
    dependencyKeys(dependsOn, address.module ?? [], configuration.modules),
    ...callsAround(context, address),
  ];
  const indirect = waited.flat().filter((key) => !configuration.resources.has(key));
  const hasConditions = lifecycle.preconditions.length + lifecycle.postconditions.length > 0;
  return (
    [...named, ...waited.flat()].some((key) => isPending(context, key)) ||
    [...indirect, ...(hasConditions ? named : [])].some((key) => isPendingBehind(context, key))
  );
}

/** What the calls wait for that lead to the module of a resource. */
function callsAround(
  { configuration: { modules } }: PlanContext,
  { module = [] }: ResourceConfig["address"],
): readonly (readonly string[])[] {
  return module.map((_, depth) => {
    const call = modules.get(formatModule(module.slice(0, depth + 1)))?.call;
    return dependencyKeys(call?.dependsOn ?? [], module.slice(0, depth), modules);
  });
}

/** Whether anything changes on which a node rests. */
function isPendingBehind(context: PlanContext, key: string): boolean {
  const known = context.pendingBehind.get(key);
  if (known !== undefined) return known;
  const asked = new Set(context.graph.dependencies.get(key) ?? []);
  let found = false;
  for (const name of asked) {
    found = isPending(context, name);
    if (found) break;
    for (const behind of context.graph.dependencies.get(name) ?? []) asked.add(behind);
  }
  context.pendingBehind.set(key, found);
  return found;
}

/** Whether any object of a managed resource changes, or goes because it is no longer among the instances. */
function isPending(context: PlanContext, key: string): boolean {
  const known = context.pending.get(key);
  if (known !== undefined) return known;
  const changes = [...(context.changes.get(key)?.values() ?? [])];
  const isManaged = ({ instance }: Change) => instance.resource.mode === "managed";
  const isChanged = changes.some((change) => isManaged(change) && !isNoOp(change));
  const pending = isChanged || isShrinking(context, key);
  context.pending.set(key, pending);
  return pending;
}

function isShrinking({ keysOf, declared, selection, options }: PlanContext, key: string): boolean {
  if (options.mode !== "normal") return false;
  return keysOf(key).some((instance) => {
    const isLeft = !declared.has(formatInstance(instance));
    return isLeft && selection.includesDeletion(instance);
  });
}

interface Deferred extends Reading {
  readonly reason: ActionReason;
  readonly after: ObjectValue;
}

function readChange(
  context: PlanContext,
  { address: resource, source, check }: ResourceConfig,
  { instance, address, reason, after }: Deferred,
): Change {
  const { construct } = source;
  // A target brings along what is read for a check, and not the check.
  const isAskedFor =
    check !== undefined &&
    context.selection.includesNode(`${modulePrefix(resource.module)}check.${check}`);
  return {
    address,
    instance,
    ...(construct === undefined ? {} : { construct }),
    action: "read",
    reason,
    before: null,
    after,
    replacePaths: [],
    dependsOn: context.dependencies.of(formatResource(resource)),
    dependencies: [],
    ...(isAskedFor ? { check } : {}),
  };
}

/**
 * After the walk: what data sources gave, and what they gave last time where the plan leaves them out. A plan to
 * destroy everything reads nothing: what it ends with is shown as it was.
 */
export function collectData(context: PlanContext): readonly StateInstance[] {
  const { data, storedData, selection, options } = context;
  const isLeftOut = ({ address }: StateInstance) =>
    options.mode === "destroy"
      ? selection.isComplete || !selection.includesDeletion(address)
      : !selection.includesNode(formatResource(address.resource));
  const kept = [...storedData].filter(([, instance]) => isLeftOut(instance));
  const all = new Map([...kept, ...data]);
  return [...all.values()].sort((a, b) => compareInstances(a.address, b.address));
}
