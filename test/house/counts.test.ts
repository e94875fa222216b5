// The numbers that the documents give of the comparison with Terraform are those of today.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FUNCTIONS } from "../../src/language/functions.js";
import { ALL_STORIES } from "../e2e/plan/stories/index.js";

const stories = Object.values(ALL_STORIES).reduce((n, group) => n + Object.keys(group).length, 0);

describe.each(["README.md", "docs/language.md"])("%s", (path) => {
  const text = readFileSync(path, "utf8");

  it("says how many plan stories there are", () => {
    expect(text.match(/[\d,]+ plan stories/g)).toEqual([`${stories} plan stories`]);
  });

  it("says how many functions there are", () => {
    const found = [...text.matchAll(/(\d+)\s+functions/g)].map(([, count]) => Number(count));
    expect(found).not.toEqual([]);
    for (const count of found) expect(count).toBe(FUNCTIONS.size);
  });
});
