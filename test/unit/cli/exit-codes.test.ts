import { describe, expect, it } from "vitest";
import { type ExitCode, mergeExitCodes } from "../../../src/cli/exit-codes.js";

describe("mergeExitCodes", () => {
  it("lets the one win that says most: 64, 130, 4, 1, 3, 2, 0", () => {
    const order: readonly ExitCode[] = [64, 130, 4, 1, 3, 2, 0];
    for (const [i, code] of order.entries()) {
      expect(mergeExitCodes([...order.slice(i)].reverse())).toBe(code);
    }
  });

  it("is 0 for nothing", () => {
    expect(mergeExitCodes([])).toBe(0);
  });
});
