// Plan and configuration ↔ plain JSON data: what a saved plan is made of. Everything in them is plain data
// already except unknown values and maps.

import type { Configuration, ModuleConfig, VariableConfig } from "../load/configuration.js";
import { graphConfiguration } from "../load/configuration-graph.js";
import { formatModule, fromJson, type InstanceAddress } from "../model/address.js";
import type { Change, OutputChange, Plan } from "../model/plan.js";
import type { StateInstance } from "../model/state.js";
import type { ObjectValue } from "../model/value.js";
import { decodeObject, decodeValue, encodeObject, encodeValue } from "./value-json.js";

export interface EncodedPlan extends Omit<Plan, "changes" | "drift" | "outputs"> {
  readonly changes: readonly Change[];
  readonly drift: readonly Change[];
  readonly outputs: readonly OutputChange[];
}

/** The same plan with its values as JSON. */
export function encodePlan(plan: Plan): EncodedPlan {
  const mapAddress = (address: InstanceAddress) => address;
  return mapValues(plan, { mapObject: encodeObject, mapValue: encodeValue, mapAddress });
}

export function decodePlan(encoded: EncodedPlan): Plan {
  return mapValues(encoded, {
    mapObject: decodeObject,
    mapValue: decodeValue,
    mapAddress: fromJson,
  });
}

interface Mapping {
  readonly mapObject: (object: ObjectValue) => ObjectValue;
  readonly mapValue: typeof encodeValue;
  readonly mapAddress: typeof fromJson;
}

function mapValues(plan: Plan, { mapObject, mapValue, mapAddress }: Mapping): Plan {
  const mapChange = (change: Change): Change => ({
    ...change,
    instance: mapAddress(change.instance),
    before: change.before === null ? null : mapObject(change.before),
    after: change.after === null ? null : mapObject(change.after),
  });
  const mapInstance = (instance: StateInstance): StateInstance => ({
    ...instance,
    address: mapAddress(instance.address),
    attributes: mapObject(instance.attributes),
  });
  const { leftOut, data } = plan;
  return {
    ...plan,
    ...(leftOut === undefined ? {} : { leftOut: leftOut.map(mapInstance) }),
    ...(data === undefined ? {} : { data: data.map(mapInstance) }),
    changes: plan.changes.map(mapChange),
    drift: plan.drift.map(mapChange),
    outputs: plan.outputs.map((output) => ({
      ...output,
      before: mapValue(output.before),
      after: mapValue(output.after),
    })),
  };
}

type Mapped = "resources" | "variables" | "locals" | "outputs" | "checks" | "providers";

/** A called module with its maps as lists of entries. */
interface EncodedModule extends Omit<ModuleConfig, "variables" | "locals" | "outputs"> {
  readonly variables: readonly Entry<ModuleConfig["variables"]>[];
  readonly locals: readonly Entry<ModuleConfig["locals"]>[];
  readonly outputs: readonly Entry<ModuleConfig["outputs"]>[];
}

/**
 * Maps as lists of entries; without the graph, which follows from the rest, and without the text of its files and the
 * defaults of sensitive variables, which may be secrets.
 */
export type EncodedConfiguration = Omit<Configuration, Mapped | "modules" | "graph" | "files"> & {
  readonly [name in Mapped]: readonly Entry<Configuration[name]>[];
} & {
  /** The called ones; the root module is the configuration itself. */
  readonly modules: readonly EncodedModule[];
  /** Of the root module. */
  readonly requires: ModuleConfig["requires"];
};
type Entry<M> = M extends ReadonlyMap<infer Key, infer Item> ? readonly [Key, Item] : never;

export function encodeConfiguration(configuration: Configuration): EncodedConfiguration {
  const { graph: _, files: __, modules, ...rest } = configuration;
  const { resources, variables, locals, outputs, checks, providers } = rest;
  return {
    ...rest,
    resources: [...resources],
    variables: [...variables].map(([name, v]) => [name, withoutSecret(v)] as const),
    locals: [...locals],
    outputs: [...outputs],
    checks: [...checks],
    providers: [...providers],
    requires: modules.get("")?.requires ?? [],
    modules: [...modules.values()].filter(({ call }) => call !== undefined).map(encodeModule),
  };
}

function encodeModule({ variables, locals, outputs, ...module }: ModuleConfig): EncodedModule {
  return {
    ...module,
    variables: [...variables].map(([name, v]) => [name, withoutSecret(v)] as const),
    locals: [...locals],
    outputs: [...outputs],
  };
}

function withoutSecret(variable: VariableConfig): VariableConfig {
  if (!variable.sensitive || variable.default === null) return variable;
  const { default: _, ...rest } = variable;
  return rest;
}

export function decodeConfiguration(encoded: EncodedConfiguration): Configuration {
  const { resources, variables, locals, outputs, checks, providers } = encoded;
  const { requires: _, ...rest } = encoded;
  const configuration = {
    ...rest,
    resources: new Map(resources),
    variables: new Map(variables),
    locals: new Map(locals),
    outputs: new Map(outputs),
    checks: new Map(checks),
    providers: new Map(providers),
    imports: encoded.imports.map((each) => ({ ...each, to: fromJson(each.to) })),
    modules: decodeModules(encoded),
  };
  return { ...configuration, graph: graphConfiguration(configuration) };
}

function decodeModules(encoded: EncodedConfiguration): Configuration["modules"] {
  const { modules, requires, variables, locals, outputs } = encoded;
  const root = { path: [], folder: ".", requires, variables, locals, outputs };
  const all = [root, ...modules].map((module): readonly [string, ModuleConfig] => [
    formatModule(module.path),
    {
      ...module,
      variables: new Map(module.variables),
      locals: new Map(module.locals),
      outputs: new Map(module.outputs),
    },
  ]);
  return new Map(all);
}
