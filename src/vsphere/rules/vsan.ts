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
    "vsan-hosts-are-told-whom-to-ask": {
      statement:
        "A vSAN host asks the key servers that vCenter has told it of, and after a new installation none before it is told again.",
      source: "vSAN API, VsanHostEncryptionInfo",
      strength: "vendor",
    },
    "vsan-crypto-safe-before-mount": {
      statement:
        "A vSAN host fetches its host key first: until it is crypto safe its disk group is not mounted, whether the KEK is to be had or not.",
      source: "vSphere Security, How vSAN Data-At-Rest Encryption Works",
      strength: "vendor",
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
    "vsan-names-its-provider": {
      statement:
        "The key provider of a vSAN is chosen for it, and stays when the default key provider changes.",
      source: "VCF security guidelines, Key Providers FAQ",
      strength: "vendor FAQ",
    },
    "vsan-new-keys-need-the-key-server": {
      statement:
        "Encrypting a vSAN and re-keying it fail while key servers, vCenter or both are away, and change nothing.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "vsan-new-disks-need-the-key": {
      statement:
        "The disks of a host that joins an encrypted vSAN are taken into it once the host has the KEK.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "inferred",
    },
    "vsan-mounted-reads-on": {
      statement:
        "A disk group that is mounted is read and written while key servers, vCenter or both are away.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "vsan-persistence-from-7-0-u3": {
      statement: "Key persistence keeps the keys of vSAN from ESXi 7.0 U3 on, and not before.",
      source: "vSphere Security, Key Persistence Overview",
      strength: "vendor",
    },
    "vsan-never-behind-its-own-key-server": {
      statement:
        "A key server in a machine on the vSAN that it unlocks does not come back after a power loss of the cluster; a vCenter there does.",
      source: "vSAN design considerations; VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor",
    },
    "vsan-host-encryption-stays": {
      statement: "The encryption mode of a host of an encrypted vSAN cluster cannot be disabled.",
      source: "vSphere API, CryptoManagerHostDisable",
      strength: "vendor",
    },
    "vsan-shallow-rekey-online": {
      statement:
        "A shallow rekey of vSAN wraps the data keys under a new KEK while everything runs.",
      source: "VCF security guidelines, Key Providers FAQ",
      strength: "vendor FAQ",
    },
    "vsan-deep-rekey-writes-anew": {
      statement: "A deep rekey of vSAN gives every disk group another data key and writes it anew.",
      source: "VCF security guidelines, Key Providers FAQ",
      strength: "vendor FAQ",
    },
    "vsan-upgrade-asks-for-the-key-server": {
      statement:
        "From 6.7 U1 on a host of an encrypted vSAN is not upgraded while none of its key servers answers.",
      source: "vSAN 6.7 U1 release notes",
      strength: "vendor",
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
