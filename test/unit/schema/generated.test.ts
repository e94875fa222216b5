// What is committed is what the schemas say: generation is repeated and compared byte for byte.

import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { findDrift } from "../../../scripts/generate/find-drift.js";
import { generateFiles } from "../../../scripts/generate/generate-files.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));

describe("generated files", () => {
  it("are those that the schemas make", async () => {
    const files = await generateFiles(root);
    expect(await findDrift(root, files)).toEqual([]);
  });

  it("are found out when one is changed, missing or left over", async () => {
    const files = new Map(await generateFiles(root));
    const [first = "", second = ""] = [...files.keys()].sort();
    files.set(first, "changed");
    files.set("docs/resources/new.md", "new");
    files.delete(second);
    expect(await findDrift(root, files)).toEqual([first, second, "docs/resources/new.md"].sort());
  });
});
