// Who asks whom for the keys of a standard key provider, how long a host remembers them, and when vCenter cannot
// be served.

import type { RuleTopic } from "./rule.js";

export const KEY_FLOW = {
  title: "How keys come to hosts",
  rules: {
    "new-key-of-the-named-or-default-provider": {
      statement:
        "A new key comes from the key provider that is named, else from the default one, through vCenter.",
      source: "vSphere Security, Virtual Machine Encryption Process Flow",
      strength: "vendor",
    },
    "hosts-hold-keys-of-their-cluster": {
      statement:
        "A host holds the keys of every encrypted machine of its cluster, powered-off ones and those on other hosts included.",
      source: "VCF security guidelines, VM Encryption FAQ",
      strength: "vendor FAQ",
    },
    "host-asks-no-key-server": {
      statement:
        "A host never talks to a key server for a virtual machine: vCenter fetches the keys and pushes them.",
      source: "vSphere Security, Virtual Machine Encryption Process Flow",
      strength: "vendor",
    },
    "memory-has-no-time-limit": {
      statement: "Keys stay in the memory of a host until it reboots, however long that is.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "reboot-empties-memory": {
      statement: "A host that was rebooted has no key in memory and is sent all of them again.",
      source: "vSphere Security, Key Persistence Overview",
      strength: "vendor",
    },
    "vcenter-keeps-no-key": {
      statement:
        "vCenter keeps ids of keys and no keys, so that it cannot serve a rebooted host while the key servers are away.",
      source: "vSphere Security, How vSphere Virtual Machine Encryption Protects Your Environment",
      strength: "vendor",
    },
    "key-server-asked-when-needed": {
      statement:
        "While nothing is created and no host starts, a key server is asked for its status and for no key.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "remediation-every-five-minutes": {
      statement: "vCenter sends hosts the keys they lack in a round of five minutes.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "status-every-five-minutes": {
      statement: "vCenter asks every key server for its status in a round of five minutes.",
      source: "vCenter advanced setting vpxd.KMS.status",
      strength: "community",
    },
    "certificate-warned-of-30-days-before": {
      statement:
        "The status of a key provider is yellow from 30 days before a certificate of it ends.",
      source: "vCenter advanced setting vpxd.kmscert.threshold",
      strength: "community",
    },
    "next-server-if-one-fails": {
      statement:
        "A key server that does not answer is passed over for the next of its key provider.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "trust-in-both-directions": {
      statement:
        "A key provider delivers keys only while vCenter trusts the key server and the key server trusts vCenter.",
      source: "vSphere API, CryptoManagerKmip",
      strength: "vendor",
    },
    "expired-certificate-is-an-outage": {
      statement:
        "A certificate that has expired on either side is an outage of the key server for whoever needs a key.",
      source: "vCenter advanced setting vpxd.kmscert.threshold",
      strength: "inferred",
    },
    "green-port-delivers-no-key": {
      statement: "A key server can answer the health check and deliver no key.",
      source: "Broadcom KB 435158",
      strength: "vendor",
    },
    "keys-stay-on-key-server": {
      statement: "Removing a machine deletes no key on the key server.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "deleted-default-has-no-successor": {
      statement:
        "When the default key provider is deleted no other becomes the default, and encryption without a named key provider fails.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "first-provider-becomes-default": {
      statement:
        "The first key provider that a vCenter is given becomes its default, and a later one only if someone sets it.",
      source: "vSphere Security, Virtual Machine Encryption Components",
      strength: "vendor",
    },
    "default-per-cluster-from-8-0-u1": {
      statement:
        "From vCenter 8.0 U1 on a cluster can have a default key provider of its own, which goes before that of vCenter.",
      source: "VCF security guidelines, Key Providers FAQ",
      strength: "vendor FAQ",
    },
    "at-most-32-key-providers": {
      statement: "A vCenter takes 32 key providers, of whatever kind, and no more.",
      source: "VCF security guidelines, Key Providers FAQ",
      strength: "vendor FAQ",
    },
  },
} as const satisfies RuleTopic;
