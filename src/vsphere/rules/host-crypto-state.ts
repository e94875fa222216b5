// What makes a host crypto safe, what undoes it, and where its host key comes from.

import type { RuleTopic } from "./rule.js";

export const HOST_CRYPTO_STATE = {
  title: "Crypto state of a host",
  rules: {
    "encrypted-needs-safe-host": {
      statement: "An encrypted virtual machine starts only on a host that is crypto safe.",
      source: "vSphere API, HostCryptoState",
      strength: "vendor",
    },
    "prepare-from-incapable": {
      statement:
        "CryptoManagerHostPrepare makes an incapable host prepared, and is refused with InvalidState in any other state.",
      source: "vSphere API, CryptoManagerHostPrepare",
      strength: "vendor",
    },
    "enable-after-prepare": {
      statement:
        "CryptoManagerHostEnable makes a prepared host safe, and is refused with InvalidState on one that is incapable.",
      source: "vSphere API, CryptoManagerHostEnable",
      strength: "vendor",
    },
    "enable-with-the-same-key": {
      statement:
        "CryptoManagerHostEnable on a safe host is accepted with its own host key, and refused with AlreadyExists with another.",
      source: "vSphere API, CryptoManagerHostEnable",
      strength: "vendor",
    },
    "change-key-of-safe-host": {
      statement:
        "ChangeKey_Task gives a safe host another host key, and is refused with InvalidState in any other state.",
      source: "vSphere API, CryptoManagerHost.ChangeKey_Task",
      strength: "vendor",
    },
    "disable-waits-for-reboot": {
      statement:
        "CryptoManagerHostDisable makes a safe host pendingIncapable, and its next reboot makes it incapable.",
      source: "vSphere Security, Disable Host Encryption Mode",
      strength: "vendor",
    },
    "disable-of-prepared-at-once": {
      statement:
        "CryptoManagerHostDisable makes a prepared host incapable at once, and is refused with InvalidState where it is disabled already.",
      source: "vSphere API, CryptoManagerHostDisable",
      strength: "vendor",
    },
    "disabled-takes-nothing-new": {
      statement:
        "A host that is pendingIncapable takes no new encrypted virtual machine before it was rebooted.",
      source: "vSphere API, HostCryptoState",
      strength: "vendor",
    },
    "disable-needs-empty-host": {
      statement:
        "Encryption mode of a host can be disabled only while no encrypted virtual machine is on it.",
      source: "vSphere Security, Disable Host Encryption Mode",
      strength: "vendor",
    },
    "enabled-on-demand": {
      statement: "The first encryption task on a host puts it into encryption mode.",
      source: "vSphere Security, Prerequisites and Required Privileges for Encryption Tasks",
      strength: "vendor",
    },
    "cluster-enters-encryption-mode": {
      statement:
        "Encryption on one host makes every host of its cluster that vCenter reaches crypto safe.",
      source: "vSphere Security, Virtual Machine Encryption Process Flow",
      strength: "inferred",
    },
    "force-enable-asks-nobody": {
      statement:
        "In a cluster with crypto mode forceEnable hosts become safe before a machine asks for it; with onDemand they do not.",
      source: "vSphere API, ClusterComputeResource.SetCryptoMode",
      strength: "vendor",
    },
    "encryption-mode-stays-on": {
      statement:
        "A host that was put into encryption mode is safe again after a reboot, also without an encrypted machine left.",
      source: "vSphere Security, Prerequisites and Required Privileges for Encryption Tasks",
      strength: "vendor",
    },
    "host-key-kept-while-it-is-there": {
      statement: "A host that reboots gets the host key it had, if its key provider has it.",
      source: "vSphere API, HostSystem.ConfigureCryptoKey",
      strength: "vendor",
    },
    "host-key-new-if-missing": {
      statement: "A host whose host key is gone from its key provider gets a new one.",
      source: "vCenter advanced setting vpxd.hostkey.newIfMissing",
      strength: "community",
    },
    "silent-server-misses-no-key": {
      statement:
        "A host whose key servers do not answer gets no new host key from another key provider: its key is not missing.",
      source: "vCenter advanced setting vpxd.hostkey.newIfMissing",
      strength: "inferred",
    },
    "host-key-from-default-provider": {
      statement:
        "A first host key comes from the default key provider of the cluster, else from that of vCenter.",
      source: "vSphere API, HostSystem.ConfigureCryptoKey",
      strength: "vendor",
    },
    "host-key-provider-of-cluster": {
      statement:
        "From vCenter 8.0 U3 on a cluster may name the key provider of its host keys, which goes before the default.",
      source: "vSphere API, ClusterComputeResource.SetCryptoMode, policy",
      strength: "vendor",
    },
    "host-key-of-cluster": {
      statement:
        "From vCenter 8.0 U3 on a cluster may name the host key itself, which every host of it without one then gets and none other in its place.",
      source: "vSphere API, ClusterComputeResource.SetCryptoMode, policy",
      strength: "vendor",
    },
    "joining-host-gets-every-key": {
      statement: "A host that joins a cluster is sent the keys of every encrypted machine in it.",
      source: "vSphere API, HostSystem.ConfigureCryptoKey",
      strength: "vendor",
    },
    "boots-without-a-key": {
      statement:
        "A host that finds no key boots, and cannot enter encryption mode until one is to be had.",
      source: "VCF security guidelines, Standard Key Provider FAQ; Broadcom KB 435158",
      strength: "vendor",
    },
    "incapable-after-boot": {
      statement: "A host that finds no host key at boot is incapable until one arrives.",
      source: "vSphere API, HostCryptoState",
      strength: "inferred",
    },
    "core-dump-under-the-host-key": {
      statement:
        "A host in encryption mode encrypts its core dump with its host key, another host leaves it plain.",
      source: "vSphere Security, Virtual Machine Encryption Best Practices",
      strength: "vendor",
    },
    "core-dump-needs-its-host-key": {
      statement:
        "A core dump from before a reboot is unreadable where the host has another host key since.",
      source: "vSphere Security, Virtual Machine Encryption Best Practices and Caveats",
      strength: "vendor",
    },
    "changed-host-key-takes-dumps-along": {
      statement:
        "ChangeKey_Task wraps the core dumps whose key is at hand under the new host key, and leaves the others.",
      source: "vSphere API, CryptoManagerHost.ChangeKey_Task",
      strength: "vendor",
    },
    "host-key-reference-kept": {
      statement: "Which key is its host key, a host knows after a power loss that came at once.",
      source: "vSphere API, HostSystem.ConfigureCryptoKey",
      strength: "inferred",
    },
  },
} as const satisfies RuleTopic;
