// A world as one JSON document, and back. It holds key bytes: a file of it is for its owner alone (mode
// 0600). The same world gives the same text, whatever order its records were made in.

import { createHash } from "node:crypto";
import { parseJson } from "../files/parse-json.js";
import { keyRows } from "./keyrings.js";
import { completeRows } from "./older-rows.js";
import {
  byCodeUnit,
  makeWorld,
  RECORD_KINDS,
  type RecordKind,
  type Rows,
  type World,
} from "./world.js";

export const SNAPSHOT_FORMAT = "holdfast.simulator/2";
const CHARACTERS_A_PART = 65_536;
const OLDER_FORMAT = "holdfast.simulator/1";

/** A document that is not a snapshot, or of a format that is not known here. */
export class SnapshotError extends Error {
  override readonly name = "SnapshotError";
}

interface Snapshot {
  readonly format: string;
  readonly tables: { readonly [K in RecordKind]?: readonly (readonly [string, Rows[K]])[] };
}

/** The JSON text of a world. */
export function writeSnapshot(world: World): string {
  return [...snapshotTexts(world)].join("");
}

/** A world from its JSON text. Throws {@link SnapshotError}. */
export function readSnapshot(text: string): World {
  const { tables } = parseSnapshot(text);
  return makeWorld(completeRows(<K extends RecordKind>(kind: K) => rowsOf(tables, kind)));
}

/** SHA-256 (hex) of the snapshot. */
export function digestOfWorld(world: World): string {
  const hash = createHash("sha256");
  for (const text of snapshotTexts(world)) hash.update(text);
  return hash.digest("hex");
}

function rowsOf<K extends RecordKind>(
  tables: Snapshot["tables"],
  kind: K,
): readonly (readonly [string, Rows[K]])[] {
  return tables[kind] ?? [];
}

/** The JSON text in parts: the whole of a large world is longer than a string may be. */
function* snapshotTexts(world: World): Generator<string> {
  yield `{"format":${JSON.stringify(SNAPSHOT_FORMAT)},"tables":{`;
  for (const [i, kind] of RECORD_KINDS.entries()) {
    yield `${i === 0 ? "" : ","}${JSON.stringify(kind)}:[`;
    let text = "";
    let separator = "";
    for (const row of sortedRows(world, kind)) {
      text += separator + JSON.stringify(row);
      separator = ",";
      if (text.length < CHARACTERS_A_PART) continue;
      yield text;
      text = "";
    }
    yield `${text}]`;
  }
  yield "}}";
}

function sortedRows(world: World, kind: RecordKind): Iterable<readonly [string, unknown]> {
  if (kind === "hostKeys") return keyRows(new Map(world.hostKeys.entries()));
  const rows: (readonly [string, unknown])[] = [...world[kind].entries()];
  return rows.sort(([a], [b]) => byCodeUnit(a, b));
}

function parseSnapshot(text: string): Snapshot {
  const parsed = parseJson(text, "The snapshot");
  if (parsed.error !== undefined) throw new SnapshotError(parsed.error.detail);
  const document = parsed.value;
  const format = isObject(document) ? document.format : undefined;
  if (typeof format !== "string" || !format.startsWith("holdfast.simulator/")) {
    throw new SnapshotError("The file is not a snapshot of a simulated vSphere.");
  }
  if (format !== SNAPSHOT_FORMAT && format !== OLDER_FORMAT) {
    throw new SnapshotError(
      `The snapshot has the format ${format}; this version of holdfast reads ${SNAPSHOT_FORMAT}.`,
    );
  }
  if (!isSnapshot(document)) throw new SnapshotError("The snapshot is damaged.");
  return document;
}

function isSnapshot(document: unknown): document is Snapshot {
  if (!isObject(document) || !isObject(document.tables)) return false;
  const { worlds } = document.tables;
  return Array.isArray(worlds) && worlds.length === 1;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
