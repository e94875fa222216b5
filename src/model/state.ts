// What Holdfast remembers between runs: the objects it manages and their last known attributes. The
// file form is Terraform's state version 4 (src/state). Write-only values are never here.

import { formatInstance, type InstanceAddress } from "./address.js";
import type { CheckResult } from "./check.js";
import type { DynamicTypes, Type } from "./type.js";
import type { ObjectValue, Value } from "./value.js";

export interface State {
  /** UUID made once; guards against mixing two states. */
  readonly lineage: string;
  /** Grows by one with each change that is written. */
  readonly serial: number;
  readonly outputs: { readonly [name: string]: StateOutput };
  /** By {@link formatStateInstance}. */
  readonly instances: ReadonlyMap<string, StateInstance>;
  /** What became of the conditions in the last apply. */
  readonly checks?: readonly CheckResult[];
  /** Changes that an apply had begun when it was killed, and whose outcome nobody wrote down. */
  readonly interrupted?: readonly InterruptedChange[];
  /** Fields of Terraform's own files that Holdfast does not use, kept as they were read. */
  readonly extra?: ObjectValue;
}

/** The next plan looks what became of it: a create with a known `id` is looked up and taken over. */
export interface InterruptedChange {
  /** As in {@link State.instances}. */
  readonly address: string;
  readonly action: "create" | "update" | "delete";
  /** Absent when it was not known before the change. */
  readonly id?: string;
}

export interface StateOutput {
  readonly value: Value;
  readonly type: Type;
  readonly sensitive?: true;
}

export interface StateInstance {
  readonly address: InstanceAddress;
  readonly schemaVersion: number;
  /** Every attribute of the schema, wholly known, write-only ones null. */
  readonly attributes: ObjectValue;
  /** Where the schema has attributes of any type. */
  readonly types?: DynamicTypes;
  /** Set when creation failed half way: the next plan replaces it. */
  readonly tainted?: true;
  /** Eight hex digits: left over from a create-before-destroy whose destroy failed. */
  readonly deposed?: string;
  /**
   * Resource addresses without key, transitive, sorted: deletion runs in their reverse. Where they would
   * be more than a hundred, the direct ones alone, so that a chain of 10,000 resources stays linear.
   */
  readonly dependencies: readonly string[];
  readonly createBeforeDestroy?: true;
  /** Alias of the configuration of its provider; absent for the one without. */
  readonly providerAlias?: string;
  /** Fields of Terraform's own files that Holdfast does not use, kept as they were read. */
  readonly extra?: ObjectValue;
}

/** The key of an instance in {@link State.instances}: its address, and ` (deposed KEY)` if deposed. */
export function formatStateInstance(address: InstanceAddress, deposed?: string): string {
  const text = formatInstance(address);
  return deposed === undefined ? text : `${text} (deposed ${deposed})`;
}

/** The state before anything was applied. `lineage` is a new UUID. */
export function emptyState(lineage: string): State {
  return { lineage, serial: 0, outputs: {}, instances: new Map() };
}
