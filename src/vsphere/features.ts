// What a release of vSphere can do, by name: the boundaries of versions.ts for those who ask about a feature, such as the
// functions of the provider. Every minimum there is the minimum of a feature here, which a test holds.

import {
  CLUSTER_DEFAULT_KEY_PROVIDER_MINIMUM,
  CLUSTER_HOST_KEY_PROVIDER_MINIMUM,
  CONFIGURATION_ENCRYPTION_MINIMUM,
  FT_ENCRYPTION_MINIMUM,
  isAtLeast,
  KEY_PERSISTENCE_MINIMUM,
  NATIVE_KEY_PROVIDER_MINIMUM,
  QUICK_BOOT_WITH_TPM_MINIMUM,
  SECURE_BOOT_CAPABILITY_MINIMUM,
  TPM_PROVISION_POLICY_MINIMUM,
  TRUST_AUTHORITY_END,
  TRUST_AUTHORITY_MINIMUM,
  TRUSTED_HOST_REMOVAL_MINIMUM,
  VSAN_KEY_PERSISTENCE_MINIMUM,
  VSAN_UPGRADE_CHECK_MINIMUM,
  VTPM_MINIMUM,
  WRAPPING_KEY_MINIMUM,
} from "./versions.js";

export interface Feature {
  /** The first release that has it. */
  readonly minimum: string;
  /** The first release that has it no more; absent: none. */
  readonly end?: string;
  /** Whose release decides. */
  readonly of: "vCenter" | "ESXi" | "vCenter and ESXi";
  readonly means: string;
  /** Title of the document that says so. */
  readonly source: string;
}

export const FEATURES = {
  cluster_default_key_provider: {
    minimum: CLUSTER_DEFAULT_KEY_PROVIDER_MINIMUM,
    of: "vCenter",
    means: "a cluster has a default key provider of its own",
    source: "VCF security guidelines, Key Providers FAQ",
  },
  cluster_host_key_provider: {
    minimum: CLUSTER_HOST_KEY_PROVIDER_MINIMUM,
    of: "vCenter",
    means: "a cluster says which key provider its host keys come from",
    source: "vSphere API, ClusterComputeResource.SetCryptoMode",
  },
  configuration_encryption: {
    minimum: CONFIGURATION_ENCRYPTION_MINIMUM,
    of: "ESXi",
    means: "a host seals its configuration to its TPM",
    source: "vSphere Security, Securing the ESXi Configuration",
  },
  ft_encryption: {
    minimum: FT_ENCRYPTION_MINIMUM,
    of: "vCenter and ESXi",
    means: "Fault Tolerance encrypts, and protects encrypted machines",
    source: "vSphere Security, Activate Fault Tolerance Encryption",
  },
  key_persistence: {
    minimum: KEY_PERSISTENCE_MINIMUM,
    of: "ESXi",
    means: "a host keeps the keys of virtual machines and virtual TPMs over a reboot",
    source: "vSphere Security, Key Persistence Overview",
  },
  native_key_provider: {
    minimum: NATIVE_KEY_PROVIDER_MINIMUM,
    of: "vCenter and ESXi",
    means: "keys are derived on the hosts, without a key server",
    source: "VCF security guidelines, Native Key Provider FAQ",
  },
  quick_boot_with_tpm: {
    minimum: QUICK_BOOT_WITH_TPM_MINIMUM,
    of: "ESXi",
    means: "Quick Boot works on a host with a TPM",
    source: "vSphere Security, Managing Trust Authority",
  },
  secure_boot_capability: {
    minimum: SECURE_BOOT_CAPABILITY_MINIMUM,
    of: "ESXi",
    means: "a host tells whether it booted with secure boot",
    source: "vSphere API, HostCapability.uefiSecureBoot",
  },
  tpm_provision_policy: {
    minimum: TPM_PROVISION_POLICY_MINIMUM,
    of: "vCenter",
    means: "a clone's virtual TPM is copied or replaced, as one chooses",
    source: "VCF security guidelines, Virtual TPM FAQ",
  },
  trust_authority: {
    minimum: TRUST_AUTHORITY_MINIMUM,
    end: TRUST_AUTHORITY_END,
    of: "vCenter and ESXi",
    means: "vSphere Trust Authority attests hosts",
    source: "vSphere Automation API, trusted infrastructure",
  },
  trusted_host_removal: {
    minimum: TRUSTED_HOST_REMOVAL_MINIMUM,
    end: TRUST_AUTHORITY_END,
    of: "vCenter",
    means: "a host is taken out of a trusted cluster",
    source: "vSphere Security, Decommission vSphere Trust Authority Hosts",
  },
  vsan_key_persistence: {
    minimum: VSAN_KEY_PERSISTENCE_MINIMUM,
    of: "ESXi",
    means: "a host keeps the keys of vSAN over a reboot",
    source: "vSphere Security, Key Persistence Overview",
  },
  vsan_upgrade_check: {
    minimum: VSAN_UPGRADE_CHECK_MINIMUM,
    of: "vCenter",
    means:
      "Lifecycle Manager looks for the key server before it reboots a host of an encrypted vSAN",
    source: "vSAN 6.7 U1 release notes",
  },
  vtpm: {
    minimum: VTPM_MINIMUM,
    of: "vCenter and ESXi",
    means: "a machine has a virtual TPM under a standard key provider",
    source: "VCF security guidelines, Virtual TPM FAQ",
  },
  wrapping_key: {
    minimum: WRAPPING_KEY_MINIMUM,
    of: "vCenter",
    means: "a standard key provider wraps its keys with a wrapping key",
    source: "VCF security guidelines, Standard Key Provider FAQ",
  },
} as const satisfies { readonly [name: string]: Feature };

export type FeatureName = keyof typeof FEATURES;

/** Undefined if there is no such feature. */
export function featureNamed(name: string): Feature | undefined {
  const features: { readonly [name: string]: Feature } = FEATURES;
  return Object.hasOwn(features, name) ? features[name] : undefined;
}

/** Whether a release, one that parseVersion reads, has the feature. */
export function hasFeature(version: string, { minimum, end }: Feature): boolean {
  return isAtLeast(version, minimum) && (end === undefined || !isAtLeast(version, end));
}
