// A plan: what apply will do and why, decided completely before anything is done. It is plain data that
// survives JSON (src/plan/saved-plan.ts).

import { compareInstances, compareText, type InstanceAddress } from "./address.js";
import type { AttributePath } from "./attribute-path.js";
import type { CheckResult } from "./check.js";
import type { StateInstance } from "./state.js";
import type { DynamicTypes, Type } from "./type.js";
import type { ObjectValue, Value } from "./value.js";

/** `create-then-delete` is a replace of a resource with create_before_destroy. */
export type Action =
  | "no-op"
  | "create"
  | "read"
  | "update"
  | "delete"
  | "delete-then-create"
  | "create-then-delete"
  | "forget";

/** Terraform's words (`action_reason` of its plan JSON). */
export type ActionReason =
  | "replace_because_cannot_update"
  | "replace_because_tainted"
  | "replace_by_request"
  | "replace_by_triggers"
  | "delete_because_no_resource_config"
  | "delete_because_no_module"
  | "delete_because_wrong_repetition"
  | "delete_because_count_index"
  | "delete_because_each_key"
  | "delete_because_no_move_target"
  | "read_because_config_unknown"
  | "read_because_dependency_pending"
  | "read_because_check_nested";

export interface Change {
  /** `formatStateInstance` of `instance` and `deposed`. Unique in a plan. */
  readonly address: string;
  readonly instance: InstanceAddress;
  readonly deposed?: string;
  /** Set when a `moved` statement renamed it. */
  readonly previousAddress?: string;
  /** Set when the object is taken over by an `import` statement. */
  readonly importId?: string;
  /** Path of the construct that declares it, when known. */
  readonly construct?: string;
  readonly action: Action;
  readonly reason?: ActionReason;
  /** Prior object as it was read, or as it was stored where nothing declares it; null on create. */
  readonly before: ObjectValue | null;
  /** That object is half made. */
  readonly tainted?: true;
  /** Planned object, unknown where only apply can tell, write-only attributes null; null on delete. */
  readonly after: ObjectValue | null;
  /** Of `after`, where the schema has attributes of any type. */
  readonly types?: DynamicTypes;
  /** The paths that force a replace. */
  readonly replacePaths: readonly AttributePath[];
  /**
   * What must be carried out before this change: resource addresses without key, each standing for all
   * changes of that resource, so that 10,000 instances that depend on 10,000 others stay linear. A
   * create, update or replace names what it depends on; a delete names what depended on it. The steps
   * of replaces are ordered in full by `orderSteps` (src/plan/order-steps.ts).
   */
  readonly dependsOn: readonly string[];
  /** As `StateInstance.dependencies`: of the new object, or of the old one when it is deleted. */
  readonly dependencies: readonly string[];
  /** The dependencies of the object that a replace deletes. */
  readonly priorDependencies?: readonly string[];
  /**
   * Name of the check that a data source is read for. It waits for all other changes, and if it cannot be read, the
   * check fails and nothing else.
   */
  readonly check?: string;
  /** Stored with the object, so that it is kept when its configuration is gone. */
  readonly createBeforeDestroy?: true;
  /** As `StateInstance.providerAlias`, of the new object or of the old one when it is deleted. */
  readonly providerAlias?: string;
}

export interface OutputChange {
  readonly name: string;
  readonly action: "no-op" | "create" | "update" | "delete";
  readonly before: Value;
  readonly after: Value;
  readonly type: Type;
  /** Of `before`, where it is not that of `after`. */
  readonly priorType?: Type;
  readonly sensitive: boolean;
  /** It stays as it is, since the plan has only a part of the configuration. */
  readonly isLeftOut?: true;
}

export interface SeenFile {
  /** Absolute. */
  readonly path: string;
  readonly asked: "content" | "kind" | "names";
  /** SHA-256 of the content or of the names in the folder, or the kind; `unreadable` for a fault. */
  readonly answer: string;
}

export interface Plan {
  readonly stack: string;
  /** When it was made, RFC 3339 in UTC: what plantimestamp() gives, also when it is applied. */
  readonly timestamp?: string;
  /** What functions of the configuration asked about files. */
  readonly files?: readonly SeenFile[];
  readonly mode: "normal" | "refresh-only" | "destroy";
  /** What the plan was made against: apply refuses when it moved. */
  readonly prior: { readonly lineage: string; readonly serial: number };
  /** In Terraform's order, no-ops included. */
  readonly changes: readonly Change[];
  /** Differences between the stored state and the backend: action `update` or `delete`. */
  readonly drift: readonly Change[];
  readonly outputs: readonly OutputChange[];
  /**
   * What data sources gave: read while planning, or as it was where the plan leaves them out. Apply keeps it as it
   * is; those that are read during apply stand among the changes. Absent where there is none.
   */
  readonly data?: readonly StateInstance[];
  /** Addresses of the outputs of called modules that give something. Absent where there is none. */
  readonly calledOutputs?: readonly string[];
  /** What is known of the conditions, by address. Absent where nothing has any. */
  readonly checks?: readonly CheckResult[];
  /** The objects of the state were taken as stored: `--refresh=false`. */
  readonly unread?: true;
  /** False when `--target` or `--exclude` left something out. */
  readonly complete: boolean;
  /** The objects of the state that were left out, as they stay. */
  readonly leftOut?: readonly StateInstance[];
  /** It stands beside errors, so that it is never applied: a part of what was to be planned, or what they forbid. */
  readonly errored?: true;
  /** True when apply would change anything: objects, outputs or the stored state. */
  readonly applyable: boolean;
}

export function isNoOp(change: Change): boolean {
  return change.action === "no-op";
}

export function isReplace(change: Change): boolean {
  return change.action === "delete-then-create" || change.action === "create-then-delete";
}

/** Whether apply asks anything of what is there, though it changes nothing. */
export function hasQuestions({ mode, checks = [] }: Plan): boolean {
  return mode === "normal" && checks.some(({ objects = [] }) => objects.length > 0);
}

/**
 * What is shown as drift. A refresh plans nothing: what it only renames stands among what it found. To destroy, Terraform
 * reads the objects before it plans, and says nothing of what it found.
 */
export function driftIn({ mode, changes, drift }: Plan): readonly Change[] {
  if (mode === "destroy") return [];
  if (mode !== "refresh-only") return drift;
  const found = new Set(drift.map(({ address }) => address));
  const moved = changes.filter(
    ({ address, previousAddress }) => previousAddress !== undefined && !found.has(address),
  );
  return [...drift, ...moved].sort(compareChanges);
}

/** In Terraform's order. */
export function compareChanges(a: Change, b: Change): number {
  return compareInstances(a.instance, b.instance) || compareText(a.deposed ?? "", b.deposed ?? "");
}

/** Address → the object as it was read, where that is not as it was stored. */
export function objectsRead({ drift }: Plan): ReadonlyMap<string, ObjectValue> {
  return new Map(drift.flatMap(({ address, after }) => (after === null ? [] : [[address, after]])));
}

/** Terraform moves what it destroys while it reads the objects, before it plans, and says nothing of it. */
export function previousAddressIn(
  { mode, unread }: Plan,
  { previousAddress }: Change,
): string | undefined {
  return mode === "destroy" && !unread ? undefined : previousAddress;
}
