// Suggestions for mistyped names.

import { describe, expect, it } from "vitest";
import { closestName } from "../../../src/schema/closest-name.js";

const names = ["hostname", "cluster", "key_persistence", "site", "rack"];

describe("closestName", () => {
  it.each([
    ["hostnam", "hostname"],
    ["keyPersistence", "key_persistence"],
    ["clutser", "cluster"],
    ["Site", "site"],
    ["rakc", "rack"],
    ["colour", undefined],
    ["x", undefined],
    ["", undefined],
  ])("%s → %s", (typed, expected) => {
    expect(closestName(typed, names)).toBe(expected);
  });
});
