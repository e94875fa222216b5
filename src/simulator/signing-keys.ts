// Keys that sign, Ed25519, derived from the seed of a simulated vSphere.

import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { deriveBytes, type Purpose } from "./derive.js";
import type { Bytes } from "./records.js";
import type { World } from "./world.js";

/** The beginnings of an Ed25519 key in DER (RFC 8410); 32 bytes follow. */
const PRIVATE_KEY_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");
const PUBLIC_KEY_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

export function privateKeyOf(world: World, purpose: Purpose): KeyObject {
  const key = Buffer.concat([PRIVATE_KEY_PREFIX, deriveBytes(world.seed, purpose, 32)]);
  return createPrivateKey({ key, format: "der", type: "pkcs8" });
}

export function publicKeyOf(bytes: Bytes): KeyObject {
  const key = Buffer.concat([PUBLIC_KEY_PREFIX, Buffer.from(bytes, "base64")]);
  return createPublicKey({ key, format: "der", type: "spki" });
}

/** Without the beginning that all have in common. */
export function publicBytesOf(privateKey: KeyObject): Bytes {
  const der = createPublicKey(privateKey).export({ format: "der", type: "spki" });
  return der.subarray(PUBLIC_KEY_PREFIX.length).toString("base64");
}
