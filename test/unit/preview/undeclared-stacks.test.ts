// A pull request that takes a whole stack out of the program: nobody applies it any more, so nothing of it goes, and
// what was still to be applied never is.

import { describe, expect, it } from "vitest";
import { judgePreview, type PreviewRequest } from "../../../src/preview/judge-preview.js";
import { requestOf, type Story } from "./preview-story.js";

const FLOOR = {
  holdfast_survival_floor: {
    open: { name: "open", scenario: "provider-outage", max_lost: 0, reason: "The shop opens." },
  },
};
const ON = { key_persistence: { enabled: true } };
const OFF = { key_persistence: { enabled: false } };

async function withoutTheStack(story: Omit<Story, "head">): Promise<PreviewRequest> {
  const request = await requestOf({ ...story, head: {} });
  return { ...request, head: { ...request.head, plans: [] } };
}

describe("a stack that the head does not declare", () => {
  it("destroys nothing, and its floor stays in force", async () => {
    const preview = judgePreview(await withoutTheStack({ applied: { host: ON, resource: FLOOR } }));
    expect(preview).toMatchObject({ verdict: "unchanged", conclusion: "neutral", risks: [] });
    expect(preview.sentence).toMatchInlineSnapshot(
      `"Safe: the one encrypted workload would survive a 72-hour outage of the key providers. The stack x is no longer declared: its 9 objects stay as they are."`,
    );
    expect(preview.counts.head).toEqual(preview.counts.live);
    expect(preview.undeclared).toEqual([
      { stack: "x", objects: 9, pending: 0, inForce: ["open"], neverInForce: [] },
    ]);
    expect(new Set(preview.changes.map(({ action }) => action))).toEqual(new Set(["forget"]));
    expect(preview.changes).toHaveLength(9);
    expect(preview.places.every(({ destroy }) => destroy === 0)).toBe(true);
    expect(preview.irreversible).toEqual([]);
  });

  it("loses what the base had still to apply, and says where that stood", async () => {
    const preview = judgePreview(
      await withoutTheStack({
        applied: { host: OFF },
        base: { host: ON, resource: FLOOR },
      }),
    );
    expect(preview.undeclared).toEqual([
      { stack: "x", objects: 8, pending: 3, inForce: [], neverInForce: ["open"] },
    ]);
    expect(preview).toMatchObject({ verdict: "drops", conclusion: "neutral" });
    expect(preview.risks.map(({ causes }) => causes.map(({ address }) => address))).toEqual([
      ["holdfast_host.esx01", "holdfast_host.esx02"],
    ]);
  });

  it("is not one that only has another name for the same state", async () => {
    const { base, head, ...request } = await requestOf({
      applied: { host: ON },
      head: { host: OFF },
    });
    const renamed = head.plans.map((plan) => ({ ...plan, stack: "y" }));
    const named = judgePreview({ ...request, ...(base && { base }), head });
    const preview = judgePreview({
      ...request,
      ...(base && { base }),
      head: { ...head, plans: renamed },
    });
    expect(preview.undeclared).toEqual([]);
    expect(preview.changes).toEqual(named.changes.map((change) => ({ ...change, stack: "y" })));
  });

  it("was never applied", async () => {
    const preview = judgePreview(await withoutTheStack({ base: { resource: FLOOR } }));
    expect(preview.undeclared).toEqual([
      { stack: "x", objects: 0, pending: 9, inForce: [], neverInForce: ["open"] },
    ]);
    expect(preview.sentence).toMatchInlineSnapshot(
      `"No encrypted workload is concerned. The stack x is no longer declared: nothing of it was applied."`,
    );
  });
});
