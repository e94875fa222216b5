// `count` and `for_each` → the instances of a resource or of a call. Which instances there are must be known when
// planning, and must be no secret: their keys stand in every plan.

import { evaluate } from "../language/evaluate.js";
import type { Expression } from "../language/expression.js";
import type { Scope } from "../language/scope.js";
import { memberType, shapeOf, type TypedValue } from "../language/typed-value.js";
import { ephemeralInstances } from "../load/check-ephemeral.js";
import type { ResourceConfig } from "../load/configuration.js";
import { compareText } from "../model/address.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import {
  containsSensitive,
  isEphemeral,
  isList,
  isObject,
  isSensitive,
  isUnknown,
  unmark,
} from "../model/value.js";
import { describeValue } from "../schema/describe-value.js";
import { NO_REPETITION, type Repetition } from "./repetition.js";

export interface Expansion {
  /** In the order of the keys; undefined if it could not be found out. */
  readonly repetitions: readonly Repetition[] | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** What may have several instances. */
type Repeated = Pick<ResourceConfig, "count" | "forEach" | "source">;

/** `address`: of what is repeated, for diagnostics. */
export function expandRepetition(of: Repeated, address: string, scope: Scope): Expansion {
  const { count, forEach } = of;
  const { source } = of;
  if (count !== undefined)
    return expand({ address, attribute: ["count"], source }, count, scope, readCount);
  if (forEach !== undefined)
    return expand({ address, attribute: ["for_each"], source }, forEach, scope, readForEach);
  return { repetitions: [NO_REPETITION], diagnostics: [] };
}

/** A summary and a detail, or the repetitions. */
type Reading = readonly Repetition[] | readonly [summary: string, detail: string];

function expand(
  where: Required<Pick<Diagnostic, "address" | "attribute" | "source">>,
  expression: Expression,
  scope: Scope,
  read: (typed: TypedValue) => Reading,
): Expansion {
  const { diagnostics: found, ...typed } = evaluate(expression, scope);
  if (found.length > 0) {
    return { repetitions: undefined, diagnostics: found.map((d) => ({ ...where, ...d })) };
  }
  const reading = read(typed);
  if (!isComplaint(reading)) return { repetitions: reading, diagnostics: [] };
  return { repetitions: undefined, diagnostics: [errorDiagnostic(...reading, where)] };
}

function isComplaint(reading: Reading): reading is readonly [string, string] {
  return typeof reading[0] === "string";
}

const COUNT = "Invalid count argument";
/** More objects than any vSphere has: beyond, it is a mistake. */
const MOST_INSTANCES = 1_000_000;
const FOR_EACH = "Invalid for_each argument";

function unknownReading(summary: string, name: string): Reading {
  const detail = `"${name}" depends on values that are known only after apply, so that it cannot be`;
  const advice = `predicted how many instances there will be. Use values of the configuration, or apply first what "${name}" depends on with --target.`;
  return [summary, `${detail} ${advice}`];
}

function secretReading(summary: string, name: string): Reading {
  return [
    summary,
    `"${name}" is a sensitive value, and the keys of instances stand in every plan.`,
  ];
}

/** As in Terraform a count may rest on a secret: how many there are gives nothing away. */
function readCount(typed: TypedValue): Reading {
  if (isEphemeral(typed.value)) return ephemeralInstances("count");
  const value = unmark(typed.value);
  if (isUnknown(value)) return unknownReading(COUNT, "count");
  const isNumeral = typeof value === "string" && /^\d+$/.test(value);
  const count = isNumeral ? Number(value) : value;
  if (typeof count !== "number" || !Number.isSafeInteger(count) || count < 0) {
    const given = isSensitive(typed.value) ? "what the sensitive value is" : describeValue(count);
    return [COUNT, `"count" must be a whole number, zero or greater, not ${given}.`];
  }
  if (count > MOST_INSTANCES) {
    const given = isSensitive(typed.value) ? "what the sensitive value is" : count;
    return [COUNT, `"count" must be at most ${MOST_INSTANCES}, not ${given}.`];
  }
  return Array.from({ length: count }, (_, key): Repetition => ({ kind: "count", key }));
}

function readForEach(typed: TypedValue): Reading {
  const value = unmark(typed.value);
  if (isEphemeral(typed.value)) return ephemeralInstances("for_each");
  if (isSensitive(typed.value)) return secretReading(FOR_EACH, "for_each");
  if (isUnknown(value)) return unknownReading(FOR_EACH, "for_each");
  const isMap = isObject(value);
  const isSet = isList(value) && shapeOf(typed) === "set";
  if (!isMap && !isSet) {
    const received = value === null ? "null" : isList(value) ? "a list" : `a ${typeof value}`;
    return [FOR_EACH, `"for_each" must be a map, or a set of strings (toset), not ${received}.`];
  }
  return isMap ? readMap(typed, value) : readSet(value);
}

function readMap(typed: TypedValue, map: Readonly<Record<string, TypedValue["value"]>>): Reading {
  const keys = Object.keys(map).sort(compareText);
  return keys.map((key): Repetition => {
    const type = typed.type === undefined ? undefined : memberType(typed.type, key);
    return { kind: "each", key, value: { value: map[key] ?? null, type } };
  });
}

function readSet(items: readonly TypedValue["value"][]): Reading {
  if (items.some(containsSensitive)) return secretReading(FOR_EACH, "for_each");
  if (items.some(isUnknown)) return unknownReading(FOR_EACH, "for_each");
  const keys = items.filter((item) => typeof item === "string").sort(compareText);
  if (keys.length < items.length) return [FOR_EACH, 'A set in "for_each" must hold strings only.'];
  return keys.map((key): Repetition => ({ kind: "each", key, value: { value: key } }));
}
