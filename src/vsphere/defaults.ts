// Numbers and rules of vSphere that Holdfast works with, each once and with its source. The simulator and
// the predictor share these and nothing else, so no rule may live here: only what a rule is told.

/** vCenter's round that sends hosts the keys they lack (advanced setting vpxd.KMS.remediationInterval). */
export const REMEDIATION_INTERVAL_SECONDS = 300;

/**
 * How often a host archives its configuration to the boot disk by itself. The vendor names a cron job
 * and no number (Security Configuration and Hardening Guide 9.1): inferred.
 */
export const ARCHIVE_INTERVAL_SECONDS = 3600;

/**
 * From the boot of a host until it mounts its vSAN disk group. The vendor warns of several minutes and names
 * no number (How vSAN Data-At-Rest Encryption Works): inferred.
 */
export const VSAN_MOUNT_SECONDS = 180;

/** Failures that vSAN objects tolerate unless a policy says otherwise (vSAN default storage policy). */
export const FAILURES_TO_TOLERATE = 1;

/** When vSphere HA tries a virtual machine again after its host was lost, from the loss. */
export const HA_RETRY_SECONDS: readonly number[] = [0, 120, 360, 840, 1800];

/** KMIP over TLS (VCF security guidelines, Standard Key Provider FAQ). */
export const KMIP_PORT = 5696;

/** What stands at the ends of links. A Trust Authority host, as what serves trusted hosts, is no mere host. */
export const LINK_ROLES = ["vcenter", "host", "keyServer", "trustAuthorityHost"] as const;

export type LinkRole = (typeof LINK_ROLES)[number];

/** The port a host and its vCenter talk over. */
export const VCENTER_PORT = 443;

/** Key providers per vCenter, any mix of kinds (VCF security guidelines, Key Providers FAQ). */
export const KEY_PROVIDERS_PER_VCENTER = 32;

/**
 * Encrypted vMotion and encrypted Fault Tolerance of a machine that does not say, by what its home is. Of an
 * encrypted home it is also the only one allowed (vSphere API, VirtualMachineConfigInfo; vSphere Security,
 * Encrypted vSphere vMotion).
 */
export const MIGRATE_ENCRYPTION_DEFAULTS = {
  plain: "opportunistic",
  encrypted: "required",
} as const;
export const FT_ENCRYPTION_MODE_DEFAULTS = {
  plain: "ftEncryptionOpportunistic",
  encrypted: "ftEncryptionRequired",
} as const;

/** A certificate that ends sooner is reported (advanced setting vpxd.kmscert.threshold). */
export const CERTIFICATE_WARNING_SECONDS = 30 * 24 * 3600;

/**
 * How long an attestation holds. The API has a field for its end (HostTrustAuthorityAttestationInfo,
 * attestedUntil) and the vendor names no length: inferred.
 */
export const ATTESTATION_VALIDITY_SECONDS = 24 * 3600;

/** A host has itself attested again when no more than this is left. Inferred: half of the validity. */
export const ATTESTATION_RENEWAL_SECONDS = 12 * 3600;

/** How long a drill lets an estate come to rest before it breaks anything. */
export const SETTLE_SECONDS = 2 * 3600;

/** How long the default outage lasts. */
export const OUTAGE_SECONDS = 72 * 3600;

/** When the first host loses power, from the start of the outage. */
export const FIRST_POWER_LOSS_SECONDS = 3600;

/** From one host's power loss to the next, in each cluster. */
export const POWER_LOSS_STEP_SECONDS = 30 * 60;

/** From power loss to a booted host. */
export const POWER_RETURN_SECONDS = 10 * 60;

/** How long a drill watches after everything is reachable again. */
export const HEAL_SECONDS = 30 * 60;

/** The longest single interruption a workload may suffer and still count as survived. */
export const LONGEST_INTERRUPTION_SECONDS = 3600;

/** How often vCenter may rotate a wrapping key (vSphere API, WrappingRotationIntervalKeySpec). */
export const WRAPPING_ROTATION_DAYS = { minimum: 30, maximum: 3_650 } as const;
