import { describe, expect, it } from "vitest";
import { makeBackup, parseBackup } from "../../../src/simulator/native-backup.js";

const BACKUP = {
  name: "nkp",
  keyId: "key-1",
  kdk: Buffer.alloc(32, 9).toString("base64"),
  exportTime: "2026-01-01T00:00:00.000Z",
};
const SECRETS = { salt: Buffer.alloc(16, 1), nonce: Buffer.alloc(12, 2) };
const MAGIC_BYTES = "HOLDFAST-NKP".length;
const file = makeBackup(BACKUP, { ...SECRETS, password: "correct horse" });

describe("backup of a native key provider", () => {
  it("opens with its password", () => {
    expect(parseBackup(file, "correct horse")).toEqual(BACKUP);
  });

  it("opens for anyone without a password", () => {
    expect(parseBackup(makeBackup(BACKUP, { ...SECRETS, password: null }), null)).toEqual(BACKUP);
  });

  it("holds the key in no readable form", () => {
    for (const form of ["base64", "hex", "latin1"] as const) {
      const key = Buffer.from(BACKUP.kdk, "base64").toString(form);
      expect(file.toString("latin1")).not.toContain(key);
    }
  });

  it.each([
    ["another password", file, "wrong", /password is wrong or the backup is damaged/],
    ["a flipped last byte", flipLast(file), "correct horse", /damaged/],
    ["the first bytes of a file", file.subarray(0, MAGIC_BYTES), "correct horse", /cut short/],
    ["half a file", file.subarray(0, 40), "correct horse", /cut short/],
    ["another file", Buffer.from("PK some other archive"), "correct horse", /not a backup/],
    ["a later format", withByte(file, MAGIC_BYTES, 9), "correct horse", /format 9/],
    [
      "a cost that is no power of two",
      withByte(file, MAGIC_BYTES + 4, 3),
      "correct horse",
      /parameters/,
    ],
    [
      "a cost beyond all memory",
      withByte(file, MAGIC_BYTES + 2, 16),
      "correct horse",
      /parameters/,
    ],
  ])("says what is wrong with %s", (_, bytes, password, sentence) => {
    expect(parseBackup(bytes, password)).toMatch(sentence);
  });
});

function flipLast(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1;
  return copy;
}

function withByte(bytes: Buffer, offset: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[offset] = value;
  return copy;
}
