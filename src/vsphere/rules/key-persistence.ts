// Who can turn key persistence on, where it is shown, and what it needs of release, TPM and configuration.

import type { RuleTopic } from "./rule.js";

export const KEY_PERSISTENCE = {
  title: "Key persistence: setting it",
  rules: {
    "persistence-survives-a-reboot": {
      statement:
        "With key persistence on, encrypted machines and virtual TPMs start after a reboot of their host without a key server.",
      source: "vSphere Security, Key Persistence Overview",
      strength: "vendor",
    },
    "persistence-from-7-0-u2": {
      statement: "ESXi has key persistence from 7.0 U2 on.",
      source: "vSphere Security, Key Persistence Overview",
      strength: "vendor",
    },
    "older-hosts-know-no-command": {
      statement:
        "ESXi before 7.0 U2 answers the commands of key persistence and configuration encryption with: The object or item referred to could not be found.",
      source: "mondoohq/mql issue 5879",
      strength: "community",
    },
    "persistence-off-by-default": {
      statement: "Key persistence is off on a host until someone turns it on there.",
      source: "vSphere Security, Enable and Disable Key Persistence on an ESXi Host",
      strength: "vendor",
    },
    "persistence-is-per-host": {
      statement: "Turning key persistence on at one host changes no other host of its cluster.",
      source: "vSphere Security, Enable and Disable Key Persistence on an ESXi Host",
      strength: "vendor",
    },
    "persistence-set-on-the-host": {
      statement: "Key persistence is read and set in the shell of a host, without vCenter.",
      source: "vSphere Security, Enable and Disable Key Persistence on an ESXi Host",
      strength: "vendor",
    },
    "mode-tpm-set-at-install": {
      statement:
        "Installing ESXi 7.0 U2 or later where a usable TPM is found sets configuration encryption to mode TPM.",
      source: "Broadcom KB 312109",
      strength: "vendor",
    },
    "mode-tpm-set-at-upgrade": {
      statement:
        "Upgrading ESXi to 7.0 U2 or later where a usable TPM is found sets configuration encryption to mode TPM.",
      source: "Broadcom KB 312109",
      strength: "vendor",
    },
    "unusable-tpm-leaves-mode-none": {
      statement:
        "Without a TPM, or with one of the SHA-1 bank, with the CRB interface or with its hierarchy disabled, configuration encryption stays in mode NONE.",
      source:
        "Broadcom KB 312109; VMware vSphere Blog, Configuring TPM 2.0 on an ESXi Host; ESXi events esx.problem.hardware.tpm2",
      strength: "vendor",
    },
    "early-releases-fail-with-some-makers": {
      statement:
        "ESXi 7.0 U2 cannot seal its configuration to TPMs of NationZ, Infineon and new models of Nuvoton, nor 7.0 U3 to those of NationZ: the mode stays NONE, and mode TPM is refused.",
      source: "vSphere Security, TPM Sealing Policies Overview; Broadcom KB 312109",
      strength: "vendor",
    },
    "mode-by-hand-if-tpm-comes-later": {
      statement:
        "A TPM that comes after the installation leaves mode NONE until someone sets mode TPM.",
      source: "Broadcom KB 312109",
      strength: "vendor",
    },
    "mode-tpm-cannot-go-back": {
      statement: "Configuration encryption in mode TPM cannot go back to mode NONE.",
      source: "vSphere Security, Securing the ESXi Configuration",
      strength: "vendor",
    },
    "mode-change-needs-no-reboot": {
      statement: "Setting mode TPM seals the archive at once, without a reboot.",
      source: "VCF Security Configuration and Hardening Guide 9.1",
      strength: "inferred",
    },
    "persistence-refused-in-mode-none": {
      statement:
        "Key persistence is refused in mode NONE where a standard key provider is, and accepted once mode TPM is set.",
      source: "vSphere Security, Enable and Disable Key Persistence on an ESXi Host",
      strength: "inferred",
    },
    "persistence-idle-without-tpm": {
      statement:
        "Without a TPM, key persistence is accepted where only native key providers are, and stores no key.",
      source: "vSphere Security, Enable and Disable Key Persistence on an ESXi Host",
      strength: "inferred",
    },
    "nothing-stored-in-mode-none": {
      statement:
        "A host in mode NONE stores no key, also of a standard key provider that comes after key persistence was turned on.",
      source: "vSphere Security, Enable and Disable Key Persistence on an ESXi Host",
      strength: "inferred",
    },
    "persistence-redundant-with-native": {
      statement: "Key persistence changes nothing for machines under a native key provider.",
      source: "vSphere Security, Key Persistence Overview",
      strength: "vendor",
    },
    "persistence-beside-native-serves-standard": {
      statement:
        "On a host with a native and a standard key provider, key persistence decides for the machines of the standard one.",
      source: "vSphere Security, Key Persistence Overview",
      strength: "vendor",
    },
    "esxcli-shows-persistence": {
      statement: "esxcli system security keypersistence get prints Enabled with true or false.",
      source: "vSphere Security, Enable and Disable Key Persistence on an ESXi Host",
      strength: "vendor",
    },
    "esxcli-shows-configuration-encryption": {
      statement:
        "esxcli system settings encryption get prints the mode and the two requirements at boot.",
      source:
        "vSphere Security, Enable or Disable Secure Boot Enforcement for a Secure ESXi Configuration",
      strength: "vendor",
    },
    "esxcli-shows-tpm": {
      statement: "esxcli hardware trustedboot get prints whether a TPM is present.",
      source: "vSphere Security, Enable and Disable Key Persistence on an ESXi Host",
      strength: "vendor",
    },
  },
} as const satisfies RuleTopic;
