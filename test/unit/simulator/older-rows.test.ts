// Rows that an older Holdfast wrote: what their records lack is completed, and what they have is left as it is.

import { describe, expect, it } from "vitest";
import { completeRows } from "../../../src/simulator/older-rows.js";
import type { RowSource } from "../../../src/simulator/world.js";

const rowsOf =
  (kind: string, record: object): RowSource =>
  (asked) =>
    asked === kind ? JSON.parse(JSON.stringify([["id", record]])) : [];

describe("completeRows", () => {
  it("adds what a record lacks", () => {
    const [[, cluster] = []] = [...completeRows(rowsOf("clusters", { ha: true }))("clusters")];
    expect(cluster).toEqual({ ha: true, role: "workload", hostKeyId: null });
  });

  it("leaves what it has, where it lacks only what came later", () => {
    const record = { role: "trust-authority", ha: true };
    const [[, cluster] = []] = [...completeRows(rowsOf("clusters", record))("clusters")];
    expect(cluster).toEqual({ ...record, hostKeyId: null });
    expect(Object.keys(cluster ?? {})).toEqual(["role", "ha", "hostKeyId"]);
  });
});
