// Objects that an older Holdfast has stored, brought into the form of today's schema. Terraform asks for it with every
// object of a state, before anything else, whether the version is another or not; what it hands over is the JSON of the
// state. Since its first release every schema has a version, and a schema that changes its form gets an upgrader here.

import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import type { ResourceSchema } from "../model/type.js";
import type { ObjectValue } from "../model/value.js";
import { isRecord } from "./decode-value.js";
import { Refused, readJsonObject } from "./object-message.js";

/** Attributes as JSON, numbers with all digits. */
export type StoredObject = Readonly<Record<string, unknown>>;

/** From the version that it stands under to the next one. Names that the next does not have need not be taken out. */
export type Upgrader = (stored: StoredObject) => StoredObject;

/** By resource type: the first upgrades version 0 to 1, and so on. */
export type Upgraders = Readonly<Record<string, readonly Upgrader[]>>;

/** None yet: every schema is of version 0. */
export const UPGRADERS: Upgraders = {};

export interface StoredState {
  readonly type: string;
  /** Of the schema that it was stored under. */
  readonly version: number;
  readonly json: unknown;
}

/** @throws Refused */
export function upgradeState(
  schema: ResourceSchema,
  { type, version, json }: StoredState,
  upgraders: Upgraders = UPGRADERS,
): ObjectValue {
  if (!isRecord(json)) throw new Refused([notStored(type)]);
  if (version > schema.version) throw new Refused([newerVersion(type, { version, schema })]);
  const steps = (upgraders[type] ?? []).slice(version, schema.version);
  if (version + steps.length !== schema.version) throw new Refused([noWay(type, version)]);
  const upgraded = steps.reduce((stored, upgrade) => upgrade(stored), json);
  return readJsonObject(schema, upgraded) ?? {};
}

function notStored(type: string): Diagnostic {
  const detail = `The state has a ${type} that is no object. Restore the state from its backup, or remove the object from it.`;
  return errorDiagnostic("Damaged state", detail);
}

function newerVersion(
  type: string,
  { version, schema }: { readonly version: number; readonly schema: ResourceSchema },
): Diagnostic {
  const detail = `The state has a ${type} of schema version ${version}, and this version of Holdfast knows ${schema.version}. Use the version that wrote it, or a newer one.`;
  return errorDiagnostic("State of a newer Holdfast", detail);
}

function noWay(type: string, version: number): Diagnostic {
  const detail = `Holdfast does not know how a ${type} of schema version ${version} is read today.`;
  return errorDiagnostic("State of an unknown version", detail);
}
