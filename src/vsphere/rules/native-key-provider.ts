// What a vSphere Native Key Provider needs, where its derivation key is, and what outlives it.

import type { RuleTopic } from "./rule.js";

export const NATIVE_KEY_PROVIDER = {
  title: "Native key provider",
  rules: {
    "native-from-7-0-u2": {
      statement:
        "A native key provider needs vCenter 7.0 U2 and hosts of 7.0 U2 or later, for vSAN too.",
      source: "VCF security guidelines, Native Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "native-unusable-before-backup": {
      statement:
        "A native key provider cannot be used before its backup was exported and downloaded.",
      source: "vSphere Security, vSphere Native Key Provider Overview",
      strength: "vendor",
    },
    "native-backup-alarm-every-day": {
      statement:
        "vCenter raises an alarm every 24 hours for a native key provider that was never backed up.",
      source: "vSphere Security, Back Up a vSphere Native Key Provider",
      strength: "vendor",
    },
    "native-active-once-hosts-have-it": {
      statement:
        "A native key provider is in error before its backup, gives a warning while hosts are brought up to date, and is well after that.",
      source: "vSphere Security, Back Up a vSphere Native Key Provider",
      strength: "vendor",
    },
    "native-backup-password": {
      statement: "A backup can have a password, without which it cannot be imported.",
      source: "vSphere Security, Back Up a vSphere Native Key Provider",
      strength: "vendor",
    },
    "native-key-goes-to-cluster-hosts": {
      statement:
        "vCenter pushes the derivation key to every host of its clusters, to those that join or answer later too.",
      source: "vSphere Security, vSphere Native Key Provider Process Flows",
      strength: "vendor",
    },
    "native-keys-derived-on-host": {
      statement:
        "Each host derives the keys of machines itself: no key server is asked, and every host of the cluster arrives at the same key.",
      source: "vSphere Security, vSphere Native Key Provider Process Flows",
      strength: "vendor",
    },
    "native-needs-no-vcenter": {
      statement:
        "Once the derivation key is on a host, its machines start without vCenter, after a reboot too.",
      source: "VCF security guidelines, Native Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "native-key-in-configuration": {
      statement:
        "The derivation key is kept in the encrypted configuration of the host, sealed by its TPM if there is one and in a file if not.",
      source: "VCF security guidelines, Native Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "native-needs-no-persistence": {
      statement:
        "A native key provider does not use key persistence: turning that off with removal of stored keys leaves the derivation key.",
      source: "VCF security guidelines, Native Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "native-tpm-required": {
      statement:
        "A native key provider that takes only hosts with a TPM leaves the others out, and one whose TPM has died: TPM2 device is required.",
      source: "VCF security guidelines, Native Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "native-tpm-option-changed-by-import": {
      statement:
        "Whether a TPM is required is fixed at creation; deleting and importing the backup changes it, and the machines start again.",
      source: "VCF security guidelines, Native Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "native-import-of-taken-name": {
      statement: "Importing a backup is refused while a key provider of that name is there.",
      source: "vSphere Automation API, crypto manager KMS providers",
      strength: "vendor",
    },
    "native-deletion-is-not-blocked": {
      statement:
        "Deleting a native key provider is not refused; its machines run on, and start again only after the import of its backup.",
      source: "VCF security guidelines, Native Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "native-deletion-is-pushed": {
      statement:
        "The deletion of a native key provider is pushed to the hosts that vCenter reaches: they have no derivation key after it.",
      source: "vSphere Security, vSphere Native Key Provider Process Flows",
      strength: "vendor",
    },
    "native-made-anew-opens-nothing": {
      statement:
        "A native key provider that was made anew under the same name does not open what the one before encrypted.",
      source: "VCF security guidelines, Native Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "native-outage-blocks-configuration": {
      statement: "While vCenter is down a native key provider can be neither created nor exported.",
      source: "VCF security guidelines, Native Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "native-key-gone-with-reinstall": {
      statement:
        "A host that was installed anew has no derivation key until vCenter pushes it again.",
      source: "VCF security guidelines, Native Key Provider FAQ",
      strength: "inferred",
    },
    "native-vcenter-on-its-vsan": {
      statement:
        "A vCenter may run on vSAN that is encrypted under its own native key provider: the hosts derive the key without it.",
      source: "VCF security guidelines, Native Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "native-not-replicated": {
      statement:
        "A native key provider exists in one vCenter alone; its backup makes the same one under the same name in another.",
      source: "VCF security guidelines, Native Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "native-several-allowed": {
      statement: "A vCenter can have several native key providers.",
      source: "VCF security guidelines, Native Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "native-rotation-by-rekey": {
      statement:
        "Re-keying a machine to another native key provider changes its key while it runs.",
      source: "VCF security guidelines, Native Key Provider FAQ",
      strength: "vendor FAQ",
    },
  },
} as const satisfies RuleTopic;
