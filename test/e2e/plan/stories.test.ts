// The plan stories: real Terraform and our engine plan, apply and keep the same, step by step.

import { describe, it } from "vitest";
import { isTerraformPresent } from "./both-engines.js";
import { tellStory } from "./compare-engines.js";
import { ALL_STORIES } from "./stories/index.js";

if (!isTerraformPresent && process.env.CI === "true") throw new Error("terraform is missing");
if (!isTerraformPresent) console.warn("SKIPPED: plan stories: terraform is missing");

for (const [about, stories] of Object.entries(ALL_STORIES)) {
  describe.skipIf(!isTerraformPresent)(about, () => {
    it.each(Object.entries(stories))("%s", async (_, steps) => await tellStory(steps));
  });
}
