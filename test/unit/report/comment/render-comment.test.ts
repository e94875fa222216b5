import { describe, expect, it } from "vitest";
import type { Preview, PreviewPlace, Risk } from "../../../../src/model/preview.js";
import { GITHUB_COMMENT, LEAST_BUDGET } from "../../../../src/report/comment/budget.js";
import { renderComment } from "../../../../src/report/comment/render-comment.js";
import { rollUpTable } from "../../../../src/report/comment/roll-up-table.js";
import {
  SAMPLE_PLACE,
  SAMPLE_PREVIEW,
  SAMPLE_RISK,
  SAMPLE_TEXTS,
} from "../../../support/sample-preview.js";

const characters = (most: number) => ({ most, unit: "characters" }) as const;

function risksOf(n: number): readonly Risk[] {
  return Array.from({ length: n }, (_, i) => ({ ...SAMPLE_RISK, title: `Risk ${i + 1}` }));
}

function placesOf(sites: number, clusters: number): readonly PreviewPlace[] {
  return Array.from({ length: sites * clusters }, (_, i) => ({
    ...SAMPLE_PLACE,
    site: `site-${Math.floor(i / clusters)}`,
    cluster: `vc01/cluster-${i}`,
    change: i === 150 ? 9 : 1,
    surviving: { live: 3, base: 3, head: i === 150 ? 0 : 3 },
  }));
}

describe("risks", () => {
  it("are told in full up to ten, then in a line each", () => {
    const { text } = renderComment({ ...SAMPLE_PREVIEW, risks: risksOf(40) }, {}, GITHUB_COMMENT);
    expect(text.match(/^\d+\. .*\*\*Risk/gm)).toHaveLength(10);
    expect(text.match(/^\d+\. .*: Risk/gm)).toHaveLength(30);
    expect(text).not.toContain("no room here");
  });

  it("of several clusters name the one they are told of, and some of the others", () => {
    const clusters = Array.from({ length: 200 }, (_, i) => ({ cluster: `c${i}`, workloads: [] }));
    const risks = [{ ...SAMPLE_RISK, clusters }];
    const { text } = renderComment({ ...SAMPLE_PREVIEW, risks }, {}, GITHUB_COMMENT);
    expect(text).toContain("Shown by, in `c0`: `provider-down vc01/kms-edge`");
    expect(text).toContain("Clusters: `c0`, `c1`, `c2`, `c3`, `c4` and 195 more");
  });

  it("are counted where lines do not fit, in numbers that add up", () => {
    const risks = [
      ...risksOf(9_000),
      ...risksOf(9_000).map((risk) => ({ ...risk, kind: "floor" as const })),
    ];
    const { text } = renderComment({ ...SAMPLE_PREVIEW, risks }, {}, characters(20_000));
    const told = text.match(/^\d+\. /gm)?.length ?? 0;
    const [, more] = /And (\d+) more, for which/.exec(text) ?? [];
    expect(told + Number(more)).toBe(18_000);
    expect(told).toBeGreaterThan(50);
    expect(text).toContain("- 9000 broken floors (0 critical, 9000 high, 0 medium)");
  });
});

type Cuts = NonNullable<PreviewPlace["smallestCut"]>;

const exactly = (faults: number | null) => ({ faults, isExact: true });
const atLeast = (faults: number) => ({ faults, isExact: false });

/** Of several clusters the weakest counts; what is known of one is a bound for all. */
const CUTS: readonly (readonly [readonly Cuts[], string])[] = [
  [[{}], "–"],
  [[{ base: exactly(null), head: exactly(null) }], "–"],
  [[{ head: exactly(null) }], "–"],
  [[{ base: exactly(2) }], "2 → –"],
  [[{ base: exactly(2), head: exactly(2) }], "2"],
  [[{ base: exactly(4), head: exactly(3) }], "4 → **3**"],
  [[{ base: exactly(3), head: exactly(4) }], "3 → 4"],
  [[{ base: exactly(2), head: exactly(null) }], "2 → –"],
  [[{ base: exactly(null), head: atLeast(3) }], "– → **≥ 3**"],
  [[{ base: exactly(3), head: atLeast(3) }], "3 → ≥ 3"],
  [[{ base: exactly(3), head: atLeast(2) }], "3 → ≥ 2"],
  [[{ base: exactly(3), head: atLeast(0) }], "3 → ?"],
  [[{ base: exactly(null), head: atLeast(0) }], "– → **?**"],
  [[{ base: atLeast(0), head: exactly(0) }], "? → 0"],
  [[{ head: exactly(3) }, { head: exactly(2) }, { head: exactly(null) }], "– → **2**"],
  [[{ head: exactly(3) }, { head: atLeast(2) }], "– → **≥ 2**"],
  [[{ head: exactly(2) }, { head: atLeast(2) }], "– → **2**"],
];

