// What works and what does not while key servers, vCenter or both are away and no host has been rebooted.

import type { RuleTopic } from "./rule.js";

export const OUTAGE_OPERATIONS = {
  title: "Operations in an outage",
  rules: {
    "running-machines-run-on": {
      statement: "A running encrypted machine runs on while key servers, vCenter or both are away.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "power-cycle-works-in-an-outage": {
      statement:
        "A machine can be powered off and on again on a host that has its keys, while key servers, vCenter or both are away.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "ha-restart-works-in-an-outage": {
      statement:
        "vSphere HA restarts a machine on a peer that has its keys, while key servers, vCenter or both are away.",
      source: "VCF security guidelines, VM Encryption FAQ",
      strength: "vendor FAQ",
    },
    "boot-takes-ten-minutes": {
      statement: "A host is back ten minutes after the start of its reboot.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "inferred",
    },
    "vmotion-needs-no-key-server": {
      statement: "vMotion within a cluster works while the key servers are away.",
      source: "VCF security guidelines, VM Encryption FAQ",
      strength: "inferred",
    },
    "vmotion-needs-vcenter": {
      statement: "vMotion does not work while vCenter is away.",
      source: "VCF security guidelines, Encrypted vMotion FAQ",
      strength: "inferred",
    },
    "new-keys-need-the-key-server": {
      statement:
        "A new encrypted machine, a first encryption, a virtual TPM and a disk with a new key fail while the key servers, vCenter or both are away.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "rekey-needs-the-key-server": {
      statement:
        "Re-keying to a standard key provider fails while its key servers, vCenter or both are away.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "decryption-needs-the-present-key": {
      statement:
        "A machine can be decrypted while the key servers are away, if its host has the key.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "inferred",
    },
    "management-needs-vcenter": {
      statement:
        "Nothing can be decrypted or created while vCenter is away, whatever keys the host has.",
      source: "VCF security guidelines, VM Encryption FAQ",
      strength: "inferred",
    },
    "refusal-changes-nothing": {
      statement:
        "An operation that fails for want of a key leaves the machine as it was and running.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "inferred",
    },
    "joins-without-a-key": {
      statement:
        "A host can join its cluster while the key servers are away, and is not crypto safe before they are back.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "inferred",
    },
    "joining-needs-vcenter": {
      statement: "A host cannot join a cluster while vCenter is away.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "inferred",
    },
  },
} as const satisfies RuleTopic;
