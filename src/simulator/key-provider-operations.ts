// Key providers and defaults. Objects are bound to a key provider by its name, and vSphere does
// not look whether one is in use when it is removed: hosts are told to forget its keys, and machines notice
// at their next start (VCF security guidelines, Key Providers FAQ).

import { createHash } from "node:crypto";
import type {
  NativeBackupImport,
  NativeKeyProviderInfo,
  NativeKeyProviderSpec,
  StandardKeyProviderInfo,
  StandardKeyProviderSpec,
} from "../provider/backend.js";
import {
  CLUSTER_DEFAULT_KEY_PROVIDER_MINIMUM,
  isAtLeast,
  NATIVE_KEY_PROVIDER_MINIMUM,
} from "../vsphere/versions.js";
import { clientCertificateOf, clientIssuerOf } from "./certificates.js";
import { proofOf } from "./credentials.js";
import { deriveBytes, deriveUuid, nextGeneration } from "./derive.js";
import { providerPath } from "./host-keys.js";
import { healthOf, statusOf } from "./key-provider-health.js";
import {
  becomeDefaultIfFirst,
  forgetProvider,
  isKeyProvider,
  requireNewProvider,
} from "./key-provider-names.js";
import { makeBackup, parseBackup } from "./native-backup.js";
import type { NativeKeyProviderRecord, StandardKeyProviderRecord } from "./records.js";
import { demand, requireRecord, requireVcenter } from "./require.js";
import { spreadDerivationKey } from "./spread-derivation-key.js";
import { informVsanHosts } from "./vsan-keys.js";
import { nowSeconds, type World } from "./world.js";
import { requireSameWrapping, requireWrapping } from "./wrapping.js";

export function createStandardKeyProvider(
  world: World,
  spec: StandardKeyProviderSpec,
): StandardKeyProviderInfo {
  const path = requireNewProvider(world, spec);
  for (const server of spec.keyServers) requireRecord(world.keyServers, server, "key server");
  requireWrapping(world, spec);
  const record = standardRecord(spec, {
    path,
    passwordProof: proofOf(world, spec.password ?? null),
    clientCertificateIssuer: clientIssuerOf(world, spec),
  });
  world.standardKeyProviders.set(path, record);
  becomeDefaultIfFirst(world, record);
  return describeStandardKeyProvider(world, record);
}

export function reconfigureStandardKeyProvider(
  world: World,
  path: string,
  spec: StandardKeyProviderSpec,
): StandardKeyProviderInfo {
  const before = requireRecord(world.standardKeyProviders, path, "standard key provider");
  requireVcenter(world, before.vcenter);
  for (const server of spec.keyServers) requireRecord(world.keyServers, server, "key server");
  const { vcenter, name, healthy, rotated } = before;
  requireSameWrapping(before, spec);
  const kept = rotated === undefined ? { healthy } : { healthy, rotated };
  const proof = proofOf(world, spec.password);
  const passwordProof = proof === undefined ? before.passwordProof : proof;
  const wanted = { ...spec, vcenter, name };
  const isNewCertificate =
    spec.clientCertificateMode !== before.clientCertificateMode ||
    spec.clientCertificateNotAfter !== before.clientCertificateNotAfter;
  const clientCertificateIssuer = isNewCertificate
    ? clientIssuerOf(world, wanted)
    : before.clientCertificateIssuer;
  const identity = { path, passwordProof, clientCertificateIssuer };
  const after = { ...standardRecord(wanted, identity), ...kept };
  world.standardKeyProviders.set(path, after);
  informVsanHosts(world, vcenter);
  return describeStandardKeyProvider(world, after);
}

export function removeStandardKeyProvider(world: World, path: string): void {
  const provider = requireRecord(world.standardKeyProviders, path, "standard key provider");
  requireVcenter(world, provider.vcenter);
  world.standardKeyProviders.delete(path);
  forgetProvider(world, provider);
}

export function describeStandardKeyProvider(
  world: World,
  record: StandardKeyProviderRecord,
): StandardKeyProviderInfo {
  const { path: _path, passwordProof: _proof, healthy: _healthy, rotated, ...rest } = record;
  const { clientCertificateIssuer: _issuer, ...info } = rest;
  const wrappingKeyId = record.wrapping?.keyId ?? rotated?.keyId ?? null;
  const clientCertificate = clientCertificateOf(world, record);
  return { ...info, status: statusOf(world, record), wrappingKeyId, clientCertificate };
}

export function createNativeKeyProvider(
  world: World,
  spec: NativeKeyProviderSpec,
): NativeKeyProviderInfo {
  const path = requireNewProvider(world, spec);
  const generation = nextGeneration(world, { kind: "derivation-key", name: path });
  const purpose = { name: path, generation };
  const derivationKey = deriveBytes(world.seed, { kind: "derivation-key", ...purpose }, 32);
  const record: NativeKeyProviderRecord = {
    path,
    vcenter: spec.vcenter,
    name: spec.name,
    tpmRequired: spec.tpmRequired,
    keyId: deriveUuid(world.seed, { kind: "derivation-key-id", ...purpose }),
    derivationKey: derivationKey.toString("base64"),
    backupDigest: null,
    backupHasPassword: false,
  };
  requireNativeVersion(world, spec.vcenter);
  world.nativeKeyProviders.set(path, record);
  becomeDefaultIfFirst(world, record);
  return describeNativeKeyProvider(world, record);
}

