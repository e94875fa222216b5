// X.509 certificates of Ed25519 keys (RFC 5280, RFC 8410): as much of DER as one of them takes. A library would
// take longer to load than the whole of a small estate to make.

import { createPublicKey, type KeyObject, sign } from "node:crypto";

export interface CertificateSpec {
  /** Common names. */
  readonly subject: string;
  readonly issuer: string;
  readonly serialNumber: Buffer;
  readonly notBefore: Date;
  /** Undefined: it does not expire. */
  readonly notAfter: Date | undefined;
  readonly key: KeyObject;
  /** The private key of the issuer. */
  readonly issuerKey: KeyObject;
}

/** The certificate in DER. */
export function makeCertificate(spec: CertificateSpec): Buffer {
  const { subject, issuer, serialNumber, notBefore, notAfter, key, issuerKey } = spec;
  const toBeSigned = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(serialNumber),
    ED25519,
    commonName(issuer),
    sequence(time(notBefore), notAfter === undefined ? NEVER : time(notAfter)),
    commonName(subject),
    createPublicKey(key).export({ format: "der", type: "spki" }),
  );
  const signature = sign(null, toBeSigned, issuerKey);
  return sequence(toBeSigned, ED25519, der(0x03, Buffer.from([0]), signature));
}

/** A certification request in DER (RFC 2986), which its key signs. */
export function makeSigningRequest({
  subject,
  key,
}: Pick<CertificateSpec, "subject" | "key">): Buffer {
  const toBeSigned = sequence(
    integer(Buffer.from([0])),
    commonName(subject),
    createPublicKey(key).export({ format: "der", type: "spki" }),
    der(0xa0),
  );
  const signature = sign(null, toBeSigned, key);
  return sequence(toBeSigned, ED25519, der(0x03, Buffer.from([0]), signature));
}

/** RFC 7468: lines of 64. */
export function pemOf(label: "CERTIFICATE" | "CERTIFICATE REQUEST", bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

const ED25519 = sequence(der(0x06, Buffer.from([0x2b, 0x65, 0x70])));
const COMMON_NAME = der(0x06, Buffer.from([0x55, 0x04, 0x03]));
/** RFC 5280, 4.1.2.5: no well-defined end. */
const NEVER = der(0x18, Buffer.from("99991231235959Z"));

function commonName(name: string): Buffer {
  return sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(name)))));
}

/** Two digits for the year until 2049, four from then on. */
function time(date: Date): Buffer {
  const digits = `${date.toISOString().slice(0, 19).replaceAll(/[-:T]/g, "")}Z`;
  const year = date.getUTCFullYear();
  if (year >= 1950 && year < 2050) return der(0x17, Buffer.from(digits.slice(2)));
  return der(0x18, Buffer.from(digits));
}

/** Positive, in as few bytes as it takes: a first one with its highest bit set gets a zero before it. */
function integer(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const least = bytes.subarray(first === -1 ? bytes.length - 1 : first);
  const isHigh = ((least[0] ?? 0) & 0x80) !== 0;
  return isHigh ? der(0x02, Buffer.from([0]), least) : der(0x02, least);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts);
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content), content]);
}

function lengthOf({ length }: Buffer): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  return length < 0x100
    ? Buffer.from([0x81, length])
    : Buffer.from([0x82, length >> 8, length & 0xff]);
}
