// Tests for which `npm test` would take more than three minutes on two processors: `npm run test:e2e` runs them.

export const SLOW_TESTS = [
  "test/golden/cli/**/*.test.ts",
  "test/properties/apply/laws.test.ts",
  "test/properties/drill/{laws,planned,cleared-tpms}.test.ts",
  "test/properties/language/fuzz.test.ts",
  "test/properties/preview/judge-preview.test.ts",
  "test/simulation/guards/canaries/provoked-errors.test.ts",
  "test/simulation/guards/standing-faults.test.ts",
  "test/simulation/attributes/attributes.test.ts",
  "test/unit/constructs/examples.test.ts",
  "test/unit/load/scale.test.ts",
];
