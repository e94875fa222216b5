import { describe, expect, it } from "vitest";
import { waitAsked } from "../../../src/forge/rate-limit.js";

const NOW = Date.UTC(2026, 0, 1);
const SECONDS = NOW / 1000;
const DATE = new Date(NOW + 90_000).toUTCString();

describe("how long a forge asks to wait", () => {
  it.each([
    [429, { "retry-after": "5" }, "", 5],
    [503, { "retry-after": DATE }, "", 90],
    [
      429,
      { "retry-after": "soon", "ratelimit-remaining": "0", "ratelimit-reset": `${SECONDS + 7}` },
      "",
      7,
    ],
    [403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": `${SECONDS - 7}` }, "", 1],
    [403, { "x-ratelimit-remaining": "12", "x-ratelimit-reset": `${SECONDS + 7}` }, "", undefined],
    [403, {}, "You have triggered an abuse detection mechanism", 60],
    [403, {}, "Forbidden", undefined],
    [429, {}, "", null],
    [500, { "retry-after": "5" }, "", undefined],
  ])("%i %j %s", (status, headers, message, expected) => {
    const answer = { status, headers: new Headers(headers as Record<string, string>), message };
    expect(waitAsked({ ...answer, now: NOW })).toBe(expected);
  });
});
