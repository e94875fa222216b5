// Attestation: a trusted host sends a quote of what it measured at boot to an attestation service, which holds it
// against the base images and TPMs it trusts and answers with a signed token that ends (vSphere Security, Trust
// Authority Concepts). The token is in the host's memory, and a key provider service takes nothing else.

import type { ReasonCode } from "../model/survival.js";
import { ATTESTATION_RENEWAL_SECONDS, ATTESTATION_VALIDITY_SECONDS } from "../vsphere/defaults.js";
import { deriveBytes } from "./derive.js";
import { areBytesEqual, hmac } from "./key-crypto.js";
import { deliverToService } from "./network-trust.js";
import type { BootMeasurement, HostRecord } from "./records.js";
import type { AttestationRecord, TrustAuthorityRecord } from "./records-trust.js";
import { demand, requireRecord } from "./require.js";
import { flipFirstBit, isImageMeasured, isSecureBootMeasured, isTpmUsable } from "./tpm.js";
import { isCertified, isQuoteGenuine, makeQuote, type Quote } from "./tpm-identity.js";
import { inOrder, nowSeconds, tell, type World } from "./world.js";

/** The Trust Authority that serves a cluster; undefined for one whose hosts are not trusted hosts. */
export function authorityOf(world: World, cluster: string): TrustAuthorityRecord | undefined {
  if (world.trustAuthorities.size === 0) return undefined;
  for (const authority of world.trustAuthorities.values()) {
    if (authority.trustedClusters.includes(cluster)) return authority;
  }
  return undefined;
}

/** The hosts that run its services, in the order in which they are asked. */
export function servicesOf(world: World, { cluster }: TrustAuthorityRecord): readonly HostRecord[] {
  return inOrder(world.hosts.group("cluster", cluster));
}

/** Whether a trusted host has a token that has not ended. */
export function isAttested(world: World, host: HostRecord): boolean {
  const authority = authorityOf(world, host.cluster);
  return authority !== undefined && isTokenValid(world, authority, host.path);
}

/** What a key provider service makes sure of: a token of its own attestation service, and not over. */
export function isTokenValid(world: World, authority: TrustAuthorityRecord, host: string): boolean {
  const token = world.attestations.get(host);
  if (token?.authority !== authority.path || token.signature === null) return false;
  const expected = signatureOf(world, token);
  const isSigned = areBytesEqual(expected, Buffer.from(token.signature, "base64"));
  return isSigned && nowSeconds(world) < token.untilSeconds;
}

/** Has a trusted host that is up attested, if it is not or not for long. */
export function attestIfDue(world: World, hostPath: string): void {
  const host = world.hosts.get(hostPath);
  const authority = host === undefined ? undefined : authorityOf(world, host.cluster);
  if (host === undefined || authority === undefined || !host.up) return;
  const token = world.attestations.get(hostPath);
  const isOwn = token?.authority === authority.path;
  const left = isOwn ? token.untilSeconds - nowSeconds(world) : 0;
  if (left <= ATTESTATION_RENEWAL_SECONDS) attest(world, authority, host);
}

/** The token is in memory. */
export function forgetAttestation(world: World, hostPath: string): void {
  world.attestations.delete(hostPath);
}

function attest(world: World, authority: TrustAuthorityRecord, host: HostRecord): void {
  const refusal = askServices(world, authority, host);
  const before = world.attestations.get(host.path);
  if (refusal === null) {
    world.attestations.set(host.path, makeToken(world, authority, host.path));
    if (before === undefined || before.refusal !== null) {
      const text = `The host was attested by ${authority.path}.`;
      tell(world, { kind: "host-attested", subject: host.path, text });
    }
    return;
  }
  const known = before?.authority === authority.path ? before : undefined;
  // What a service has answered holds until another answer, or a reboot.
  if (known?.refusal === refusal || (isAnswer(known?.refusal) && !isAnswer(refusal))) return;
  const none = { host: host.path, authority: authority.path, untilSeconds: 0, signature: null };
  world.attestations.set(host.path, { ...(known ?? none), refusal });
  const text = `The host was not attested: ${refusal}.`;
  tell(world, { kind: "host-not-attested", subject: host.path, text });
}

/** Whether an attestation service has found a host wanting since it booted, and not in order after that. */
export function isRefused(world: World, host: HostRecord): boolean {
  const authority = authorityOf(world, host.cluster);
  const known = world.attestations.get(host.path);
  return authority !== undefined && known?.authority === authority.path && isAnswer(known.refusal);
}

