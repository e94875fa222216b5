// A table of immutable records in memory, with indexes, whose changes are written to a journal shared by
// all tables of a world. The journal lets an operation be undone, and tells the store which rows to write.
// Records are replaced, never changed in place: forks of a world share them.

/** What the journal needs of a table. */
interface Journalled {
  readonly kind: string;
  restore(id: string, before: unknown): void;
  rowsSince(id: string, before: unknown): readonly ChangedRow[];
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
    const first = new Map<string, JournalEntry>();
    for (const entry of this.#entries) {
      const name = `${entry.table.kind}\n${entry.id}`;
      if (!first.has(name)) first.set(name, entry);
    }
    return [...first.values()].flatMap(({ table, id, before }) => table.rowsSince(id, before));
  }

  /** Forgets the changes: they can no longer be undone. */
  forget(): void {
    this.#entries.length = 0;
  }
}

/** The rows to write where a record became another one; by default the record is one row. */
export type RowsOfChange<T> = (
  id: string,
  before: T | undefined,
  after: T | undefined,
) => readonly ChangedRow[];

export type Indexes<T> = Readonly<Record<string, (record: T) => string | null>>;

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

export class Table<T> {
  readonly #rows: Map<string, T>;
  readonly #groups: Map<string, Map<string, Map<string, T>>>;

  constructor(
    readonly kind: string,
    readonly journal: Journal,
    private readonly indexes: Indexes<T> = {},
    rows: Iterable<readonly [string, T]> = [],
    private readonly rowsOfChange?: RowsOfChange<T>,
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

  /** The rows to write where a record was `before`. */
  rowsSince(id: string, before: unknown): readonly ChangedRow[] {
    const record = this.#rows.get(id);
    return (
      this.rowsOfChange?.(id, before as T | undefined, record) ?? [{ kind: this.kind, id, record }]
    );
  }

  #replace(id: string, before: T | undefined, after: T | undefined): void {
    if (after === undefined) this.#rows.delete(id);
    else this.#rows.set(id, after);
    if (before !== undefined) this.#leave(id, before, after);
    if (after !== undefined) this.#enter(id, after);
  }

  #enter(id: string, record: T): void {
    for (const name in this.indexes) {
      const value = this.indexes[name]?.(record) ?? null;
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
      const value = indexOf?.(before) ?? null;
      if (value === null || (after !== undefined && indexOf?.(after) === value)) continue;
      const groups = this.#groups.get(name);
      const group = groups?.get(value);
      group?.delete(id);
      if (group?.size === 0) groups?.delete(value);
    }
  }
}
