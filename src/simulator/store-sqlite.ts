// A simulated vSphere in one SQLite file: a row per object, so that an operation writes only what it touched
// and several processes may use the file at once. `libsql`, because it is prebuilt and nothing has to be
// compiled at install; it is loaded only when a file is opened. The file holds key bytes: mode 0600.

import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  statSync,
} from "node:fs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import type Libsql from "libsql";
import { VsphereFault, type VsphereFaultName } from "../provider/backend.js";
import { describeProblem, notASimulator } from "./describe-problem.js";
import { keyRows } from "./keyring-rows.js";
import { completeRows } from "./older-rows.js";
import type { WorldRecord } from "./records.js";
import {
  BUSY_TIMEOUT_MILLISECONDS,
  type Database,
  FORMAT,
  PUT_ROW,
  pragma,
  prepareFile,
  requireFormat,
} from "./sqlite-file.js";
import { SimulatorStoreError, type StoreProblem, type WorldStore } from "./store.js";
import type { ChangedRow } from "./table.js";
import { makeWorld, type RecordKind, type RowSource, type Rows } from "./world.js";

type Statement = Libsql.Statement<unknown[]>;

/** Calls into SQLite cost more than the rows in them. */
const ROWS_A_STATEMENT = 32;
const ROWS_A_LOOK = 4_096;

/** The rows of a kind after an id, as one text: calls cost more than rows, and a text has a longest length. */
const SELECT_ROWS = `SELECT max(id) AS last,
  '[' || group_concat('[' || json_quote(id) || ',' || record || ']') || ']' AS entries
  FROM (SELECT id, record FROM objects WHERE kind = ? AND id > ? ORDER BY id LIMIT ${ROWS_A_LOOK})`;

const SELECT_BROKEN = `SELECT min(id) FROM objects WHERE kind = ?
  AND CASE WHEN json_valid(record) THEN json_type(record) <> 'object' ELSE 1 END`;

/**
 * Opens or makes the file. Throws SimulatorStoreError if it is something else, of a newer format, damaged,
 * or may not be read and written.
 */
export async function openSqliteStore(
  file: string,
  fresh: WorldRecord,
  options: { readonly maximumPages?: number } = {},
): Promise<WorldStore> {
  requireAccess(file);
  const { default: Constructor } = await import("libsql");
  let database: Database | undefined;
  try {
    database = new Constructor(file);
    prepareFile(database, file, fresh);
    const { maximumPages } = options;
    if (maximumPages !== undefined) database.pragma(`max_page_count = ${maximumPages}`);
    const store = new SqliteStore(database, file);
    store.renew();
    return store;
  } catch (error) {
    database?.close();
    throw describeProblem(error, file);
  }
}

/**
 * Reads the file without the right to write it, nor to its folder. SQLite wants to write beside a file with a log,
 * even to read it: where it may not and no log is there, nobody writes, and the file is read as it lies there.
 * Undefined for a file in which nothing was written yet, as when the disk was full.
 */
