import { configDefaults, defineConfig } from "vitest/config";
import { SLOW_TESTS } from "./test/slow.js";

export default defineConfig({
  test: {
    include: ["test/{unit,properties,contract,simulation,golden,house}/**/*.test.ts"],
    exclude: [...configDefaults.exclude, ...SLOW_TESTS],
    setupFiles: ["test/support/property-seed.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    // Modules keep what they have worked out and nothing else, and loading them for each file takes longer than most tests.
    isolate: false,
    // Vitest leaves one core free, which is half of a machine with two.
    maxWorkers: "100%",
  },
});
