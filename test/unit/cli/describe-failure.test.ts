import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { describeFailure } from "../../../src/cli/describe-failure.js";
import { Interrupted } from "../../../src/cli/interrupts.js";
import { UsageError } from "../../../src/cli/usage-error.js";
import { InvariantError } from "../../../src/model/invariant.js";
import { SimulatorStoreError } from "../../../src/simulator/store.js";

const describeIt = (error: unknown) => describeFailure(error, "1.2.3");

describe("describeFailure", () => {
  it("says of a file what is wrong with it", () => {
    let thrown: unknown;
    try {
      readFileSync("/nonexistent/file");
    } catch (error) {
      thrown = error;
    }
    const { code, diagnostics } = describeIt(thrown);
    expect(code).toBe(1);
    expect(diagnostics[0]?.detail).toContain("/nonexistent/file could not be opened");
  });

  it.each([
    [new UsageError("No."), 64, "Wrong usage"],
    [
      new SimulatorStoreError("not-a-simulator", "It is a picture."),
      1,
      "The simulated vSphere cannot be used",
    ],
    [new InvariantError("two is three"), 1, "This is a bug in holdfast"],
    [new TypeError("x is not a function"), 1, "This is a bug in holdfast"],
    ["thrown text", 1, "This is a bug in holdfast"],
  ])("%s", (error, code, summary) => {
    expect(describeIt(error)).toMatchObject({ code, diagnostics: [{ summary }] });
  });

  it("names the version of a bug, and shows no stack", () => {
    const [bug] = describeIt(new InvariantError("two is three")).diagnostics;
    expect(bug?.detail).toContain("Holdfast 1.2.3: two is three.");
    expect(bug?.detail).not.toContain("    at ");
  });

  it("has nothing to say of an interrupt but its code", () => {
    expect(describeIt(new Interrupted("x"))).toEqual({ code: 130, diagnostics: [] });
  });
});
