// What became of the conditions, as Terraform prints it with `show -json`, for a plan and for a state alike.

import {
  compareText,
  formatInstance,
  formatModule,
  parseInstance,
  parseResource,
} from "../model/address.js";
import type { CheckableKind, CheckedObject, CheckResult } from "../model/check.js";
import type { JsonObject } from "../model/json.js";
import { fromEntries } from "./json-masks.js";

/** Undefined where nothing has conditions. */
export function checksJson(results: readonly CheckResult[] = []): JsonObject[] | undefined {
  if (results.length === 0) return undefined;
  return [...results].sort((a, b) => compareText(a.address, b.address)).map(resultJson);
}

function resultJson({ kind, address, status, objects = [] }: CheckResult): JsonObject {
  return fromEntries([
    ["address", addressJson(kind, address)],
    ["status", status],
    ["instances", objects.length === 0 ? undefined : objects.map((o) => objectJson(kind, o))],
  ]);
}

function addressJson(kind: CheckableKind, address: string): JsonObject {
  const display = { to_display: address };
  if (kind === "resource") {
    const { module, ...local } = parseResource(address);
    return { ...display, kind, ...moduleOf(formatModule(module)), ...local };
  }
  const name = address.slice(address.lastIndexOf(".") + 1);
  const module = moduleBefore(kind, address);
  return { ...display, kind: kind === "output" ? "output_value" : kind, ...moduleOf(module), name };
}

function objectJson(kind: CheckableKind, { address, status, problems }: CheckedObject): JsonObject {
  const instance = kind === "resource" ? parseInstance(address) : undefined;
  const display = instance === undefined ? address : formatInstance(instance);
  const module =
    instance === undefined
      ? moduleBefore(kind, address)
      : formatModule(instance.resource.module, instance.moduleKeys);
  return fromEntries([
    [
      "address",
      fromEntries([
        ["to_display", display],
        ["module", module === "" ? undefined : module],
        ["instance_key", instance?.key],
      ]),
    ],
    ["status", status],
    ["problems", problems.length === 0 ? undefined : problems.map((message) => ({ message }))],
  ]);
}

function moduleOf(module: string): JsonObject {
  return module === "" ? {} : { module };
}

/** Of an output, a variable or a check: what stands before `output.NAME` and the like. */
function moduleBefore(kind: CheckableKind, address: string): string {
  const end = address.lastIndexOf(`${kind}.`);
  return address.slice(0, Math.max(0, end - 1));
}
