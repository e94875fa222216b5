// Users of the archived cdktf are served as well as those of cdktn: the constructs' tests pass on both.

import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

describe("the constructs on cdktf 0.21", () => {
  it("pass their whole suite", () => {
    const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [vitest, "run", "--config", "vitest.cdktf.config.ts"],
      { cwd: ROOT, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } },
    );
    expect([status, status === 0 ? "" : stdout + stderr]).toEqual([0, ""]);
  });
});
