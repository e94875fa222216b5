import { expect, it } from "vitest";
import { parseExactJson } from "../../../src/files/parse-json.js";
import { jsonText } from "../../../src/model/json-text.js";
import type { Refinement } from "../../../src/model/refinement.js";
import { UNKNOWN, Unknown, type Value } from "../../../src/model/value.js";
import { decodeValue, encodeValue } from "../../../src/plan/value-json.js";

const LARGE = parseExactJson("123456789012345678901234567890", "x").value;

function throughText(value: Value): Value {
  const { value: read } = parseExactJson(jsonText(encodeValue(value)), "x");
  return decodeValue(read as Value);
}

it.each<[string, Refinement]>([
  ["that it is not null", { isNotNull: true }],
  ["how a text begins", { isNotNull: true, prefix: "vc01/$unknown/" }],
  ["a range, to all its digits", { min: { value: LARGE as number, isInclusive: true } }],
  ["a length", { minLength: 1, maxLength: 3 }],
])("keeps of an unknown value %s", (_, refinement) => {
  const read = throughText({ list: [new Unknown(refinement)], $unknown: { minLength: 1 } });
  expect(read).toEqual({ list: [new Unknown(refinement)], $unknown: { minLength: 1 } });
});

it("keeps of an unknown value nothing where nothing is certain", () => {
  expect(throughText([UNKNOWN])).toEqual([UNKNOWN]);
});
