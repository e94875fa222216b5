// The journal of an apply, `.NAME.journal` beside the state file NAME. Rewriting the whole state after each
// object would make an apply quadratic, so what is carried out is appended here and folded into the state
// once, at the end or by whoever writes next.
//
// One JSON object a line, each line ended by a newline:
//
//   {"format":"holdfast.journal/1","lineage":L,"serial":N}   first line: the state it continues
//   {"begin":{"address":A,"action":"create","id":I}}         durable before the change is carried out
//   {"put":A,"instance":{…}}                                 the object as it now is, as in the state file
//   {"gone":A}                                               the object no longer exists
//   {"all":[…]}                                              several of put and gone that belong together
//
// A is a key of `State.instances`. A `begin` without a later `put` or `gone` of the same A was interrupted:
// its outcome is unknown. A last line without newline was torn by a crash and counts as not written; it
// can only be the last, as nothing is appended after a failed write. A journal whose serial is below that
// of the state was folded already, and the crash came before its removal.

import { parseExactJson } from "../files/parse-json.js";
import { parseInstance } from "../model/address.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { jsonText } from "../model/json-text.js";
import { providerReference, readReference } from "../model/provider-address.js";
import {
  formatStateInstance,
  type InterruptedChange,
  type State,
  type StateInstance,
} from "../model/state.js";
import { isList, isObject, type ObjectValue, type Value } from "../model/value.js";
import { decodeInstance } from "./decode-instance.js";
import { decodeInterruptedChange } from "./decode-state.js";
import { encodeInstance } from "./encode-state.js";
import { isJsonObject, isText, isTooDeep } from "./json-shape.js";
import type { ObjectRecord } from "./state-store.js";

const FORMAT = "holdfast.journal/1";

export function encodeHeader(base: State): string {
  return encodeLine({ format: FORMAT, lineage: base.lineage, serial: base.serial });
}

export function encodeBegin(change: InterruptedChange): string {
  return encodeLine({ begin: change });
}

/** One line, so that a crash leaves all of the records or none. */
export function encodeRecords(records: readonly ObjectRecord[]): string {
  const [first, ...more] = records.map(recordLine);
  if (first === undefined) return "";
  return encodeLine(more.length === 0 ? first : { all: [first, ...more] });
}

function recordLine({ key, instance }: ObjectRecord): object {
  if (instance === null) return { gone: key };
  const { address, providerAlias } = instance;
  const provider =
    instance.extra?.provider ?? providerReference(address.resource.type, providerAlias);
  return { put: key, instance: { ...encodeInstance(instance), provider } };
}

function encodeLine(line: object): string {
  return `${jsonText(line)}\n`;
}

/** A state and what a journal adds to it. */
export interface ReplayedState {
  /** With the next serial when the journal changes anything. */
  readonly state: State;
  readonly diagnostics: readonly Diagnostic[];
}

/** `stored` is undefined when no state file exists yet: then the journal starts one. */
export function replayJournal(
  stored: State | undefined,
  text: string,
  file: string,
): ReplayedState | { readonly state: undefined; readonly diagnostics: readonly Diagnostic[] } {
  const lines = text.split("\n").slice(0, -1);
  const damaged = (line: number, what: string) => ({
    state: undefined,
    diagnostics: [damage(file, line, what)],
  });
  // Without even its first line nothing was begun.
  if (lines.length === 0) return { state: stored, diagnostics: [] };
  const base = decodeHeader(lines[0] ?? "", stored);
  if (base === undefined) return damaged(1, "it does not belong to the state beside it");
  if (base === "folded") return { state: stored, diagnostics: [] };
  const instances = new Map(base.instances);
  const begun = new Map((base.interrupted ?? []).map((change) => [change.address, change]));
  for (const [i, line] of lines.entries()) {
    if (i === 0 || replayLine(parseLine(line), instances, begun)) continue;
    return damaged(i + 1, "it is not readable");
  }
  if (lines.length === 1) return { state: stored, diagnostics: [] };
  const { interrupted: _, ...kept } = base;
  const interrupted = begun.size === 0 ? {} : { interrupted: [...begun.values()] };
  return {
    state: { ...kept, serial: base.serial + 1, instances, ...interrupted },
    diagnostics: [],
  };
}

function damage(file: string, line: number, what: string): Diagnostic {
  const detail = `${file} records what an interrupted apply carried out, and ${what}, at line ${line}.`;
  const advice = "Keep a copy of it, delete it, and import the objects that the state then misses.";
  const source = { file, line };
  return errorDiagnostic("Damaged journal beside the state", `${detail} ${advice}`, { source });
}

function decodeHeader(line: string, stored: State | undefined): State | "folded" | undefined {
  const header = parseLine(line);
  if (header?.format !== FORMAT || !isText(header.lineage)) return undefined;
  const { lineage, serial } = header;
  if (stored === undefined) {
    return serial === 0 ? { lineage, serial, outputs: {}, instances: new Map() } : undefined;
  }
  if (stored.lineage !== lineage || typeof serial !== "number") return undefined;
  if (serial < stored.serial) return "folded";
  return serial === stored.serial ? stored : undefined;
}

function parseLine(line: string): ObjectValue | undefined {
  const { value } = parseExactJson(line, "journal");
  return isJsonObject(value) && !isTooDeep(value) ? value : undefined;
}

/** False if the line is none of the format's. */
function replayLine(
  line: ObjectValue | undefined,
  instances: Map<string, StateInstance>,
  begun: Map<string, InterruptedChange>,
): boolean {
  if (isList(line?.all)) {
    return line.all.every((part) => isObject(part) && replayLine(part, instances, begun));
  }
  if (line?.begin !== undefined) {
    const change = decodeInterruptedChange(line.begin);
    if (change !== undefined) begun.set(change.address, change);
    return change !== undefined;
  }
  const key = line?.put ?? line?.gone;
  if (line === undefined || !isText(key)) return false;
  begun.delete(key);
  if (line.gone !== undefined) {
    instances.delete(key);
    return true;
  }
  const instance = decodePut(key, line.instance ?? null);
  if (instance !== undefined) instances.set(key, instance);
  return instance !== undefined;
}

function decodePut(key: string, json: Value): StateInstance | undefined {
  const address = parseInstance(key.replace(/ \(deposed \w+\)$/, ""));
  if (address === undefined || !isObject(json)) return undefined;
  const { provider, ...instance } = json;
  const reference = readReference(provider, address.resource.type);
  const extra = reference === undefined ? { provider: provider ?? null } : {};
  const refuse = () => undefined;
  const { resource, moduleKeys = [] } = address;
  const decoded = decodeInstance(instance, {
    address: resource,
    moduleKeys,
    alias: reference?.alias,
    extra,
    refuse,
  });
  if (decoded === undefined) return undefined;
  return formatStateInstance(decoded.address, decoded.deposed) === key ? decoded : undefined;
}
