// The cryptography of vSphere VM encryption with the bytes themselves: key wrap, key derivation, sealed
// text, sectors. Everything that unlocks does so by succeeding here; nothing in this file knows a setting.

import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  timingSafeEqual,
} from "node:crypto";

const WRAP = "id-aes256-wrap";
/** The initial value that RFC 3394 checks on unwrap. */
const WRAP_CHECK = Buffer.alloc(8, 0xa6);
const AEAD = "aes-256-gcm";

/** AES-256 key wrap (RFC 3394) of a key of 32 or 64 bytes. */
export function wrapKey(kek: Buffer, key: Buffer): Buffer {
  const cipher = createCipheriv(WRAP, kek, WRAP_CHECK);
  return Buffer.concat([cipher.update(key), cipher.final()]);
}

/** The wrapped key, or undefined if `kek` is not what it was wrapped under or a bit of it changed. */
export function unwrapKey(kek: Buffer, wrapped: Buffer): Buffer | undefined {
  try {
    const decipher = createDecipheriv(WRAP, kek, WRAP_CHECK);
    return Buffer.concat([decipher.update(wrapped), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** HKDF-SHA-256 to 32 bytes: a native key provider's key for one object, from its derivation key. */
export function deriveKey(derivationKey: Buffer, purpose: string): Buffer {
  return Buffer.from(
    hkdfSync("sha256", derivationKey, "holdfast native key provider", purpose, 32),
  );
}

export interface SealedText {
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

/** AES-256-GCM. A nonce may be used once under a key. */
export function encrypt(key: Buffer, nonce: Buffer, text: Buffer): SealedText {
  const cipher = createCipheriv(AEAD, key, nonce);
  const ciphertext = Buffer.concat([cipher.update(text), cipher.final()]);
  return { nonce, ciphertext, tag: cipher.getAuthTag() };
}

/** What was encrypted, or undefined if the key is another one or a bit changed. */
export function decrypt(key: Buffer, sealed: SealedText): Buffer | undefined {
  try {
    const decipher = createDecipheriv(AEAD, key, sealed.nonce);
    decipher.setAuthTag(sealed.tag);
    return Buffer.concat([decipher.update(sealed.ciphertext), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** XTS-AES-256 under a key of 64 bytes, for the sector with this number. */
export function encryptSector(key: Buffer, sectorNumber: number, text: Buffer): Buffer {
  const cipher = createCipheriv("aes-256-xts", key, sectorTweak(sectorNumber));
  return Buffer.concat([cipher.update(text), cipher.final()]);
}

/** XTS has no checksum: under a wrong key this gives other bytes, never an error. */
export function decryptSector(key: Buffer, sectorNumber: number, sector: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-xts", key, sectorTweak(sectorNumber));
  return Buffer.concat([decipher.update(sector), decipher.final()]);
}

/** Hex SHA-256. */
export function digestOf(bytes: Buffer | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export function hmac(key: Buffer, ...parts: readonly (Buffer | string)[]): Buffer {
  const mac = createHmac("sha256", key);
  for (const part of parts) mac.update(part).update("\0");
  return mac.digest();
}

export function areBytesEqual(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function sectorTweak(sectorNumber: number): Buffer {
  const tweak = Buffer.alloc(16);
  tweak.writeUInt32LE(sectorNumber);
  return tweak;
}
