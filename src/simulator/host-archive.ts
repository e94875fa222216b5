// The archive of a host's configuration on its boot disk: the only thing that outlives a power loss. From
// 7.0 U2 on it is encrypted, and its key sealed to the TPM (mode TPM) or kept in a file (mode NONE). What a
// host knows after boot is what it could decrypt here (vSphere Security, Securing the ESXi Configuration).

import { CONFIGURATION_ENCRYPTION_MINIMUM, isAtLeast } from "../vsphere/versions.js";
import { TORN_ARCHIVE_KEEPS_THE_ONE_BEFORE } from "./defaults.js";
import { deriveBytes, machineLineage } from "./derive.js";
import { type DeliveredKey, keptKeys } from "./host-keys.js";
import { decrypt, encrypt, unwrapKey, wrapKey } from "./key-crypto.js";
import type {
  ArchiveImage,
  ArchiveProtection,
  ArchiveRecord,
  EncryptedArchive,
  HostConfiguration,
  HostRecord,
} from "./records.js";
import { keyFromRecoveryKey, recoveryKeyOf } from "./recovery-key.js";
import { sealKey, unsealKey } from "./tpm.js";
import { nowSeconds, tell, type World } from "./world.js";

/** What an archive holds. */
export interface ArchivedConfiguration {
  readonly configuration: HostConfiguration;
  readonly keys: readonly DeliveredKey[];
}

/** Why a boot stops, in the vendor's words (Broadcom KB 312109). */
export const BOOT_STOPS = {
  notUnsealed: "Unable to restore the system configuration. A security violation was detected.",
  notDecrypted: "Failed to decrypt system configuration",
  absent: "Unable to recover the system configuration",
  /** A purple screen, in words of our own (Broadcom KB 428266). */
  staleTpm: "The TPM holds what an installation before sealed to it. Clear it and install again.",
} as const;

/** Writes the running configuration to the boot disk, on demand or because cron says so. */
export function writeArchive(world: World, hostPath: string, cause: "on-demand" | "cron"): void {
  const host = world.hosts.get(hostPath);
  if (host === undefined) return;
  const before = world.archives.get(hostPath);
  const writtenSeconds = nowSeconds(world);
  const serial = (before?.serial ?? 0) + 1;
  const overwritten =
    cause === "cron" && before !== undefined
      ? { image: before.image, writtenSeconds: before.writtenSeconds }
      : null;
  const image = makeImage(world, host, serial);
  world.archives.set(hostPath, { host: hostPath, writtenSeconds, serial, image, overwritten });
  if (host.archiveDue) world.hosts.set(hostPath, { ...host, archiveDue: false });
  const count = image.contents.keyIds.length;
  const text = `The configuration was archived to the boot disk, with ${count} stored keys.`;
  tell(world, { kind: "configuration-archived", subject: hostPath, text });
}

/** What cron does where nothing changed: the same content is not written again, only its time moves. */
export function moveArchiveTime(world: World, before: ArchiveRecord): void {
  const writtenSeconds = nowSeconds(world);
  world.archives.set(before.host, { ...before, writtenSeconds, overwritten: null });
}

/** What a power loss does to an archive that is being written. */
export function tearArchive(world: World, hostPath: string): void {
  const archive = world.archives.get(hostPath);
  if (!TORN_ARCHIVE_KEEPS_THE_ONE_BEFORE || archive === undefined) return;
  if (archive.overwritten === null || archive.writtenSeconds !== nowSeconds(world)) return;
  world.archives.set(hostPath, { ...archive, ...archive.overwritten, overwritten: null });
  const text =
    "Power was lost while the configuration was being archived: the archive before holds.";
  tell(world, { kind: "configuration-torn", subject: hostPath, text });
}

/** Reads the archive as a boot does; a text where the boot stops. */
export function readArchive(world: World, host: HostRecord): ArchivedConfiguration | string {
  const image = world.archives.get(host.path)?.image;
  if (image === undefined) return BOOT_STOPS.absent;
  if (image.form === "plain") return parseConfiguration(image.text);
  const key = keyOfArchive(world, host, image.protection);
  if (typeof key === "string") return key;
  return openArchive(image, key) ?? BOOT_STOPS.notDecrypted;
}

/** Why a boot would stop now, as {@link readArchive} says it; null if it would not. */
export function findBootStop(world: World, host: HostRecord): string | null {
  const image = world.archives.get(host.path)?.image;
  if (image === undefined) return BOOT_STOPS.absent;
  if (image.form === "plain") return null;
  const key = keyOfArchive(world, host, image.protection);
  if (typeof key === "string") return key;
  return isOpenedBy(image, key) ? null : BOOT_STOPS.notDecrypted;
}

/** Proofs are pure: the same archive opens again under the same key, so each is worked out once. */
const PROOFS = new WeakMap<EncryptedArchive, { readonly key: Buffer; readonly opens: boolean }>();

