// What administrators do with keys and with machines that have them: rekeys, snapshots, clones, backups,
// registration, moves to another vCenter, keys that are removed by hand.

import type { RuleTopic } from "./rule.js";

export const KEY_OPERATIONS = {
  title: "Re-keying, copies and moves",
  rules: {
    "shallow-rekey-wraps-anew": {
      statement:
        "A shallow rekey gives a running machine another key and leaves what is written on its disks.",
      source: "VCF security guidelines, Key Providers FAQ",
      strength: "vendor FAQ",
    },
    "deep-rekey-needs-power-off": {
      statement: "A deep rekey is refused while the machine runs.",
      source: "vSphere Security, Virtual Machine Encryption Interoperability",
      strength: "vendor",
    },
    "deep-rekey-needs-no-snapshot": {
      statement:
        "A deep rekey, an encryption and a decryption are refused while the machine has a snapshot.",
      source: "vSphere Security, Virtual Machine Encryption Interoperability",
      strength: "vendor",
    },
    "rekey-on-demand-needs-the-key-server": {
      statement:
        "A shallow or deep rekey fails while the key servers, vCenter or both are away and leaves everything as it was.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "snapshot-needs-no-new-key": {
      statement:
        "A snapshot uses the keys of its machine and can be taken while key servers and vCenter are away.",
      source: "VCF security guidelines, VM Encryption FAQ",
      strength: "inferred",
    },
    "clone-has-the-same-keys": {
      statement:
        "A clone has the keys of its original and can be made while the key servers are away.",
      source: "vSphere Security, Virtual Machine Encryption Interoperability",
      strength: "inferred",
    },
    "backup-proxy-is-encrypted-itself": {
      statement:
        "A backup proxy takes encrypted disks only if it is encrypted itself, for which a virtual TPM is enough; over the network the host of the machine reads them.",
      source:
        "VCF security guidelines, VM Encryption FAQ; Virtual Disk Programming Guide, Encrypted VM Backup and Restore",
      strength: "vendor",
    },
    "backup-is-in-the-clear": {
      statement:
        "The disks in a backup are in the clear, and a machine that is restored from them is encrypted anew.",
      source: "Virtual Disk Programming Guide, Encrypted VM Backup and Restore",
      strength: "vendor",
    },
    "ide-disk-needs-power-off": {
      statement: "A machine with an IDE disk is re-keyed only while it is off, also shallowly.",
      source: "vSphere Security, Virtual Machine Encryption Interoperability",
      strength: "vendor",
    },
    "raw-device-mapping-stays-plain": {
      statement: "A raw device mapping is not encrypted, also in a machine that is.",
      source: "vSphere Security, Virtual Machine Encryption Interoperability",
      strength: "vendor",
    },
    "linked-clone-keeps-its-keys": {
      statement:
        "A linked clone shares its keys with its original, and is itself neither re-keyed nor encrypted nor decrypted.",
      source: "vSphere Security, Virtual Machine Encryption Interoperability",
      strength: "vendor",
    },
    "clone-needs-vcenter": {
      statement: "A clone cannot be made while vCenter is away.",
      source: "VCF security guidelines, VM Encryption FAQ",
      strength: "inferred",
    },
    "registered-without-key-is-locked": {
      statement:
        "A machine that is registered on a host without its key while the key servers are away is locked, and while vCenter is away it is not registered.",
      source: "vSphere Security, Resolve Missing Key Issues",
      strength: "vendor",
    },
    "registered-with-key-opens": {
      statement: "A machine that is registered has its key fetched by vCenter and starts.",
      source: "vSphere Security, Resolve Missing Key Issues",
      strength: "vendor",
    },
    "xvmotion-needs-the-same-provider": {
      statement:
        "vMotion to another vCenter needs a key provider of the same name with the same keys there.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "xvmotion-needs-the-key-there": {
      statement: "vMotion to another vCenter needs no key server if the host there has the key.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "inferred",
    },
    "xvmotion-needs-both-vcenters": {
      statement: "vMotion to another vCenter does not work while either vCenter is away.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "inferred",
    },
    "moved-host-locks-what-is-off": {
      statement:
        "The machines of a host that is moved to another vCenter run on, and with that vCenter's next round those that are off are locked.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "moved-host-heals-by-name": {
      statement:
        "A host that was moved is well again once the key provider of the same name is there and its encryption mode is enabled.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "encryption-mode-again-unlocks": {
      statement:
        "Enabling the encryption mode of a host again unlocks the encrypted machines on it whose keys can be had.",
      source: "vSphere API, HostSystem.ConfigureCryptoKey",
      strength: "vendor",
    },
    "key-in-use-removed-by-force-alone": {
      statement: "removeKeys in vCenter is refused for a key in use unless it is forced.",
      source: "Web Services SDK Programming Guide, Virtual Machine Encryption Best Practices",
      strength: "vendor",
    },
    "host-key-removed-by-force-alone": {
      statement:
        "removeKeys is refused for the host key of a host unless it is forced, in vCenter and on the host, and the host gets it again when it reboots.",
      source: "vSphere API, CryptoManager.RemoveKeys",
      strength: "vendor",
    },
    "safe-until-reboot-without-host-key": {
      statement:
        "A host whose host key was taken off it stays crypto safe until it reboots, and leaves no core dump.",
      source: "vSphere API, CryptoManager.RemoveKeys",
      strength: "inferred",
    },
    "forced-removal-locks": {
      statement:
        "removeKeys in vCenter with force takes the key off every host and locks its machine, which runs on.",
      source: "Web Services SDK Programming Guide, Virtual Machine Encryption Best Practices",
      strength: "vendor",
    },
    "removal-on-a-host-asks-nobody": {
      statement:
        "removeKeys on a host takes a key that is in use off it without force: hosts do not track use.",
      source: "Web Services SDK Programming Guide, Virtual Machine Encryption Best Practices",
      strength: "vendor",
    },
    "reboot-brings-removed-keys-back": {
      statement:
        "A key that was removed on a host comes back with a reboot of the host and not with remediation.",
      source: "Web Services SDK Programming Guide, Virtual Machine Encryption Best Practices",
      strength: "vendor",
    },
  },
} as const satisfies RuleTopic;
