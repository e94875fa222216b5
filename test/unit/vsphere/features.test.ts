import { describe, expect, it } from "vitest";
import { FEATURES, featureNamed, hasFeature } from "../../../src/vsphere/features.js";
import * as versions from "../../../src/vsphere/versions.js";

describe("features", () => {
  it("have every boundary between releases that there is", () => {
    const boundaries = Object.entries(versions).flatMap(([name, minimum]) => {
      const isOne = name.endsWith("_MINIMUM") && typeof minimum === "string";
      return isOne ? [[name.replace(/_MINIMUM$/, "").toLowerCase(), minimum]] : [];
    });
    const features = Object.entries(FEATURES).map(([name, { minimum }]) => [name, minimum]);
    expect(Object.fromEntries(features)).toEqual(Object.fromEntries(boundaries));
  });

  it.each(Object.entries(FEATURES))(
    "%s is there from its minimum on, until its end",
    (_, feature) => {
      expect(hasFeature(feature.minimum, feature)).toBe(true);
      expect(hasFeature("5.5", feature)).toBe(false);
      expect(hasFeature("9.9", feature)).toBe(!("end" in feature));
    },
  );

  it("are found by their own names alone", () => {
    expect(featureNamed("key_persistence")?.minimum).toBe("7.0 U2");
    expect(featureNamed("constructor")).toBeUndefined();
  });
});
