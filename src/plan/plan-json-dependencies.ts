// What depends on what in a plan that is read from Terraform's JSON: the references of its configuration, followed through
// variables and outputs of modules. Locals are not in the format, so that what is reached through one alone is missing.

import { compareText, formatModule, formatResource, type ModulePath } from "../model/address.js";
import { isList, isObject, memberOf, type ObjectValue, type Value } from "../model/value.js";

/** By the address of a resource without keys: sorted addresses of all that it refers to. */
export type DeclaredDependencies = ReadonlyMap<string, readonly string[]>;

/**
 * `configuration` of the document; whatever in it is not as it should be refers to nothing. What is not there after the
 * plan and has no change is seen through, to what it refers to itself.
 */
export function readDependencies(
  configuration: Value,
  isThere: (address: string) => boolean,
): DeclaredDependencies {
  const root = isObject(configuration) ? memberOf(configuration, "root_module") : null;
  const modules = new Map<string, Module>();
  collectModules({ path: [], json: root, call: null }, modules);
  const named = new Map<string, ReadonlySet<string>>();
  for (const module of modules.values()) {
    for (const resource of objectsIn(module.json, "resources")) {
      const reached = new Set<string>();
      follow(referencesIn(resource), { module, modules, reached, seen: new Set() });
      named.set(addressOf(resource, module.path), reached);
    }
  }
  const entries = [...named.keys()].map((address) => {
    const found = new Set<string>();
    seeThrough(address, { named, isThere, found, seen: new Set([address]) });
    return [address, [...found].sort(compareText)] as const;
  });
  return new Map(entries);
}

interface Sight {
  readonly named: ReadonlyMap<string, ReadonlySet<string>>;
  readonly isThere: (address: string) => boolean;
  readonly found: Set<string>;
  readonly seen: Set<string>;
}

function seeThrough(address: string, sight: Sight): void {
  for (const name of sight.named.get(address) ?? []) {
    if (sight.seen.has(name)) continue;
    sight.seen.add(name);
    if (sight.isThere(name)) sight.found.add(name);
    else seeThrough(name, sight);
  }
}

interface Module {
  readonly path: ModulePath;
  readonly json: Value;
  /** What the module that calls it says; null for the root module. */
  readonly call: Value;
}

function collectModules(module: Module, into: Map<string, Module>): void {
  into.set(formatModule(module.path), module);
  const calls = isObject(module.json) ? memberOf(module.json, "module_calls") : null;
  if (!isObject(calls)) return;
  for (const [name, call] of Object.entries(calls)) {
    const json = isObject(call) ? memberOf(call, "module") : null;
    collectModules({ path: [...module.path, name], json, call }, into);
  }
}

function objectsIn(json: Value, name: string): readonly ObjectValue[] {
  const list = isObject(json) ? memberOf(json, name) : null;
  return isList(list) ? list.filter(isObject) : [];
}

function addressOf(resource: ObjectValue, module: ModulePath): string {
  const mode = resource.mode === "data" ? "data" : "managed";
  const place = module.length === 0 ? {} : { module };
  return formatResource({
    mode,
    type: String(resource.type),
    name: String(resource.name),
    ...place,
  });
}

/** Of all expressions in it, and its `depends_on`. */
function referencesIn(json: Value): readonly string[] {
  if (isList(json)) return json.flatMap(referencesIn);
  if (!isObject(json)) return [];
  return Object.entries(json).flatMap(([name, value]) =>
    name === "references" || name === "depends_on" ? textsIn(value) : referencesIn(value),
  );
}

/** A list of references names the module beside each of its outputs, which says no more. */
function textsIn(value: Value): readonly string[] {
  const texts = isList(value) ? value.filter((item) => typeof item === "string") : [];
  return texts.filter((text) => !texts.some((other) => other.startsWith(`${text}.`)));
}

interface Search {
  readonly module: Module;
  readonly modules: ReadonlyMap<string, Module>;
  readonly reached: Set<string>;
  /** Variables and outputs that were followed. */
  readonly seen: Set<string>;
}

function follow(references: readonly string[], search: Search): void {
  for (const reference of references) {
    const steps = reference.replaceAll(/\[[^\]]*\]/g, "").split(".");
    const [first = "", second = "", third] = steps;
    if (first === "var") followVariable(second, search);
    else if (first === "module") followModule(second, third, search);
    else if (!NAMES_OF_NO_RESOURCE.has(first)) reachResource(steps, search);
  }
}

const NAMES_OF_NO_RESOURCE = new Set(["local", "each", "count", "self", "path", "terraform"]);

function followVariable(name: string, search: Search): void {
  const { path, call } = search.module;
  const key = `${formatModule(path)} var.${name}`;
  const caller = search.modules.get(formatModule(path.slice(0, -1)));
  if (path.length === 0 || caller === undefined || search.seen.has(key)) return;
  search.seen.add(key);
  const expressions = isObject(call) ? memberOf(call, "expressions") : null;
  const given = isObject(expressions) ? memberOf(expressions, name) : null;
  follow(referencesIn(given), { ...search, module: caller });
}

/** Without an output, all that the module declares is meant. */
function followModule(name: string, output: string | undefined, search: Search): void {
  const path = [...search.module.path, name];
  const module = search.modules.get(formatModule(path));
  const key = `${formatModule(path)} ${output ?? ""}`;
  if (module === undefined || search.seen.has(key)) return;
  search.seen.add(key);
  if (output === undefined) {
    reachAll(module, search);
    return;
  }
  const outputs = isObject(module.json) ? memberOf(module.json, "outputs") : null;
  const declared = isObject(outputs) ? memberOf(outputs, output) : null;
  follow(referencesIn(declared), { ...search, module });
}

function reachAll(module: Module, search: Search): void {
  for (const resource of objectsIn(module.json, "resources")) {
    search.reached.add(addressOf(resource, module.path));
  }
  for (const called of search.modules.values()) {
    const parent = formatModule(called.path.slice(0, -1));
    const isInside = called.path.length > 0 && parent === formatModule(module.path);
    if (isInside) reachAll(called, search);
  }
}

function reachResource(steps: readonly string[], search: Search): void {
  const isData = steps[0] === "data";
  const [type, name] = isData ? steps.slice(1) : steps;
  if (type === undefined || name === undefined) return;
  const { path } = search.module;
  const place = path.length === 0 ? {} : { module: path };
  search.reached.add(formatResource({ mode: isData ? "data" : "managed", type, name, ...place }));
}

/** By the address of an instance: what it depended on when it was stored. */
export function readStoredDependencies(priorState: Value): DeclaredDependencies {
  const values = isObject(priorState) ? memberOf(priorState, "values") : null;
  const root = isObject(values) ? memberOf(values, "root_module") : null;
  const found = new Map<string, readonly string[]>();
  const collect = (module: Value): void => {
    for (const resource of objectsIn(module, "resources")) {
      const { address, depends_on: dependsOn = null } = resource;
      if (typeof address === "string") found.set(address, textsIn(dependsOn));
    }
    objectsIn(module, "child_modules").forEach(collect);
  };
  collect(root);
  return found;
}
