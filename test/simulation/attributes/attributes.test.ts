// Every attribute that can be configured does something, or is listed as one that does not, with the reason:
// two programs that differ in that attribute alone have outcomes that differ as the table says.

import { describe, expect, it } from "vitest";
import { type AttributeEntry, programWith } from "./attribute-entry.js";
import { configurableAttributes } from "./configurable-attributes.js";
import { DESCRIPTIVE_ENTRIES, descriptiveDocument } from "./descriptive-entries.js";
import { HOST_ENTRIES } from "./host-entries.js";
import {
  CLUSTER_ENTRIES,
  FLOOR_ENTRIES,
  NETWORK_PATH_ENTRIES,
  VCENTER_ENTRIES,
  WAIVER_ENTRIES,
} from "./inventory-entries.js";
import {
  DEFAULT_ENTRIES,
  KEY_SERVER_ENTRIES,
  NATIVE_ENTRIES,
  STANDARD_ENTRIES,
} from "./key-provider-entries.js";
import { MACHINE_ENTRIES } from "./machine-entries.js";
import { runProgram } from "./run-program.js";
import { TRUST_ENTRIES } from "./trust-entries.js";
import { VSAN_ENTRIES } from "./vsan-entries.js";

const ENTRIES: readonly AttributeEntry[] = [
  ...VCENTER_ENTRIES,
  ...CLUSTER_ENTRIES,
  ...HOST_ENTRIES,
  ...KEY_SERVER_ENTRIES,
  ...STANDARD_ENTRIES,
  ...NATIVE_ENTRIES,
  ...DEFAULT_ENTRIES,
  ...TRUST_ENTRIES,
  ...MACHINE_ENTRIES,
  ...NETWORK_PATH_ENTRIES,
  ...FLOOR_ENTRIES,
  ...WAIVER_ENTRIES,
  ...VSAN_ENTRIES,
  ...DESCRIPTIVE_ENTRIES,
];

describe("the table of effects", () => {
  it("has one entry for every configurable attribute, and none besides", () => {
    const listed = ENTRIES.map(({ attribute }) => attribute).sort();
    expect(listed).toEqual([...configurableAttributes()].sort());
  });

  it("varies the attribute and nothing else", () => {
    for (const entry of ENTRIES) {
      const [one, other] = entry.values.map((value) => programWith(entry, value));
      const differing = one?.filter((step, i) => !isSame(step, other?.[i]));
      expect([entry.attribute, differing?.length]).toEqual([entry.attribute, 1]);
    }
  });

  it("is the page about descriptive attributes", async () => {
    const page = "../../../docs/descriptive-attributes.md";
    await expect(descriptiveDocument()).toMatchFileSnapshot(page);
  });
});

describe("effects", () => {
  it.each(named(ENTRIES.flatMap((e) => ("shows" in e ? [e] : []))))("%s", async (_, entry) => {
    const [one, other] = await bothOutcomes(entry);
    expect([entry.shows(one), entry.shows(other)]).toEqual(entry.outcomes);
    expect(entry.outcomes[0]).not.toEqual(entry.outcomes[1]);
  });
});

describe("identities", () => {
  it.each(named(ENTRIES.flatMap((e) => ("identity" in e ? [e] : []))))("%s", async (_, entry) => {
    const [one, other] = await bothOutcomes(entry);
    expect([one.ids.at(-1), other.ids.at(-1)]).toEqual(entry.identity);
    expect(entry.identity[0]).not.toBe(entry.identity[1]);
    expect([one.faults, other.faults]).toEqual([[], []]);
  });
});

describe("descriptive attributes", () => {
  it.each(named(DESCRIPTIVE_ENTRIES))("%s", async (_, entry) => {
    const [one, other] = await bothOutcomes(entry);
    expect(one).toEqual(other);
    expect(one.faults).toEqual([]);
  });
});

function named<Entry extends AttributeEntry>(entries: readonly Entry[]) {
  return entries.map((entry) => [entry.attribute, entry] as const);
}

async function bothOutcomes(entry: AttributeEntry) {
  const [first, second] = entry.values;
  return [
    await runProgram(programWith(entry, first)),
    await runProgram(programWith(entry, second)),
  ] as const;
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