export async function readSqliteStore<T>(
  file: string,
  make: (rowsOf: RowSource) => T,
): Promise<T | undefined> {
  const { default: Constructor } = await import("libsql");
  const read = (name: string) => {
    const database = new Constructor(name, { readonly: true });
    try {
      // Whoever closes the file last takes its log away, and has it alone for that moment.
      database.pragma(`busy_timeout = ${BUSY_TIMEOUT_MILLISECONDS}`);
      if (pragma(database, "schema_version") === 0) return undefined;
      requireFormat(database, file);
      return new SqliteStore(database, file).load(make);
    } finally {
      database.close();
    }
  };
  try {
    accessSync(file, constants.R_OK);
    if (!statSync(file).isFile()) throw notASimulator(file);
    const isWritable = mayWrite(file) && mayWrite(dirname(file));
    if (isWritable || existsSync(`${file}-wal`)) return read(file);
    return read(`${pathToFileURL(file).href}?immutable=1`);
  } catch (error) {
    throw describeProblem(error, file);
  }
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

const FAULTS: { readonly [problem in StoreProblem]?: VsphereFaultName } = {
  busy: "ResourceInUse",
  "no-space": "NoDiskSpace",
};

class SqliteStore implements WorldStore {
  readonly #database: Database;
  readonly #file: string;
  readonly #dataVersion: Statement;
  readonly #begin: Statement;
  readonly #commit: Statement;
  /** By number of rows. */
  readonly #puts = new Map<number, Statement>();
  readonly #remove: Statement;
  #seenVersion = -1;

  constructor(database: Database, file: string) {
    this.#database = database;
    this.#file = file;
    this.#dataVersion = database.prepare("PRAGMA data_version").raw();
    this.#begin = database.prepare("BEGIN IMMEDIATE");
    this.#commit = database.prepare("COMMIT");
    this.#remove = database.prepare("DELETE FROM objects WHERE kind = ? AND id = ?");
  }

  load<T>(make: (rowsOf: RowSource) => T): T {
    this.#seenVersion = this.#version();
    const isInTransaction = this.#database.inTransaction;
    try {
      // One transaction, so that no other process writes between the looks.
      if (!isInTransaction) this.#database.exec("BEGIN");
      if ([...this.#rowsOf("worlds")].length === 0) {
        const sentence = `"${this.#file}" is damaged: the record of the world itself is missing.`;
        throw new SimulatorStoreError("damaged", sentence);
      }
      return make(completeRows((kind) => this.#rowsOf(kind)));
    } catch (error) {
      throw describeProblem(error, this.#file);
    } finally {
      if (!isInTransaction && this.#database.inTransaction) this.#database.exec("COMMIT");
    }
  }

  *#rowsOf<K extends RecordKind>(kind: K): Generator<readonly [string, Rows[K]]> {
    const select = this.#database.prepare(SELECT_ROWS).raw();
    let after = "";
    for (;;) {
      const [last, entries] = select.get(kind, after) as readonly (string | null)[];
      if (last == null || entries == null) return;
      yield* this.#parse(kind, entries);
      after = last;
    }
  }

  /** JavaScript's own words on what is no JSON quote the text around the place, which may be a key. */
  #parse<K extends RecordKind>(kind: K, entries: string): readonly (readonly [string, Rows[K]])[] {
    try {
      const rows: readonly (readonly [string, Rows[K]])[] = JSON.parse(entries);
      if (rows.every(([, record]) => typeof record === "object" && record !== null)) return rows;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    const [id] = this.#database.prepare(SELECT_BROKEN).raw().get(kind) as readonly string[];
    const sentence = `"${this.#file}" is damaged: the row of ${kind} for ${JSON.stringify(id)} holds no object.`;
    throw new SimulatorStoreError("damaged", sentence);
  }

  /** Brings an older file into this format. What is written from now on, an older Holdfast would lose. */
  renew(): void {
    if (pragma(this.#database, "user_version") === FORMAT) return;
    this.#begin.run();
    // Another process may have done it meanwhile.
    if (pragma(this.#database, "user_version") !== FORMAT) {
      const { hostKeys } = this.load(makeWorld);
      this.#database.exec("DELETE FROM objects WHERE kind = 'hostKeys'");
      const put = this.#database.prepare(PUT_ROW);
      for (const [id, record] of keyRows(hostKeys)) put.run("hostKeys", id, JSON.stringify(record));
      this.#database.pragma(`user_version = ${FORMAT}`);
    }
    this.#commit.run();
  }

  hasChanged(): boolean {
    return this.#version() !== this.#seenVersion;
  }

  transact<T>(work: () => { readonly result: T; readonly rows: readonly ChangedRow[] }): T {
    this.#guarded(() => this.#begin.run());
    try {
      const { result, rows } = work();
      this.#guarded(() => {
        this.#write(rows);
        this.#commit.run();
      });
      return result;
    } catch (error) {
      if (this.#database.inTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  close(): void {
    if (this.#database.open) this.#database.close();
  }

  #write(rows: readonly ChangedRow[]): void {
    const put: ChangedRow[] = [];
    for (const row of rows) {
      if (row.record === undefined) this.#remove.run(row.kind, row.id);
      else put.push(row);
    }
    for (let from = 0; from < put.length; from += ROWS_A_STATEMENT) {
      const some = put.slice(from, from + ROWS_A_STATEMENT);
      const values = some.flatMap(({ kind, id, record }) => [kind, id, JSON.stringify(record)]);
      this.#putOf(some.length).run(...values);
    }
  }

  #putOf(count: number): Statement {
    const known = this.#puts.get(count);
    if (known !== undefined) return known;
    const values = Array.from({ length: count }, () => "(?, ?, ?)").join(", ");
    const sql = `INSERT OR REPLACE INTO objects (kind, id, record) VALUES ${values}`;
    const statement = this.#database.prepare(sql);
    this.#puts.set(count, statement);
    return statement;
  }

  #version(): number {
    const [version] = this.#dataVersion.get() as readonly number[];
    return version ?? 0;
  }

  /** What the disk refuses is the fault of the simulated vSphere's own datastore. */
  #guarded(write: () => void): void {
    try {
      write();
    } catch (error) {
      const problem = describeProblem(error, this.#file);
      if (!(problem instanceof SimulatorStoreError)) throw problem;
      throw new VsphereFault(FAULTS[problem.problem] ?? "CannotAccessFile", problem.message);
    }
  }
}

function requireAccess(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    // A file that is there is not opened: closing it would give up the locks that SQLite holds on it in this process.
    if (!existsSync(file)) closeSync(openSync(file, "a", 0o600));
    else if (!statSync(file).isFile()) throw notASimulator(file);
    accessSync(file, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw describeProblem(error, file);
  }
}
