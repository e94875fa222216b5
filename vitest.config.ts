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
    // Vitest leaves one core free, which is half of a machine with two.
    maxWorkers: "100%",
  },
});
