import { defineConfig } from "vitest/config";

// The constructs' tests once more, on the archived library that cdktn continues: a user of either is served.
export default defineConfig({
  resolve: { alias: { cdktn: "cdktf" } },
  test: {
    include: ["test/unit/constructs/**/*.test.ts"],
    env: { HOLDFAST_TEST_CDK: "cdktf" },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
  },
});
