// State → the text of a Terraform state file, version 4. The order is Terraform's, so that equal states are
// equal text. A secret never gets here: plan refuses it before, and this asserts it.

import { compareInstances, compareText, formatModule, formatResource } from "../model/address.js";
import type { CheckResult } from "../model/check.js";
import { invariant } from "../model/invariant.js";
import { jsonText } from "../model/json-text.js";
import { providerReference } from "../model/provider-address.js";
import type { State, StateInstance, StateOutput } from "../model/state.js";
import { TERRAFORM_VERSION } from "../model/terraform-version.js";
import { containsMarks, isWhollyKnown } from "../model/value.js";
import { withTypes } from "./dynamic-attributes.js";
import { encodeSensitive } from "./sensitive-attributes.js";

/** Two-space indent and a trailing newline, as Terraform writes it. */
export function encodeState(state: State): string {
  const { extra = {} } = state;
  const { terraform_version = TERRAFORM_VERSION, ...unused } = extra;
  const file = {
    version: 4,
    terraform_version,
    serial: state.serial,
    lineage: state.lineage,
    outputs: encodeOutputs(state.outputs),
    resources: encodeResources([...state.instances.values()].sort(compareStored)),
    check_results: state.checks === undefined ? null : state.checks.map(encodeCheck),
    ...(state.interrupted?.length ? { interrupted: state.interrupted } : {}),
    ...unused,
  };
  return `${jsonText(file, 2)}\n`;
}

function encodeCheck({ kind, address, status, objects }: CheckResult): object {
  const encoded = objects?.map((object) => ({
    object_addr: object.address,
    status: object.status,
    ...(object.problems.length === 0 ? {} : { failure_messages: object.problems }),
  }));
  // Of none Terraform says null, too.
  const isEmpty = encoded === undefined || encoded.length === 0;
  return { object_kind: kind, config_addr: address, status, objects: isEmpty ? null : encoded };
}

type Placed = Pick<StateInstance, "address" | "deposed">;

/** As they stand in the file: here modules are in the order of their texts. */
function compareStored(a: Placed, b: Placed): number {
  return compareText(moduleOf(a), moduleOf(b)) || compareStateInstances(a, b);
}

function moduleOf({ address: { resource, moduleKeys } }: Placed): string {
  return resource.module === undefined ? "" : formatModule(resource.module, moduleKeys);
}

/** Terraform's order: by address, and a current object before deposed ones. */
export function compareStateInstances(a: Placed, b: Placed): number {
  return compareInstances(a.address, b.address) || compareText(a.deposed ?? "", b.deposed ?? "");
}

/** One element of `instances` in a state file. */
export function encodeInstance(instance: StateInstance): object {
  const { provider: _, sensitive_attributes: _others, ...extra } = instance.extra ?? {};
  const { address, attributes } = instance;
  invariant(
    isWhollyKnown(attributes) && !containsMarks(attributes),
    `${formatResource(address.resource)} has a value in state that may not be stored`,
  );
  return {
    ...(address.key === undefined ? {} : { index_key: address.key }),
    ...(instance.tainted ? { status: "tainted" } : {}),
    ...(instance.deposed === undefined ? {} : { deposed: instance.deposed }),
    schema_version: instance.schemaVersion,
    attributes: withTypes(address.resource, attributes, instance.types),
    sensitive_attributes: encodeSensitive(instance),
    ...extra,
    ...(instance.dependencies.length === 0 ? {} : { dependencies: instance.dependencies }),
    ...(instance.createBeforeDestroy ? { create_before_destroy: true } : {}),
  };
}

function encodeOutputs(outputs: State["outputs"]): object {
  const entries = Object.entries(outputs).sort(([a], [b]) => compareText(a, b));
  return Object.fromEntries(entries.map(([name, output]) => [name, encodeOutput(name, output)]));
}

function encodeOutput(name: string, output: StateOutput): object {
  const isStorable = isWhollyKnown(output.value) && !containsMarks(output.value);
  invariant(isStorable && !output.sensitive, `output ${name} has a value that may not be stored`);
  return { value: output.value, type: output.type };
}

/** `sorted` has the instances of one resource side by side. */
function encodeResources(sorted: readonly StateInstance[]): object[] {
  const resources: { readonly key: string; readonly instances: object[] }[] = [];
  for (const instance of sorted) {
    const { address, providerAlias } = instance;
    const provider =
      instance.extra?.provider ?? providerReference(address.resource.type, providerAlias);
    const module = moduleOf(instance);
    const key = `${module} ${formatResource(instance.address.resource)} ${String(provider)}`;
    const last = resources.at(-1);
    if (last?.key === key) {
      last.instances.push(encodeInstance(instance));
    } else {
      const { mode, type, name } = instance.address.resource;
      const instances = [encodeInstance(instance)];
      const place = module === "" ? {} : { module };
      resources.push({ key, instances, ...place, ...{ mode, type, name, provider } });
    }
  }
  return resources.map(({ key: _, instances, ...resource }) => ({ ...resource, instances }));
}
