// What encrypted vSAN needs at a boot, from whom, and what machines on it do meanwhile.

import type { RuleTopic } from "./rule.js";

export const VSAN = {
  title: "vSAN data-at-rest encryption",
  rules: {
    "vsan-one-kek-a-cluster": {
      statement:
        "A cluster with encrypted vSAN has one KEK and one host key, which every host of it holds.",
      source: "vSAN API, VsanDataEncryptionConfig",
      strength: "vendor",
    },
    "vsan-hosts-ask-themselves": {
      statement:
        "A vSAN host under a standard key provider asks the key servers itself, so its disk group mounts with vCenter down.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "vsan-unmounted-without-key": {
      statement:
        "A vSAN host that reboots while no key server answers boots, and leaves its disk group unmounted.",
      source: "vSphere Security, How vSAN Data-At-Rest Encryption Works",
      strength: "vendor",
    },
    "vsan-own-copy-of-certificate": {
      statement:
        "A renewed client certificate helps a vSAN host only once vCenter has brought it to that host.",
      source: "vSAN API, VsanEncryptionIssue",
      strength: "vendor",
    },
    "vsan-native-needs-nobody": {
      statement:
        "Under a native key provider a vSAN host derives its keys, with neither vCenter nor a key server.",
      source: "VCF security guidelines, Native Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "vsan-shallow-rekey-online": {
      statement:
        "A shallow rekey of vSAN wraps the data keys under a new KEK while everything runs.",
      source: "VCF security guidelines, Key Providers FAQ",
      strength: "vendor FAQ",
    },
    "vsan-mounted-after-minutes": {
      statement: "A host tries to mount its vSAN disk group three minutes after it has booted.",
      source: "vSphere Security, How vSAN Data-At-Rest Encryption Works",
      strength: "inferred",
    },
    "vsan-tried-again": {
      statement:
        "A vSAN disk group whose key could not be had at boot is tried again every five minutes.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "inferred",
    },
    "vsan-restart-at-mount": {
      statement:
        "Machines that lost their vSAN storage are started again as soon as enough disk groups are mounted.",
      source: "vSphere Security, How vSAN Data-At-Rest Encryption Works",
      strength: "inferred",
    },
  },
} as const satisfies RuleTopic;
