// Snapshots of small estates as one text, and as tables that a test looks into or changes.

import type { Simulator } from "../../src/simulator/simulator.js";
import { SNAPSHOT_FORMAT } from "../../src/simulator/snapshot.js";

/** Rows of id and record, by table. */
export type SnapshotTables<R> = { [table: string]: [string, R][] };

export function snapshotText(simulator: Simulator): string {
  return [...simulator.snapshot()].join("");
}

/** `R` is what the test knows of the records it looks at. */
export function snapshotTables<R>(text: string): SnapshotTables<R> {
  const tables: SnapshotTables<R> = {};
  const rows = text.trimEnd().split("\n").slice(1, -1);
  for (const [table, id, record] of rows.map((row) => JSON.parse(row))) {
    tables[table] = [...(tables[table] ?? []), [id, record]];
  }
  return tables;
}

/** The text again of tables that were changed. */
export function snapshotOf(tables: SnapshotTables<unknown>): string {
  const rows = Object.entries(tables).flatMap(([table, entries]) =>
    entries.map((entry) => [table, ...entry]),
  );
  const lines = [{ format: SNAPSHOT_FORMAT }, ...rows, { rows: rows.length }];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}
