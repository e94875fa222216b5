import { describe, expect, it } from "vitest";
import {
  decrypt,
  decryptSector,
  deriveKey,
  encrypt,
  encryptSector,
  unwrapKey,
  wrapKey,
} from "../../../src/simulator/key-crypto.js";
import { flipFirstBit } from "../../../src/simulator/tpm.js";

const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");
const KEK = hex("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F");
const OTHER = Buffer.alloc(32, 7);

describe("key wrap", () => {
  it("gives the vector of RFC 3394, section 4.6", () => {
    const key = hex("00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F");
    const wrapped = hex(
      "28C9F404C4B810F4 CBCCB35CFB87F826 3F5786E2D80ED326 CBC7F0E71A99F43B FB988B9B7A02DD21",
    );
    expect(wrapKey(KEK, key)).toEqual(wrapped);
    expect(unwrapKey(KEK, wrapped)).toEqual(key);
  });

  it("opens neither under another key nor after a flipped bit", () => {
    const wrapped = wrapKey(KEK, Buffer.alloc(64, 1));
    expect(unwrapKey(OTHER, wrapped)).toBeUndefined();
    expect(unwrapKey(KEK, flipFirstBit(wrapped))).toBeUndefined();
  });
});

describe("sealed text", () => {
  const sealed = encrypt(KEK, Buffer.alloc(12), Buffer.from("secret"));

  it("opens with its key and as it was", () => {
    expect(decrypt(KEK, sealed)?.toString()).toBe("secret");
  });

  it.each(["nonce", "ciphertext", "tag"] as const)("does not open with a flipped %s", (part) => {
    expect(decrypt(KEK, { ...sealed, [part]: flipFirstBit(sealed[part]) })).toBeUndefined();
  });

  it("does not open under another key", () => {
    expect(decrypt(OTHER, sealed)).toBeUndefined();
  });
});

describe("sector", () => {
  const key = Buffer.concat([KEK, OTHER]);
  const text = Buffer.alloc(64, "disk ");

  it("reads back what was written, at its own place only", () => {
    const sector = encryptSector(key, 5, text);
    expect(decryptSector(key, 5, sector)).toEqual(text);
    expect(decryptSector(key, 6, sector)).not.toEqual(text);
  });

  it("reads something else under another key", () => {
    const sector = encryptSector(key, 5, text);
    expect(decryptSector(Buffer.concat([OTHER, KEK]), 5, sector)).not.toEqual(text);
  });
});

describe("derived key", () => {
  it("differs by purpose and by derivation key", () => {
    const keys = [deriveKey(KEK, "a"), deriveKey(KEK, "b"), deriveKey(OTHER, "a")];
    expect(new Set(keys.map((key) => key.toString("hex"))).size).toBe(3);
    expect(deriveKey(KEK, "a")).toEqual(keys[0]);
  });
});
