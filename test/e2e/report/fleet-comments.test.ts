// Laws of a comment (test/support/comment-laws.ts), of previews with up to 20,000 of a kind, as a fleet has them. A failure
// prints the seed and the path to it; HOLDFAST_RUNS says how many are tried, HOLDFAST_SEED which.

import { describe, it } from "vitest";
import { holdsToBudget, saysWhatThePreviewSays } from "../../support/comment-laws.js";

const TRIALS = { runs: Number(process.env.HOLDFAST_RUNS ?? 60), longest: 20_000 };

describe("the comment of a fleet", () => {
  it("is never longer than its budget, and the same bytes for the same preview", () => {
    holdsToBudget(TRIALS);
  });

  it("is to a forge's parser what the preview says, and nothing that a name in it wants it to be", () => {
    saysWhatThePreviewSays(TRIALS);
  });
});
