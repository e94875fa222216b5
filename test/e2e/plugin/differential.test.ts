// Random stacks under two hands, Terraform with the plugin and our engine. The examples are in three-hands.test.ts.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryEstates } from "./arbitrary-estate.js";
import { carryOut, changeHands, secretsOf } from "./carry-out.js";
import { isTerraformPresent, requireTerraform } from "./real-terraform.js";
import { openOwnHand, openTerraformHand } from "./two-hands.js";

requireTerraform("stacks under two hands");

describe.skipIf(!isTerraformPresent)("stacks under two hands", () => {
  it("of any making, in two versions", { timeout: 900_000 }, async () => {
    const carriedOut = { first: 0, second: 0 };
    await fc.assert(
      fc.asyncProperty(arbitraryEstates, async ([before, after]) => {
        const secrets = secretsOf(before);
        const hands = [await openTerraformHand(secrets), openOwnHand(secrets)] as const;
        if (!(await carryOut(hands, before))) return;
        carriedOut.first++;
        if (!(await carryOut(hands, after))) return;
        carriedOut.second++;
        await changeHands(hands, after);
      }),
      { numRuns: 50, endOnFailure: true },
    );
    expect(carriedOut.second).toBeGreaterThan(20);
  });
});