const ANSWERED: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  "NO_TPM",
  "TPM_NOT_TRUSTED",
  "SECURE_BOOT_OFF",
  "BASE_IMAGE_NOT_TRUSTED",
]);

/** Whether a service has said it, and not the lack of one. */
function isAnswer(refusal: ReasonCode | null | undefined): boolean {
  return refusal != null && ANSWERED.has(refusal);
}

/** Any service may answer, and the first that does decides. Null means attested. */
function askServices(
  world: World,
  authority: TrustAuthorityRecord,
  host: HostRecord,
): ReasonCode | null {
  let reason: ReasonCode = "TRUST_AUTHORITY_UNREACHABLE";
  for (const service of servicesOf(world, authority)) {
    const undelivered = deliverToService(world, { kind: "attestation-request", host, service });
    if (undelivered === null) return refusalOf(world, authority, host);
    reason = undelivered;
  }
  return reason;
}

/** What a quote comes to is pure: the same boot before the same authority is worked out once. */
const ANSWERS = new WeakMap<BootMeasurement, Answer>();

interface Answer {
  readonly authority: TrustAuthorityRecord;
  readonly version: string;
  readonly execInstalledOnly: boolean;
  readonly isTpmUsable: boolean;
  readonly refusal: ReasonCode | null;
}

function refusalOf(
  world: World,
  authority: TrustAuthorityRecord,
  host: HostRecord,
): ReasonCode | null {
  const { version, execInstalledOnly, measured } = host;
  const asked = { authority, version, execInstalledOnly, isTpmUsable: isTpmUsable(host) };
  const known = ANSWERS.get(measured);
  const isSame =
    known?.authority === authority &&
    known.version === version &&
    known.execInstalledOnly === execInstalledOnly &&
    known.isTpmUsable === asked.isTpmUsable;
  if (isSame) return known.refusal;
  const refusal = verify(world, authority, host);
  ANSWERS.set(measured, { ...asked, refusal });
  return refusal;
}

function verify(
  world: World,
  authority: TrustAuthorityRecord,
  host: HostRecord,
): ReasonCode | null {
  if (!isTpmUsable(host)) return "NO_TPM";
  const nonce = `${host.path} ${nowSeconds(world)}`;
  const quote = makeQuote(world, host, nonce);
  const isGenuine = quote.nonce === nonce && isQuoteGenuine(quote);
  if (!isGenuine || !isTpmTrusted(world, authority, quote)) return "TPM_NOT_TRUSTED";
  if (!isSecureBootMeasured(quote.registers)) return "SECURE_BOOT_OFF";
  const { baseImages } = authority;
  const isImported = baseImages.some((version) => isImageMeasured(quote.registers, version));
  return isImported ? null : "BASE_IMAGE_NOT_TRUSTED";
}

function isTpmTrusted(world: World, { trustedTpms }: TrustAuthorityRecord, quote: Quote): boolean {
  if (trustedTpms === null) return isCertified(world, quote);
  return trustedTpms.some(({ publicKey }) => publicKey === quote.endorsementKey);
}

function makeToken(world: World, authority: TrustAuthorityRecord, host: string): AttestationRecord {
  const untilSeconds = nowSeconds(world) + ATTESTATION_VALIDITY_SECONDS;
  const token = { host, authority: authority.path, untilSeconds };
  const signature = signatureOf(world, token).toString("base64");
  return { ...token, signature, refusal: null };
}

/** The hosts of one Trust Authority cluster share the key, so that each takes the tokens of all. */
function signatureOf(
  world: World,
  { host, authority, untilSeconds }: Pick<AttestationRecord, "host" | "authority" | "untilSeconds">,
): Buffer {
  const key = deriveBytes(world.seed, { kind: "attestation-token-key", name: authority }, 32);
  return hmac(key, host, String(untilSeconds));
}

/** Flips one bit of the signature of a host's token. */
export function flipAttestation(world: World, host: string): void {
  const token = requireRecord(world.attestations, host, "attestation");
  demand(token.signature !== null, "InvalidState", `"${host}" is not attested.`);
  const signature = flipFirstBit(Buffer.from(token.signature, "base64")).toString("base64");
  world.attestations.set(host, { ...token, signature });
}
