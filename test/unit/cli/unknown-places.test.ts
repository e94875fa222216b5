import { describe, expect, it } from "vitest";
import { parseFault } from "../../../src/cli/parse-fault.js";
import { findUnknownPlaces } from "../../../src/cli/unknown-places.js";
import { Simulator } from "../../../src/simulator/simulator.js";

describe("findUnknownPlaces", () => {
  const empty = Simulator.inMemory().estate();
  const vcenter = { path: "vc01", version: "8.0 U3", site: "core", runsOn: null };
  const estate = {
    ...empty,
    vcenters: new Map([["vc01", { ...vcenter, defaultKeyProvider: null }]]),
  };
  const detailsOf = (...ends: readonly string[]) =>
    findUnknownPlaces(parseFault("link-cut", ends), estate).map(({ detail }) => detail);

  it.each([
    ["@core", "@!core"],
    ["vcenter@core", "host"],
    ["vc01", "keyServer"],
  ])("lets %s %s pass", (from, to) => {
    expect(detailsOf(from, to)).toEqual([]);
  });

  it("names every end that is not there, what is, and the nearest", () => {
    expect(detailsOf("@cor", "host@!egde")).toEqual([
      'The simulated vSphere has no site "cor". Did you mean "core"? There are: core.',
      'The simulated vSphere has no site "egde". There are: core.',
    ]);
    expect(detailsOf("vc02", "host")).toEqual([
      'The simulated vSphere has no vCenter, host or key server "vc02". Did you mean "vc01"? There are: vc01.',
    ]);
  });

  it("names some of many", () => {
    const paths = Array.from({ length: 12 }, (_, i) => `vc${10 + i}`);
    const vcenters = new Map(
      paths.map((path) => [path, { ...vcenter, path, defaultKeyProvider: null }]),
    );
    const found = findUnknownPlaces(parseFault("link-cut", ["x", "host"]), { ...empty, vcenters });
    expect(found[0]?.detail).toMatch(/There are: vc10, .* and 2 more\.$/);
  });

  it("says when there is nothing yet", () => {
    const found = findUnknownPlaces(parseFault("link-cut", ["@a", "host"]), empty);
    expect(found.map(({ detail }) => detail)).toEqual([
      'The simulated vSphere has no site "a". It has none yet.',
    ]);
  });
});