describe("the roll-up", () => {
  it("has a row for each place where they are few", () => {
    expect(rollUpTable(placesOf(12, 2), 25).markdown.split("\n")).toHaveLength(2 + 24);
  });

  it("has a row for each site where places are many", () => {
    const rows = rollUpTable(placesOf(20, 2), 25).markdown.split("\n").slice(2);
    expect(rows).toHaveLength(20);
    expect(rows[0]).toBe(
      "| `site-0` | 2 clusters | 6 of 6 → 6 of 6 | – → **3** | 4 → **0** | 0 | 2 | 0 | 0 |",
    );
  });

  it("keeps the worst of 200 sites and adds up the others", () => {
    const rows = rollUpTable(placesOf(200, 1), 25).markdown.split("\n").slice(2);
    expect(rows).toHaveLength(25);
    expect(rows[0]).toBe(
      "| `site-150` | `vc01/cluster-150` | 3 of 3 → **0 of 3** | – → **3** | 2 → **0** | 0 | 9 | 0 | 0 |",
    );
    expect(rows.at(-1)).toBe(
      "| 176 other sites | – | 528 of 528 → 528 of 528 | – → **3** | 352 → **0** | 0 | 176 | 0 | 0 |",
    );
    expect(rollUpTable(placesOf(200, 1), 1).markdown.split("\n")[2]).toBe(
      "| all 200 sites | – | 600 of 600 → **597 of 600** | – → **3** | 400 → **0** | 0 | 208 | 0 | 0 |",
    );
  });

  it.each(CUTS)("shows cuts of %j as %s", (cuts, shown) => {
    const places = cuts.map((smallestCut, i) => ({ ...SAMPLE_PLACE, site: `s${i}`, smallestCut }));
    const [row = ""] = rollUpTable(places, 1).markdown.split("\n").slice(2);
    expect(row.split(" | ")[3]).toBe(shown);
  });
});

describe("details", () => {
  const plans = ["a", "b", "c"].map((stack) => ({
    stack,
    text: Array.from({ length: 1000 }, (_, i) => `${stack} line ${i}`).join("\n"),
  }));

  it("go last-first, and what is gone is counted", () => {
    const { text, leftOut } = renderComment(
      SAMPLE_PREVIEW,
      { ...SAMPLE_TEXTS, plans },
      characters(24_000),
    );
    expect(text).toContain("a line 999");
    expect(text).toContain("b line 0\n");
    expect(text).not.toContain("c line 0");
    expect(text).not.toContain("How to reproduce");
    const shown = text.match(/^b line /gm)?.length ?? 0;
    expect(leftOut).toEqual({ details: 4, lines: 1000 - shown });
    expect(text).toContain(
      `Left out, as there is no room: 4 folded parts and ${1000 - shown} lines of the last one above.`,
    );
  });

  it("leave no room unused that a line of them could take", () => {
    const { text } = renderComment(SAMPLE_PREVIEW, { ...SAMPLE_TEXTS, plans }, characters(24_000));
    expect(text.length).toBeGreaterThan(23_500);
  });
});

it("refuses a budget in which not even counts have room", () => {
  expect(() => renderComment(SAMPLE_PREVIEW, {}, characters(LEAST_BUDGET - 1))).toThrow(/8192/);
});

describe("the history of pushes", () => {
  const pushed = (commit: string, verdict: Preview["verdict"], formerComment: string) => {
    const { origin } = SAMPLE_PREVIEW;
    const head = { ref: "x", commit: commit.padEnd(40, "0") };
    const preview = { ...SAMPLE_PREVIEW, verdict, origin: { ...origin, head } };
    return renderComment(preview, { formerComment }, GITHUB_COMMENT).text;
  };

  it("grows by one a push, and keeps eight", () => {
    let text = "";
    for (let i = 0; i < 12; i += 1) text = pushed(`${i}abc`, "drops", text);
    expect(text.match(/=drops/g)).toHaveLength(8);
    expect(text).toContain("4abc000000=drops,5abc000000=drops");
    expect(text).toContain("Pushes, oldest first: ❌ `4abc000000`");
  });

  it("counts a commit that is judged again once", () => {
    const text = pushed("aa", "improves", pushed("bb", "drops", pushed("aa", "drops", "")));
    expect(text).toContain("<!-- holdfast-history bb00000000=drops,aa00000000=improves -->");
  });

  it.each([
    "<!-- holdfast-history 0123456789=drops -->\n```\n",
    "<!-- holdfast-history 0123456789=evil -->",
    "x <!-- holdfast-history 0123456789=drops -->",
    "<!-- holdfast-history 0123456789=drops --> -->",
  ])("believes nothing of %j", (former) => {
    expect(pushed("aa", "drops", former)).toContain("<!-- holdfast-history aa00000000=drops -->");
  });
});
