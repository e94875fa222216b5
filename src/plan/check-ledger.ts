// Keeps, while a plan is made or carried out, what became of every condition: which objects there are of what has
// conditions, and what each condition said of them the last time it was asked.

import type { Configuration } from "../load/configuration.js";
import { compareText, modulePrefix } from "../model/address.js";
import {
  type CheckableKind,
  type CheckedObject,
  type CheckResult,
  type CheckStatus,
  worstStatus,
} from "../model/check.js";

/** Where a condition stands; `data` is the data source of a check, which must be readable. */
export type RuleKind = "precondition" | "postcondition" | "validation" | "assertion" | "data";

export interface Outcome {
  readonly status: CheckStatus;
  /** Why it does not hold, if that may be shown. */
  readonly problem?: string;
}

/** `of`: the address of what has the conditions; `object`: that of the instance, or the same. */
export interface Checked {
  readonly of: string;
  readonly object: string;
}

export interface CheckLedger {
  /** Says which objects there are of something. What was noted of them before is kept. */
  expect(of: string, objects: readonly string[]): void;
  /** Says of one more object that it is there. */
  admit(checked: Checked): void;
  isExpected(of: string): boolean;
  /** Of all conditions of one kind, as they stand in the configuration. */
  note(checked: Checked, kind: RuleKind, outcomes: readonly Outcome[]): void;
  statusOf(checked: Checked): CheckStatus;
  /** By address, of everything in the configuration that has conditions; undefined if nothing has. */
  results(): readonly CheckResult[] | undefined;
}

interface Checkable {
  readonly kind: CheckableKind;
  readonly rules: readonly RuleKind[];
}

type Notes = Map<RuleKind, readonly Outcome[]>;

/** `planned`: results of a plan, whose objects are expected with nothing known of them. */
export function createCheckLedger(
  configuration: Configuration,
  planned: readonly CheckResult[] = [],
): CheckLedger {
  const checkables = findCheckables(configuration);
  const objects = new Map<string, Map<string, Notes>>();
  const expect: CheckLedger["expect"] = (of, addresses) => {
    if (!checkables.has(of)) return;
    const before = objects.get(of);
    objects.set(of, new Map(addresses.map((a) => [a, before?.get(a) ?? new Map()] as const)));
  };
  for (const result of planned) {
    if (result.objects !== undefined)
      expect(
        result.address,
        result.objects.map(({ address }) => address),
      );
  }
  const resultOf = (of: string, { kind, rules }: Checkable): CheckResult => {
    const known = objects.get(of);
    if (known === undefined) return { kind, address: of, status: "unknown" };
    const checked = [...known].map(([address, notes]) => checkedObject(address, rules, notes));
    checked.sort((a, b) => compareText(a.address, b.address));
    const status = worstStatus(checked.map((object) => object.status));
    return { kind, address: of, status, objects: checked };
  };
  return {
    expect,
    admit: ({ of, object }) => {
      const known = [...(objects.get(of)?.keys() ?? [])];
      if (!known.includes(object)) expect(of, [...known, object]);
    },
    isExpected: (of) => objects.has(of),
    note: ({ of, object }, kind, outcomes) => objects.get(of)?.get(object)?.set(kind, outcomes),
    statusOf: ({ of, object }) => {
      const notes = objects.get(of)?.get(object);
      const { rules = [] } = checkables.get(of) ?? {};
      return notes === undefined ? "unknown" : checkedObject(object, rules, notes).status;
    },
    results: () => {
      if (checkables.size === 0) return undefined;
      const results = [...checkables].map(([of, checkable]) => resultOf(of, checkable));
      return results.sort((a, b) => compareText(a.address, b.address));
    },
  };
}

function checkedObject(address: string, rules: readonly RuleKind[], notes: Notes): CheckedObject {
  const outcomes = rules.flatMap((rule) => notes.get(rule) ?? [{ status: "unknown" } as const]);
  const problems = outcomes.flatMap(({ problem }) => problem ?? []).sort(compareText);
  return { address, status: worstStatus(outcomes.map(({ status }) => status)), problems };
}

function findCheckables(configuration: Configuration): ReadonlyMap<string, Checkable> {
  const { resources, modules, checks } = configuration;
  const found = new Map<string, Checkable>();
  const add = (of: string, kind: CheckableKind, rules: readonly (RuleKind | false)[]): void => {
    const there = rules.filter((rule) => rule !== false);
    if (there.length > 0) found.set(of, { kind, rules: there });
  };
  for (const [of, { lifecycle }] of resources) {
    add(of, "resource", [
      lifecycle.preconditions.length > 0 && "precondition",
      lifecycle.postconditions.length > 0 && "postcondition",
    ]);
  }
  for (const { path, outputs, variables } of modules.values()) {
    const prefix = modulePrefix(path);
    for (const [name, { preconditions }] of outputs)
      add(`${prefix}output.${name}`, "output", [preconditions.length > 0 && "precondition"]);
    for (const [name, { validations }] of variables)
      add(`${prefix}var.${name}`, "var", [validations.length > 0 && "validation"]);
  }
  for (const [of, { data }] of checks)
    add(of, "check", [data !== undefined && "data", "assertion"]);
  return found;
}
