import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { annotationsOf } from "../../../../src/report/comment/annotations.js";
import { arbitraryPreview } from "../../../support/arbitrary-preview.js";
import { SAMPLE_PREVIEW, SAMPLE_RISK } from "../../../support/sample-preview.js";

describe("annotations", () => {
  it("put a risk on the first line that is known to cause it", () => {
    const [cause] = SAMPLE_RISK.causes;
    if (cause === undefined) throw new Error("the sample has causes");
    const { source: _, ...placeless } = cause;
    const risk = { ...SAMPLE_RISK, severity: "medium" as const, causes: [placeless, cause] };
    const nowhere = { ...SAMPLE_RISK, causes: [placeless] };
    const { title, why, fix } = SAMPLE_RISK;
    const place = { file: cause.source?.file, line: cause.source?.line };
    expect(annotationsOf({ ...SAMPLE_PREVIEW, risks: [nowhere, SAMPLE_RISK, risk] })).toEqual([
      { ...place, level: "failure", title, message: `${title}. ${why} ${fix}` },
      { ...place, level: "warning", title, message: `${title}. ${why} ${fix}` },
    ]);
  });

  it("are the worst 200, without signs that act on a terminal or turn the reading direction", () => {
    const risks = Array.from({ length: 300 }, (_, i) => ({ ...SAMPLE_RISK, title: `no. ${i}` }));
    const shown = annotationsOf({ ...SAMPLE_PREVIEW, risks });
    expect(shown.map(({ title }) => title)).toEqual(risks.slice(0, 200).map(({ title }) => title));
    fc.assert(
      fc.property(arbitraryPreview(480), (preview) => {
        for (const { line, title, message } of annotationsOf(preview)) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(title + message).not.toMatch(/(?!\n)\p{Cc}|\p{Bidi_Control}/u);
        }
      }),
      { numRuns: 20 },
    );
  });
});
