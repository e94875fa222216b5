// Durations as people write them, in scenarios and in functions: a whole number with a unit.

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Ten years: later no certificate of a drill would mean anything, and clocks end some day. */
export const LONGEST_DURATION_DAYS = 3650;

export const LONGEST_DURATION_SECONDS: number = LONGEST_DURATION_DAYS * 86_400;

/** The seconds of `90s`, `30m`, `72h` or `3d`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = /^([0-9]+)([smhd])$/.exec(text) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  return Number(count) * (UNIT_SECONDS[unit] ?? 1);
}
