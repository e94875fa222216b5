// What a virtual TPM asks of its machine, what it encrypts, and what becomes of it.

import type { RuleTopic } from "./rule.js";

export const VIRTUAL_TPM = {
  title: "Virtual TPM",
  rules: {
    "vtpm-encrypts-the-home": {
      statement:
        "A virtual TPM encrypts the home of its machine and no disk, and asks for no encryption beside it.",
      source: "VCF security guidelines, Virtual TPM FAQ",
      strength: "vendor FAQ",
    },
    "vtpm-needs-the-home-key": {
      statement:
        "A machine with a virtual TPM starts on a host that has its home key, and is locked without it, as an encrypted machine is.",
      source: "vSphere Security, Key Persistence Overview",
      strength: "vendor",
    },
    "vtpm-needs-a-key-provider": {
      statement: "A virtual TPM needs a key provider: the one that is named, or a default.",
      source: "VCF security guidelines, Virtual TPM FAQ",
      strength: "vendor FAQ",
    },
    "vtpm-needs-efi": {
      statement: "A virtual TPM needs EFI firmware.",
      source: "vSphere Security, Virtual Trusted Platform Module Overview",
      strength: "vendor",
    },
    "vtpm-from-hardware-version-14": {
      statement: "A virtual TPM needs hardware version 14 or later.",
      source: "vSphere Security, Virtual Trusted Platform Module Overview",
      strength: "vendor",
    },
    "vtpm-from-6-7": {
      statement: "Under a standard key provider a virtual TPM needs vCenter 6.7 or later.",
      source: "VCF security guidelines, Virtual TPM FAQ",
      strength: "vendor FAQ",
    },
    "vtpm-added-while-off": {
      statement: "A virtual TPM is added to a machine that is off.",
      source: "VCF security guidelines, Virtual TPM FAQ",
      strength: "vendor FAQ",
    },
    "last-vtpm-decrypts": {
      statement:
        "Removing the virtual TPM decrypts the home of a machine that has nothing else encrypted.",
      source: "VCF security guidelines, Virtual TPM FAQ",
      strength: "vendor FAQ",
    },
    "vtpm-restored-with-its-nvram-alone": {
      statement:
        "A machine that is restored from a backup with its NVRAM has the secrets of its virtual TPM again, under the key that it had; without the NVRAM it has none of them.",
      source: "VCF security guidelines, Virtual TPM FAQ; Virtual Disk Programming Guide",
      strength: "vendor",
    },
    "vtpm-of-a-clone": {
      statement:
        "A clone has the secrets of its original's virtual TPM; from vCenter 8.0 on it may get its own instead.",
      source: "VCF security guidelines, Virtual TPM FAQ",
      strength: "vendor FAQ",
    },
  },
} as const satisfies RuleTopic;
