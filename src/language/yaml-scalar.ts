// What a scalar of YAML stands for, as go-cty-yaml decides it: words for true, false and null as in YAML 1.1, numbers
// as in 1.2, and timestamps as texts of RFC 3339.

import { numeral } from "../model/big-float.js";
import { parseNumber } from "../model/number-text.js";
import type { Value } from "../model/value.js";
import { bytesOfBase64 } from "./encoding-text.js";

export interface RefusedScalar {
  readonly refused: string;
}

export function isRefusedScalar(value: Value | RefusedScalar): value is RefusedScalar {
  return typeof value === "object" && value !== null && "refused" in value;
}

const TAGS = "tag:yaml.org,2002:";
const KNOWN_TAGS = ["str", "bool", "int", "float", "null", "timestamp", "binary"];

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ...forms("y yes true on").map((word) => [word, true] as const),
  ...forms("n no false off").map((word) => [word, false] as const),
  ...["", "~", ...forms("null")].map((word) => [word, null] as const),
]);

/** Each word in small letters, with a first capital, and in capitals. */
function forms(words: string): readonly string[] {
  return words.split(" ").flatMap((word) => {
    return [word, word.slice(0, 1).toUpperCase() + word.slice(1), word.toUpperCase()];
  });
}

/** What begins with anything else is text. */
const HINT = /^(?:[yYnNtTfFoO~+.0-9-]|$)/;

const INFINITY = /^[+-]?\.(?:inf|Inf|INF)$/;
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/;
const INTEGER = /^(?:[+-]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/;
const FLOAT = /^[+-]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][+-]?[0-9]+)?$/;

/** `tag` is as resolved; a scalar that is not plain stands in quotes or is a block. */
export function resolveScalar(
  text: string,
  { tag, isPlain }: { readonly tag: string | undefined; readonly isPlain: boolean },
): Value | RefusedScalar {
  const kind = tag?.startsWith(TAGS) ? tag.slice(TAGS.length) : tag;
  if (kind !== undefined && !KNOWN_TAGS.includes(kind)) return { refused: "it has an unknown tag" };
  if (!HINT.test(text) || kind === "str" || kind === "binary") return asTagged(text, kind);
  if (!isPlain) return text;
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (INFINITY.test(text)) return { refused: "it has an infinite number" };
  if (kind === undefined && NOT_A_NUMBER.test(text)) return { refused: "it has what is no number" };
  if (text.startsWith(".")) {
    const number = parseNumber(text);
    return number === undefined || number === "too large" ? asTagged(text, kind) : number;
  }
  if (!/^[0-9+-]/.test(text)) return asTagged(text, kind);
  const time = kind === undefined || kind === "timestamp" ? timestampOf(text) : undefined;
  if (time !== undefined) return time;
  return asTagged(text, INTEGER.test(text) || FLOAT.test(text) ? "int" : kind);
}

function asTagged(text: string, kind: string | undefined): Value | RefusedScalar {
  switch (kind) {
    case "bool": {
      const word = WORDS.get(text);
      return typeof word === "boolean" ? word : { refused: "a scalar is not the bool of its tag" };
    }
    case "int":
    case "float":
      return numberOf(text.replaceAll("_", ""));
    case "null":
      return null;
    case "timestamp":
      return timestampOf(text) ?? { refused: "a scalar is not the timestamp of its tag" };
    case "binary":
      return bytesOfBase64(text) === undefined ? { refused: "a scalar is no Base64" } : text;
    default:
      return text;
  }
}

const WITH_BASE = /^([+-]?)(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/;

/** Decimal of any size, or of 64 bits with the sign for a base. */
function numberOf(text: string): Value | RefusedScalar {
  const number = parseNumber(text);
  if (number !== undefined && number !== "too large") return number;
  const [, sign, digits] = WITH_BASE.exec(text) ?? [];
  if (digits === undefined) return { refused: "a scalar is no number" };
  const magnitude = BigInt(digits);
  const value = sign === "-" ? -magnitude : magnitude;
  const isUnsigned = sign === "" && BigInt.asUintN(64, value) === value;
  if (isUnsigned || BigInt.asIntN(64, value) === value) return numeral(value, 0, 64);
  return { refused: "a number in another base has more than 64 bits" };
}

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})/.source;
const TIME = /(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?/.source;
const ZONE = /Z|[+-]\d{2}:\d{2}/.source;
const TIMESTAMP = new RegExp(`${DATE}(?:[Tt]${TIME}(${ZONE})| ${TIME})?$`);

/** In the form of RFC 3339, without fractions of seconds; undefined for what is no timestamp. */
function timestampOf(text: string): string | undefined {
  const match = TIMESTAMP.exec(text);
  if (match === null) return undefined;
  const [, year = "", month = "", day = "", ...times] = match;
  const [hour, minute, second, zone = "Z", ...plain] = times;
  const [h, m, s] = [hour ?? plain[0], minute ?? plain[1], second ?? plain[2]].map((part) => {
    return (part ?? "0").padStart(2, "0");
  });
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const isTime = `${h}:${m}:${s}` < "24" && String(m) < "60" && String(s) < "60";
  if (!isDay(date) || !isTime || !isZone(zone)) return undefined;
  return `${date}T${h}:${m}:${s}${/[+-]00:00/.test(zone) ? "Z" : zone}`;
}

/** A day that its month does not have is read as one of the next. */
function isDay(date: string): boolean {
  const milliseconds = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(date);
}

function isZone(zone: string): boolean {
  return zone === "Z" || (zone.slice(1, 3) <= "24" && zone.slice(4) < "60");
}
