// The finder of canaries finds them, wherever they begin and however they are written.

import { describe, expect, it } from "vitest";
import { CANARIES, findCanaries } from "./find-canaries.js";

const WAYS: readonly (readonly [string, (canary: string) => string | Uint8Array])[] = [
  ["in clear", (c) => `password = "${c}"`],
  ["cut off", (c) => `password = ${c.slice(0, -3)}…`],
  ["as JSON", (c) => JSON.stringify({ password: c })],
  ["as JSON in JSON", (c) => JSON.stringify({ log: JSON.stringify({ password: c }) })],
  ["as a URL", (c) => new URLSearchParams({ password: c }).toString().replaceAll("+", "%20")],
  ["as hex", (c) => `0x${Buffer.from(c).toString("hex").toUpperCase()}`],
  ["as bytes", (c) => Buffer.concat([Buffer.of(0, 255), Buffer.from(c)])],
  ["as UTF-16", (c) => Buffer.from(`…${c}…`, "utf16le")],
  ...["", "x", "xy", "xyz"].flatMap((before) => [
    [`as base64 after ${before.length}`, (c: string) => base64(`${before}${c}:tail`)] as const,
    [`as base64url after ${before.length}`, (c: string) => base64url(`${before}${c}`)] as const,
  ]),
];

describe("findCanaries", () => {
  it.each(WAYS)("finds each canary %s", (_, write) => {
    for (const canary of CANARIES) {
      const found = findCanaries(new Map([["log", write(canary)]]), [canary]);
      expect(found).not.toEqual([]);
    }
  });

  it("finds nothing where nothing is", () => {
    const text = `(sensitive value) ${CANARIES.map((c) => c.slice(0, 5)).join(" ")}`;
    expect(findCanaries(new Map([["log", text]]))).toEqual([]);
  });
});

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

function base64url(text: string): string {
  return Buffer.from(text).toString("base64url");
}
