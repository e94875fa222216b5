// Trusted hosts in a prediction: they have themselves attested and fetch their keys past vCenter, at each boot and
// every five minutes. What they may, they may while their attestation lasts.

import type { ReasonCode } from "../model/survival.js";
import { ATTESTATION_RENEWAL_SECONDS, ATTESTATION_VALIDITY_SECONDS } from "../vsphere/defaults.js";
import type { EstateKey } from "../vsphere/estate.js";
import {
  attestableReason,
  attestationReason,
  authorityOf,
  type TrustedKeyProvider,
  trustedKeyReason,
} from "../vsphere/trust-reach.js";
import { providerOf } from "./predict-derivation.js";
import { type ClusterState, type Group, type HostState, holds } from "./predict-model.js";
import type { World } from "./predict-world.js";

/** Has a host that is up attested, if that is due. */
export function attestIfDue(world: World, host: HostState): void {
  if (!host.up || authorityOf(world.reach, host.host.cluster) === undefined) return;
  const now = world.conditions.nowSeconds;
  const left = (host.attestedUntilSeconds ?? now) - now;
  if (left > ATTESTATION_RENEWAL_SECONDS) return;
  const reason = attestableReason(world.reach, host);
  if (holds(reason, world.assumption)) {
    host.attestedUntilSeconds = now + ATTESTATION_VALIDITY_SECONDS;
    host.isRefused = false;
  } else if (ANSWERS.has(reason)) {
    host.isRefused = true;
  }
}

/** What a Trust Authority says of a host that it does not attest. */
const ANSWERS: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  "NO_TPM",
  "TPM_NOT_TRUSTED",
  "SECURE_BOOT_OFF",
  "BASE_IMAGE_NOT_TRUSTED",
]);

/** Unix seconds from which its attestation is to be renewed; undefined for a host that has none. */
export function renewalDue({ up, attestedUntilSeconds }: HostState): number | undefined {
  if (!up || attestedUntilSeconds === null) return undefined;
  return attestedUntilSeconds - ATTESTATION_RENEWAL_SECONDS;
}

/**
 * Whether attestation lets a group be powered on on a host. A host that has stored every key of it needs none (vSphere
 * Security, Key Persistence Overview), unless a Trust Authority has found it wanting.
 */
export function mayPowerOn(
  world: World,
  { group, host }: { readonly group: Group; readonly host: HostState },
): boolean {
  if (attestationReason(world.reach, host) === "OK") return true;
  if (group.needs.length === 0 || !host.persists || host.isRefused) return false;
  return group.needs.every((number) => host.stored[number] === 1);
}

/** Whether an attested host gets a key of a trusted key provider now. */
export function canFetchTrusted(
  world: World,
  host: HostState,
  request: { readonly provider: TrustedKeyProvider; readonly key: EstateKey },
): boolean {
  return host.up && trustedKeyReason(world.reach, host, request) === "OK";
}

/** Numbers of the key classes that a host can fetch itself now. */
export function trustedClasses(
  world: World,
  cluster: ClusterState,
  host: HostState,
): readonly number[] {
  return cluster.classes.flatMap(({ representative: key }, number) => {
    const provider = providerOf(world, cluster, key);
    const isFetched =
      provider?.kind === "trusted" && canFetchTrusted(world, host, { provider, key });
    return isFetched ? [number] : [];
  });
}

/** Whether a host that had a host key of a trusted key provider gets it back itself. */
export function canFetchHostKey(world: World, cluster: ClusterState, host: HostState): boolean {
  const key = host.hostKey;
  const provider = providerOf(world, cluster, key);
  if (provider?.kind !== "trusted" || !host.hasHostKey) return false;
  return canFetchTrusted(world, host, { provider, key });
}
