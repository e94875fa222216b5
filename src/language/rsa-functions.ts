// rsadecrypt, exactly as Terraform 1.11 has it: RSA with the padding of PKCS #1 v1.5, and a private key as OpenSSL
// or OpenSSH write it, without a passphrase.

import { constants, createPrivateKey, type KeyObject, privateDecrypt } from "node:crypto";
import { bytesOfBase64 } from "./encoding-text.js";
import type { FunctionSpec } from "./function-call.js";
import { refuse } from "./refusal.js";
import { normalize } from "./text-order.js";

export const rsadecrypt: FunctionSpec = {
  parameters: [
    { name: "ciphertext", type: "string" },
    { name: "privatekey", type: "string" },
  ],
  resultType: () => "string",
  apply: ([ciphertext, privatekey]) => {
    const bytes = bytesOfBase64(String(ciphertext?.value));
    if (bytes === undefined) return refuse(INVALID, 'The "ciphertext" must be written in Base64.');
    const key = readKey(String(privatekey?.value));
    if (key === undefined) {
      const detail = 'The "privatekey" must be an RSA key in PEM form, without a passphrase.';
      return refuse(INVALID, detail);
    }
    const text = decrypt(bytes, key);
    if (text === undefined) {
      return refuse("Error in function call", 'The "ciphertext" was not encrypted for this key.');
    }
    return { value: normalize(text.toString("utf8")), type: "string" };
  },
};

/** The padding is taken off here: not every OpenSSL that Node comes with does it. */
function decrypt(bytes: Buffer, key: KeyObject): Buffer | undefined {
  const length = Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
  if (bytes.length > length || length < 11) return undefined;
  const whole = Buffer.concat([Buffer.alloc(length - bytes.length), bytes]);
  try {
    const padded = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, whole);
    const end = padded.indexOf(0, 2);
    const isPadded = padded[0] === 0 && padded[1] === 2 && end >= 10;
    return isPadded ? padded.subarray(end + 1) : undefined;
  } catch {
    return undefined;
  }
}

function readKey(text: string): KeyObject | undefined {
  try {
    const key = text.includes("BEGIN OPENSSH PRIVATE KEY")
      ? readOpenSsh(text)
      : createPrivateKey(text);
    return key?.asymmetricKeyType === "rsa" ? key : undefined;
  } catch {
    return undefined;
  }
}

const MAGIC = "openssh-key-v1\0";

/** OpenSSH's own form: fields of a length and as many bytes, the private ones within one of them. */
function readOpenSsh(text: string): KeyObject | undefined {
  const [, body = ""] = /-----BEGIN [^-]*-----([^-]*)-----END/.exec(text) ?? [];
  const bytes = Buffer.from(body, "base64");
  if (bytes.subarray(0, MAGIC.length).toString("latin1") !== MAGIC) return undefined;
  const outer = fieldsOf(bytes.subarray(MAGIC.length));
  const [cipher, kdf] = [outer(), outer(), outer()].map(String);
  const count = outer.skip(4).readUInt32BE();
  outer();
  if (cipher !== "none" || kdf !== "none" || count !== 1) return undefined;
  const inner = fieldsOf(outer());
  inner.skip(8);
  if (String(inner()) !== "ssh-rsa") return undefined;
  const [n, e, d, qi, p, q] = Array.from({ length: 6 }, () => numberOf(inner()));
  if (d === undefined || p === undefined || q === undefined) return undefined;
  const numbers = { n, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi };
  const entries = Object.entries(numbers).map(([name, value = 0n]) => [name, base64Url(value)]);
  return createPrivateKey({ format: "jwk", key: { kty: "RSA", ...Object.fromEntries(entries) } });
}

/** Reads one field after the other; `skip` gives as many bytes that are no field. */
function fieldsOf(bytes: Buffer) {
  let position = 0;
  const skip = (count: number) => {
    position += count;
    return bytes.subarray(position - count, position);
  };
  return Object.assign(() => skip(skip(4).readUInt32BE()), { skip });
}

function numberOf(bytes: Buffer): bigint {
  return BigInt(`0x0${bytes.toString("hex")}`);
}

function base64Url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex").toString("base64url");
}

const INVALID = "Invalid function argument";
