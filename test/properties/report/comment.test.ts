// Laws of a comment (test/support/comment-laws.ts), of previews with up to 480 of a kind. Those of a fleet take long, and are
// in test/e2e/report. A failure prints the seed and the path to it.

import { describe, it } from "vitest";
import { holdsToBudget, saysWhatThePreviewSays } from "../../support/comment-laws.js";

const TRIALS = { runs: Number(process.env.HOLDFAST_RUNS ?? 12), longest: 480 };

describe("a comment", () => {
  it("is never longer than its budget, and the same bytes for the same preview", () => {
    holdsToBudget(TRIALS);
  });

  it("is to a forge's parser what the preview says, and nothing that a name in it wants it to be", () => {
    saysWhatThePreviewSays(TRIALS);
  });
});
