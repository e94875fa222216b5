// X.509 certificates of Ed25519 and ECDSA keys (RFC 5280, RFC 8410, RFC 5758), those of simulated machines and the one
// that the Terraform plugin shows. A library would take longer to load than the whole of a small estate to make.

import { createPublicKey, type KeyObject, sign } from "node:crypto";
import { bitString, der, integer, objectIdentifier, sequence } from "./der.js";

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
  /** Host names, as subject alternative names; ASCII. */
  readonly dnsNames?: readonly string[];
}

/** The certificate in DER. */
export function makeCertificate(spec: CertificateSpec): Buffer {
  const { subject, issuer, serialNumber, notBefore, notAfter, key, issuerKey } = spec;
  const algorithm = algorithmOf(issuerKey);
  const toBeSigned = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(serialNumber),
    algorithm,
    commonName(issuer),
    sequence(time(notBefore), notAfter === undefined ? NEVER : time(notAfter)),
    commonName(subject),
    createPublicKey(key).export({ format: "der", type: "spki" }),
    ...(spec.dnsNames === undefined ? [] : [alternativeNames(spec.dnsNames)]),
  );
  return sequence(toBeSigned, algorithm, signatureOf(toBeSigned, issuerKey));
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
  return sequence(toBeSigned, algorithmOf(key), signatureOf(toBeSigned, key));
}

/** RFC 7468: lines of 64. */
export function pemOf(label: "CERTIFICATE" | "CERTIFICATE REQUEST", bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

const ED25519 = sequence(objectIdentifier(0x2b, 0x65, 0x70));
const ECDSA_WITH_SHA256 = sequence(
  objectIdentifier(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02),
);
const COMMON_NAME = objectIdentifier(0x55, 0x04, 0x03);
const SUBJECT_ALTERNATIVE_NAME = objectIdentifier(0x55, 0x1d, 0x11);
/** RFC 5280, 4.1.2.5: no well-defined end. */
const NEVER = der(0x18, Buffer.from("99991231235959Z"));

function algorithmOf(key: KeyObject): Buffer {
  return isEllipticCurve(key) ? ECDSA_WITH_SHA256 : ED25519;
}

function isEllipticCurve(key: KeyObject): boolean {
  return key.asymmetricKeyType === "ec";
}

function signatureOf(toBeSigned: Buffer, key: KeyObject): Buffer {
  return bitString(sign(isEllipticCurve(key) ? "sha256" : null, toBeSigned, key));
}

/** The one extension, in the list of them (RFC 5280, 4.2.1.6). */
function alternativeNames(dnsNames: readonly string[]): Buffer {
  const names = sequence(...dnsNames.map((name) => der(0x82, Buffer.from(name))));
  return der(0xa3, sequence(sequence(SUBJECT_ALTERNATIVE_NAME, der(0x04, names))));
}

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
