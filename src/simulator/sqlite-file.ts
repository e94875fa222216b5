// The SQLite file that a simulated vSphere is in, as a file: what it is marked as, of which format, and how it is made.

import type Libsql from "libsql";
import { notASimulator } from "./describe-problem.js";
import type { WorldRecord } from "./records.js";
import { SimulatorStoreError } from "./store.js";
import { firstRows } from "./world.js";

export type Database = Libsql.Database;

/** "HFvS", where SQLite keeps what a file is for. */
const APPLICATION_ID = 0x48467653;
/** Format 3: a key that the hosts of a cluster share is one row. */
export const FORMAT = 3;
/** An apply writes the same pages over and over: let it, before they go into the file. */
const PAGES_BETWEEN_CHECKPOINTS = 8_000;
export const BUSY_TIMEOUT_MILLISECONDS = 10_000;

export const PUT_ROW = "INSERT INTO objects (kind, id, record) VALUES (?, ?, ?)";

/** Makes a simulator of an empty file; anything else has to be one already. */
export function prepareFile(database: Database, file: string, fresh: WorldRecord): void {
  database.pragma(`busy_timeout = ${BUSY_TIMEOUT_MILLISECONDS}`);
  const tables = pragma(database, "schema_version");
  if (tables !== 0) requireFormat(database, file);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = NORMAL");
  database.pragma("cache_size = -65536");
  database.pragma(`wal_autocheckpoint = ${PAGES_BETWEEN_CHECKPOINTS}`);
  if (tables === 0) makeFile(database, fresh);
}

export function requireFormat(database: Database, file: string): void {
  if (pragma(database, "application_id") !== APPLICATION_ID) throw notASimulator(file);
  const format = pragma(database, "user_version");
  if (format <= FORMAT) return;
  const detail = `it has format ${format}, and this version of holdfast knows ${FORMAT}`;
  throw new SimulatorStoreError("newer-format", `"${file}" is from a newer holdfast: ${detail}.`);
}

function makeFile(database: Database, fresh: WorldRecord): void {
  database.exec("BEGIN IMMEDIATE");
  const isMadeMeanwhile = pragma(database, "schema_version") !== 0;
  if (!isMadeMeanwhile) {
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    database.exec(`PRAGMA user_version = ${FORMAT}`);
    database.exec(
      "CREATE TABLE objects (kind TEXT, id TEXT, record TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID",
    );
    const put = database.prepare(PUT_ROW);
    for (const { kind, id, record } of firstRows(fresh)) put.run(kind, id, JSON.stringify(record));
  }
  database.exec("COMMIT");
}

export function pragma(database: Database, name: string): number {
  const [value] = database.prepare(`PRAGMA ${name}`).raw().get() as readonly number[];
  return value ?? 0;
}