/** The backup that makes the provider usable; its derivation key goes to the hosts now. */
export function exportNativeBackup(world: World, path: string, password: string | null): Buffer {
  const provider = requireRecord(world.nativeKeyProviders, path, "native key provider");
  requireVcenter(world, provider.vcenter);
  const purpose = { name: path, generation: nextGeneration(world, { kind: "backup", name: path }) };
  const exportTime = new Date(nowSeconds(world) * 1000).toISOString();
  const { name, keyId, derivationKey: kdk } = provider;
  const file = makeBackup(
    { name, keyId, kdk, exportTime },
    {
      password,
      salt: deriveBytes(world.seed, { kind: "backup-salt", ...purpose }, 16),
      nonce: deriveBytes(world.seed, { kind: "backup-nonce", ...purpose }, 12),
    },
  );
  const backupDigest = createHash("sha256").update(file).digest("hex");
  const after = { ...provider, backupDigest, backupHasPassword: password !== null };
  world.nativeKeyProviders.set(path, after);
  spreadDerivationKey(world, after);
  return file;
}

/** Makes a native key provider again from its backup, under the name it had. */
export function importNativeBackup(
  world: World,
  { vcenter, file, password, tpmRequired }: NativeBackupImport,
): NativeKeyProviderInfo {
  const backup = parseBackup(file, password);
  demand(typeof backup !== "string", "InvalidArgument", String(backup));
  const path = requireNewProvider(world, { vcenter, name: backup.name });
  requireNativeVersion(world, vcenter);
  const record: NativeKeyProviderRecord = {
    path,
    vcenter,
    name: backup.name,
    tpmRequired,
    keyId: backup.keyId,
    derivationKey: backup.kdk,
    backupDigest: createHash("sha256").update(file).digest("hex"),
    backupHasPassword: password !== null,
  };
  world.nativeKeyProviders.set(path, record);
  becomeDefaultIfFirst(world, record);
  spreadDerivationKey(world, record);
  return describeNativeKeyProvider(world, record);
}

export function removeNativeKeyProvider(world: World, path: string): void {
  const provider = requireRecord(world.nativeKeyProviders, path, "native key provider");
  requireVcenter(world, provider.vcenter);
  world.nativeKeyProviders.delete(path);
  forgetProvider(world, provider);
}

export function describeNativeKeyProvider(
  world: World,
  record: NativeKeyProviderRecord,
): NativeKeyProviderInfo {
  const { vcenter, name, tpmRequired, keyId, backupDigest } = record;
  const vcenterOf = (entity: string) => world.clusters.get(entity)?.vcenter ?? entity;
  const defaultFor = [...world.defaultKeyProviders.values()]
    .filter(({ entity, keyProvider }) => keyProvider === name && vcenterOf(entity) === vcenter)
    .map(({ entity }) => entity)
    .sort();
  const health = healthOf(world, record);
  return { vcenter, name, tpmRequired, keyId, backupDigest, health, defaultFor };
}

/** Sets or clears the default of a vCenter or cluster (vSphere API, SetDefaultKmsCluster). */
export function setDefaultKeyProvider(
  world: World,
  entity: string,
  keyProvider: string | null,
): void {
  const cluster = world.clusters.get(entity);
  const vcenter = requireVcenter(world, cluster?.vcenter ?? entity);
  if (keyProvider === null) {
    world.defaultKeyProviders.delete(entity);
    return;
  }
  const isSupported =
    cluster === undefined || isAtLeast(vcenter.version, CLUSTER_DEFAULT_KEY_PROVIDER_MINIMUM);
  const needed = `vCenter ${CLUSTER_DEFAULT_KEY_PROVIDER_MINIMUM} or later`;
  demand(isSupported, "NotSupported", `A default key provider of a cluster needs ${needed}.`);
  const path = providerPath(vcenter.name, keyProvider);
  demand(
    isKeyProvider(world, path),
    "NotFound",
    `There is no key provider "${keyProvider}" in ${vcenter.name}.`,
  );
  world.defaultKeyProviders.set(entity, { entity, keyProvider });
}

function standardRecord(
  spec: StandardKeyProviderSpec,
  made: Pick<StandardKeyProviderRecord, "path" | "passwordProof" | "clientCertificateIssuer">,
): StandardKeyProviderRecord {
  return {
    vcenter: spec.vcenter,
    name: spec.name,
    keyServers: spec.keyServers,
    clientTrustsServer: spec.clientTrustsServer,
    serverTrustsClient: spec.serverTrustsClient,
    clientCertificateMode: spec.clientCertificateMode,
    clientCertificateNotAfter: spec.clientCertificateNotAfter,
    userName: spec.userName,
    wrapping: spec.wrapping ?? null,
    healthy: null,
    ...made,
  };
}

function requireNativeVersion(world: World, path: string): void {
  const { version } = requireRecord(world.vcenters, path, "vCenter");
  const sentence = `A native key provider needs vCenter ${NATIVE_KEY_PROVIDER_MINIMUM} or later.`;
  demand(isAtLeast(version, NATIVE_KEY_PROVIDER_MINIMUM), "NotSupported", sentence);
}
