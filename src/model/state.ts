// What Holdfast remembers between runs: the objects it manages and their last known attributes. The
// file form is Terraform's state version 4 (src/state). Write-only values are never here.

import type { InstanceAddress } from "./address.js";
import type { Type } from "./type.js";
import type { ObjectValue, Value } from "./value.js";

export interface State {
  /** UUID made once; guards against mixing two states. */
  readonly lineage: string;
  /** Grows by one with each change that is written. */
  readonly serial: number;
  readonly outputs: { readonly [name: string]: StateOutput };
  /** By {@link formatInstance}, with ` (deposed KEY)` appended for deposed objects. */
  readonly instances: ReadonlyMap<string, StateInstance>;
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
  /** Set when creation failed half way: the next plan replaces it. */
  readonly tainted?: true;
  /** Eight hex digits: left over from a create-before-destroy whose destroy failed. */
  readonly deposed?: string;
  /** Resource addresses without key, transitive: deletion runs in their reverse. */
  readonly dependencies: readonly string[];
  readonly createBeforeDestroy?: true;
}
