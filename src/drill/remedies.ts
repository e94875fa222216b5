// What someone can do about each reason for which a host or a workload would not come through by itself.

import { REASON_CODES, type ReasonCode } from "../model/survival.js";
import {
  KEY_PERSISTENCE_MINIMUM,
  NATIVE_KEY_PROVIDER_MINIMUM,
  VSAN_KEY_PERSISTENCE_MINIMUM,
} from "../vsphere/versions.js";

export interface RemedyContext {
  /** Where the recovery key of the host is kept; null if nowhere that anyone wrote down. */
  readonly recoveryKeyLocation: string | null;
}

/** A reason that only describes has none: another one beside it says what to do. */
const REMEDIES: Partial<Readonly<Record<ReasonCode, string>>> = {
  PERSISTENCE_OFF:
    "Turn key persistence on (keyPersistence: true) and apply; the next remediation and archive store the keys.",
  PERSISTENCE_UNSUPPORTED_VERSION: `Upgrade ESXi to ${KEY_PERSISTENCE_MINIMUM} or later, or encrypt under a native key provider.`,
  PERSISTENCE_WITHOUT_VSAN: `Upgrade ESXi to ${VSAN_KEY_PERSISTENCE_MINIMUM} or later, or encrypt vSAN under a native key provider.`,
  NO_TPM:
    "Give the host a TPM 2.0, or encrypt under a native key provider that does not require one.",
  CONFIGURATION_ENCRYPTION_MODE_NONE:
    "Seal the configuration with the TPM (configurationEncryption: { mode: TPM }); without that no keys are kept.",
  KEY_NOT_STORED:
    "Wait for the next remediation with the key provider up, and for the archive after it.",
  HOST_DOWN: "Switch the host on.",
  KEY_NOT_YET_ARCHIVED:
    "Wait for the next archive, or archive the configuration now (/sbin/auto-backup.sh on the host).",
  KEY_REMOVED:
    "Enable the encryption mode of the host again, or reboot it, while its key provider answers: it is sent every key then.",
  PROVIDER_REPLACED:
    "Bring the key provider back that the keys came from (its backup, or its primary key), or encrypt again under the new one.",
  PROVIDER_NOT_BACKED_UP: "Back the native key provider up; before that no host may use it.",
  PROVIDER_REQUIRES_TPM:
    "Give the host a TPM 2.0, or use a native key provider that does not require one.",
  PROVIDER_UNSUPPORTED_VERSION: `Upgrade vCenter and ESXi to ${NATIVE_KEY_PROVIDER_MINIMUM} or later.`,
  PROVIDER_NOT_FOUND: "Make the key provider again under its name, with the key servers it had.",
  NO_DEFAULT_PROVIDER: "Set a default key provider for the cluster or its vCenter.",
  KEY_SERVERS_NOT_TOLD:
    "Let vCenter reach the host, so that it hands over key servers and certificates for vSAN.",
  PROVIDER_UNREACHABLE: "Bring a key server back into the reach of vCenter.",
  NETWORK_PATH_CLOSED: "Open the firewall between them.",
  TRUST_INCOMPLETE: "Make vCenter and the key servers trust each other.",
  CERTIFICATE_EXPIRED: "Renew the certificate between vCenter and the key servers.",
  CREDENTIALS_REFUSED:
    "Have vCenter present the user name and the password that the key server demands: a new password needs a new password_version.",
  KEY_MISSING_ON_SERVER: "Restore the key on a key server, or encrypt again under a new key.",
  KEY_INACTIVE: "Activate the key again on a key server.",
  KEY_REFUSED: "Repair the key server, or what is behind it: it answers and delivers no key.",
  TRUST_AUTHORITY_UNREACHABLE: "Bring a Trust Authority host back into the reach of the host.",
  HOST_NOT_TRUSTED:
    "Add the cluster to those that the Trust Authority serves, or encrypt under another key provider.",
  HOST_NOT_ATTESTED: "Wait for the next round of the host, five minutes at most.",
  TPM_NOT_TRUSTED:
    "Have the Trust Authority import the endorsement key of the TPM again (trustedTpms), by an apply.",
  SECURE_BOOT_OFF: "Turn secure boot on in the firmware of the host and reboot it.",
  BASE_IMAGE_NOT_TRUSTED:
    "Import the base image of the release that the host runs (baseImages), and apply.",
  VCENTER_UNREACHABLE: "Mend the network between vCenter and the host.",
  VCENTER_DOWN: "Bring vCenter back up.",
  STORAGE_UNREADABLE: "Put the files of the machines on shared storage, or shut them down first.",
  DISK_GROUPS_UNMOUNTED:
    "Let the hosts have the key of their vSAN; its disk groups then mount by themselves.",
  CLUSTER_NOT_FOUND: "Declare the cluster, or put the machine into one that there is.",
  NOT_KNOWN_UNTIL_APPLY: "Apply first, and ask again.",
};

/** In the order of the closed list, each once. */
export function remediesOf(
  reasons: readonly ReasonCode[],
  context: RemedyContext,
): readonly string[] {
  const given = REASON_CODES.filter((code) => reasons.includes(code));
  const remedies = given.flatMap((code) =>
    code === "CONFIGURATION_UNREADABLE" ? recoveryOf(context) : (REMEDIES[code] ?? []),
  );
  return [...new Set(remedies)];
}

function recoveryOf({ recoveryKeyLocation }: RemedyContext): string {
  return recoveryKeyLocation === null
    ? "Its next boot stops, and its recovery key is kept nowhere: write the recovery key down while it runs, or reinstall it."
    : `Its next boot stops: have its recovery key at hand (kept: ${recoveryKeyLocation}).`;
}
