// Where two documents differ, one line each: what a failing story prints instead of two whole plans.

import { isDeepStrictEqual } from "node:util";

/** `PATH: TERRAFORM'S | OURS`, with `nothing` for what is absent. */
export function differences(theirs: unknown, own: unknown, path = "plan"): readonly string[] {
  if (isDeepStrictEqual(theirs, own)) return [];
  if (!isContainer(theirs) || !isContainer(own) || Array.isArray(theirs) !== Array.isArray(own))
    return [`${path}: ${shown(theirs)} | ${shown(own)}`];
  const names = new Set([...Object.keys(theirs), ...Object.keys(own)]);
  return [...names].flatMap((name) =>
    differences(member(theirs, name), member(own, name), `${path}.${name}`),
  );
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function member(value: object, name: string): unknown {
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
