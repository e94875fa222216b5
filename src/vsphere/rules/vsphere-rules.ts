// The rules of vSphere that the simulator and the predictor follow, each once. This is the list, not the
// mechanism: both are written apart from it and from each other, a test proves each rule on the simulator,
// and docs/rules.md is made from it. A verdict names the inferred ones it rests on.

import { HOST_CRYPTO_STATE } from "./host-crypto-state.js";
import { KEY_FLOW } from "./key-flow.js";
import { KEY_OPERATIONS } from "./key-operations.js";
import { KEY_PERSISTENCE } from "./key-persistence.js";
import { LOCKED_MACHINES } from "./locked-machines.js";
import { NATIVE_KEY_PROVIDER } from "./native-key-provider.js";
import { OUTAGE_OPERATIONS } from "./outage-operations.js";
import { OUTAGE_REBOOT } from "./outage-reboot.js";
import { REMOVED_KEY_PROVIDERS } from "./removed-key-providers.js";
import type { Rule, RuleTopic } from "./rule.js";
import { STORED_KEYS } from "./stored-keys.js";
import { TPM_AND_RECOVERY } from "./tpm-and-recovery.js";
import { TRUST_AUTHORITY } from "./trust-authority.js";
import { VIRTUAL_TPM } from "./virtual-tpm.js";
import { VSAN } from "./vsan.js";
import { WRAPPING_KEYS } from "./wrapping-keys.js";

/** In the order of docs/rules.md. */
export const RULE_TOPICS: readonly RuleTopic[] = [
  HOST_CRYPTO_STATE,
  KEY_FLOW,
  WRAPPING_KEYS,
  VIRTUAL_TPM,
  OUTAGE_OPERATIONS,
  OUTAGE_REBOOT,
  LOCKED_MACHINES,
  REMOVED_KEY_PROVIDERS,
  KEY_OPERATIONS,
  NATIVE_KEY_PROVIDER,
  KEY_PERSISTENCE,
  STORED_KEYS,
  TPM_AND_RECOVERY,
  TRUST_AUTHORITY,
  VSAN,
];

/** Every rule by its id. */
export const VSPHERE_RULES = {
  ...HOST_CRYPTO_STATE.rules,
  ...KEY_FLOW.rules,
  ...WRAPPING_KEYS.rules,
  ...VIRTUAL_TPM.rules,
  ...OUTAGE_OPERATIONS.rules,
  ...OUTAGE_REBOOT.rules,
  ...LOCKED_MACHINES.rules,
  ...REMOVED_KEY_PROVIDERS.rules,
  ...KEY_OPERATIONS.rules,
  ...NATIVE_KEY_PROVIDER.rules,
  ...KEY_PERSISTENCE.rules,
  ...STORED_KEYS.rules,
  ...TPM_AND_RECOVERY.rules,
  ...TRUST_AUTHORITY.rules,
  ...VSAN.rules,
} as const satisfies { readonly [id: string]: Rule };

export type RuleId = keyof typeof VSPHERE_RULES;

/** Ids of the rules that no document states. */
export type InferredRule = {
  [Id in RuleId]: (typeof VSPHERE_RULES)[Id]["strength"] extends "inferred" ? Id : never;
}[RuleId];