function isOpenedBy(image: EncryptedArchive, key: Buffer): boolean {
  const before = PROOFS.get(image);
  if (before?.key.equals(key) === true) return before.opens;
  const opens = decryptArchive(image, key) !== undefined;
  PROOFS.set(image, { key, opens });
  return opens;
}

/** Reads the archive with the recovery key, as typed at the boot loader; undefined if it does not fit. */
export function readArchiveWithRecoveryKey(
  world: World,
  host: HostRecord,
  recoveryKey: string,
): ArchivedConfiguration | undefined {
  const image = world.archives.get(host.path)?.image;
  if (image?.form !== "encrypted" || image.recovery === null) return undefined;
  const wrapped = Buffer.from(image.recovery.wrappedKey, "base64");
  const key = unwrapKey(keyFromRecoveryKey(recoveryKey), wrapped);
  return key === undefined ? undefined : openArchive(image, key);
}

function makeImage(world: World, host: HostRecord, serial: number): ArchiveImage {
  if (!isAtLeast(host.version, CONFIGURATION_ENCRYPTION_MINIMUM)) {
    const configuration = { ...host.configuration, derivationKeys: [] };
    const text = JSON.stringify({ configuration, keys: [] });
    return { form: "plain", contents: { keyIds: [], derivationKeys: {} }, text };
  }
  const { configuration } = host;
  const keys = keptKeys(world, host.path).map(({ keyId, provider, bytes }) => ({
    keyId,
    provider,
    bytes,
  }));
  const generation = host.installation;
  const name = `${machineLineage(host).name} ${configuration.mode}`;
  const key = deriveBytes(world.seed, { kind: "configuration-key", name, generation }, 32);
  const nonceFor = { kind: "archive-nonce", name: `${name} ${generation}`, generation: serial };
  const nonce = deriveBytes(world.seed, nonceFor, 12);
  const text = Buffer.from(JSON.stringify({ configuration, keys }));
  const sealed = encrypt(key, nonce, text);
  const derivationKeys = Object.fromEntries(
    configuration.derivationKeys.map(({ providerPath, keyId }) => [providerPath, keyId]),
  );
  return {
    form: "encrypted",
    contents: { keyIds: keys.map((k) => k.keyId), derivationKeys },
    nonce: sealed.nonce.toString("base64"),
    ciphertext: sealed.ciphertext.toString("base64"),
    tag: sealed.tag.toString("base64"),
    ...protectKey(world, host, key),
  };
}

function protectKey(
  world: World,
  host: HostRecord,
  key: Buffer,
): Pick<EncryptedArchive, "protection" | "recovery"> {
  const { mode, requireSecureBoot, requireExecInstalledOnly } = host.configuration;
  if (mode === "NONE") {
    return { protection: { kind: "file", key: key.toString("base64") }, recovery: null };
  }
  const policy = { requireSecureBoot, requireExecInstalledOnly };
  const sealedKey = sealKey(world, host, { ...policy, key }).toString("base64");
  const recoveryKey = recoveryKeyOf(world, host);
  const wrapped = wrapKey(keyFromRecoveryKey(recoveryKey.key), key);
  return {
    protection: { kind: "sealed", ...policy, sealedKey },
    recovery: { id: recoveryKey.id, wrappedKey: wrapped.toString("base64") },
  };
}

/** The archive's key as the host gets at it, or why not. */
function keyOfArchive(
  world: World,
  host: HostRecord,
  protection: ArchiveProtection,
): Buffer | string {
  if (protection.kind === "file") return Buffer.from(protection.key, "base64");
  if (protection.requireSecureBoot && !host.hardware.secureBoot) return BOOT_STOPS.notUnsealed;
  if (protection.requireExecInstalledOnly && !host.execInstalledOnly) return BOOT_STOPS.notUnsealed;
  const sealedKey = Buffer.from(protection.sealedKey, "base64");
  return unsealKey(world, host, { ...protection, sealedKey }) ?? BOOT_STOPS.notUnsealed;
}

function openArchive(image: EncryptedArchive, key: Buffer): ArchivedConfiguration | undefined {
  const text = decryptArchive(image, key);
  return text === undefined ? undefined : parseConfiguration(text.toString());
}

function decryptArchive(image: EncryptedArchive, key: Buffer): Buffer | undefined {
  return decrypt(key, {
    nonce: Buffer.from(image.nonce, "base64"),
    ciphertext: Buffer.from(image.ciphertext, "base64"),
    tag: Buffer.from(image.tag, "base64"),
  });
}

/** The text is this program's own: what decrypts is what was archived. */
function parseConfiguration(text: string): ArchivedConfiguration {
  return JSON.parse(text) as ArchivedConfiguration;
}
