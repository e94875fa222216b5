// Certificates are what others read of them: Node's own X.509 reader judges.

import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  verify,
  X509Certificate,
} from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeCertificate, makeSigningRequest, pemOf } from "../../../src/x509/certificate.js";

const keyOf = () => {
  const der = generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" });
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
};
const [KEY, ISSUER_KEY] = [keyOf(), keyOf()];

const name = fc.stringMatching(/^[A-Za-z0-9äß. -]{1,150}$/);
const date = fc
  .integer({ min: Date.UTC(1990), max: Date.UTC(2180) })
  .map((time) => new Date(time - (time % 1000)));

describe("a certification request", () => {
  it("carries name and key, and is signed with the key", () => {
    const request = makeSigningRequest({ subject: "till", key: KEY });
    const spki = createPublicKey(KEY).export({ format: "der", type: "spki" });
    expect(request.includes(spki) && request.includes("till")).toBe(true);
    const [signature, signed] = [request.subarray(-64), request.subarray(3, -64 - 3 - 7)];
    expect(verify(null, signed, createPublicKey(KEY), signature)).toBe(true);
    expect(verify(null, signed, createPublicKey(ISSUER_KEY), signature)).toBe(false);
  });

  it("is PEM in lines of 64 between its marks", () => {
    const lines = pemOf("CERTIFICATE REQUEST", Buffer.alloc(49)).split("\n");
    expect(lines.map(({ length }) => length)).toEqual([35, 64, 4, 33, 0]);
  });
});

describe("a certificate", () => {
  it("says what it was made of, whatever that is, and is signed by its issuer", () => {
    const byte = fc.oneof(fc.constantFrom(0, 0x7f, 0x80), fc.nat(255));
    const serial = fc.array(byte, { minLength: 1, maxLength: 16 });
    fc.assert(
      fc.property(name, name, date, date, serial, (subject, issuer, notBefore, notAfter, bytes) => {
        const serialNumber = Buffer.from(bytes);
        const made = { subject, issuer, serialNumber, notBefore, notAfter };
        const read = new X509Certificate(
          makeCertificate({ ...made, key: KEY, issuerKey: ISSUER_KEY }),
        );
        const number = BigInt(`0x${serialNumber.toString("hex")}`);
        expect(BigInt(`0x${read.serialNumber}`)).toBe(number);
        expect([new Date(read.validFrom), new Date(read.validTo)]).toEqual([notBefore, notAfter]);
        expect(read.verify(createPublicKey(ISSUER_KEY))).toBe(true);
        expect(read.verify(createPublicKey(KEY))).toBe(false);
        expect(read.checkPrivateKey(KEY)).toBe(true);
        if (/^[\x20-\x7e]*$/.test(subject + issuer) && !/^ | $/.test(subject)) {
          expect(read.subject).toBe(`CN=${subject}`);
        }
      }),
    );
  });

  it("may have no end", () => {
    const spec = { subject: "kms1", issuer: "kms1", notAfter: undefined, notBefore: new Date(0) };
    const serialNumber = Buffer.from("80ff", "hex");
    const der = makeCertificate({ ...spec, serialNumber, key: KEY, issuerKey: KEY });
    expect(new X509Certificate(der).validTo).toBe("Dec 31 23:59:59 9999 GMT");
  });

  it("is of an ECDSA key as well, with the names of hosts", () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const spec = {
      subject: "localhost",
      issuer: "localhost",
      serialNumber: Buffer.from([1]),
      notBefore: new Date(0),
      notAfter: new Date(1_000),
      key: privateKey,
      issuerKey: privateKey,
    };
    const read = new X509Certificate(makeCertificate({ ...spec, dnsNames: ["localhost", "a.b"] }));
    expect(read.verify(createPublicKey(privateKey))).toBe(true);
    expect(read.subjectAltName).toBe("DNS:localhost, DNS:a.b");
    expect(read.checkHost("localhost")).toBe("localhost");
    expect(read.checkHost("elsewhere")).toBeUndefined();
  });
});
