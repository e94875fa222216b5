// What a host's configuration is sealed to, what a boot does that cannot unseal it, and the ways back.

import type { RuleTopic } from "./rule.js";

export const TPM_AND_RECOVERY = {
  title: "TPM and recovery key",
  rules: {
    "cleared-tpm-stops-boot": {
      statement: "In mode TPM a host whose TPM was cleared or replaced stops at its next boot.",
      source: "Broadcom KB 312109",
      strength: "vendor",
    },
    "dead-tpm-stops-boot": {
      statement:
        "In mode TPM a host whose TPM has died stops at its next boot, and its recovery key helps once the boot disk is in a machine with a working TPM.",
      source: "vSphere Security, Recover the Secure ESXi Configuration",
      strength: "vendor",
    },
    "boot-disk-alone-opens-nothing": {
      statement:
        "A boot disk that is put into other hardware does not boot there in mode TPM, and does in mode NONE.",
      source: "VCF Security Configuration and Hardening Guide 9.1",
      strength: "vendor",
    },
    "whole-host-opens-its-keys": {
      statement:
        "A host with key persistence that is carried off as a whole and switched on starts its machines: the TPM unseals for whoever has the host.",
      source: "VCF Security Configuration and Hardening Guide 9.1",
      strength: "vendor",
    },
    "upgrade-seals-anew": {
      statement:
        "An upgrade seals the configuration to what the new release measures, so that the host boots without its recovery key.",
      source: "VCF Security Configuration and Hardening Guide 9.1",
      strength: "vendor",
    },
    "firmware-change-stops-boot": {
      statement:
        "In mode TPM a host whose firmware measures something else stops at its next boot.",
      source: "VCF Security Configuration and Hardening Guide 9.1",
      strength: "vendor",
    },
    "secure-boot-change-stops-boot": {
      statement:
        "The configuration is sealed to the state of secure boot: changing it stops the next boot.",
      source: "vSphere Security, TPM Sealing Policies Overview",
      strength: "vendor",
    },
    "stale-tpm-stops-new-installation": {
      statement:
        "ESXi that is installed anew over a TPM with what an installation before sealed to it does not boot; with the TPM cleared first it does.",
      source: "Broadcom KB 428266",
      strength: "vendor",
    },
    "quick-boot-with-tpm-from-8-0-u1": {
      statement: "Before ESXi 8.0 U1 a host with a TPM is not upgraded with Quick Boot.",
      source: "vSphere Security, Managing Trust Authority",
      strength: "vendor",
    },
    "mode-none-boots-without-tpm": {
      statement: "In mode NONE a cleared TPM changes nothing at boot.",
      source: "VCF Security Configuration and Hardening Guide 9.1",
      strength: "inferred",
    },
    "required-secure-boot-refuses-boot": {
      statement:
        "With Require Secure Boot a host refuses to boot while secure boot is off, recovery key or not, and boots once it is on again.",
      source:
        "vSphere Security, Enable or Disable Secure Boot Enforcement for a Secure ESXi Configuration",
      strength: "vendor",
    },
    "required-vibs-refuse-boot": {
      statement:
        "With Require Executables Only From Installed VIBs a host refuses to boot without the option execInstalledOnly.",
      source: "vSphere Security, TPM Sealing Policies Overview",
      strength: "vendor",
    },
    "boot-stop-texts": {
      statement:
        "A stopped boot says which step failed: unsealing, decrypting or recovering the configuration.",
      source: "Broadcom KB 312109",
      strength: "vendor",
    },
    "recovery-key-form": {
      statement:
        "A recovery key is sixteen groups of six digits with a GUID as its id, and exists in mode TPM alone.",
      source: "vSphere Security, List the Contents of the Secure ESXi Configuration Recovery Key",
      strength: "vendor",
    },
    "rotated-recovery-key-replaces": {
      statement: "A recovery key that was rotated opens nothing any more.",
      source: "vSphere Security, Rotate the Secure ESXi Configuration Recovery Key",
      strength: "vendor",
    },
    "recovery-key-restores-configuration": {
      statement:
        "The recovery key brings a stopped host up with its configuration and seals that to the TPM as it is now.",
      source: "Broadcom KB 312109",
      strength: "vendor",
    },
    "wrong-recovery-key-opens-nothing": {
      statement: "Another recovery key leaves the host where it stopped.",
      source: "Broadcom KB 312109",
      strength: "vendor",
    },
    "kept-through-recovery": {
      statement:
        "The recovery key brings a host's configuration back with the keys that were stored in it.",
      source: "Broadcom KB 312109",
      strength: "inferred",
    },
    "planned-change-with-recovery-key": {
      statement:
        "With the recovery key at hand, hardware can be changed and the host comes back with its configuration.",
      source: "Broadcom KB 316424",
      strength: "vendor",
    },
    "no-recovery-key-means-reinstall": {
      statement: "Without its recovery key a stopped host comes back only by being installed anew.",
      source: "VCF Security Configuration and Hardening Guide 9.1",
      strength: "vendor",
    },
    "keys-come-again-after-reinstall": {
      statement:
        "A host that was installed anew gets native derivation keys from vCenter alone, and keys of a standard key provider only while vCenter and a key server answer.",
      source: "VCF Security Configuration and Hardening Guide 9.1",
      strength: "inferred",
    },
  },
} as const satisfies RuleTopic;
