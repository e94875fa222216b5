// A planned host over an estate. What is on the host (keys in memory and on its disk) stays, but for what the
// change itself takes away: turning key persistence off may erase the stored keys.

import type { EstateHost, EstateHostPresence, Maybe } from "../estate.js";
import type { EstateDraft } from "./estate-draft.js";
import type { PlannedFacts } from "./overlays.js";
import type { PlannedAttributes } from "./planned-attributes.js";

export function overlayHost(draft: EstateDraft, { id, attributes, isNew }: PlannedFacts): void {
  const known = isNew ? undefined : draft.hosts.get(id);
  const tpm = attributes.nested("tpm");
  const encryption = attributes.nested("configuration_encryption");
  const persistence = attributes.nested("key_persistence");
  const keyPersistence = persistence.flagOr("enabled", false);
  const security = attributes.text("physical_security");
  const facts: EstateHost = {
    path: id,
    cluster: attributes.textOr("cluster", ""),
    site: attributes.textOr("site", "default"),
    version: attributes.textOr("version", known?.version ?? ""),
    tpm: {
      present: tpm.flagOr("present", false),
      hashBank: tpm.wordOr("hash_bank", ["sha256", "sha1"], "sha256"),
    },
    secureBoot: attributes.flagOr("secure_boot", true),
    requireSecureBoot: encryption.flagOr("require_secure_boot", known?.requireSecureBoot ?? false),
    requireExecInstalledOnly: encryption.flagOr(
      "require_exec_installed_only",
      known?.requireExecInstalledOnly ?? false,
    ),
    mode: modeOf(attributes, known),
    keyPersistence,
    physicalSecurity: security === "controlled" || security === "uncontrolled" ? security : null,
    recoveryKeyLocation: attributes.text("recovery_key_location"),
  };
  const erases = !keyPersistence && persistence.flagOr("remove_stored_keys_on_disable", true);
  const isTurnedOff = known?.keyPersistence === true && erases;
  const present = isTurnedOff ? withoutStoredKeys(known?.present) : known?.present;
  draft.hosts.set(id, present === undefined ? facts : { ...facts, present });
}

function modeOf(
  attributes: PlannedAttributes,
  known: EstateHost | undefined,
): Maybe<"TPM" | "NONE"> {
  const declared = attributes.nested("configuration_encryption").text("mode");
  const mode = declared ?? attributes.maybeText("configuration_encryption_mode");
  if (mode === "TPM" || mode === "NONE") return mode;
  return mode === "unknown" ? "unknown" : (known?.mode ?? "unknown");
}

function withoutStoredKeys(
  present: EstateHostPresence | undefined,
): EstateHostPresence | undefined {
  if (present === undefined) return undefined;
  return { ...present, storedKeyIds: new Set(), unarchivedKeyIds: new Set() };
}
