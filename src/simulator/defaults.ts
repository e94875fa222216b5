// What the simulator alone has to assume where the vendor's documents give no number or are silent. Each is
// here once, with its source; what the predictor needs too is in src/vsphere/defaults.ts.
//
// Inferred rules (docs/rules.md) that are no number, and where they live:
// - cluster-enters-encryption-mode: encrypting on one host makes every host of its cluster that vCenter
//   reaches crypto safe (vm-encryption.ts);
// - host-key-reference-kept: which key a host had as host key is in its boot bank at once (host-power.ts);
// - settings-archived-at-once: what esxcli sets is archived at once, keys wait (host-settings.ts);
// - forgotten-once: hosts that vCenter reaches forget the keys of a key provider that is removed
//   (key-provider-operations.ts).

/** 2026-01-01T00:00:00Z, where every simulated clock starts. A whole hour, so that cron's minutes are round. */
export const CLOCK_START_SECONDS = 1_767_225_600;

/** Seed of a simulated vSphere that was given none. */
export const DEFAULT_SEED = "holdfast";

/** From the start of a reboot to a booted host. Inferred: boot-takes-ten-minutes. */
export const HOST_BOOT_SECONDS = 600;

/**
 * Advanced setting vpxd.hostkey.newIfMissing, true by default: vCenter makes a new host key if the old one
 * cannot be found. That a key server which does not answer is another matter is inferred:
 * silent-server-misses-no-key.
 */
export const NEW_HOST_KEY_IF_MISSING = true;

/**
 * A power loss in the very instant of an archive leaves the one before in force: the boot disk holds two
 * boot banks. Inferred: torn-archive-keeps-the-one-before.
 */
export const TORN_ARCHIVE_KEEPS_THE_ONE_BEFORE = true;

/**
 * How often vCenter raises the alarm of a native key provider that was never backed up (vSphere Security, Back Up a
 * vSphere Native Key Provider; advanced setting vpxd.KMS.backupCheckInterval). A multiple of the remediation interval.
 */
export const BACKUP_CHECK_SECONDS = 24 * 3600;

/** Bytes of a sector that are simulated; a whole number of AES blocks. */
export const SECTOR_BYTES = 64;

/**
 * Cost of scrypt for the file of a native key provider's backup: RFC 7914 parameter N. Without a password
 * there is nothing to stretch.
 */
export const BACKUP_SCRYPT_COST = { withPassword: 16_384, withoutPassword: 1_024 } as const;
