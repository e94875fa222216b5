// A table of immutable records in memory, with indexes, whose changes are written to a journal shared by
// all tables of a world. The journal lets an operation be undone, and tells the store which rows to write.
// Records are replaced, never changed in place: forks of a world share them.

/** What the journal needs of a table. */
interface Journalled {
  readonly kind: string;
  restore(id: string, before: unknown): void;
  /** The rows to write, from what records were by id. */
  rowsSince(before: ReadonlyMap<string, unknown>): readonly ChangedRow[];
}

/** One change, with what was there before. */
interface JournalEntry {
  readonly table: Journalled;
  readonly id: string;
  readonly before: unknown;
}

/** A row to write: `record` is undefined where it was removed. */
export interface ChangedRow {
  readonly kind: string;
  readonly id: string;
  readonly record: unknown;
}

/** Changes since the last commit, in order. */
export class Journal {
  readonly #entries: JournalEntry[] = [];

  /** A place to go back to with {@link rollback}. */
  get mark(): number {
    return this.#entries.length;
  }

  note(entry: JournalEntry): void {
    this.#entries.push(entry);
  }

  /** Undoes every change made since `mark`. */
  rollback(mark: number): void {
    while (this.#entries.length > mark) {
      const entry = this.#entries.pop();
      entry?.table.restore(entry.id, entry.before);
    }
  }

  /** Each changed row once, as it is now. */
  changedRows(): readonly ChangedRow[] {
    const first = new Map<Journalled, Map<string, unknown>>();
    for (const { table, id, before } of this.#entries) {
      const known = first.get(table);
      if (known === undefined) first.set(table, new Map([[id, before]]));
      else if (!known.has(id)) known.set(id, before);
    }
    return [...first].flatMap(([table, before]) => table.rowsSince(before));
  }

  /** Forgets the changes: they can no longer be undone. */
  forget(): void {
    this.#entries.length = 0;
  }
}

/** That a record became another one; undefined where there is none. */
export interface RecordChange<T> {
  readonly id: string;
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/** The rows to write after changes; by default each record is a row. */
export type RowsOfChanges<T> = (
  changes: readonly RecordChange<T>[],
  table: Table<T>,
) => readonly ChangedRow[];

export type Indexes<T> = Readonly<Record<string, (record: T, id: string) => string | null>>;

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

export class Table<T> {
  readonly #rows: Map<string, T>;
  readonly #groups: Map<string, Map<string, Map<string, T>>>;

  constructor(
    readonly kind: string,
    readonly journal: Journal,
    private readonly indexes: Indexes<T> = {},
    rows: Iterable<readonly [string, T]> = [],
    private readonly rowsOfChanges?: RowsOfChanges<T>,
  ) {
    this.#rows = new Map(rows);
    this.#groups = new Map(Object.keys(indexes).map((name) => [name, new Map()]));
    for (const [id, record] of this.#rows) this.#enter(id, record);
  }

  get size(): number {
    return this.#rows.size;
  }

  get(id: string): T | undefined {
    return this.#rows.get(id);
  }

  has(id: string): boolean {
    return this.#rows.has(id);
  }

  entries(): IterableIterator<[string, T]> {
    return this.#rows.entries();
  }

  values(): IterableIterator<T> {
    return this.#rows.values();
  }

  /** The records whose index has this value, by id, in no promised order. */
  group(index: string, value: string): ReadonlyMap<string, T> {
    return this.#groups.get(index)?.get(value) ?? NOTHING;
  }

  /** The values of an index that have records. */
  groupNames(index: string): Iterable<string> {
    return this.#groups.get(index)?.keys() ?? [];
  }

  set(id: string, record: T): void {
    const before = this.#rows.get(id);
    if (before === record) return;
    this.journal.note({ table: this, id, before });
    this.#replace(id, before, record);
  }

  delete(id: string): void {
    const before = this.#rows.get(id);
    if (before === undefined) return;
    this.journal.note({ table: this, id, before });
    this.#replace(id, before, undefined);
  }

  /** Puts back what the journal remembers; not itself a change. */
  restore(id: string, before: unknown): void {
    this.#replace(id, this.#rows.get(id), before as T | undefined);
  }

  rowsSince(before: ReadonlyMap<string, unknown>): readonly ChangedRow[] {
    const changes = [...before].map(([id, record]) => {
      return { id, before: record as T | undefined, after: this.#rows.get(id) };
    });
    if (this.rowsOfChanges !== undefined) return this.rowsOfChanges(changes, this);
    return changes.map(({ id, after }) => ({ kind: this.kind, id, record: after }));
  }

  #replace(id: string, before: T | undefined, after: T | undefined): void {
    if (after === undefined) this.#rows.delete(id);
    else this.#rows.set(id, after);
    if (before !== undefined) this.#leave(id, before, after);
    if (after !== undefined) this.#enter(id, after);
  }

  #enter(id: string, record: T): void {
    for (const name in this.indexes) {
      const value = this.indexes[name]?.(record, id) ?? null;
      const groups = this.#groups.get(name);
      if (value === null || groups === undefined) continue;
      const group = groups.get(value);
      if (group === undefined) groups.set(value, new Map([[id, record]]));
      else group.set(id, record);
    }
  }

  #leave(id: string, before: T, after: T | undefined): void {
    for (const name in this.indexes) {
      const indexOf = this.indexes[name];
      const value = indexOf?.(before, id) ?? null;
      if (value === null || (after !== undefined && indexOf?.(after, id) === value)) continue;
      const groups = this.#groups.get(name);
      const group = groups?.get(value);
      group?.delete(id);
      if (group?.size === 0) groups?.delete(value);
    }
  }
}
