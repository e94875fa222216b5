// What Terraform 1.11.4 answers to calls of functions of numbers, text and encodings.

import { BigFloat } from "../../../src/model/big-float.js";
import type { Type } from "../../../src/model/type.js";
import type { Value } from "../../../src/model/value.js";

export type Answer = readonly [call: string, value: Value, type: Type];

export const NUMERIC_ANSWERS: readonly Answer[] = [
  ["abs(-5)", 5, "number"],
  ["ceil(1.2)", 2, "number"],
  ["floor(-1.2)", -2, "number"],
  ["tostring(log(1000, 10))", "2.9999999999999996", "string"],
  ["log(16, 2)", 4, "number"],
  ["max(1, 3, 2)", 3, "number"],
  ["min(['1', 2]...)", 1, "number"],
  ["parseint('zZ', 62)", 2231, "number"],
  ["parseint('8000000000000000', 16)", new BigFloat(1n, 63, 64), "number"],
  ["pow(2, 10)", 1024, "number"],
  ["tostring(pow(2, 0.3))", "1.2311444133449163", "string"],
  ["signum(-3)", -1, "number"],
];
