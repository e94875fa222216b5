// What happens when something is removed that encrypted machines depend on, and how it comes back.

import type { RuleTopic } from "./rule.js";

export const REMOVED_KEY_PROVIDERS = {
  title: "Removed key providers and key servers",
  rules: {
    "deletion-shows-at-next-start": {
      statement:
        "Deleting a key provider in use is not refused: running machines run on, and once powered off they do not start.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "provider-is-found-by-its-name": {
      statement:
        "A machine starts again once a key provider of the same name with the same keys is there, whatever its key servers' addresses; another name does not help.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "same-name-without-the-keys": {
      statement: "A key provider of the same name whose key servers lack the key does not help.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "key-server-removed-while-used": {
      statement:
        "A key server can be removed while its key provider uses it, and the keys on hosts stay.",
      source: "vSphere API, RemoveKmipServer",
      strength: "vendor",
    },
    "forgotten-once": {
      statement:
        "Deleting a key provider makes the hosts that vCenter reaches forget its keys, then and not again.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "inferred",
    },
    "host-key-outlives-its-provider": {
      statement: "Deleting a key provider leaves the host key of a host that is crypto safe.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "inferred",
    },
    "vcenter-under-its-own-key-stays-locked": {
      statement:
        "A vCenter in a machine that is encrypted by its own standard key provider does not come back after a reboot of the hosts.",
      source: "vSphere Security, Virtual Machine Encryption Best Practices",
      strength: "vendor",
    },
    "key-server-under-its-own-key-stays-locked": {
      statement:
        "A key server in a machine that is encrypted with its own keys does not come back after a reboot of the hosts.",
      source: "vSphere Security, Virtual Machine Encryption Best Practices",
      strength: "vendor",
    },
    "loops-are-not-noticed": {
      statement:
        "vSphere does not notice that a vCenter or a key server runs in a machine whose key comes through it.",
      source: "vSphere Security, Virtual Machine Encryption Caveats",
      strength: "vendor",
    },
  },
} as const satisfies RuleTopic;
