// Hops of the key path through a Trust Authority, with their sentences.

import type { Hop, ReasonCode } from "../model/survival.js";
import type { EstateHost, EstateKey } from "./estate.js";
import { hop } from "./hops.js";
import { isPlannedKey, type Reach } from "./reach.js";
import {
  anyServiceReason,
  attestableReason,
  attestationReason,
  servicesReason,
  type TrustedHost,
  type TrustedKeyProvider,
} from "./trust-reach.js";

/** The way of a key from the key servers to a host that asks for it. */
export function trustedHops(
  reach: Reach,
  trusted: TrustedHost,
  { key, provider }: { readonly key: EstateKey; readonly provider: TrustedKeyProvider },
): readonly Hop[] {
  return [
    primaryKeyHop(reach, provider),
    serviceHop(reach, trusted.host, provider),
    attestationHop(reach, trusted),
    wrappedKeyHop(key, provider),
  ];
}

/** From the key servers to the key provider service. */
function primaryKeyHop(reach: Reach, provider: TrustedKeyProvider): Hop {
  const reason = servicesReason(reach, provider);
  const sentence =
    reason === "OK"
      ? `A key provider service has the primary key of ${provider.path} from a key server.`
      : `No key provider service gets the primary key of ${provider.path}: ${PRIMARY_KEY_PHRASES[reason] ?? "no key server answers it"}.`;
  return hop(provider.path, reason, sentence);
}

const PRIMARY_KEY_PHRASES: Partial<Readonly<Record<ReasonCode, string>>> = {
  TRUST_AUTHORITY_UNREACHABLE: "its Trust Authority has no hosts",
  NETWORK_PATH_CLOSED: "a firewall is between them and the key servers",
  CERTIFICATE_EXPIRED: "the certificate of the key server is not valid",
  CREDENTIALS_REFUSED: "the key server demands another user name or password",
  KEY_REFUSED: "the key servers answer and refuse it",
  KEY_MISSING_ON_SERVER: "the key servers do not have it",
  KEY_INACTIVE: "it is not active on the key servers",
};

/** From a host to the services of its Trust Authority. */
function serviceHop(reach: Reach, host: EstateHost, provider: TrustedKeyProvider): Hop {
  const at = provider.trustAuthority;
  const authority = reach.index.authorityOf.get(host.cluster);
  if (authority?.path !== at) {
    return hop(at, "HOST_NOT_TRUSTED", `${at} does not serve ${host.cluster}.`);
  }
  const reason = anyServiceReason(reach, host, authority);
  if (reason === "OK") return hop(at, reason, `${host.path} reaches a host of ${at}.`);
  const why =
    reason === "NETWORK_PATH_CLOSED" ? "a firewall is in between" : "none that it reaches is up";
  return hop(at, reason, `${host.path} gets no answer from the hosts of ${at}: ${why}.`);
}

/** Whether a host is attested, and if not, what would be said to it if it asked. */
export function attestationHop(reach: Reach, trusted: TrustedHost): Hop {
  const { path } = trusted.host;
  const at = `attestation of ${path}`;
  if (attestationReason(reach, trusted) === "OK") return hop(at, "OK", `${path} is attested.`);
  const reason = attestableReason(reach, trusted);
  if (reason === "OK") {
    return hop(
      at,
      "HOST_NOT_ATTESTED",
      `${path} is not attested yet; it will be at its next round.`,
    );
  }
  const why = ATTESTATION_PHRASES[reason] ?? "no Trust Authority host answers it";
  return hop(at, reason, `${path} is not attested: ${why}.`);
}

const ATTESTATION_PHRASES: Partial<Readonly<Record<ReasonCode, string>>> = {
  NO_TPM: "it has no usable TPM",
  TPM_NOT_TRUSTED: "the endorsement key of its TPM is not trusted",
  SECURE_BOOT_OFF: "it booted without secure boot",
  BASE_IMAGE_NOT_TRUSTED: "the base image of its ESXi release is not imported",
  NETWORK_PATH_CLOSED: "a firewall is in between",
  NOT_KNOWN_UNTIL_APPLY: "which base images are imported is known only after apply",
};

/** Whether the primary key of a provider unwraps a key. */
function wrappedKeyHop(key: EstateKey, provider: TrustedKeyProvider): Hop {
  const at = `primary key of ${provider.path}`;
  if (isPlannedKey(key) || key.wrappedBy === provider.masterKeyId) {
    return hop(at, "OK", `The primary key ${provider.masterKeyId} unwraps it.`);
  }
  const under = key.wrappedBy === undefined ? "no primary key" : key.wrappedBy;
  const sentence = `The key is wrapped under ${under}, and the primary key of ${provider.path} is ${provider.masterKeyId}.`;
  return hop(at, "PROVIDER_REPLACED", sentence);
}
