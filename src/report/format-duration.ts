// Seconds in words: the two largest units that are not nothing.

const UNITS = [
  { name: "d", seconds: 86_400 },
  { name: "h", seconds: 3_600 },
  { name: "min", seconds: 60 },
  { name: "s", seconds: 1 },
] as const;

/** `72 h`, `1 h 30 min`, `3 d 4 h`, `0 s`. Days are used from four on, as outages are spoken of in hours. */
export function formatDuration(seconds: number): string {
  let rest = Math.round(seconds);
  const parts: string[] = [];
  for (const unit of UNITS) {
    if (unit.name === "d" && seconds < 4 * unit.seconds) continue;
    const amount = Math.floor(rest / unit.seconds);
    rest -= amount * unit.seconds;
    if (amount > 0) parts.push(`${amount} ${unit.name}`);
  }
  return parts.length === 0 ? "0 s" : parts.slice(0, 2).join(" ");
}

/** To the minute or, from four hours on, to the hour, upwards: for whom the second does not matter. */
export function formatRoughly(seconds: number): string {
  const unit = seconds >= 4 * 3600 ? 3600 : seconds > 60 ? 60 : 1;
  return formatDuration(Math.ceil(seconds / unit) * unit);
}

/** A moment of a timeline as `71:05`, hours and minutes, with seconds where there are any. */
export function formatClock(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const whole = Math.floor(seconds);
  const clock = `${two(Math.floor(whole / 3_600))}:${two(Math.floor(whole / 60) % 60)}`;
  return whole % 60 === 0 ? clock : `${clock}:${two(whole % 60)}`;
}
