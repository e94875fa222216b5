// Random histories of small stacks, told to real Terraform and to our engine.

import fc from "fast-check";
import { describe, it } from "vitest";
import { arbitraryDataHistory, arbitraryHistory } from "./arbitrary-history.js";
import { isTerraformPresent } from "./both-engines.js";
import { followHistory } from "./compare-engines.js";

if (!isTerraformPresent && process.env.CI === "true") throw new Error("terraform is missing");
if (!isTerraformPresent) console.warn("SKIPPED: random histories: terraform is missing");

describe.skipIf(!isTerraformPresent)("Terraform and our engine plan and keep the same", () => {
  it("whatever becomes of a small stack", async () => {
    const law = fc.asyncProperty(arbitraryHistory, (history) => followHistory(history));
    await fc.assert(law, { numRuns: 25 });
  });

  it("whatever becomes of a small stack with two data sources", async () => {
    const law = fc.asyncProperty(arbitraryDataHistory, (history) =>
      followHistory(history, async (engine) => await engine.tell({ size: 7 })),
    );
    await fc.assert(law, { numRuns: 25 });
  });
});
