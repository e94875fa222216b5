// The validators that are generated from our schemas say what Ajv says of the same keywords.

import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { FORMATS } from "../../../src/schema/formats.js";
import { KEYWORD_VALIDATORS } from "../../../src/schema/generated/keyword-validators.js";

const TEXTS = [
  "",
  "a",
  "a b",
  "vc01",
  "vc01/vm/a",
  "8.0 U3",
  "8.0 U0",
  "7.0",
  "DE",
  "shared",
  "😀",
];
const TIMES = ["2027-01-31T00:00:00Z", "2027-02-31T00:00:00Z", "2027-01-31", "2027-01-31T00:00:00"];
const NUMBERS = [-1, 0, 1, 1.5, 3, 4, 30, 3650, 65535, 65536];
const SAMPLES: readonly unknown[] = [...TEXTS, ...TIMES, ...NUMBERS, true, [], [0], [0, 0]];

describe("the generated validators", () => {
  const ajv = new Ajv({ allErrors: true, formats: FORMATS });

  it.each([...KEYWORD_VALIDATORS])("say of %s what Ajv says", (keywords, validate) => {
    const original = ajv.compile(JSON.parse(keywords));
    for (const sample of SAMPLES) {
      expect(validate(sample), String(sample)).toBe(original(sample));
      expect(validate.errors, String(sample)).toEqual(original.errors);
    }
  });
});
