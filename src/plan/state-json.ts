// A state as Terraform prints it with `show -json`, format 1.0: for tools that read Terraform's.

import { schemaOfResource } from "../builtin/terraform-schema.js";
import {
  compareText,
  formatInstance,
  formatModule,
  type InstanceAddress,
} from "../model/address.js";
import type { Json, JsonObject } from "../model/json.js";
import { providerAddress, providerNameOf } from "../model/provider-address.js";
import type { State, StateInstance } from "../model/state.js";
import { TERRAFORM_VERSION } from "../model/terraform-version.js";
import type { DynamicTypes, ProviderSchema, Type } from "../model/type.js";
import { isWhollyKnown, type Value } from "../model/value.js";
import { compareStateInstances } from "../state/encode-state.js";
import { checksJson } from "./checks-json.js";
import { fromEntries, knownObject, knownPart, sensitiveMask } from "./json-masks.js";

export function stateToJson(state: State, schema: ProviderSchema): JsonObject {
  const objects = [...state.instances.values()].sort(compareStateInstances).map(shownObject);
  const outputs = Object.entries(state.outputs).map(
    ([name, { value, type }]): ShownOutput => ({ name, value, type }),
  );
  const document = stateDocument(objects, outputs, schema);
  const checks = checksJson(state.checks);
  return checks === undefined ? document : { ...document, checks };
}

export function shownObject(instance: StateInstance): ShownObject {
  const { address, attributes, dependencies, tainted, deposed } = instance;
  return {
    address,
    attributes,
    dependencies,
    ...(tainted ? { tainted } : {}),
    ...(deposed === undefined ? {} : { deposed }),
  };
}

export interface ShownObject {
  readonly address: InstanceAddress;
  /** Null for one that a plan forgets. */
  readonly attributes: StateInstance["attributes"] | null;
  /** Of attributes of any type; asked for what is not known yet. */
  readonly types?: DynamicTypes | undefined;
  readonly dependencies?: readonly string[];
  readonly tainted?: true;
  readonly deposed?: string;
}

export interface ShownOutput {
  readonly name: string;
  readonly value: Value;
  readonly type: Type;
}

/** A whole document of format 1.0. */
export function stateDocument(
  objects: readonly ShownObject[],
  outputs: readonly ShownOutput[],
  schema: ProviderSchema,
): JsonObject {
  return {
    format_version: "1.0",
    terraform_version: TERRAFORM_VERSION,
    values: stateValues(objects, outputs, schema),
  };
}

/** The `values` of a state, and `planned_values` of a plan. */
export function stateValues(
  objects: readonly ShownObject[],
  outputs: readonly ShownOutput[],
  schema: ProviderSchema,
): JsonObject {
  return fromEntries([
    ["outputs", outputs.length === 0 ? undefined : outputsJson(outputs)],
    ["root_module", moduleJson(gatherModules(objects), schema)],
  ]);
}

/** The objects in one instance of a module, and the modules called in it. */
interface ShownModule {
  /** Absent for the root module. */
  readonly address?: string;
  readonly objects: ShownObject[];
  readonly modules: Map<string, ShownModule>;
}

function gatherModules(objects: readonly ShownObject[]): ShownModule {
  const root: ShownModule = { objects: [], modules: new Map() };
  for (const object of objects) {
    const { resource, moduleKeys = [] } = object.address;
    const { module = [] } = resource;
    let at = root;
    for (const [i] of module.entries()) {
      const address = formatModule(module.slice(0, i + 1), moduleKeys);
      const next = at.modules.get(address) ?? { address, objects: [], modules: new Map() };
      at.modules.set(address, next);
      at = next;
    }
    at.objects.push(object);
  }
  return root;
}

function moduleJson(
  { address, objects, modules }: ShownModule,
  schema: ProviderSchema,
): JsonObject {
  const called = [...modules].sort(([a], [b]) => compareText(a, b));
  const resources = objects.map((object) => resourceJson(object, schema));
  return fromEntries([
    ["resources", resources.length === 0 ? undefined : resources],
    ["address", address],
    [
      "child_modules",
      called.length === 0 ? undefined : called.map(([, m]) => moduleJson(m, schema)),
    ],
  ]);
}

function outputsJson(outputs: readonly ShownOutput[]): JsonObject {
  const entries = outputs.map(({ name, value, type }): [string, Json] => {
    if (!isWhollyKnown(value)) return [name, { sensitive: false }];
    const json = { sensitive: false, type: typeJson(type), value: knownPart(value) ?? null };
    return [name, json];
  });
  return Object.fromEntries(entries);
}

function resourceJson(object: ShownObject, schema: ProviderSchema): JsonObject {
  const { address, attributes, types, dependencies = [], tainted, deposed } = object;
  const { mode, type, name } = address.resource;
  const found = schemaOfResource(address.resource, schema);
  return fromEntries([
    ["address", formatInstance(address)],
    ["mode", mode],
    ["type", type],
    ["name", name],
    ["index", address.key],
    ["provider_name", providerAddress(providerNameOf(type))],
    ["schema_version", found?.version ?? 0],
    ["values", shownValues(attributes)],
    ["sensitive_values", sensitiveMask(found?.block.attributes ?? {}, attributes, types)],
    ["depends_on", dependencies.length === 0 ? undefined : dependencies],
    ["tainted", tainted],
    ["deposed_key", deposed],
  ]);
}

/** Terraform leaves out an object of which nothing is known. */
function shownValues(attributes: ShownObject["attributes"]): JsonObject | undefined {
  const known = attributes === null ? {} : knownObject(attributes);
  return Object.keys(known).length === 0 ? undefined : known;
}

/** A type in Terraform's JSON spelling, which is our own. */
export function typeJson(type: Type): Json {
  if (typeof type === "string") return type;
  switch (type[0]) {
    case "list":
    case "set":
    case "map":
      return [type[0], typeJson(type[1])];
    case "tuple":
      return ["tuple", type[1].map(typeJson)];
    case "object":
      return ["object", fromEntries(Object.entries(type[1]).map(([n, t]) => [n, typeJson(t)]))];
  }
}
