// Times as RFC 3339 writes them, to the nanosecond, with their offset from UTC; and durations as `1h30m`.

export interface Timestamp {
  /** Since 1970, of UTC. */
  readonly nanoseconds: bigint;
  /** East of UTC. */
  readonly offsetMinutes: number;
}

const SECOND = 1_000_000_000n;

/** As the standard has it, and as Go's parser takes it, which timecmp() uses. */
const FORMS = {
  strict: { pattern: rfc3339("\\d\\d", "\\."), mostHours: 23, mostMinutes: 59 },
  lenient: { pattern: rfc3339("\\d\\d?", "[.,]"), mostHours: 24, mostMinutes: 60 },
} as const;

function rfc3339(hour: string, point: string): RegExp {
  const date = "(\\d{4})-(\\d\\d)-(\\d\\d)";
  const time = `(${hour}):(\\d\\d):(\\d\\d)(?:${point}(\\d+))?`;
  return new RegExp(`^${date}T${time}(?:Z|([+-])(\\d\\d):(\\d\\d))$`);
}

/** Undefined for what is none, such as a 30th of February. */
export function parseTimestamp(
  text: string,
  form: keyof typeof FORMS = "strict",
): Timestamp | undefined {
  const { pattern, mostHours, mostMinutes } = FORMS[form];
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(Number);
  const isDay = day >= 1 && day <= daysIn(year, month);
  if (!isDay || hour > 23 || minute > 59 || second > 59) return undefined;
  const [fraction = "", sign, offsetHour = "0", offsetMinute = "0"] = match.slice(7);
  if (Number(offsetHour) > mostHours || Number(offsetMinute) > mostMinutes) return undefined;
  const offset = Number(offsetHour) * 60 + Number(offsetMinute);
  const offsetMinutes = sign === "-" ? -offset : offset;
  const local = utcMilliseconds(year, month, day) + ((hour * 60 + minute) * 60 + second) * 1000;
  const nanoseconds = BigInt(local - offsetMinutes * 60_000) * 1_000_000n;
  return { nanoseconds: nanoseconds + BigInt(fraction.slice(0, 9).padEnd(9, "0")), offsetMinutes };
}

function daysIn(year: number, month: number): number {
  if (month < 1 || month > 12) return 0;
  return new Date(utcMilliseconds(year, month + 1, 0)).getUTCDate();
}

/** `Date.UTC` takes years below 100 for those of the last century. */
function utcMilliseconds(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

/** Without fractions of a second. */
export function formatTimestamp(timestamp: Timestamp): string {
  const { year, month, day, hour, minute, second } = partsOf(timestamp);
  const [date, time] = [
    [month, day],
    [hour, minute, second],
  ].map((parts) => parts.map(twoDigits));
  const years = year < 0 ? `-${fourDigits(-year)}` : fourDigits(year);
  return `${[years, ...(date ?? [])].join("-")}T${time?.join(":")}${formatOffset(timestamp, "Z")}`;
}

/** `+01:00`; for UTC what `utc` says. */
export function formatOffset({ offsetMinutes }: Timestamp, utc: string, separator = ":"): string {
  if (offsetMinutes === 0 && utc !== "") return utc;
  const minutes = Math.abs(offsetMinutes);
  const sign = offsetMinutes < 0 ? "-" : "+";
  return `${sign}${twoDigits(Math.trunc(minutes / 60))}${separator}${twoDigits(minutes % 60)}`;
}

export interface TimeParts {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  /** From 0, which is Sunday. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** In its own offset. */
export function partsOf({ nanoseconds, offsetMinutes }: Timestamp): TimeParts {
  const seconds = nanoseconds / SECOND - (nanoseconds % SECOND < 0n ? 1n : 0n);
  const date = new Date(Number(seconds) * 1000 + offsetMinutes * 60_000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}

export function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

export function fourDigits(value: number): string {
  return String(value).padStart(4, "0");
}

const UNITS: ReadonlyMap<string, bigint> = new Map([
  ["ns", 1n],
  ["us", 1_000n],
  ["µs", 1_000n],
  ["μs", 1_000n],
  ["ms", 1_000_000n],
  ["s", SECOND],
  ["m", 60n * SECOND],
  ["h", 3600n * SECOND],
]);

const MOST = 2n ** 63n;

/** `-1h30m`, `1.5s` or `0`, in nanoseconds; undefined for what is none, or beyond 64 bits. */
export function parseDuration(text: string): bigint | undefined {
  const [, sign, rest = ""] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (rest === "0") return 0n;
  if (!/^(?:(?:\d+\.?\d*|\.\d+)[^\d.]+)+$/s.test(rest)) return undefined;
  let total = 0n;
  for (const [, whole = "", fraction = "", unit = ""] of rest.matchAll(
    /(\d*)\.?(\d*)([^\d.]+)/gs,
  )) {
    const size = UNITS.get(unit);
    if (size === undefined) return undefined;
    const places = 10n ** BigInt(fraction.length);
    total += BigInt(whole || "0") * size + (BigInt(fraction || "0") * size) / places;
  }
  if (total > MOST || (total === MOST && sign !== "-")) return undefined;
  return sign === "-" ? -total : total;
}
