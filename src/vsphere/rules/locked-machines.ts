// When a machine is locked, what it says, what may be done to it, and what unlocks it.

import type { RuleTopic } from "./rule.js";

export const LOCKED_MACHINES = {
  title: "Locked machines",
  rules: {
    "locked-if-nobody-has-the-key": {
      statement: "A machine is locked only if its host lacks the key and vCenter cannot fetch it.",
      source: "vSphere Security, Resolve Missing Key Issues",
      strength: "vendor",
    },
    "home-key-missing-locks": {
      statement: "A machine whose home key is missing is locked.",
      source: "vSphere Security, Resolve Missing Key Issues",
      strength: "vendor",
    },
    "disk-key-missing-shows-at-power-on": {
      statement:
        "A machine that lacks only the key of a disk is not locked; its power-on fails and names the disk.",
      source: "vSphere Security, Resolve Missing Key Issues",
      strength: "vendor",
    },
    "locked-event-names-the-cause": {
      statement:
        "The event of a locked machine tells a connection that is down from a key that is missing or inactive on the key server.",
      source: "vSphere Security, Resolve Missing Key Issues",
      strength: "vendor",
    },
    "locked-takes-no-change": {
      statement: "A locked machine takes no change of its encryption, keys, disks or cluster.",
      source: "vSphere Security, Resolve Missing Key Issues",
      strength: "vendor",
    },
    "locked-can-be-deleted": {
      statement: "A locked machine can be deleted.",
      source:
        "vSphere Security, Resolve Missing Key Issues (it allows to unregister and reload; that of 6.x excludes deletion)",
      strength: "inferred",
    },
    "unlock-when-keys-are-back": {
      statement: "A locked machine can be unlocked once its key can be had, and starts then.",
      source: "vSphere Security, Resolve Missing Key Issues",
      strength: "vendor",
    },
    "unlock-needs-the-key": {
      statement: "CryptoUnlock_Task fails while the key cannot be had.",
      source: "vSphere API, VirtualMachine.CryptoUnlock_Task",
      strength: "vendor",
    },
    "locked-until-asked": {
      statement:
        "A locked virtual machine stays locked after the outage until someone unlocks it or starts it.",
      source: "vSphere Security, Resolve Missing Key Issues",
      strength: "inferred",
    },
    "keys-pushed-at-next-remediation": {
      statement:
        "Once the outage is over, hosts are sent what they lack with vCenter's next remediation.",
      source: "vSphere Security, Resolve Missing Key Issues",
      strength: "inferred",
    },
    "host-reboot-after-outage-restarts": {
      statement: "A reboot of the host after the outage brings the keys and its machines back.",
      source: "vSphere Security, Resolve Missing Key Issues",
      strength: "vendor",
    },
    "reactivated-key-unlocks": {
      statement:
        "A machine whose key was deactivated on the key server unlocks once the key is active again.",
      source: "vSphere Security, Resolve Missing Key Issues",
      strength: "vendor",
    },
  },
} as const satisfies RuleTopic;
