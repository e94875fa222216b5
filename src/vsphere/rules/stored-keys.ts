// Which keys come to lie in a host's archive, when, and what brings them back or erases them.

import type { RuleTopic } from "./rule.js";

export const STORED_KEYS = {
  title: "Key persistence: what is stored",
  rules: {
    "stored-is-what-would-be-fetched": {
      statement:
        "A host with key persistence stores the keys that it would otherwise be sent after a reboot: those of encrypted machines and of virtual TPMs.",
      source: "vSphere Security, Key Persistence Overview",
      strength: "vendor",
    },
    "no-key-request-after-reboot": {
      statement: "A host that has its keys stored has nobody asked for a key when it boots.",
      source: "vSphere Security, Key Persistence Overview",
      strength: "vendor",
    },
    "host-needs-no-courier": {
      statement:
        "A host that has a key stored does not ask vCenter for it, so vCenter may be down at boot.",
      source: "vSphere Security, Key Persistence Overview",
      strength: "inferred",
    },
    "stored-in-sealed-configuration": {
      statement:
        "Stored keys lie in the encrypted configuration on the boot disk, whose key the TPM seals; the TPM holds none of them.",
      source: "VCF Security Configuration and Hardening Guide 9.1",
      strength: "vendor",
    },
    "archived-at-shutdown-and-on-demand": {
      statement: "The configuration is archived at a graceful shutdown and on demand.",
      source: "Broadcom KB 312109",
      strength: "vendor",
    },
    "archive-every-hour": {
      statement: "A host archives its configuration by itself every hour.",
      source: "VCF Security Configuration and Hardening Guide 9.1",
      strength: "inferred",
    },
    "stored-at-archive": {
      statement:
        "Keys that a host persists reach its boot disk when the configuration is next archived.",
      source: "VCF Security Configuration and Hardening Guide 9.1",
      strength: "inferred",
    },
    "unarchived-key-lost-with-power": {
      statement: "A key that came after the last archive is gone when the power fails.",
      source: "VCF Security Configuration and Hardening Guide 9.1",
      strength: "inferred",
    },
    "torn-archive-keeps-the-one-before": {
      statement:
        "Power that fails at the very second of an archive leaves the one before in force.",
      source: "VCF Security Configuration and Hardening Guide 9.1",
      strength: "inferred",
    },
    "settings-archived-at-once": {
      statement: "What esxcli sets is archived at once, the keys in memory are not.",
      source: "VCF Security Configuration and Hardening Guide 9.1",
      strength: "inferred",
    },
    "cached-keys-not-stored-at-enable": {
      statement: "Turning key persistence on stores no key that was in memory before.",
      source: "vSphere Security, Enable and Disable Key Persistence on an ESXi Host",
      strength: "inferred",
    },
    "pushed-again-after-enable": {
      statement:
        "Turning key persistence on makes the next remediation push every key again, which stores it, as does enabling encryption mode again.",
      source: "vSphere Security, Enable and Disable Key Persistence on an ESXi Host",
      strength: "inferred",
    },
    "host-key-persisted": {
      statement: "The host key is persisted with the other keys.",
      source: "vSphere Security, Key Persistence Overview",
      strength: "inferred",
    },
    "peers-keys-stored-too": {
      statement: "A host stores the keys of machines that run on other hosts of its cluster too.",
      source: "VCF security guidelines, VM Encryption FAQ",
      strength: "inferred",
    },
    "late-host-stores-what-it-is-sent": {
      statement:
        "A host that joins later stores only what it is sent after key persistence was turned on there.",
      source: "vSphere Security, Enable and Disable Key Persistence on an ESXi Host",
      strength: "inferred",
    },
    "removal-erases-stored-keys": {
      statement: "Disabling with --remove-all-stored-keys leaves no stored key on the boot disk.",
      source: "vSphere Security, Enable and Disable Key Persistence on an ESXi Host",
      strength: "vendor",
    },
    "memory-outlives-removal": {
      statement: "Removing stored keys leaves those in memory until the next reboot.",
      source: "vSphere Security, Enable and Disable Key Persistence on an ESXi Host",
      strength: "inferred",
    },
    "disabled-persistence-uses-nothing": {
      statement:
        "Disabling without --remove-all-stored-keys leaves the keys on the boot disk, where nobody uses them until key persistence is on again.",
      source: "vSphere Security, Enable and Disable Key Persistence on an ESXi Host",
      strength: "inferred",
    },
    "old-keys-stay-stored": {
      statement: "The key of a machine that was removed or re-keyed stays stored.",
      source: "vSphere Security, Key Persistence Overview",
      strength: "inferred",
    },
    "stored-keys-survive-upgrade": {
      statement: "An upgrade of ESXi keeps the stored keys.",
      source: "VCF Security Configuration and Hardening Guide 9.1",
      strength: "inferred",
    },
    "reinstall-forgets-stored-keys": {
      statement: "Installing ESXi anew leaves no stored key and key persistence off.",
      source: "vSphere Security, Enable and Disable Key Persistence on an ESXi Host",
      strength: "inferred",
    },
  },
} as const satisfies RuleTopic;
