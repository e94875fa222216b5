import { defineConfig } from "vitest/config";
import { SLOW_TESTS } from "./test/slow.js";

export default defineConfig({
  test: {
    include: ["test/e2e/**/*.test.ts", ...SLOW_TESTS],
    setupFiles: ["test/support/property-seed.ts"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: "forks",
    // Vitest leaves one processor free, which of two is half of them. What is tested here are processes of their own.
    maxWorkers: 2,
  },
});
