import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/{unit,properties,contract,simulation,golden,house}/**/*.test.ts"],
    setupFiles: ["test/support/property-seed.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    // Vitest leaves one core free, which is half of a machine with two.
    maxWorkers: "100%",
  },
});
