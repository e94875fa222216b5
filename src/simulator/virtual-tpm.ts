// The endorsement key of a virtual TPM, with the certificate that the vCenter gave it which it was added under, and the
// request for another (vSphere API, VirtualTPM). The key follows from the secret in the NVRAM: who has one has the other. What
// is public of it stands in the clear among the settings of the machine, so that it is told of a locked machine too. All of it
// is made when someone asks.

import { X509Certificate } from "node:crypto";
import type { VirtualTpmInfo } from "../provider/backend.js";
import { makeCertificate, makeSigningRequest, pemOf } from "../x509/certificate.js";
import { deriveBytes, deriveUuid } from "./derive.js";
import type { VirtualMachineRecord } from "./records.js";
import { privateKeyOf } from "./signing-keys.js";
import type { World } from "./world.js";

/** Null without a virtual TPM. */
export function describeVirtualTpm(
  world: World,
  { nvram, vcenter }: VirtualMachineRecord,
): VirtualTpmInfo | null {
  if (nvram === null) return null;
  const { secretDigest: name, certifiedBy = { vcenter, atSeconds: 0 } } = nvram;
  const key = privateKeyOf(world, { kind: "virtual-endorsement-key", name });
  const subject = `vTPM ${deriveUuid(world.seed, { kind: "virtual-tpm", name })}`;
  const issuer = `${certifiedBy.vcenter} CA`;
  const bytes = makeCertificate({
    subject,
    issuer,
    serialNumber: deriveBytes(world.seed, { kind: "virtual-tpm-serial-number", name }, 16),
    notBefore: new Date(certifiedBy.atSeconds * 1000),
    notAfter: undefined,
    key,
    issuerKey: privateKeyOf(world, { kind: "certificate", name: issuer }),
  });
  return {
    endorsementKeyCertificates: [pemOf("CERTIFICATE", bytes)],
    endorsementKeyCertificateSigningRequests: [
      pemOf("CERTIFICATE REQUEST", makeSigningRequest({ subject, key })),
    ],
    fingerprints: [new X509Certificate(bytes).fingerprint],
  };
}
