// The certificates by which key servers and vCenters know each other. They are made when someone looks at them; whether
// one is trusted or valid is decided by what was exchanged and when (network.ts).

import { X509Certificate } from "node:crypto";
import type { CertificateInfo, StandardKeyProviderSpec } from "../provider/backend.js";
import { makeCertificate } from "../x509/certificate.js";
import { deriveBytes } from "./derive.js";
import type { KeyServerRecord, StandardKeyProviderRecord } from "./records.js";
import { privateKeyOf } from "./signing-keys.js";
import type { World } from "./world.js";

/** By the record, which is another one after every change. */
const known = new WeakMap<KeyServerRecord | StandardKeyProviderRecord, CertificateInfo>();

/** A key server signs its certificate itself. Another validity is another certificate. */
export function serverCertificateOf(world: World, server: KeyServerRecord): CertificateInfo {
  const { path, address, certificateNotBefore: notBefore, certificateNotAfter: notAfter } = server;
  const name = [path, address, notBefore, notAfter].join(" ");
  const certificate = { name, subject: address, issuer: address, notBefore, notAfter };
  return remember(server, () => describe(world, certificate));
}

/** By which vCenter is a client of the key servers of a provider. */
export function clientCertificateOf(
  world: World,
  provider: StandardKeyProviderRecord,
): CertificateInfo {
  const { path, vcenter, name: providerName } = provider;
  const { clientCertificateIssuer: issuer, clientCertificateNotAfter: notAfter } = provider;
  const subject = `${vcenter} ${providerName}`;
  const name = [path, issuer, notAfter].join(" ");
  const certificate = { name, subject, issuer: issuer ?? subject, notBefore: null, notAfter };
  return remember(provider, () => describe(world, certificate));
}

/** Who signs a client certificate that is made now; null for one that vCenter signs itself. */
export function clientIssuerOf(
  world: World,
  { clientCertificateMode: mode, vcenter, keyServers }: StandardKeyProviderSpec,
): string | null {
  if (mode === "rootCa") return `${vcenter} CA`;
  if (mode !== "csr" && mode !== "uploaded") return null;
  const [first = ""] = keyServers;
  return `${world.keyServers.get(first)?.address ?? first} CA`;
}

interface Certificate {
  /** What the key and the serial number are derived from. */
  readonly name: string;
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: string | null;
  readonly notAfter: string | null;
}

function describe(world: World, certificate: Certificate): CertificateInfo {
  const { name, subject, issuer, notBefore, notAfter } = certificate;
  const purpose = { kind: "certificate", name };
  const key = privateKeyOf(world, purpose);
  const isOwn = issuer === subject;
  const bytes = makeCertificate({
    subject,
    issuer,
    serialNumber: deriveBytes(world.seed, { ...purpose, kind: "serial-number" }, 16),
    notBefore: new Date(notBefore ?? 0),
    notAfter: notAfter === null ? undefined : new Date(notAfter),
    key,
    issuerKey: isOwn ? key : privateKeyOf(world, { ...purpose, name: issuer }),
  });
  const read = new X509Certificate(bytes);
  const { serialNumber, fingerprint } = read;
  return { subject: read.subject, issuer: read.issuer, serialNumber, fingerprint };
}

function remember(
  record: KeyServerRecord | StandardKeyProviderRecord,
  make: () => CertificateInfo,
): CertificateInfo {
  const found = known.get(record) ?? make();
  known.set(record, found);
  return found;
}
