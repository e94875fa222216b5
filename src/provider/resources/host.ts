// holdfast_host: an ESXi host, from its hardware to the keys on it. The mapping of attributes and the plan
// of computed ones are here; the order of operations is in host-operations.ts, the rules in host-rules.ts.

import { isUnknown, UNKNOWN, type Value } from "../../model/value.js";
import { CONFIGURATION_ENCRYPTION_MINIMUM } from "../../vsphere/versions.js";
import type { Attributes } from "../attributes.js";
import { joinPath } from "../inventory-path.js";
import {
  affectedBy,
  type ObjectChange,
  type ResourceType,
  setOnCreation,
} from "../resource-type.js";
import { isBefore } from "../rules.js";
import { hostOperations } from "./host-operations.js";
import { refuseHostChange, TPM_FACTS, tpmObstaclesOf, validateHost } from "./host-rules.js";

/** Everything but notes reboots the host or touches its keys. */
const keysAffected = affectedBy(
  "site",
  "version",
  "tpm",
  "secure_boot",
  "configuration_encryption",
  "key_persistence",
);

export const host: ResourceType = {
  type: "holdfast_host",
  idForms: ["VCENTER/CLUSTER/HOSTNAME"],
  idOf: (attributes) => joinPath(attributes.value("cluster"), attributes.value("hostname")),
  validate: validateHost,
  computed: {
    moid: setOnCreation,
    configuration_encryption_mode: planMode,
    tpm_version: affectedBy("tpm"),
    tpm_attestation: affectedBy("tpm", "secure_boot", "version"),
    attested_until: affectedBy("tpm", "secure_boot", "version"),
    crypto_state: keysAffected,
    host_key_id: keysAffected,
    cached_key_ids: keysAffected,
    stored_key_ids: keysAffected,
    last_archived_at: keysAffected,
  },
  refuse: refuseHostChange,
  operations: hostOperations,
};

/** The mode that will be in force, as far as it follows from the declaration. */
function planMode({ before, after }: ObjectChange): Value {
  const declared = after.value("configuration_encryption", "mode");
  if (declared !== null) return declared;
  if (before === null) return modeOfInstallation(after);
  const mode = before.value("configuration_encryption_mode");
  if (mode !== "NONE" || !isBefore(before.value("version"), CONFIGURATION_ENCRYPTION_MINIMUM)) {
    return mode;
  }
  return modeOfInstallation(after);
}

/**
 * An installation, or an upgrade from a release without configuration encryption, sets mode TPM by itself
 * when it finds a usable TPM (Broadcom KB 312109).
 */
function modeOfInstallation(after: Attributes): Value {
  const version = after.value("version");
  const present = after.value("tpm", "present");
  const facts = TPM_FACTS.map((name) => after.value("tpm", name));
  if ([version, present, ...facts].some(isUnknown)) return UNKNOWN;
  const isUsable = present === true && tpmObstaclesOf(after).length === 0;
  return isUsable && !isBefore(version, CONFIGURATION_ENCRYPTION_MINIMUM) ? "TPM" : "NONE";
}
