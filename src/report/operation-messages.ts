// The messages of Terraform's machine-readable UI about what is being done to one object, in Terraform's words. Whoever
// sends them has the clock.

import { formatInstance, type InstanceAddress } from "../model/address.js";
import { instanceJson, type UiMessage } from "./ui-messages.js";

/** `read`: of a data source. */
export type MessageAction = "create" | "update" | "delete" | "read";

const WORDS = {
  create: { start: "Creating", progress: "creating", end: "Creation" },
  update: { start: "Modifying", progress: "modifying", end: "Modifications" },
  delete: { start: "Destroying", progress: "destroying", end: "Destruction" },
  read: { start: "Refreshing", progress: "refreshing", end: "Refresh" },
} as const satisfies { readonly [action in MessageAction]: object };

export interface OperationMessage {
  readonly kind: "start" | "progress" | "complete" | "errored";
  readonly action: MessageAction;
  readonly instance: InstanceAddress;
  readonly id?: string | undefined;
  /** Whole ones since it was begun. */
  readonly elapsedSeconds: number;
}

export function operationMessage(told: OperationMessage): UiMessage {
  const { kind, action, instance, id, elapsedSeconds } = told;
  // What was destroyed has no id any more; while it lasts and where it failed Terraform names none.
  const hasId = kind === "start" || (kind === "complete" && action !== "delete");
  const named = hasId ? identity(id) : {};
  const time = kind === "start" ? {} : { elapsed_seconds: elapsedSeconds };
  return {
    "@level": "info",
    "@message": `${formatInstance(instance)}: ${describe(told)}${tail(named)}`,
    type: `apply_${kind}`,
    hook: { resource: instanceJson(instance), action, ...named, ...time },
  };
}

function describe({ kind, action, elapsedSeconds }: OperationMessage): string {
  const words = WORDS[action];
  const elapsed = formatElapsed(elapsedSeconds);
  switch (kind) {
    case "start":
      return `${words.start}...`;
    case "progress":
      return `Still ${words.progress}... [${elapsed} elapsed]`;
    case "complete":
    case "errored":
      return `${words.end} ${kind} after ${elapsed}`;
  }
}

/** That an object is read again, or was. */
export function refreshMessage(
  kind: "start" | "complete",
  { instance, id }: Pick<OperationMessage, "instance" | "id">,
): UiMessage {
  const named = identity(id);
  const what = kind === "start" ? "Refreshing state..." : "Refresh complete";
  return {
    "@level": "info",
    "@message": `${formatInstance(instance)}: ${what}${tail(named)}`,
    type: `refresh_${kind}`,
    hook: { resource: instanceJson(instance), ...named },
  };
}

interface Identity {
  readonly id_key?: string;
  readonly id_value?: string;
}

function identity(id: string | undefined): Identity {
  return id === undefined || id === "" ? {} : { id_key: "id", id_value: id };
}

function tail({ id_key, id_value }: Identity): string {
  return id_key === undefined ? "" : ` [${id_key}=${id_value}]`;
}

/** As Go writes a duration of whole seconds: `1h0m5s`. */
function formatElapsed(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const h = hours > 0 ? `${hours}h` : "";
  const m = minutes > 0 ? `${minutes % 60}m` : "";
  return `${h}${m}${seconds % 60}s`;
}
