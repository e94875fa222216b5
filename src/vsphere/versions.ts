// Releases of vCenter and ESXi, how they compare, and from which one a feature exists. Everything that
// depends on a release asks here, so that each boundary is written down once, with its source.

import { invariant } from "../model/invariant.js";

/** Key persistence for virtual machines and vTPMs (vSphere Security, Key Persistence Overview). */
export const KEY_PERSISTENCE_MINIMUM = "7.0 U2";

/** Key persistence for vSAN (vSphere Security, Key Persistence Overview; vSAN Data-At-Rest Encryption). */
export const VSAN_KEY_PERSISTENCE_MINIMUM = "7.0 U3";

/** Encryption of the host's configuration (vSphere Security, Securing the ESXi Configuration). */
export const CONFIGURATION_ENCRYPTION_MINIMUM = "7.0 U2";

/** vCenter and every host (VCF security guidelines, Native Key Provider FAQ). */
export const NATIVE_KEY_PROVIDER_MINIMUM = "7.0 U2";

/** A default key provider of one cluster (VCF security guidelines, Key Providers FAQ). */
export const CLUSTER_DEFAULT_KEY_PROVIDER_MINIMUM = "8.0 U1";

/** A cluster's own provider of host keys (vSphere API, ClusterComputeResource.SetCryptoMode, policy). */
export const CLUSTER_HOST_KEY_PROVIDER_MINIMUM = "8.0 U3";

/** Lifecycle Manager looks for the key server before it reboots a host of an encrypted vSAN (vSAN 6.7 U1 release notes). */
export const VSAN_UPGRADE_CHECK_MINIMUM = "6.7 U1";

/** ESXi that combines Quick Boot with a TPM (vSphere Security, Managing Trust Authority). */
export const QUICK_BOOT_WITH_TPM_MINIMUM = "8.0 U1";

/**
 * Encrypted Fault Tolerance as a machine's own setting (vSphere API, VirtualMachineConfigInfo, since 7.0.2.0), and Fault
 * Tolerance of encrypted machines (vSphere Security, Activate Fault Tolerance Encryption).
 */
export const FT_ENCRYPTION_MINIMUM = "7.0 U2";

/** A host that tells whether it booted with secure boot (vSphere API, HostCapability.uefiSecureBoot, since 8.0.3.0). */
export const SECURE_BOOT_CAPABILITY_MINIMUM = "8.0 U3";

/** A vTPM under a standard key provider, vCenter and host (VCF security guidelines, Virtual TPM FAQ). */
export const VTPM_MINIMUM = "6.7";

/** Wrapping keys of a standard key provider (VCF security guidelines, Standard Key Provider FAQ). */
export const WRAPPING_KEY_MINIMUM = "9.0";

/** A choice about the vTPM of a clone; before, it is always copied (VCF security guidelines, Virtual TPM FAQ). */
export const TPM_PROVISION_POLICY_MINIMUM = "8.0";

/** Virtual hardware that can hold a vTPM (vSphere Security, Virtual Trusted Platform Module Overview). */
export const VTPM_HARDWARE_VERSION_MINIMUM = 14;

/** vSphere Trust Authority, vCenter and hosts (vSphere Automation API, trusted infrastructure). */
export const TRUST_AUTHORITY_MINIMUM = "7.0";

/** vCenter that takes a host out of a trusted cluster (vSphere Security, Decommission vSphere Trust Authority Hosts). */
export const TRUSTED_HOST_REMOVAL_MINIMUM = "7.0 U1";

/** From here on it is deprecated (vSphere Automation API, trusted infrastructure). */
export const TRUST_AUTHORITY_DEPRECATED = "8.0 U3";

/** From here on its API answers errors (vSphere Automation API, trusted infrastructure). */
export const TRUST_AUTHORITY_END = "9.0";

/**
 * TPMs that a release of ESXi does not seal its configuration to: by the id that the TCG gave their maker, and how their
 * model begins (vSphere Security, TPM Sealing Policies Overview; Broadcom KB 312109).
 */
export const UNSEALABLE_TPMS = [
  { manufacturer: "NTZ", maker: "NationZ", model: "", from: "7.0 U2", before: "8.0" },
  { manufacturer: "IFX", maker: "Infineon", model: "", from: "7.0 U2", before: "7.0 U3" },
  { manufacturer: "NTC", maker: "Nuvoton", model: "NPCT75", from: "7.0 U2", before: "7.0 U3" },
] as const;

export interface Version {
  readonly major: number;
  readonly minor: number;
  /** 2 for `U2`; 0 without. */
  readonly update: number;
  /** `c` for `U3c`; empty without. */
  readonly patch: string;
}

const VERSION = /^(\d+)\.(\d+)(?: U(\d+)([a-z]?))?$/;

/** Reads `7.0`, `7.0 U2`, `7.0 U3c`; undefined for anything else. */
export function parseVersion(text: string): Version | undefined {
  const match = VERSION.exec(text);
  if (match === null) return undefined;
  const [, major, minor, update = "0", patch = ""] = match;
  return { major: Number(major), minor: Number(minor), update: Number(update), patch };
}

/** Negative, zero or positive. Both must be versions that {@link parseVersion} reads. */
export function compareVersions(left: string, right: string): number {
  const a = knownVersion(left);
  const b = knownVersion(right);
  return (
    a.major - b.major ||
    a.minor - b.minor ||
    a.update - b.update ||
    (a.patch < b.patch ? -1 : a.patch > b.patch ? 1 : 0)
  );
}

/** Whether a release is `minimum` or later. */
export function isAtLeast(version: string, minimum: string): boolean {
  return compareVersions(version, minimum) >= 0;
}

const known = new Map<string, Version>();

function knownVersion(text: string): Version {
  const version = known.get(text) ?? parseVersion(text);
  invariant(version !== undefined, `"${text}" is not a release of vSphere`);
  known.set(text, version);
  return version;
}
