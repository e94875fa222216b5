import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Journal, Table } from "../../../src/simulator/table.js";

interface Animal {
  readonly kind: string;
  readonly home: string | null;
}

const byHome = { home: (animal: Animal) => animal.home };
const dump = (table: Table<Animal>) => ({
  rows: new Map(table.entries()),
  homes: new Map([...table.groupNames("home")].map((home) => [home, table.group("home", home)])),
});

type Step = { readonly id: string; readonly record: Animal | null };

const step = fc.record({
  id: fc.constantFrom("a", "b", "c"),
  record: fc.option(
    fc.record(
      { kind: fc.constantFrom("cat", "dog"), home: fc.constantFrom("x", "y", null) },
      { noNullPrototype: true },
    ),
  ),
});

function take(table: Table<Animal>, { id, record }: Step): void {
  if (record === null) table.delete(id);
  else table.set(id, record);
}

describe("table", () => {
  it("is after a rollback what it was at the mark, indexes too", () => {
    fc.assert(
      fc.property(fc.array(step), fc.array(step), (before, after) => {
        const table = new Table<Animal>("animals", new Journal(), byHome);
        for (const each of before) take(table, each);
        const then = structuredClone(dump(table));
        const mark = table.journal.mark;
        for (const each of after) take(table, each);
        table.journal.rollback(mark);
        expect(dump(table)).toEqual(then);
      }),
    );
  });

  it("has an index that agrees with its rows", () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const table = new Table<Animal>("animals", new Journal(), byHome);
        for (const each of steps) take(table, each);
        const fresh = new Table<Animal>("animals", new Journal(), byHome, table.entries());
        expect(dump(table)).toEqual(dump(fresh));
      }),
    );
  });

  it("tells each changed row once, as it is in the end", () => {
    const table = new Table<Animal>("animals", new Journal(), byHome);
    table.set("a", { kind: "cat", home: null });
    table.journal.forget();
    table.set("b", { kind: "dog", home: "x" });
    table.set("b", { kind: "dog", home: "y" });
    table.delete("a");
    expect(table.journal.changedRows()).toEqual([
      { kind: "animals", id: "b", record: { kind: "dog", home: "y" } },
      { kind: "animals", id: "a", record: undefined },
    ]);
  });
});
