// A world from the text of a snapshot, row by row. What is wrong with the text is told with the line it stands in and
// never with the text itself, which is full of keys.

import { constants } from "node:buffer";
import { parseJson } from "../files/parse-json.js";
import { completeRows } from "./older-rows.js";
import { SNAPSHOT_FORMAT, SNAPSHOT_KINDS } from "./snapshot.js";
import {
  makeWorld,
  type RecordKind,
  type RowSource,
  type Rows,
  THE_WORLD,
  type World,
} from "./world.js";

/** A row a line. */
const LINE_FORMATS: readonly unknown[] = ["holdfast.simulator/3", SNAPSHOT_FORMAT];
/** One JSON document, with an object of tables. */
const DOCUMENT_FORMATS: readonly unknown[] = ["holdfast.simulator/1", "holdfast.simulator/2"];
const KINDS: ReadonlySet<unknown> = new Set(SNAPSHOT_KINDS);

/** A text that is no snapshot, is damaged, or of a format that is not known here. */
export class SnapshotError extends Error {
  override readonly name = "SnapshotError";
  constructor(
    message: string,
    /** From 1, where the place is known. */
    readonly line?: number,
  ) {
    super(message);
  }
}

interface Line {
  readonly number: number;
  readonly text: string;
}

interface Row {
  readonly kind: RecordKind;
  readonly entry: readonly [string, object];
}

/** A world from the parts of its text, in order. Throws {@link SnapshotError}. */
export function readSnapshot(parts: Iterable<string>): World {
  const lines = linesOf(parts);
  const first = lines.next().value ?? { number: 1, text: "" };
  const document = parseLine(first) ?? parseWhole(first, lines);
  const format = isObject(document) ? document.format : undefined;
  if (LINE_FORMATS.includes(format)) return worldOf(rowsOfLines(lines));
  if (DOCUMENT_FORMATS.includes(format)) {
    for (const { number } of lines) throw damaged(number);
    return worldOf(rowsOfDocument(document));
  }
  if (typeof format !== "string" || !format.startsWith("holdfast.simulator/")) throw noSnapshot();
  throw new SnapshotError(
    `The snapshot has the format ${format}; this version of holdfast reads ${SNAPSHOT_FORMAT}.`,
  );
}

function noSnapshot(): SnapshotError {
  return new SnapshotError("The file is not a snapshot of a simulated vSphere.");
}

function damaged(line?: number): SnapshotError {
  const where = line === undefined ? "The snapshot" : `Line ${line} of the snapshot`;
  return new SnapshotError(`${where} is damaged.`, line);
}

/** The keys of hosts, which come last, are made into keyrings as they are read and are never all there as rows. */
function worldOf(rows: Iterator<Row, void>): World {
  const tables = new Map<RecordKind, Row["entry"][]>();
  let next = rows.next();
  for (; !next.done && next.value.kind !== "hostKeys"; next = rows.next()) {
    const { kind, entry } = next.value;
    const table = tables.get(kind);
    if (table === undefined) tables.set(kind, [entry]);
    else table.push(entry);
  }
  const [world, ...others] = tables.get("worlds") ?? [];
  if (world?.[0] !== THE_WORLD || others.length > 0) throw damaged();
  const keys = function* () {
    for (; !next.done; next = rows.next()) {
      if (next.value.kind !== "hostKeys") throw damaged();
      yield next.value.entry;
    }
  };
  const rowsOf = (kind: RecordKind) => (kind === "hostKeys" ? keys() : (tables.get(kind) ?? []));
  return makeWorld(completeRows(rowsOf as RowSource));
}

function* rowsOfLines(lines: Iterable<Line>): Generator<Row, void> {
  let count = 0;
  let isComplete = false;
  for (const line of lines) {
    const value = parseLine(line);
    if (value === undefined) {
      const sentence = `Line ${line.number} of the snapshot is not valid JSON.`;
      throw new SnapshotError(sentence, line.number);
    }
    if (isComplete) throw damaged(line.number);
    if (isObject(value) && value.rows === count) {
      isComplete = true;
      continue;
    }
    const [kind, ...entry] = Array.isArray(value) ? value : [];
    if (!isKind(kind) || !isEntry(entry)) throw damaged(line.number);
    count += 1;
    yield { kind, entry };
  }
  if (!isComplete) throw new SnapshotError("The snapshot stops too early: it was cut off.");
}

function* rowsOfDocument(document: unknown): Generator<Row, void> {
  const tables = isObject(document) ? document.tables : undefined;
  if (!isObject(tables)) throw damaged();
  for (const kind of SNAPSHOT_KINDS) {
    const entries: unknown = tables[kind] ?? [];
    if (!Array.isArray(entries)) throw damaged();
    for (const entry of entries) {
      if (!isEntry(entry)) throw damaged();
      yield { kind, entry };
    }
  }
}

function isKind(kind: unknown): kind is RecordKind {
  return KINDS.has(kind);
}

function isEntry(entry: unknown): entry is readonly [string, Rows[RecordKind]] {
  if (!Array.isArray(entry) || entry.length !== 2) return false;
  const [id, record] = entry;
  return typeof id === "string" && isObject(record);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The lines that are not empty, without what ends them. */
function* linesOf(parts: Iterable<string>): Generator<Line, void> {
  let number = 1;
  let begun: string[] = [];
  for (const part of parts) {
    const [end = "", ...others] = part.split("\n");
    begun.push(end);
    for (const other of others) {
      const text = joined(begun);
      if (text.trim() !== "") yield { number, text };
      number += 1;
      begun = [other];
    }
  }
  const text = joined(begun);
  if (text.trim() !== "") yield { number, text };
}

/** Undefined for what is no JSON, which JavaScript would tell with the text around the place. */
function parseLine({ text }: Line): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A document may be laid out over many lines. */
function parseWhole(first: Line, lines: Iterable<Line>): unknown {
  const texts = [first.text];
  for (const { text } of lines) texts.push(text);
  const text = joined(texts, "\n");
  const value = parseLine({ number: 1, text });
  if (value !== undefined) return value;
  const { error } = parseJson(text, "The snapshot");
  throw new SnapshotError(error?.detail ?? "The snapshot is not valid JSON.", error?.source?.line);
}

function joined(texts: readonly string[], separator = ""): string {
  const length = texts.reduce((sum, text) => sum + text.length + separator.length, 0);
  if (length > constants.MAX_STRING_LENGTH) throw noSnapshot();
  return texts.join(separator);
}
