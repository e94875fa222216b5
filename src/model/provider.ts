// The port through which the plan and apply engines see resource types. It is shaped after Terraform's
// plugin protocol, so that one provider object serves our engine in-process and Terraform over gRPC.
// Expected failures come back as diagnostics; a throw is a bug.

import type { AttributePath } from "./attribute-path.js";
import type { Diagnostic } from "./diagnostic.js";
import type { ProviderFunctions } from "./provider-function.js";
import type { DynamicTypes, ProviderSchema } from "./type.js";
import type { ObjectValue } from "./value.js";

export interface Provider {
  readonly schema: ProviderSchema;

  /** What configurations may call as `provider::LOCAL_NAME::NAME(…)`. */
  readonly functions: ProviderFunctions;

  /** Rules within one resource, offline. `config` may hold unknowns. */
  validate(request: { readonly type: string; readonly config: ObjectValue }): readonly Diagnostic[];

  /**
   * What the object will be. `proposed` is Terraform's proposed new state: configuration merged with
   * prior computed values; null plans a destroy. Deterministic, and does not ask the backend.
   */
  plan(request: {
    readonly type: string;
    readonly prior: ObjectValue | null;
    readonly proposed: ObjectValue | null;
    readonly config: ObjectValue | null;
    /** Where the schema has attributes of any type. */
    readonly types?: { readonly prior: DynamicTypes; readonly proposed: DynamicTypes };
  }): PlannedObject;

  /** The object as the backend has it; null state when it is gone. */
  read(request: { readonly type: string; readonly state: ObjectValue }): Promise<ReadObject>;

  /**
   * Carries one planned change out. A null `planned` destroys. On failure `state` is what exists all
   * the same: null for nothing, else the object as far as it got. Null for an update leaves the state as it was, until
   * the object is read again.
   */
  apply(request: {
    readonly type: string;
    readonly prior: ObjectValue | null;
    readonly planned: ObjectValue | null;
    /** The configuration with write-only values; null on destroy. */
    readonly config: ObjectValue | null;
    /** What is made up for the object follows from it: the same in every run of the same plan. */
    readonly seed: string;
  }): Promise<ReadObject>;

  /** Rules within one data source, offline. `config` may hold unknowns. */
  validateData(request: {
    readonly type: string;
    readonly config: ObjectValue;
  }): readonly Diagnostic[];

  /** What a data source gives for a wholly known `config`, which is part of it; null state with errors only. */
  readData(request: { readonly type: string; readonly config: ObjectValue }): Promise<ReadObject>;

  /** `id` is the value of the attribute `id`; null state when there is no such object. */
  import(request: { readonly type: string; readonly id: string }): Promise<ReadObject>;
}

export interface PlannedObject {
  /** Unknown where only apply can tell; null for destroy. */
  readonly planned: ObjectValue | null;
  /** Of `planned`, where the schema has attributes of any type; those of the object once it is made. */
  readonly types?: DynamicTypes;
  readonly requiresReplace: readonly AttributePath[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface ReadObject {
  readonly state: ObjectValue | null;
  readonly diagnostics: readonly Diagnostic[];
}
