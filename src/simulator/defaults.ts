// What the simulator alone has to assume where the vendor's documents give no number or are silent. Each is
// here once, with its source; what the predictor needs too is in src/vsphere/defaults.ts.

/** 2026-01-01T00:00:00Z, where every simulated clock starts. A whole hour, so that cron's minutes are round. */
export const CLOCK_START_SECONDS = 1_767_225_600;

/** Seed of a simulated vSphere that was given none. */
export const DEFAULT_SEED = "holdfast";

/** From the start of a graceful reboot to a booted host. Inferred. */
export const HOST_BOOT_SECONDS = 600;

/**
 * Advanced setting vpxd.hostkey.newIfMissing, true by default: vCenter makes a new host key if the old one
 * cannot be had. "Cannot be had" including an unreachable key server is inferred.
 */
export const NEW_HOST_KEY_IF_MISSING = true;

/**
 * A power loss in the very instant of an archive leaves the one before in force: the boot disk holds two
 * boot banks. Inferred.
 */
export const TORN_ARCHIVE_KEEPS_THE_ONE_BEFORE = true;

/** Bytes of a sector that are simulated; a whole number of AES blocks. */
export const SECTOR_BYTES = 64;

/**
 * Cost of scrypt for the file of a native key provider's backup: RFC 7914 parameter N. Without a password
 * there is nothing to stretch.
 */
export const BACKUP_SCRYPT_COST = { withPassword: 16_384, withoutPassword: 1_024 } as const;
