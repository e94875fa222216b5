// formatdate, timeadd and timecmp, exactly as Terraform 1.11 has them.

import type { FunctionSpec } from "./function-call.js";
import { type Refusal, refuse } from "./refusal.js";
import { normalize } from "./text-order.js";
import {
  formatOffset,
  formatTimestamp,
  fourDigits,
  parseDuration,
  parseTimestamp,
  partsOf,
  type TimeParts,
  type Timestamp,
  twoDigits,
} from "./timestamp.js";
import type { TypedValue } from "./typed-value.js";

export const timeadd: FunctionSpec = {
  mayGiveNull: true,
  parameters: [
    { name: "timestamp", type: "string" },
    { name: "duration", type: "string" },
  ],
  resultType: () => "string",
  apply: ([given, duration]) => {
    const timestamp = timestampOf("timestamp", given);
    if ("summary" in timestamp) return timestamp;
    const nanoseconds = parseDuration(String(duration?.value));
    if (nanoseconds === undefined) {
      return refuse(INVALID, 'The "duration" must be one such as "-1h30m" or "10.5s".');
    }
    const later = { ...timestamp, nanoseconds: timestamp.nanoseconds + nanoseconds };
    return { value: formatTimestamp(later), type: "string" };
  },
};

/** -1, 0 or 1. */
export const timecmp: FunctionSpec = {
  parameters: [
    { name: "timestamp_a", type: "string" },
    { name: "timestamp_b", type: "string" },
  ],
  resultType: () => "number",
  apply: ([left, right]) => {
    const a = timestampOf("timestamp_a", left, "lenient");
    const b = timestampOf("timestamp_b", right, "lenient");
    if ("summary" in a) return a;
    if ("summary" in b) return b;
    const isLater = a.nanoseconds > b.nanoseconds;
    return { value: Number(isLater) - Number(a.nanoseconds < b.nanoseconds), type: "number" };
  },
};

export const formatdate: FunctionSpec = {
  parameters: [
    { name: "format", type: "string" },
    { name: "time", type: "string" },
  ],
  resultType: () => "string",
  apply: ([format, given]) => {
    const timestamp = timestampOf("time", given);
    if ("summary" in timestamp) return timestamp;
    const texts: string[] = [];
    for (const [token] of String(format?.value).matchAll(TOKENS)) {
      const text = textOf(token, timestamp);
      if (text === undefined) {
        const known =
          "YY, YYYY, M to MMMM, D, DD, EEE, EEEE, h, hh, H, HH, AA, aa, m, mm, s, ss, Z";
        const detail = `The "format" has letters that stand for nothing. Known are ${known}`;
        return refuse(INVALID, `${detail}, ZZZ to ZZZZZ; quote others, as in 'at'.`);
      }
      texts.push(text);
    }
    return { value: normalize(texts.join("")), type: "string" };
  },
};

function timestampOf(
  name: string,
  given: TypedValue | undefined,
  form: "strict" | "lenient" = "strict",
): Timestamp | Refusal {
  const timestamp = parseTimestamp(String(given?.value), form);
  if (timestamp !== undefined) return timestamp;
  const detail = `The "${name}" must be a time such as "2025-01-31T12:00:00Z" (RFC 3339).`;
  return refuse(INVALID, detail);
}

/** A quoted text, in which '' is a quote; one letter, once or more; or what stands for itself. */
const TOKENS = /''|'(?:[^']|'')*'?|([A-Za-z])\1*|[^A-Za-z']+/g;

function textOf(token: string, timestamp: Timestamp): string | undefined {
  if (token === "''") return "'";
  if (token.startsWith("'")) {
    return /^'(?:[^']|'')+'$/.test(token) ? token.slice(1, -1).replaceAll("''", "'") : undefined;
  }
  if (!/^[A-Za-z]/.test(token)) return token;
  if (token.startsWith("Z")) return ZONES.get(token)?.(timestamp);
  return LETTERS.get(token)?.(partsOf(timestamp));
}

const ZONES: ReadonlyMap<string, (timestamp: Timestamp) => string> = new Map([
  ["Z", (timestamp: Timestamp) => formatOffset(timestamp, "Z")],
  ["ZZZ", (timestamp: Timestamp) => formatOffset(timestamp, "UTC", "")],
  ["ZZZZ", (timestamp: Timestamp) => formatOffset(timestamp, "", "")],
  ["ZZZZZ", (timestamp: Timestamp) => formatOffset(timestamp, "")],
]);

const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

const monthOf = ({ month }: TimeParts) => MONTHS[month - 1] ?? "";
const dayOf = ({ weekday }: TimeParts) => DAYS[weekday] ?? "";
const hourOf = ({ hour }: TimeParts) => hour % 12 || 12;

const LETTERS: ReadonlyMap<string, (parts: TimeParts) => string> = new Map([
  ["YY", ({ year }: TimeParts) => twoDigits(year % 100)],
  ["YYYY", ({ year }: TimeParts) => fourDigits(year)],
  ["M", ({ month }: TimeParts) => String(month)],
  ["MM", ({ month }: TimeParts) => twoDigits(month)],
  ["MMM", (parts: TimeParts) => monthOf(parts).slice(0, 3)],
  ["MMMM", monthOf],
  ["D", ({ day }: TimeParts) => String(day)],
  ["DD", ({ day }: TimeParts) => twoDigits(day)],
  ["EEE", (parts: TimeParts) => dayOf(parts).slice(0, 3)],
  ["EEEE", dayOf],
  ["h", ({ hour }: TimeParts) => String(hour)],
  ["hh", ({ hour }: TimeParts) => twoDigits(hour)],
  ["H", (parts: TimeParts) => String(hourOf(parts))],
  ["HH", (parts: TimeParts) => twoDigits(hourOf(parts))],
  ["AA", ({ hour }: TimeParts) => (hour < 12 ? "AM" : "PM")],
  ["aa", ({ hour }: TimeParts) => (hour < 12 ? "am" : "pm")],
  ["m", ({ minute }: TimeParts) => String(minute)],
  ["mm", ({ minute }: TimeParts) => twoDigits(minute)],
  ["s", ({ second }: TimeParts) => String(second)],
  ["ss", ({ second }: TimeParts) => twoDigits(second)],
]);

const INVALID = "Invalid function argument";
