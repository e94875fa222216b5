// Suggestions for mistyped names.

import { describe, expect, it } from "vitest";
import { closestName, suggestion } from "../../../src/model/closest-name.js";

const NAMES = ["hostname", "cluster", "key_persistence", "site", "rack", "id", "version"];

describe("closestName", () => {
  it.each([
    ["hostnam", "hostname"],
    ["key_persistance", "key_persistence"],
    ["keyPersistence", "key_persistence"],
    ["clutser", "cluster"],
    ["vresion", "version"],
    ["Site", "site"],
    ["rakc", "rack"],
    ["di", "id"],
    ["colour", undefined],
    ["keypersistencexxxx", undefined],
    ["x", undefined],
    ["", undefined],
  ])("%s → %s", (typed, expected) => {
    expect(closestName(typed, NAMES)).toBe(expected);
  });

  it("is the nearest, and the first of several", () => {
    expect(closestName("hosts", ["hots", "host", "hosts2"])).toBe("hots");
    expect(closestName("host_b", ["host_a1", "host_a", "host_bb"])).toBe("host_a");
  });
});

describe("suggestion", () => {
  it("is a sentence to append, or nothing", () => {
    expect(suggestion("clutser", NAMES)).toBe(' Did you mean "cluster"?');
    expect(suggestion("colour", NAMES)).toBe("");
  });
});
