// A planned host laid over an estate: its hardware, its settings, and what a change of them does to the keys
// on it.

import type { ObjectValue } from "../model/value.js";
import type { EstateHost, EstateHostPresence } from "./estate.js";
import { type Maybe, NOT_KNOWN } from "./maybe.js";
import type { Draft, Planned } from "./overlay-estate.js";
import { ASSUMED_VERSION } from "./overlay-infrastructure.js";
import {
  flagOf,
  isPartUnknown,
  knownFlag,
  knownText,
  partOf,
  textOf,
} from "./planned-attributes.js";
import { canSealTo } from "./tpm.js";
import { CONFIGURATION_ENCRYPTION_MINIMUM, isAtLeast } from "./versions.js";

export function overlayHost(draft: Draft, id: string, { after }: Planned): void {
  const known = draft.hosts.get(id);
  const host = plannedHost(id, after, known);
  const present = known?.present;
  if (present === undefined) {
    draft.hosts.set(id, host);
    return;
  }
  // Whoever enables persistence has every key sent again.
  const isEnabled = host.keyPersistence === true && known?.keyPersistence !== true;
  const from = known?.version === host.version ? undefined : known?.version;
  const isUpgraded = from !== undefined && present.attestedUntilSeconds != null;
  draft.hosts.set(id, {
    ...host,
    ...(from === undefined ? {} : { upgradesFrom: from }),
    present: {
      ...(known?.keyPersistence === false ? present : keptOn(after, present)),
      ...(isEnabled ? { removedKeyIds: NONE } : {}),
      ...(isUpgraded ? { attestedUntilSeconds: null, isAttestationRefused: false } : {}),
    },
  });
}

/** Its machines go wherever vCenter puts them. */
export function removeHost(draft: Draft, id: string): void {
  draft.hosts.delete(id);
  for (const machine of draft.virtualMachines.values()) {
    if (machine.host === id) draft.virtualMachines.set(machine.path, { ...machine, host: null });
  }
}

function plannedHost(
  id: string,
  after: ObjectValue,
  known: EstateHost | undefined,
): Omit<EstateHost, "present"> {
  const encryption = partOf(after, "configuration_encryption");
  const facts = {
    path: id,
    cluster: knownText(after, "cluster") ?? id.slice(0, id.lastIndexOf("/")),
    site: knownText(after, "site") ?? "default",
    version: knownText(after, "version") ?? known?.version ?? ASSUMED_VERSION,
    tpm: tpmOf(after),
    secureBoot: knownFlag(after, "secure_boot", true),
    requireSecureBoot: knownFlag(encryption, "require_secure_boot", false),
    requireExecInstalledOnly: knownFlag(encryption, "require_exec_installed_only", false),
    physicalSecurity: physicalSecurityOf(after),
    recoveryKeyLocation: knownText(after, "recovery_key_location"),
  };
  return { ...facts, mode: modeOf(after, facts, known), keyPersistence: persistenceOf(after) };
}

function tpmOf(after: ObjectValue): EstateHost["tpm"] {
  const tpm = partOf(after, "tpm");
  const hashBank = knownText(tpm, "hash_bank") === "sha1" ? "sha1" : "sha256";
  const isCrb = knownText(tpm, "interface") === "crb";
  const isDisabled = !knownFlag(tpm, "hierarchy_enabled", true);
  const [manufacturer, model] = [knownText(tpm, "manufacturer"), knownText(tpm, "model")];
  return {
    present: knownFlag(tpm, "present", false),
    hashBank,
    ...(isCrb ? { interface: "crb" } : {}),
    ...(isDisabled ? { hierarchyEnabled: false } : {}),
    ...(manufacturer === null ? {} : { manufacturer }),
    ...(model === null ? {} : { model }),
  };
}

function physicalSecurityOf(after: ObjectValue): EstateHost["physicalSecurity"] {
  const text = knownText(after, "physical_security");
  return text === "controlled" || text === "uncontrolled" ? text : null;
}

function persistenceOf(after: ObjectValue): Maybe<boolean> {
  if (isPartUnknown(after, "key_persistence") || isUncertain(after)) return NOT_KNOWN;
  return flagOf(partOf(after, "key_persistence"), "enabled", false);
}

/** The declared mode, else the one planned to be in force, else what an installation sets by itself. */
function modeOf(
  after: ObjectValue,
  facts: Pick<EstateHost, "tpm" | "version">,
  known: EstateHost | undefined,
): EstateHost["mode"] {
  if (isUncertain(after)) return NOT_KNOWN;
  const declared = textOf(partOf(after, "configuration_encryption"), "mode");
  const mode = declared ?? textOf(after, "configuration_encryption_mode");
  if (mode === "TPM" || mode === "NONE") return mode;
  if (declared === NOT_KNOWN) return NOT_KNOWN;
  if (known !== undefined) return known.mode;
  const { tpm, version } = facts;
  return canSealTo(tpm, version) && isAtLeast(version, CONFIGURATION_ENCRYPTION_MINIMUM)
    ? "TPM"
    : "NONE";
}

/** Whether a fact that persistence rests on is known only after apply. */
function isUncertain(after: ObjectValue): boolean {
  return (
    textOf(after, "version") === NOT_KNOWN ||
    isPartUnknown(after, "tpm") ||
    flagOf(partOf(after, "tpm"), "present", false) === NOT_KNOWN
  );
}

/**
 * Persistence that goes off takes the stored keys with it, unless they are to be left: then what was not archived yet
 * is now, as with every change of the configuration. What was left once stays: no declaration takes it away.
 */
function keptOn(after: ObjectValue, present: EstateHostPresence): EstateHostPresence {
  const persistence = partOf(after, "key_persistence");
  if (persistenceOf(after) !== false) return present;
  const { storedKeyIds: stored, unarchivedKeyIds: unarchived } = present;
  const isErased = knownFlag(persistence, "remove_stored_keys_on_disable", true);
  if (unarchived.size === 0 && (stored.size === 0 || !isErased)) return present;
  const storedKeyIds = isErased ? NONE : new Set([...stored, ...unarchived]);
  return { ...present, storedKeyIds, unarchivedKeyIds: NONE };
}

const NONE: ReadonlySet<string> = new Set();
