// Small checks and conversions of what users pass to constructs, the same everywhere.

import type { IConstruct } from "constructs";
import { isAtLeast, parseVersion } from "../src/vsphere/versions.js";
import { Token } from "./cdk.js";

/** Whether a value is known now, and not a token that only Terraform can resolve. */
export function isLiteral(value: unknown): boolean {
  return !Token.isUnresolved(value);
}

/** The values without those that are undefined, which the bindings take for a value. */
export function defined<T extends object>(values: T): Defined<T> {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Defined<T>;
}

export type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/**
 * The name of a new object, its construct's id unless one is given.
 *
 * @throws when it could not be a step of an inventory path.
 */
export function checkedName(construct: IConstruct, name: string | undefined): string {
  const chosen = name ?? construct.node.id;
  if (isLiteral(chosen) && !/^[^/\s]+$/.test(chosen)) {
    throw misuse(
      construct,
      `"${chosen}" cannot be a name: names are steps of inventory paths and hold no slash and no blank.`,
    );
  }
  return chosen;
}

/** @throws unless it is a release of vSphere, such as "8.0 U3". */
export function checkedVersion(construct: IConstruct, version: string): string {
  if (isLiteral(version) && parseVersion(version) === undefined) {
    throw misuse(
      construct,
      `"${version}" is no release of vSphere. Write it as "7.0", "8.0 U3" or "9.0".`,
    );
  }
  return version;
}

/** Whether a release is known now and earlier than `minimum`. */
export function isKnownBefore(version: string | undefined, minimum: string): version is string {
  return version !== undefined && isLiteral(version) && !isAtLeast(version, minimum);
}

/** An error that says where in the tree it arose. */
export function misuse(construct: IConstruct, message: string): Error {
  return new Error(`[${construct.node.path}] ${message}`);
}

/** A name for messages, where the real one may be known only later. */
export function shown(name: string, construct: IConstruct): string {
  return isLiteral(name) ? name : construct.node.path;
}
