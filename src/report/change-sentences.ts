// What happens to an object and why, in words. Every change has a reason that a person can check.

import { formatResource } from "../model/address.js";
import { type AttributePath, formatPath } from "../model/attribute-path.js";
import { unreachable } from "../model/invariant.js";
import type { Action, ActionReason, Change } from "../model/plan.js";
import type { DiffNode } from "./diff-tree.js";
import { differingLeaves } from "./fold-changes.js";
import { someOf } from "./text.js";

/** The sign of an action, as Terraform's. */
export const ACTION_SIGNS: Readonly<Record<Action, string>> = {
  "no-op": " ",
  create: "+",
  read: "<=",
  update: "~",
  delete: "-",
  "delete-then-create": "-/+",
  "create-then-delete": "+/-",
  forget: ".",
};

/** What each sign of a plan stands for. */
export const ACTION_NAMES: Readonly<Record<Action, string>> = {
  "no-op": "no change",
  create: "create",
  read: "read (data resources)",
  update: "update in-place",
  delete: "destroy",
  "delete-then-create": "destroy and then create replacement",
  "create-then-delete": "create replacement and then destroy",
  forget: "no longer manage, without destroying",
};

/** Completes "holdfast_host.esx01 …", or "36 hosts …" for several that are alike. */
export function headlineOf(change: Change, objects: number): string {
  const isOrAre = objects === 1 ? "is" : "are";
  if (change.importId !== undefined && change.action === "no-op") return "will be imported";
  switch (change.action) {
    case "no-op":
      return `${isOrAre} ${change.previousAddress === undefined ? "as declared" : "moved"}`;
    case "create":
      return "will be created";
    case "read":
      return "will be read during apply";
    case "update":
      return change.importId === undefined
        ? "will be updated in-place"
        : "will be imported and updated";
    case "delete":
      return "will be destroyed";
    case "delete-then-create":
    case "create-then-delete":
      return change.reason === "replace_by_request" ? "will be replaced" : "must be replaced";
    case "forget":
      return "will no longer be managed, but will not be destroyed";
    default:
      return unreachable(change.action);
  }
}

/** The same for what was found changed outside of Holdfast. */
export function driftHeadlineOf(change: Change, objects: number): string {
  const hasOrHave = objects === 1 ? "has" : "have";
  return `${hasOrHave} ${change.action === "delete" ? "been deleted" : "changed"}`;
}

export interface ReasonContext {
  readonly isWholeDestroy: boolean;
  /** What refresh found of the same object. */
  readonly drift: Change | undefined;
}

/** Of one change, or of several that are alike. */
export function reasonFor(
  changes: readonly [Change, ...Change[]],
  nodes: readonly DiffNode[],
  context: ReasonContext,
): string {
  const [change] = changes;
  if (change.action === "forget") return "the configuration says to forget it";
  if (change.reason !== undefined && change.action !== "create")
    return describeReason(changes, change.reason);
  if (change.importId !== undefined) return "it exists, and the configuration imports it";
  switch (change.action) {
    case "no-op":
      return change.previousAddress === undefined ? "it is as declared" : previousOf(changes);
    case "create":
      return context.drift?.action === "delete"
        ? "declared, and was deleted outside of Holdfast"
        : "declared, and not there yet";
    case "update":
      return updateReason(nodes, context.drift);
    case "delete":
      if (context.isWholeDestroy) return "all of the stack is destroyed";
      return change.deposed === undefined
        ? "no longer declared"
        : "left over from a replacement, whose last step failed";
    case "read":
      return "it depends on what is not known yet";
    default:
      return "the configuration asks for it";
  }
}

function updateReason(nodes: readonly DiffNode[], drift: Change | undefined): string {
  const paths = new Set(differingLeaves(nodes).map(({ path }) => nameOfLeaf(path)));
  if (paths.size === 0) return "the stored state is brought up to date";
  const what = someOf([...paths], 3);
  const verb = paths.size === 1 ? "differs" : "differ";
  const by = drift === undefined ? "" : ", after a change outside of Holdfast";
  return `${what} ${verb} from what is declared${by}`;
}

/** Of an element of a list, the list. */
function nameOfLeaf(path: readonly string[]): string {
  const element = path.indexOf("[]");
  return (element === -1 ? path : path.slice(0, element)).join(".");
}

function describeReason(changes: readonly [Change, ...Change[]], reason: ActionReason): string {
  const { key } = changes[0].instance;
  switch (reason) {
    case "replace_because_cannot_update":
      return `${pathsOf(changes.flatMap(({ replacePaths }) => replacePaths))} cannot be changed in place`;
    case "replace_because_tainted":
      return "it is tainted: creating it failed half way";
    case "replace_by_request":
      return "asked for by --replace";
    case "replace_by_triggers":
      return "something in its replace_triggered_by changes";
    case "delete_because_no_resource_config":
      return `${resourcesOf(changes)} not in the configuration`;
    case "delete_because_no_module":
      return "there is no such instance of its module any more";
    case "delete_because_wrong_repetition":
      return key === undefined
        ? "the resource now uses count or for_each"
        : "the resource no longer uses count or for_each that way";
    case "delete_because_count_index":
      return `${keysOf(changes, "index", "indexes")} out of range for count`;
    case "delete_because_each_key":
      return `${keysOf(changes, "key", "keys")} not in for_each`;
    case "delete_because_no_move_target":
      return "it was moved to an address that is not in the configuration";
    case "read_because_config_unknown":
      return "its configuration refers to values that are not known yet";
    case "read_because_dependency_pending":
      return "it depends on a resource with changes pending";
    case "read_because_check_nested":
      return "a check is to see it as it is then";
    default:
      return unreachable(reason);
  }
}

function pathsOf(paths: readonly AttributePath[]): string {
  return someOf([...new Set(paths.map(formatPath))], 3);
}

function resourcesOf(changes: readonly Change[]): string {
  const names = [...new Set(changes.map(({ instance }) => formatResource(instance.resource)))];
  return `${someOf(names, 3)} ${names.length === 1 ? "is" : "are"}`;
}

function keysOf(changes: readonly Change[], one: string, many: string): string {
  const keys = changes.map(({ instance: { key } }) =>
    typeof key === "number" ? `[${key}]` : JSON.stringify(key),
  );
  return keys.length === 1 ? `${one} ${keys[0]} is` : `${many} ${someOf(keys, 3)} are`;
}

function previousOf(changes: readonly Change[]): string {
  const names = changes.flatMap(({ previousAddress = [] }) => previousAddress);
  return names.length === 1 ? `it was ${names[0]}` : `they were ${someOf(names, 2)}`;
}

/** `holdfast_key_server` → `key server`. */
export function nounOf(type: string): string {
  return type.slice(type.indexOf("_") + 1).replaceAll("_", " ");
}
