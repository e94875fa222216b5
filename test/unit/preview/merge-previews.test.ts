// Previews of several vSpheres as one: nothing of any is lost, and the worst is what it is called.

import { describe, expect, it } from "vitest";
import type { Preview } from "../../../src/model/preview.js";
import { mergePreviews } from "../../../src/preview/merge-previews.js";
import { GITHUB_COMMENT } from "../../../src/report/comment/budget.js";
import { renderComment } from "../../../src/report/comment/render-comment.js";
import { SAMPLE_PREVIEW } from "../../support/sample-preview.js";

const SAFE: Preview = {
  ...SAMPLE_PREVIEW,
  ...{ verdict: "unchanged", conclusion: "success", sentence: "Safe: all 3 survive." },
  ...{ workloads: [], risks: [], decisions: [], irreversible: [], changes: [] },
  counts: { ...SAMPLE_PREVIEW.counts, head: SAMPLE_PREVIEW.counts.base },
};
const ON_LAB = { vsphere: "lab.db", preview: SAMPLE_PREVIEW };
const ON_SHOP = { vsphere: "shop.db", preview: SAFE };

describe("previews of several vSpheres", () => {
  it("of one alone is that one", () => {
    expect(mergePreviews(ON_LAB, [], "digest")).toBe(SAMPLE_PREVIEW);
  });

  it.each([
    [ON_LAB, ON_SHOP],
    [ON_SHOP, ON_LAB],
  ])("are as bad as the worst, whatever their order, and are counted together", (first, second) => {
    const merged = mergePreviews(first, [second], "digest");
    expect(merged).toMatchObject({
      ...{ verdict: "drops", conclusion: "failure", origin: { estateDigest: "digest" } },
      counts: { base: { survived: 6 }, head: { survived: 3, locked: 3 } },
      sentence: `On lab.db: ${SAMPLE_PREVIEW.sentence} On shop.db: ${SAFE.sentence}`,
    });
    expect(merged.risks.map(({ title }) => title)).toEqual([
      `On lab.db: ${SAMPLE_PREVIEW.risks[0]?.title}`,
    ]);
    expect(new Set(merged.places.map(({ vsphere }) => vsphere))).toEqual(
      new Set(["lab.db", "shop.db"]),
    );
  });

  it("are rows of their own in the roll-up, also where sites are called alike", () => {
    const { text } = renderComment(mergePreviews(ON_LAB, [ON_SHOP], ""), {}, GITHUB_COMMENT);
    const rows = text.split("\n").filter((line) => line.startsWith("| "));
    expect(rows.map((row) => row.split(" | ")[0])).toEqual([
      ...["| vSphere", "| ---", "| `lab.db`", "| `shop.db`"],
    ]);
  });

  it("say of each how little it takes, also of clusters that are called alike", () => {
    const cut = (base: number | null, head: number) =>
      SAMPLE_PREVIEW.places.map((place) => ({
        ...place,
        smallestCut: {
          base: { faults: base, isExact: true },
          head: { faults: head, isExact: true },
        },
      }));
    const lab = { vsphere: "lab.db", preview: { ...SAMPLE_PREVIEW, places: cut(2, 1) } };
    const shop = { vsphere: "shop.db", preview: { ...SAFE, places: cut(null, 3) } };
    const { text } = renderComment(mergePreviews(lab, [shop], ""), {}, GITHUB_COMMENT);
    const rows = text.split("\n").filter((line) => line.startsWith("| `"));
    expect(rows.map((row) => row.split(" | ").filter((_, i) => i === 0 || i === 4))).toEqual([
      ["| `lab.db`", "2 → **1**"],
      ["| `shop.db`", "– → **3**"],
    ]);
  });

  it("tell the worst three, and name the rest", () => {
    const others = ["b", "c", "d", "e"].map((vsphere) => ({ vsphere, preview: SAFE }));
    const { sentence } = mergePreviews(ON_LAB, others, "");
    expect(sentence).toMatch(/^On lab\.db: .* On b: .* On c: .* 2 more vSpheres, none .*: d, e\.$/);
  });
});
