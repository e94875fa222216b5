// The instances of modules: a call with `count` or `for_each` brings in several, and each has its own variables, locals,
// resources and outputs.

import { ANYTHING, type TypedValue, typeOf } from "../language/typed-value.js";
import type { Configuration, ModuleConfig } from "../load/configuration.js";
import { formatModule, type InstanceKey, modulePrefix } from "../model/address.js";
import { invariant } from "../model/invariant.js";
import type { Type } from "../model/type.js";
import type { Value } from "../model/value.js";
import { NO_REPETITION, type Repetition } from "./repetition.js";
import { repeatedValue } from "./resource-value.js";

export interface ModuleInstance {
  readonly module: ModuleConfig;
  /** Of the calls that lead to it. */
  readonly keys: readonly InstanceKey[];
  /** What stands before the addresses in it, such as `module.edge[0].`; empty in the root module. */
  readonly prefix: string;
  /** Absent in the root module. */
  readonly caller?: ModuleInstance;
  /** What `count` and `each` stand for where it is called. */
  readonly repetition: Repetition;
}

export interface ModuleInstances {
  readonly root: ModuleInstance;
  /** Of a module in all instances of those that call it; undefined until they are expanded, and where they can't be. */
  of(module: ModuleConfig): readonly ModuleInstance[] | undefined;
  /** That whose addresses have the prefix; undefined where there is none. */
  at(prefix: string): ModuleInstance | undefined;
  /** Says which instances a call brings in, for each instance of the module that calls. */
  expand(
    module: ModuleConfig,
    repetitionsIn: (caller: ModuleInstance) => readonly Repetition[] | undefined,
  ): void;
  /** What `module.NAME` stands for; `lookUp` gives what is known of an output. Found out once, until {@link noteOutput}. */
  valueOf(
    name: string,
    caller: ModuleInstance,
    lookUp: (key: string, at: ModuleInstance) => TypedValue | undefined,
  ): TypedValue;
  /** Says that an output of a module has become known, in all its instances. */
  noteOutput(module: ModuleConfig): void;
}

export function createModuleInstances({ modules }: Configuration): ModuleInstances {
  const module = modules.get("");
  invariant(module !== undefined, "a configuration has a root module");
  const root: ModuleInstance = { module, keys: [], prefix: "", repetition: NO_REPETITION };
  const known = new Map<ModuleConfig, readonly ModuleInstance[]>([[module, [root]]]);
  const byPrefix = new Map([["", root]]);
  const byCaller = new Map<ModuleInstance, Map<string, readonly ModuleInstance[]>>();
  const values = new Map<ModuleConfig, Map<ModuleInstance, TypedValue>>();
  const expand: ModuleInstances["expand"] = (called, repetitionsIn) => {
    const { path } = called;
    values.delete(called);
    const all: ModuleInstance[] = [];
    let isWhole = true;
    for (const caller of known.get(callerOf(called, modules)) ?? []) {
      const repetitions = repetitionsIn(caller);
      if (repetitions === undefined) isWhole = false;
      const instances = repetitions?.map((repetition): ModuleInstance => {
        const keys = [...caller.keys, repetition.key];
        return { module: called, keys, prefix: modulePrefix(path, keys), caller, repetition };
      });
      if (instances === undefined) continue;
      const calls = byCaller.get(caller) ?? new Map();
      byCaller.set(caller, calls.set(path.at(-1) ?? "", instances));
      for (const instance of instances) {
        all.push(instance);
        byPrefix.set(instance.prefix, instance);
      }
    }
    if (isWhole && known.has(callerOf(called, modules))) known.set(called, all);
  };
  return {
    root,
    of: (wanted) => known.get(wanted),
    at: (prefix) => byPrefix.get(prefix),
    expand,
    valueOf: (name, caller, lookUp) => {
      const called = modules.get(formatModule([...caller.module.path, name]));
      const instances = byCaller.get(caller)?.get(name);
      if (called?.call === undefined || instances === undefined) return ANYTHING;
      const known = values.get(called)?.get(caller);
      if (known !== undefined) return known;
      const typed = instances.map((instance) => {
        return { key: instance.repetition.key, ...outputsOf(instance, lookUp) };
      });
      const value = repeatedValue(called.call, typed) ?? ANYTHING;
      const ofCallers = values.get(called) ?? new Map();
      values.set(called, ofCallers.set(caller, value));
      return value;
    },
    noteOutput: (module) => {
      values.delete(module);
    },
  };
}

function callerOf({ path }: ModuleConfig, modules: Configuration["modules"]): ModuleConfig {
  const caller = modules.get(formatModule(path.slice(0, -1)));
  invariant(caller !== undefined, "a module is called by another");
  return caller;
}

function outputsOf(
  at: ModuleInstance,
  lookUp: (key: string, at: ModuleInstance) => TypedValue | undefined,
): { readonly value: Value; readonly type: Type } {
  const outputs = [...at.module.outputs.keys()].map(
    (name) => [name, lookUp(`output.${name}`, at) ?? ANYTHING] as const,
  );
  return {
    value: Object.fromEntries(outputs.map(([name, { value }]) => [name, value] as const)),
    type: ["object", Object.fromEntries(outputs.map(([name, typed]) => [name, typeOf(typed)]))],
  };
}
