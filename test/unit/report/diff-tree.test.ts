import { describe, expect, it } from "vitest";
import { compareAttributes } from "../../../src/compare/compare-attributes.js";
import { diffObjects } from "../../../src/report/diff-tree.js";

describe("a key that is called like what every object inherits", () => {
  const empty = { tags: {} };
  const tagged = { tags: { constructor: "ann" } };

  it("is added where it was not", () => {
    const [tags] = diffObjects({ before: empty, after: tagged });
    expect(tags).toMatchObject({
      children: [{ label: "constructor", kind: "added", before: null, after: '"ann"' }],
    });
  });

  it("differs from nothing in a comparison", () => {
    const same = (text: string) => text;
    const rename = [same, same] as const;
    const objects = [empty, tagged] as const;
    expect(compareAttributes({ objects, attributes: undefined, rename })).toEqual([
      { path: "tags.constructor", values: [null, "ann"] },
    ]);
  });
});
