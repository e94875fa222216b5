// One element of `instances` of a state file or of a line of the journal → StateInstance.

import {
  formatInstance,
  type InstanceAddress,
  type InstanceKey,
  type ResourceAddress,
  withModuleKeys,
} from "../model/address.js";
import { valueAt } from "../model/attribute-path.js";
import { formatStateInstance, type StateInstance } from "../model/state.js";
import { isObject, type ObjectValue, type Value } from "../model/value.js";
import { withoutTypes } from "./dynamic-attributes.js";
import { decodePath, describePath, isTextList, type Refuse } from "./json-shape.js";
import { otherSensitive } from "./sensitive-attributes.js";

/** What the resource around the instance says about it. */
export interface InstanceContext {
  readonly address: ResourceAddress;
  /** As in {@link InstanceAddress}, empty where none of them is set. */
  readonly moduleKeys: readonly InstanceKey[];
  /** Of the configuration of its provider. */
  readonly alias: string | undefined;
  readonly extra: ObjectValue;
  readonly refuse: Refuse;
}

/** Undefined if it was refused. */
export function decodeInstance(json: Value, context: InstanceContext): StateInstance | undefined {
  const { refuse, address: resource, moduleKeys } = context;
  const label = formatInstance({ resource, key: undefined, ...withModuleKeys(moduleKeys) });
  if (!isObject(json)) return refuse("Damaged state file", "an instance is no object.", label);
  const { index_key, status, deposed, schema_version, attributes, dependencies, ...rest } = json;
  const { create_before_destroy, ...unused } = rest;
  const damaged = (what: string) =>
    refuse("Damaged state file", `${label} has an instance ${what}.`, label);
  if (!isObject(attributes)) return damaged("without attributes");
  if (!isKey(index_key)) return damaged('whose "index_key" is neither a text nor a whole number');
  if (!isDeposedKey(deposed)) return damaged('whose "deposed" is no text');
  const address = { resource, key: index_key, ...withModuleKeys(moduleKeys) };
  const key = formatStateInstance(address, deposed);
  if (!isStorable({ attributes, paths: unused.sensitive_attributes, key }, refuse))
    return undefined;
  return {
    address,
    schemaVersion: typeof schema_version === "number" ? schema_version : 0,
    ...withoutTypes(resource, attributes),
    ...(status === "tainted" ? { tainted: true } : {}),
    ...(deposed === undefined ? {} : { deposed }),
    dependencies: isTextList(dependencies) ? dependencies : [],
    ...(create_before_destroy === true ? { createBeforeDestroy: true } : {}),
    ...(context.alias === undefined ? {} : { providerAlias: context.alias }),
    ...extraOf({ address, attributes, extra: { ...unused, ...context.extra } }),
  };
}

function isKey(key: Value | undefined): key is InstanceKey {
  return key === undefined || typeof key === "string" || Number.isSafeInteger(key);
}

function isDeposedKey(key: Value | undefined): key is string | undefined {
  return key === undefined || typeof key === "string";
}

function extraOf(instance: {
  readonly address: InstanceAddress;
  readonly attributes: ObjectValue;
  readonly extra: ObjectValue;
}): Pick<StateInstance, "extra"> {
  const { sensitive_attributes: _, ...without } = instance.extra;
  const others = otherSensitive(instance);
  const extra = others.length === 0 ? without : { ...without, sensitive_attributes: others };
  return Object.keys(extra).length === 0 ? {} : { extra };
}

function isStorable(
  instance: {
    readonly attributes: ObjectValue;
    readonly paths: Value | undefined;
    readonly key: string;
  },
  refuse: Refuse,
): boolean {
  const { attributes, paths, key } = instance;
  for (const json of Array.isArray(paths) ? paths : []) {
    const path = decodePath(json);
    if (path !== undefined && (valueAt(attributes, path) ?? null) === null) continue;
    const detail = `${key} has a secret at ${describePath(path)}, and Holdfast keeps none.`;
    refuse("Secret in the state", `${detail} Remove the object with \`terraform state rm\`.`, key);
    return false;
  }
  return true;
}
