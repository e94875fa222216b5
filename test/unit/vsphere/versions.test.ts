// The order of releases, and the boundaries that decide whether a feature exists.

import { describe, expect, it } from "vitest";
import {
  compareVersions,
  isAtLeast,
  KEY_PERSISTENCE_MINIMUM,
  parseVersion,
} from "../../../src/vsphere/versions.js";

const ordered = ["6.7", "6.7 U3", "7.0", "7.0 U1", "7.0 U1c", "7.0 U2", "7.0 U3", "7.0 U3a"].concat(
  ["7.0 U3c", "8.0", "8.0 U1", "8.0 U3", "9.0", "9.1"],
);

describe("versions", () => {
  it("compare as released", () => {
    for (const [i, a] of ordered.entries()) {
      for (const [j, b] of ordered.entries()) {
        expect(Math.sign(compareVersions(a, b)), `${a} and ${b}`).toBe(Math.sign(i - j));
      }
    }
  });

  it.each([
    ["7.0 U1", false],
    ["7.0 U1c", false],
    ["7.0 U2", true],
    ["7.0 U2a", true],
    ["9.0", true],
  ])("key persistence on %s: %s", (version, expected) => {
    expect(isAtLeast(version, KEY_PERSISTENCE_MINIMUM)).toBe(expected);
  });

  it("are read only in their one spelling", () => {
    expect(parseVersion("7.0 U3c")).toEqual({ major: 7, minor: 0, update: 3, patch: "c" });
    expect(["7", "7.0U2", "v7.0", "7.0 u2", "7.0 U", " 7.0"].map(parseVersion)).toEqual(
      Array(6).fill(undefined),
    );
    expect(() => isAtLeast("7.0U2", "7.0")).toThrow(/not a release/);
  });
});
