// What became of the conditions, as Terraform prints it with `show -json`, for a plan and for a state alike.

import { compareText, formatInstance, parseInstance, parseResource } from "../model/address.js";
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
  if (kind === "resource") return { ...display, kind, ...parseResource(address) };
  const name = address.slice(address.indexOf(".") + 1);
  return { ...display, kind: kind === "output" ? "output_value" : kind, name };
}

function objectJson(kind: CheckableKind, { address, status, problems }: CheckedObject): JsonObject {
  const instance = kind === "resource" ? parseInstance(address) : undefined;
  const display = instance === undefined ? address : formatInstance(instance);
  return fromEntries([
    [
      "address",
      fromEntries([
        ["to_display", display],
        ["instance_key", instance?.key],
      ]),
    ],
    ["status", status],
    ["problems", problems.length === 0 ? undefined : problems.map((message) => ({ message }))],
  ]);
}
