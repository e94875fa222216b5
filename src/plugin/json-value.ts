// Values in the JSON of Terraform's state: numbers with all their digits, and values of any type as objects of value and
// type. Nothing in it is unknown.

import type { Numeral } from "../model/big-float.js";
import { BigFloat } from "../model/big-float.js";
import { isRecord, isType, type ValueDialect } from "./decode-value.js";

/** Reads what `parseExactJson` gives. */
export const JSON_DIALECT: ValueDialect = {
  number: (raw): Numeral | undefined =>
    Number.isSafeInteger(raw) || raw instanceof BigFloat ? (raw as Numeral) : undefined,
  unknown: () => undefined,
  dynamic: (raw) => {
    if (!isRecord(raw) || !isType(raw.type)) return undefined;
    return { type: raw.type, value: raw.value };
  },
};
