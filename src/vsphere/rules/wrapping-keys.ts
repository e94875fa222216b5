// Keys of a standard key provider that are stored with what they are for, wrapped under a key of the key servers.

import type { RuleTopic } from "./rule.js";

export const WRAPPING_KEYS = {
  title: "Wrapping keys",
  rules: {
    "wrapping-key-from-9-0": {
      statement:
        "From vCenter 9.0 on a standard key provider may have a wrapping key: one that is named, or one that is rotated every 30 to 3650 days.",
      source: "vSphere API, KmipServerSpec.keySpec",
      strength: "vendor",
    },
    "wrapping-fixed-at-creation": {
      statement: "How keys are wrapped is fixed when a key provider is added.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "wrapped-keys-leave-the-key-server": {
      statement:
        "With a wrapping key the key servers hold wrapping keys alone, however many machines and hosts there are.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
    "wrapping-key-opens-everything": {
      statement:
        "While its wrapping key is missing or not active at the key servers, nothing is unwrapped and nothing new is encrypted.",
      source: "vSphere API, CryptoManagerKmipCryptoKeyStatus",
      strength: "vendor",
    },
    "rotated-wrapping-key-stays": {
      statement:
        "A wrapping key that was rotated goes on opening what it wrapped; what is re-keyed after that is wrapped under the new one.",
      source: "VCF security guidelines, Standard Key Provider FAQ",
      strength: "vendor FAQ",
    },
  },
} as const satisfies RuleTopic;
