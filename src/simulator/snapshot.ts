// A world as text: JSON, a row a line, as that of a large world is longer than a string may be. It holds key bytes: a
// file of it is for its owner alone (mode 0600). The same world gives the same text, whatever order its records were
// made in.

import { createHash } from "node:crypto";
import { keyRows } from "./keyring-rows.js";
import { byCodeUnit, RECORD_KINDS, type RecordKind, type World } from "./world.js";

export const SNAPSHOT_FORMAT = "holdfast.simulator/4";
const CHARACTERS_A_PART = 1 << 20;

/** The keys of hosts last: whoever reads them has to know the hosts. */
export const SNAPSHOT_KINDS: readonly RecordKind[] = [
  ...RECORD_KINDS.filter((kind) => kind !== "hostKeys"),
  "hostKeys",
];

type Entries = Iterable<readonly [string, unknown]>;

/**
 * The text of a world as it is now, in parts: a line of the format, one of kind, id and record for each row, and one of
 * the number of rows.
 */
export function writeSnapshot(world: World): Iterable<string> {
  const tables = SNAPSHOT_KINDS.map((kind) => [kind, sortedRows(world, kind)] as const);
  return inParts(snapshotLines(tables));
}

/** SHA-256 (hex) of the snapshot. */
export function digestOfWorld(world: World): string {
  const hash = createHash("sha256");
  for (const part of writeSnapshot(world)) hash.update(part);
  return hash.digest("hex");
}

function sortedRows(world: World, kind: RecordKind): Entries {
  if (kind === "hostKeys") return keyRows(world.hostKeys);
  const rows: (readonly [string, unknown])[] = [...world[kind].entries()];
  return rows.sort(([a], [b]) => byCodeUnit(a, b));
}

function* snapshotLines(tables: readonly (readonly [string, Entries])[]): Generator<string> {
  let rows = 0;
  yield lineOf({ format: SNAPSHOT_FORMAT });
  for (const [kind, entries] of tables) {
    for (const [id, record] of entries) {
      rows += 1;
      yield lineOf([kind, id, record]);
    }
  }
  yield lineOf({ rows });
}

function lineOf(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

function* inParts(lines: Iterable<string>): Generator<string> {
  let part = "";
  for (const line of lines) {
    part += line;
    if (part.length < CHARACTERS_A_PART) continue;
    yield part;
    part = "";
  }
  yield part;
}
