// What a `moved` block makes of an object that another provider or another resource type has stored. An object of the
// same type is taken as it is, whoever kept it: a copy of this provider under another address. One of another type
// has only its id in common, and is taken by it where it has the form of an inventory path; what it is, is then read.

import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import type { ResourceSchema } from "../model/type.js";
import type { ObjectValue } from "../model/value.js";
import { isRecord } from "./decode-value.js";
import { Refused, readJsonObject } from "./object-message.js";
import { upgradeState } from "./upgrade-state.js";

export interface MoveRequest {
  readonly source: {
    /** `registry.terraform.io/holdfast/holdfast`. */
    readonly provider: string;
    readonly type: string;
    readonly version: number;
    readonly json: unknown;
  };
  readonly target: {
    readonly type: string;
    readonly schema: ResourceSchema;
    readonly isId: (id: string) => boolean;
  };
}

/** @throws Refused */
export function moveState({ source, target }: MoveRequest): ObjectValue {
  if (source.type === target.type) return upgradeState(target.schema, source);
  // Two types of this provider are never one object: what was moved away would be left to itself.
  const isOwn = source.type.startsWith("holdfast_");
  const id = isRecord(source.json) ? source.json.id : undefined;
  if (isOwn || typeof id !== "string" || !target.isId(id)) {
    throw new Refused([cannotMove({ source, target })]);
  }
  return readJsonObject(target.schema, { id }) ?? {};
}

function cannotMove({ source, target }: MoveRequest): Diagnostic {
  const detail =
    `A ${source.type} of ${source.provider} is no ${target.type}. Remove the moved block; forget the old object ` +
    "with a removed block that has destroy = false, and import the new one by its inventory path.";
  return errorDiagnostic("Cannot move between these types", detail);
}
