// What a host without key persistence finds after a reboot while keys cannot be had.

import type { RuleTopic } from "./rule.js";

export const OUTAGE_REBOOT = {
  title: "A reboot in an outage",
  rules: {
    "reboot-without-key-server-locks": {
      statement:
        "A host that reboots while the key servers are away boots, and its encrypted machines and virtual TPMs are locked.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "reboot-without-vcenter-locks": {
      statement:
        "A host that reboots while vCenter is away gets no keys though the key servers are up: vCenter is their only courier.",
      source: "VCF security guidelines, VM Encryption FAQ",
      strength: "vendor FAQ",
    },
    "reboot-without-both-locks": {
      statement:
        "A host that reboots while vCenter and key servers are away gets no keys before both are back.",
      source: "VCF security guidelines, VM Encryption FAQ",
      strength: "vendor FAQ",
    },
    "site-power-loss-locks-all": {
      statement:
        "After a power loss of the whole site with the key servers, vCenter or both away, every encrypted machine on every host is locked, and unencrypted ones start.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "peer-that-stayed-up-takes-over": {
      statement:
        "In an outage a machine of a rebooted host still starts on a peer that has not been rebooted.",
      source: "VCF security guidelines, VM Encryption FAQ",
      strength: "vendor FAQ",
    },
  },
} as const satisfies RuleTopic;
