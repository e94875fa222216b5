// Who a TPM is: its endorsement key with the certificate of its maker, and the quotes it signs of what a boot
// measured. Real signatures (Ed25519) over real registers: a verifier needs nothing but the public keys.

import { createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { machineLineage } from "./derive.js";
import type { BootMeasurement, Bytes, HostRecord } from "./records.js";
import { privateKeyOf, publicBytesOf, publicKeyOf } from "./signing-keys.js";
import { bootRegisters } from "./tpm.js";
import type { World } from "./world.js";

/** A signed report of the registers, made for one attestation. */
export interface Quote {
  readonly registers: ReadonlyMap<number, Buffer>;
  /** What the verifier sent, so that no old quote is taken. */
  readonly nonce: string;
  readonly endorsementKey: Bytes;
  /** The maker's signature of the endorsement key. */
  readonly certificate: Bytes;
  readonly signature: Bytes;
}

/** The public endorsement key of a host's TPM as it was at the last boot; a TPM that is cleared gets another. */
export function endorsementKeyOf(world: World, host: HostRecord): Bytes {
  const known = PUBLIC_KEYS.get(host.measured);
  if (known !== undefined) return known;
  const key = publicBytesOf(endorsementKey(world, host));
  PUBLIC_KEYS.set(host.measured, key);
  return key;
}

/** By the boot that found the TPM: making a key costs more than all else that is asked of a host. */
const PUBLIC_KEYS = new WeakMap<BootMeasurement, Bytes>();

/** The one it has from the next boot on. */
export function nextEndorsementKeyOf(world: World, host: HostRecord): Bytes {
  if (host.tpm.generation === host.measured.tpm.generation) return endorsementKeyOf(world, host);
  return endorsementKeyOf(world, { ...host, measured: { ...host.measured, tpm: host.tpm } });
}

export function makeQuote(world: World, host: HostRecord, nonce: string): Quote {
  const { tpm, secureBoot } = host.measured;
  const booted = { ...host, tpm, hardware: { ...host.hardware, secureBoot } };
  const registers = bootRegisters(booted);
  const key = endorsementKey(world, host);
  const publicKey = publicBytesOf(key);
  const certificate = sign(null, Buffer.from(publicKey, "base64"), makerKey(world));
  return {
    registers,
    nonce,
    endorsementKey: publicKey,
    certificate: certificate.toString("base64"),
    signature: sign(null, quotedText(registers, nonce), key).toString("base64"),
  };
}

/** Whether the endorsement key in a quote has signed it. */
export function isQuoteGenuine({ registers, nonce, endorsementKey, signature }: Quote): boolean {
  const text = quotedText(registers, nonce);
  return verify(null, text, publicKeyOf(endorsementKey), Buffer.from(signature, "base64"));
}

/** Whether the maker of TPMs has certified the endorsement key in a quote. */
export function isCertified(world: World, { endorsementKey, certificate }: Quote): boolean {
  const text = Buffer.from(endorsementKey, "base64");
  const maker = createPublicKey(makerKey(world));
  return verify(null, text, maker, Buffer.from(certificate, "base64"));
}

function quotedText(registers: ReadonlyMap<number, Buffer>, nonce: string): Buffer {
  const values = [...registers].map(([register, value]) => [register, value.toString("hex")]);
  return Buffer.from(JSON.stringify({ nonce, values }));
}

function endorsementKey(world: World, host: HostRecord): KeyObject {
  const { name } = machineLineage(host);
  const { generation } = host.measured.tpm;
  return privateKeyOf(world, { kind: "endorsement-key", name, generation });
}

/** The simulated vSphere knows one maker of TPMs. */
function makerKey(world: World): KeyObject {
  return privateKeyOf(world, { kind: "tpm-maker-key", name: "maker" });
}
