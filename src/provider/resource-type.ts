// What one resource type contributes: its id, its rules, what it plans for computed attributes, and how its
// attributes and operations correspond to a vSphere's. Everything common to all types (defaults, replaces,
// write-only values, faults, partial results) is done once, around it.

import type { AttributePath } from "../model/attribute-path.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { type ObjectValue, UNKNOWN, type Unknown, type Value } from "../model/value.js";
import type { Attributes } from "./attributes.js";
import type { Backend } from "./backend.js";
import type { WriteBackup } from "./write-backup.js";

export interface ResourceType {
  readonly type: string;
  /** Forms of the id, for import: `VCENTER/vm/NAME`. */
  readonly idForms: readonly string[];
  idOf(attributes: Attributes): string | Unknown;
  /** Rules between attributes, in vSphere's words; attributes may be unknown. */
  validate(config: Attributes): readonly Diagnostic[];
  /** Every computed attribute except `id`. */
  readonly computed: { readonly [attribute: string]: PlanComputed };
  /** Attributes that force a replace besides those that their schema says so of. */
  replacePaths?(change: UpdateChange): readonly AttributePath[];
  /** Changes in place that vSphere cannot do. */
  refuse?(change: UpdateChange): readonly Diagnostic[];
  readonly operations: Operations;
}

/** A planned creation or, with `before`, a planned update. */
export interface ObjectChange {
  readonly before: Attributes | null;
  readonly after: Attributes;
  /** Whether any of these differs in effect, defaults filled in; unknown counts as different. */
  hasChanged(...names: readonly string[]): boolean;
}

export interface UpdateChange extends ObjectChange {
  readonly before: Attributes;
}

export type PlanComputed = (change: ObjectChange, attribute: string) => Value;

/**
 * Each gives the attributes as the backend has them afterwards. What a backend cannot tell (a password's
 * version, the place of a backup file) is left out; so is what the user left to the backend.
 */
export interface Operations {
  /** Undefined when the object is gone. */
  read(backend: Backend, id: string, prior: ObjectValue | null): Promise<ObjectValue | undefined>;
  /** For data sources, where {@link read} would leave something to the user: all that the backend tells. */
  lookUp?(backend: Backend, id: string): Promise<ObjectValue | undefined>;
  /** One operation of the backend: it happens whole or not at all. */
  create(request: CreateRequest): Promise<ObjectValue>;
  /** What follows the creation; if it fails, the object exists all the same. */
  finishCreation?(request: CreateRequest): Promise<ObjectValue>;
  update(request: UpdateRequest): Promise<ObjectValue>;
  remove(backend: Backend, id: string): Promise<void>;
}

export interface CreateRequest {
  readonly backend: Backend;
  readonly id: string;
  /** Wholly known but for computed attributes. */
  readonly planned: Attributes;
  /** The same with write-only attributes. */
  readonly config: Attributes;
  readonly writeBackup: WriteBackup;
}

export interface UpdateRequest extends CreateRequest {
  readonly change: UpdateChange;
}

/** Decided when the object is created, the same ever after. */
export const setOnCreation: PlanComputed = affectedBy();

/** Unknown on creation and when one of the attributes changes, else as before. */
export function affectedBy(...names: readonly string[]): PlanComputed {
  return (change, attribute) => {
    if (change.before === null || change.hasChanged(...names)) return UNKNOWN;
    return change.before.object[attribute] ?? null;
  };
}
