// What a host's declaration may not say, as far as it can be told from the host alone. Rules that need to
// know which key provider serves the host are findings of the plan.

import type { Diagnostic } from "../../model/diagnostic.js";
import { sealingObstacles, tpmObstacles } from "../../vsphere/tpm.js";
import {
  CONFIGURATION_ENCRYPTION_MINIMUM,
  compareVersions,
  KEY_PERSISTENCE_MINIMUM,
  parseVersion,
} from "../../vsphere/versions.js";
import type { Attributes } from "../attributes.js";
import type { UpdateChange } from "../resource-type.js";
import { invalid, isBefore, requireForm } from "../rules.js";

export function validateHost(config: Attributes): readonly Diagnostic[] {
  return [
    ...requireForm(config, "cluster", ["VCENTER/CLUSTER"]),
    ...validateMode(config),
    ...validateEnforcement(config),
    ...validateKeyPersistence(config),
  ];
}

/** Changes that ESXi does not make in place. */
export function refuseHostChange(change: UpdateChange): readonly Diagnostic[] {
  const { before, after } = change;
  return [
    ...refuseModeNone(before, after),
    ...(change.hasChanged("tpm") ? refuseTpmRemoval(before, after) : []),
    ...refuseDowngrade(before, after),
  ];
}

function validateMode(config: Attributes): readonly Diagnostic[] {
  if (config.value("configuration_encryption", "mode") !== "TPM") return [];
  const path = ["configuration_encryption", "mode"];
  const version = config.value("version");
  const diagnostics: Diagnostic[] = [];
  if (isBefore(version, CONFIGURATION_ENCRYPTION_MINIMUM)) {
    const detail = `ESXi ${version} does not encrypt its configuration: that begins with ${CONFIGURATION_ENCRYPTION_MINIMUM}. Upgrade the host or remove the mode.`;
    diagnostics.push(invalid("Configuration encryption before its time", detail, ...path));
  }
  if (config.value("tpm", "present") === false) {
    const detail =
      'Mode TPM seals the configuration to a TPM 2.0, and the host has none. Declare "tpm" with "present" true, or remove the mode.';
    diagnostics.push(invalid("Mode TPM without a TPM", detail, ...path));
    return diagnostics;
  }
  for (const obstacle of tpmObstaclesOf(config)) {
    const detail = `ESXi seals its configuration only to a TPM with the SHA-256 bank, the FIFO interface and its hierarchy enabled, of a maker that its release copes with, and this one ${obstacle}. Set it so in the firmware and in "tpm", upgrade ESXi, or remove the mode.`;
    diagnostics.push(invalid("Mode TPM with a TPM that ESXi cannot use", detail, ...path));
  }
  return diagnostics;
}

/** The attributes of a TPM that decide whether ESXi can use it. */
export const TPM_FACTS = [
  "hash_bank",
  "interface",
  "hierarchy_enabled",
  "manufacturer",
  "model",
] as const;

/** What of the TPM keeps ESXi from sealing to it, as far as it is known. */
export function tpmObstaclesOf(config: Attributes): readonly string[] {
  const [manufacturer, model] = [config.value("tpm", "manufacturer"), config.value("tpm", "model")];
  const version = config.value("version");
  const tpm = {
    hashBank: config.value("tpm", "hash_bank") === "sha1" ? "sha1" : "sha256",
    interface: config.value("tpm", "interface") === "crb" ? "crb" : "fifo",
    hierarchyEnabled: config.value("tpm", "hierarchy_enabled") !== false,
    ...(typeof manufacturer === "string" ? { manufacturer } : {}),
    ...(typeof model === "string" ? { model } : {}),
  } as const;
  const isKnown = typeof version === "string" && parseVersion(version) !== undefined;
  return isKnown ? sealingObstacles(tpm, version) : tpmObstacles(tpm);
}

function validateEnforcement(config: Attributes): readonly Diagnostic[] {
  const requires = (name: string) => config.value("configuration_encryption", name) === true;
  const diagnostics: Diagnostic[] = [];
  if (requires("require_secure_boot") && config.value("secure_boot") === false) {
    const detail =
      'With secure boot off and "require_secure_boot" on the host refuses to boot. Turn secure boot on first.';
    const path = ["configuration_encryption", "require_secure_boot"];
    diagnostics.push(invalid("Secure boot required but off", detail, ...path));
  }
  if (config.value("configuration_encryption", "mode") !== "NONE") return diagnostics;
  for (const name of ["require_secure_boot", "require_exec_installed_only"]) {
    if (!requires(name)) continue;
    const detail = `"${name}" is a policy of the sealing in the TPM, and mode NONE seals nothing. Set the mode to TPM.`;
    diagnostics.push(
      invalid("Sealing policy in mode NONE", detail, "configuration_encryption", name),
    );
  }
  return diagnostics;
}

function validateKeyPersistence(config: Attributes): readonly Diagnostic[] {
  if (config.value("key_persistence", "enabled") !== true) return [];
  const path = ["key_persistence", "enabled"];
  const version = config.value("version");
  const diagnostics: Diagnostic[] = [];
  if (isBefore(version, KEY_PERSISTENCE_MINIMUM)) {
    const detail = `ESXi ${version} has no key persistence: it begins with ${KEY_PERSISTENCE_MINIMUM}. Upgrade the host or leave key persistence off.`;
    diagnostics.push(invalid("Key persistence before its time", detail, ...path));
  }
  if (config.value("configuration_encryption", "mode") === "NONE") {
    const detail =
      'Persisted keys live in the encrypted configuration, and in mode NONE its key lies beside it on the boot disk. Set "configuration_encryption.mode" to "TPM", or leave key persistence off.';
    diagnostics.push(invalid("Key persistence in mode NONE", detail, ...path));
  }
  return diagnostics;
}

function refuseModeNone(before: Attributes, after: Attributes): readonly Diagnostic[] {
  if (before.value("configuration_encryption_mode") !== "TPM") return [];
  if (after.value("configuration_encryption", "mode") !== "NONE") return [];
  const detail =
    "Once the configuration is sealed to the TPM, ESXi does not go back to mode NONE. Keep TPM; only a reinstalled host starts with NONE.";
  return [invalid("Mode TPM cannot be undone", detail, "configuration_encryption", "mode")];
}

function refuseTpmRemoval(before: Attributes, after: Attributes): readonly Diagnostic[] {
  if (before.value("configuration_encryption_mode") !== "TPM") return [];
  const isGone = after.value("tpm", "present") === false;
  if (!isGone && tpmObstaclesOf(after).length === 0) return [];
  const detail =
    "The host's configuration is sealed to its TPM and would not be readable at the next boot. Keep the TPM, its SHA-256 bank, its FIFO interface and its hierarchy, or replace the host.";
  return [invalid("The configuration is sealed to the TPM", detail, "tpm")];
}

function refuseDowngrade(before: Attributes, after: Attributes): readonly Diagnostic[] {
  const [from, to] = [before.value("version"), after.value("version")];
  if (typeof from !== "string" || typeof to !== "string" || parseVersion(from) === undefined) {
    return [];
  }
  if (compareVersions(to, from) >= 0) return [];
  const detail = `The host runs ESXi ${from} and is not downgraded to ${to} in place. Declare ${from} or later, or replace the host.`;
  return [invalid("ESXi cannot be downgraded", detail, "version")];
}
