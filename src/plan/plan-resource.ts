// Plans one resource of the configuration: all its instances, and the value that others see.

import { schemaOfResource } from "../builtin/terraform-schema.js";
import { hasConditions, type ModuleConfig, type ResourceConfig } from "../load/configuration.js";
import {
  formatInstance,
  formatResource,
  type InstanceKey,
  localAddress,
} from "../model/address.js";
import { suggestion } from "../model/closest-name.js";
import { errorDiagnostic } from "../model/diagnostic.js";
import type { Change } from "../model/plan.js";
import type { StateInstance } from "../model/state.js";
import { UNKNOWN } from "../model/value.js";
import { instanceAt, type Place } from "./evaluation-scope.js";
import { expandRepetition } from "./expand-repetition.js";
import { resolveImports } from "./import-objects.js";
import { addChange, type PlanContext } from "./plan-context.js";
import { planData } from "./plan-data.js";
import { checkRefreshed, planInstance } from "./plan-instance.js";
import { resourceValue, type SeenObject } from "./resource-value.js";
import { storedObjects } from "./stored-objects.js";

export async function planResource(
  context: PlanContext,
  resource: ResourceConfig,
  module: ModuleConfig,
): Promise<void> {
  const key = formatResource(resource.address);
  const schema = schemaOfResource(resource.address, context.provider.schema);
  if (schema === undefined) {
    context.unexpanded.add(key);
    context.diagnostics.push(unknownType(context, resource));
    return;
  }
  const inModules = expandResource(context, module, resource);
  if (inModules === undefined) {
    context.unexpanded.add(key);
    return;
  }
  if (hasConditions(resource)) {
    const addresses = inModules.flatMap((places) =>
      places.map((p) => formatInstance(instanceAt(resource, p))),
    );
    context.checks.expect(key, addresses);
  }
  resolveImports(context, key);
  const isKept = context.options.mode === "refresh-only" && resource.address.mode === "managed";
  const stored = isKept ? storedObjects(context, resource) : undefined;
  for (const [i, at] of (context.scope.modules.of(module) ?? []).entries()) {
    const planned = await planPlaces(context, resource, inModules[i] ?? []);
    const value = resourceValue(resource, schema, stored?.(at) ?? planned);
    context.values.set(`${at.prefix}${localAddress(resource.address)}`, value);
  }
}

/** The places of its objects in each instance of its module; undefined if they could not be found out. */
function expandResource(
  context: PlanContext,
  module: ModuleConfig,
  resource: ResourceConfig,
): readonly (readonly Place[])[] | undefined {
  const { scope } = context;
  const expanded = scope.modules.of(module)?.map((at) => {
    const address = `${at.prefix}${localAddress(resource.address)}`;
    const { repetitions, diagnostics } = expandRepetition(resource, address, scope.outer(at));
    context.diagnostics.push(...diagnostics);
    return repetitions?.map((repetition): Place => ({ at, repetition }));
  });
  return expanded?.every((places) => places !== undefined) ? expanded : undefined;
}

async function planPlaces(
  context: PlanContext,
  resource: ResourceConfig,
  places: readonly Place[],
): Promise<readonly (readonly [InstanceKey, SeenObject])[]> {
  const isData = resource.address.mode === "data";
  const instances: [InstanceKey, SeenObject][] = [];
  for (const place of places) {
    const seen = isData
      ? { value: await planData(context, resource, place) }
      : await planOne(context, resource, place);
    instances.push([place.repetition.key, seen]);
  }
  return instances;
}

/** The object as others see it; unknown for one that is not there and is not planned. */
async function planOne(
  context: PlanContext,
  resource: ResourceConfig,
  place: Place,
): Promise<SeenObject> {
  const instance = instanceAt(resource, place);
  const address = formatInstance(instance);
  const prior = context.instances.get(address);
  context.declared.add(address);
  const isPlanned =
    context.options.mode === "normal" && context.selection.includesInstance(instance);
  if (context.options.mode === "refresh-only" && prior !== undefined)
    checkRefreshed(context, resource, place, prior);
  if (!isPlanned) return { value: prior?.attributes ?? UNKNOWN, types: prior?.types };
  const change = await planInstance(context, resource, place, address);
  if (change === undefined) return { value: UNKNOWN };
  addChange(context, formatResource(resource.address), change);
  return { value: change.after ?? UNKNOWN, types: change.types };
}

function unknownType(context: PlanContext, resource: ResourceConfig) {
  const { mode, type } = resource.address;
  const where = { address: formatResource(resource.address), source: resource.source };
  if (mode === "data") {
    const near = suggestion(type, Object.keys(context.provider.schema.data_source_schemas));
    return errorDiagnostic(
      "Unknown data source",
      `There is no data source "${type}".${near}`,
      where,
    );
  }
  const hint = suggestion(type, Object.keys(context.provider.schema.resource_schemas));
  return errorDiagnostic(
    "Unknown resource type",
    `There is no resource type "${type}".${hint}`,
    where,
  );
}

/** A change that changes nothing, for what is only read. */
export function unchanged(context: PlanContext, key: string, instance: StateInstance): Change {
  const previousAddress = context.previous.get(key);
  const importId = context.adopted.get(key);
  return {
    address: key,
    instance: instance.address,
    ...(instance.deposed === undefined ? {} : { deposed: instance.deposed }),
    ...(previousAddress === undefined ? {} : { previousAddress }),
    ...(importId === undefined ? {} : { importId }),
    action: "no-op",
    before: instance.attributes,
    ...(instance.tainted ? { tainted: true } : {}),
    after: instance.attributes,
    ...(instance.types === undefined ? {} : { types: instance.types }),
    replacePaths: [],
    dependsOn: instance.dependencies,
    dependencies: instance.dependencies,
    ...(instance.createBeforeDestroy ? { createBeforeDestroy: true } : {}),
    ...(instance.providerAlias === undefined ? {} : { providerAlias: instance.providerAlias }),
  };
}
