// A value of Terraform's plan JSON and its shadows, put together again: the reverse of src/plan/json-masks.ts. What is
// sensitive stands in such a document in clear text; of that only a digest is kept, which tells whether it changes.

import { createHash } from "node:crypto";
import { jsonText } from "../model/json-text.js";
import { isList, isObject, sensitive, UNKNOWN, type Value } from "../model/value.js";

export interface MaskedValue {
  /** Absent where nothing of it is known. */
  readonly value: Value | undefined;
  /** `true` at what is unknown. */
  readonly unknown?: Value | undefined;
  /** `true` at what is sensitive. */
  readonly secret?: Value | undefined;
}

/** Null where there is neither a value nor an unknown one. */
export function unmaskValue({ value, unknown, secret }: MaskedValue): Value {
  if (unknown === true) return secret === true ? sensitive(UNKNOWN) : UNKNOWN;
  if (value === undefined || value === null) return null;
  if (secret === true) return sensitive(digestOf(value));
  if (isList(value)) {
    return value.map((item, i) =>
      unmaskValue({ value: item, unknown: partOf(unknown, i), secret: partOf(secret, i) }),
    );
  }
  if (!isObject(value)) return value;
  const unknownNames = isObject(unknown) ? Object.keys(unknown) : [];
  const names = new Set([...Object.keys(value), ...unknownNames]);
  return Object.fromEntries(
    [...names].map((name) => {
      const part = { unknown: partOf(unknown, name), secret: partOf(secret, name) };
      return [name, unmaskValue({ value: partOf(value, name), ...part })] as const;
    }),
  );
}

function partOf(mask: Value | undefined, step: string | number): Value | undefined {
  if (mask === undefined) return undefined;
  if (typeof step === "number") return isList(mask) ? mask[step] : undefined;
  return isObject(mask) && Object.hasOwn(mask, step) ? mask[step] : undefined;
}

function digestOf(value: Value): string {
  return createHash("sha256").update(jsonText(value)).digest("hex");
}
