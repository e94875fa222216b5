// `check_results` of a state file → what became of the conditions in the last apply. Nothing rests on it, so that what
// cannot be read is left out.

import type { CheckableKind, CheckedObject, CheckResult, CheckStatus } from "../model/check.js";
import type { Value } from "../model/value.js";
import { isJsonObject, isText } from "./json-shape.js";

export function decodeChecks(json: Value | undefined): readonly CheckResult[] {
  return Array.isArray(json) ? json.flatMap(decodeCheck) : [];
}

const KINDS: readonly CheckableKind[] = ["resource", "output", "check", "var"];
const STATUSES: readonly CheckStatus[] = ["pass", "fail", "error", "unknown"];

function decodeCheck(json: unknown): readonly CheckResult[] {
  if (!isJsonObject(json)) return [];
  const { object_kind, config_addr: address, objects } = json;
  const kind = KINDS.find((known) => known === object_kind);
  const status = statusOf(json.status);
  if (kind === undefined || status === undefined || !isText(address)) return [];
  if (!Array.isArray(objects)) return [{ kind, address, status }];
  return [{ kind, address, status, objects: objects.flatMap(decodeObject) }];
}

function decodeObject(json: unknown): readonly CheckedObject[] {
  if (!isJsonObject(json)) return [];
  const { object_addr: address, failure_messages: messages } = json;
  const status = statusOf(json.status);
  if (status === undefined || !isText(address)) return [];
  return [{ address, status, problems: Array.isArray(messages) ? messages.filter(isText) : [] }];
}

function statusOf(json: unknown): CheckStatus | undefined {
  return STATUSES.find((known) => known === json);
}
