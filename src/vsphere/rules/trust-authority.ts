// What vSphere Trust Authority attests, who gives out the keys of a trusted key provider, and what a host that is not
// attested does.

import type { RuleTopic } from "./rule.js";

export const TRUST_AUTHORITY = {
  title: "vSphere Trust Authority",
  rules: {
    "trusted-keys-past-vcenter": {
      statement:
        "A trusted host fetches its keys from a Trust Authority host, so it gets them with its own vCenter down.",
      source: "vSphere Security, Trust Authority Process Flows",
      strength: "vendor",
    },
    "any-trust-authority-host-serves": {
      statement: "Any one Trust Authority host that is up attests hosts and gives out keys.",
      source: "vSphere Security, vSphere Trust Authority Architecture",
      strength: "vendor",
    },
    "trusted-keys-need-the-key-server": {
      statement:
        "Without the key server that holds the primary key an attested host gets no key of a trusted key provider.",
      source: "vSphere Security, Trust Authority Process Flows",
      strength: "vendor",
    },
    "trusted-keys-wrapped-by-the-primary": {
      statement:
        "A key of a trusted key provider lies wrapped beside what it encrypts, and only its primary key unwraps it.",
      source: "vSphere Security, Trust Authority Process Flows",
      strength: "vendor",
    },
    "attested-by-base-image": {
      statement:
        "A host is attested only while the base image of its release is imported: one that is patched before is not.",
      source: "vSphere Security, Managing Trust Authority",
      strength: "vendor",
    },
    "attested-by-secure-boot": {
      statement: "A host that booted without secure boot is not attested.",
      source: "vSphere Security, Trust Authority Prerequisites",
      strength: "vendor",
    },
    "attested-by-endorsement-key": {
      statement:
        "Where endorsement keys are imported one by one, a host is attested only if that of its TPM is among them.",
      source: "vSphere Security, Trust Authority Concepts",
      strength: "vendor",
    },
    "attested-by-makers-certificate": {
      statement:
        "Where the certificates of TPM makers are trusted, every TPM of theirs is, without an import of its own.",
      source: "vSphere Security, Trust Authority Concepts",
      strength: "vendor",
    },
    "cleared-tpm-counts-as-another": {
      statement:
        "A TPM that was cleared or replaced has another endorsement key, which has to be imported again.",
      source: "vSphere Security, Recover the Secure ESXi Configuration; Trust Authority Concepts",
      strength: "inferred",
    },
    "token-opens-the-key-service": {
      statement:
        "The key provider service gives a key only for a token that an attestation service has signed.",
      source: "vSphere Security, Trust Authority Process Flows",
      strength: "vendor",
    },
    "unattested-host-powers-nothing-on": {
      statement:
        "A trusted host that is not attested powers on no virtual machine, encrypted or not, and what runs goes on.",
      source: "vSphere Security, Attestation Reporting",
      strength: "vendor",
    },
    "trust-authority-host-needs-no-tpm": {
      statement: "The hosts of a Trust Authority cluster attest others and need no TPM themselves.",
      source: "vSphere Security, vSphere Trust Authority Architecture",
      strength: "vendor",
    },
    "trust-authority-is-a-vcenter-apart": {
      statement:
        "A Trust Authority is administered by a vCenter of its own, which manages none of the clusters that it trusts.",
      source: "vSphere Security, Trust Authority Topology",
      strength: "vendor",
    },
    "trust-authority-is-not-trusted": {
      statement: "No cluster is a Trust Authority cluster and a trusted cluster at once.",
      source: "vSphere Security, Trust Authority Interoperability",
      strength: "vendor",
    },
    "trusted-keys-are-not-named": {
      statement:
        "A key of a trusted key provider is made when something is encrypted, and cannot be named before.",
      source: "vSphere API, CryptoKeyId.keyId",
      strength: "vendor",
    },
    "trusted-outage-spares-what-runs": {
      statement:
        "While the Trust Authority or the key server behind it is away, nothing new is encrypted under its key provider, and what runs goes on.",
      source: "vSphere Security, Key Persistence Overview",
      strength: "inferred",
    },
    "trusted-host-removed-from-7-0-u1": {
      statement:
        "Before vCenter 7.0 U1 a host is not taken out of a trusted cluster, to be removed or to be moved.",
      source: "vSphere Security, Decommission vSphere Trust Authority Hosts",
      strength: "vendor",
    },
    "released-host-is-a-regular-host": {
      statement:
        "A host that is taken out of a trusted cluster is a regular host: it needs no attestation, and gets keys of trusted key providers from nobody.",
      source: "vSphere Security, Decommission vSphere Trust Authority Hosts",
      strength: "vendor",
    },
    "trusted-host-has-a-tpm": {
      statement: "A cluster is trusted only if each of its hosts has a TPM 2.0 and secure boot.",
      source: "vSphere Security, Trust Authority Prerequisites",
      strength: "vendor",
    },
    "trusted-machine-has-efi": {
      statement:
        "A virtual machine under a trusted key provider needs EFI firmware with secure boot.",
      source: "vSphere Security, Trust Authority Prerequisites",
      strength: "vendor",
    },
    "one-trust-authority-a-vcenter": {
      statement: "The clusters of a vCenter are trusted by one Trust Authority, never by two.",
      source: "vSphere Security, Trust Authority Interoperability",
      strength: "vendor",
    },
    "trust-authority-ends-with-9": {
      statement:
        "A vCenter 9.0 has no Trust Authority and no trusted key provider, nor is one that has them upgraded to it.",
      source: "vSphere Automation API, trusted infrastructure",
      strength: "vendor",
    },
    "no-vsan-under-a-trusted-key-provider": {
      statement:
        "vSAN is not encrypted under a trusted key provider: the guide names standard and native ones.",
      source:
        "vSAN administration guide, Using Encryption in a vSAN Cluster; Trust Authority Interoperability",
      strength: "inferred",
    },
    "attested-for-a-day": {
      statement:
        "An attestation holds for 24 hours, and a trusted host renews it when half of them are over.",
      source: "vSphere Security, Trust Authority Process Flows",
      strength: "inferred",
    },
    "stored-key-needs-no-attestation": {
      statement:
        "While no Trust Authority answers it, a trusted host that is not attested starts what it has stored every key of; to be verified, since the vendor says of key persistence that it does, and of hosts that are not attested that they start nothing.",
      source: "vSphere Security, Key Persistence Overview; Attestation Reporting",
      strength: "inferred",
    },
    "refused-host-starts-nothing-stored": {
      statement:
        "A trusted host that a Trust Authority has found wanting starts nothing, also of what it has stored every key, before it is attested or rebooted while nobody answers.",
      source: "vSphere Security, Attestation Reporting; Managing Trust Authority",
      strength: "inferred",
    },
  },
} as const satisfies RuleTopic;
