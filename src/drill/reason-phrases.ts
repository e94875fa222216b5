// Reason codes in words, and the one sentence that says what became of a workload. Words only: what the
// reasons are is decided elsewhere, by the predictor and by the checker each for itself.

import { REASON_CODES, type ReasonCode, type Verdict } from "../model/survival.js";

const PHRASES: Readonly<Record<ReasonCode, string>> = {
  OK: "every key can be fetched",
  CACHED_IN_MEMORY: "its keys are in the host's memory",
  CACHE_LOST_ON_REBOOT: "the keys in memory were lost with the power",
  KEY_NEVER_RECEIVED: "its keys never reached the host",
  KEY_REMOVED: "its keys were taken off the host",
  KEY_STORED: "its keys are stored on the host",
  KEY_NOT_STORED: "its keys were not stored on the host",
  KEY_NOT_YET_ARCHIVED: "its keys were not archived yet",
  PERSISTENCE_OFF: "key persistence is off",
  PERSISTENCE_UNSUPPORTED_VERSION: "the release of ESXi has no key persistence",
  PERSISTENCE_WITHOUT_VSAN: "key persistence does not cover vSAN before ESXi 7.0 U3",
  NO_TPM: "the host has no TPM",
  CONFIGURATION_ENCRYPTION_MODE_NONE: "the configuration is not sealed by a TPM",
  CONFIGURATION_UNREADABLE: "the host cannot unseal its configuration",
  HOST_DOWN: "a host is down",
  HOST_NOT_CRYPTO_SAFE: "the host has no host key",
  KDK_ON_HOST: "the host derives its keys itself",
  KDK_NOT_ON_HOST: "the host lacks the derivation key",
  PROVIDER_REPLACED: "its key provider was made anew, with another key",
  PROVIDER_NOT_BACKED_UP: "the key provider was never backed up",
  PROVIDER_REQUIRES_TPM: "the key provider takes only hosts with a TPM",
  PROVIDER_UNSUPPORTED_VERSION: "the release is too old for the key provider",
  PROVIDER_NOT_FOUND: "its key provider does not exist",
  NO_DEFAULT_PROVIDER: "there is no default key provider",
  KEY_SERVERS_NOT_TOLD: "vCenter has not told the host which key servers to ask",
  PROVIDER_UNREACHABLE: "no key server answers",
  NETWORK_PATH_CLOSED: "a firewall is in the way",
  TRUST_INCOMPLETE: "vCenter and the key servers do not trust each other",
  CERTIFICATE_EXPIRED: "a certificate is not valid",
  CREDENTIALS_REFUSED: "the key servers demand another user name or password",
  KEY_MISSING_ON_SERVER: "the key servers that answer do not have the key",
  KEY_INACTIVE: "the key is not active",
  KEY_REFUSED: "the key servers answer and deliver no key",
  TRUST_AUTHORITY_UNREACHABLE: "no Trust Authority host answers",
  HOST_NOT_TRUSTED: "no Trust Authority serves the cluster of the host",
  HOST_NOT_ATTESTED: "the host is not attested",
  TPM_NOT_TRUSTED: "the Trust Authority does not trust the TPM of the host",
  SECURE_BOOT_OFF: "the host booted without secure boot",
  BASE_IMAGE_NOT_TRUSTED: "the base image of the host's release is not imported",
  WRAPPING_KEY_MISSING: "the key servers that answer do not have the wrapping key",
  WRAPPING_KEY_INACTIVE: "the wrapping key is not active",
  VCENTER_UNREACHABLE: "vCenter and the host cannot talk",
  VCENTER_DOWN: "vCenter is down",
  STORAGE_UNREADABLE: "its disks are on another host",
  DISK_GROUP_MOUNTED: "the disk group is mounted",
  DISK_GROUPS_UNMOUNTED: "too few vSAN disk groups are mounted",
  UNWRAP_FAILED: "its data key does not unwrap",
  CLUSTER_NOT_FOUND: "its cluster does not exist",
  NOBODY_STARTS_IT: "nobody starts it there",
  DOWN_TOO_LONG: "it was down for too long",
  NOT_KNOWN_UNTIL_APPLY: "a fact it rests on is known only after apply",
};

/** Reasons in the order of the closed list, each once. */
export function inOrder(reasons: Iterable<ReasonCode>): readonly ReasonCode[] {
  const set = new Set(reasons);
  return REASON_CODES.filter((code) => set.has(code));
}

/** `a, b and c` of the phrases of some reasons. */
export function reasonText(reasons: readonly ReasonCode[]): string {
  const phrases = reasons.map((code) => PHRASES[code]);
  const last = phrases.at(-1);
  if (last === undefined) return "for no known reason";
  return phrases.length === 1 ? last : `${phrases.slice(0, -1).join(", ")} and ${last}`;
}

/** What a verdict means, said with its reasons: `Locked: key persistence is off and …`. */
export function verdictText(verdict: Verdict, reasons: readonly ReasonCode[]): string {
  return `${VERDICT_WORDS[verdict]}: ${reasonText(reasons)}.`;
}

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  survived: "Survives",
  unknown: "Cannot be told",
  locked: "Locked",
  lost: "Lost, no key is left anywhere",
};
