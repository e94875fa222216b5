// holdfast_native_key_provider: creating it and downloading its backup, without which it cannot be used.
// The backup is written to the user's disk through a port; state keeps only its digest.

import { faultReason } from "../../files/file-fault.js";
import { faultCode } from "../../files/file-system.js";
import { type Diagnostic, errorDiagnostic } from "../../model/diagnostic.js";
import { type ObjectValue, UNKNOWN, type Value } from "../../model/value.js";
import type { Attributes } from "../attributes.js";
import { type NativeKeyProviderInfo, VsphereFault } from "../backend.js";
import { joinPath } from "../inventory-path.js";
import {
  affectedBy,
  type CreateRequest,
  type ObjectChange,
  type ResourceType,
  setOnCreation,
} from "../resource-type.js";
import { requireForm } from "../rules.js";

export const nativeKeyProvider: ResourceType = {
  type: "holdfast_native_key_provider",
  idForms: ["VCENTER/kp/NAME"],
  idOf: (attributes) => joinPath(attributes.value("vcenter"), "kp", attributes.value("name")),
  validate: (config) => [
    ...requireForm(config, "vcenter", ["VCENTER"]),
    ...validatePassword(config),
  ],
  computed: { key_id: setOnCreation, backup_digest: planDigest, health: planHealth },
  operations: {
    async read(backend, id) {
      const info = await backend.nativeKeyProviders.read(id);
      return info === undefined ? undefined : toAttributes(info, id);
    },
    async create({ backend, id, planned }) {
      const info = await backend.nativeKeyProviders.create({
        vcenter: planned.text("vcenter"),
        name: planned.text("name"),
        tpmRequired: planned.flag("tpm_required"),
      });
      return toAttributes(info, id);
    },
    async finishCreation(request) {
      if (hasBackup(request.planned)) await exportBackup(request);
      return await observe(request);
    },
    async update(request) {
      if (mustExport(request.change)) await exportBackup(request);
      return await observe(request);
    },
    async remove(backend, id) {
      await backend.nativeKeyProviders.remove(id);
    },
  },
};

/** Downloading is what makes the provider usable; the file is written before anything depends on it. */
async function exportBackup({ backend, id, config, writeBackup }: CreateRequest): Promise<void> {
  const path = config.text("backup", "path");
  const password = config.textOrNull("backup", "password");
  const bytes = await backend.nativeKeyProviders.exportBackup(id, password);
  try {
    await writeBackup(path, bytes);
  } catch (error) {
    // Of the system's refusals the reason is known; anything else thrown is a bug.
    const reason = faultReason(error);
    throw reason === undefined ? error : backupNotWritten(path, reason, faultCode(error));
  }
}

function backupNotWritten(path: string, reason: string, code?: string): VsphereFault {
  return new VsphereFault(
    code === "ENOSPC" ? "NoDiskSpace" : "CannotAccessFile",
    `The backup was downloaded but could not be written to "${path}": ${reason} Until a copy is on disk, losing vCenter loses every key of this provider.`,
  );
}

async function observe({ backend, id }: CreateRequest): Promise<ObjectValue> {
  const info = await backend.nativeKeyProviders.read(id);
  if (info === undefined) throw new VsphereFault("NotFound", `There is no key provider ${id}.`);
  return toAttributes(info, id);
}

function toAttributes(info: NativeKeyProviderInfo, id: string): ObjectValue {
  return {
    id,
    vcenter: info.vcenter,
    name: info.name,
    tpm_required: info.tpmRequired,
    key_id: info.keyId,
    backup_digest: info.backupDigest,
    health: info.health,
  };
}

/** Without a backup a new one cannot be used. */
function planHealth(change: ObjectChange, attribute: string): Value {
  if (change.before === null && !hasBackup(change.after)) return "ERROR";
  return affectedBy("backup")(change, attribute);
}

function planDigest(change: ObjectChange): Value {
  if (mustExport(change)) return UNKNOWN;
  return change.before?.object.backup_digest ?? null;
}

/** A new file is wanted: a first one, elsewhere, under another password, or because it got lost. */
function mustExport({ before, after }: ObjectChange): boolean {
  if (!hasBackup(after)) return false;
  if (before === null || !hasBackup(before) || before.object.backup_digest === null) return true;
  return ["path", "password_version"].some(
    (name) => before.value("backup", name) !== after.value("backup", name),
  );
}

function hasBackup(attributes: Attributes): boolean {
  return attributes.value("backup") !== null;
}

function validatePassword(config: Attributes): readonly Diagnostic[] {
  if (config.value("backup", "password_version") === null) return [];
  if (config.value("backup", "password") !== null) return [];
  const detail =
    'A new "password_version" has the backup written again under "password", but there is none. Set it, from a sensitive variable.';
  const attribute = ["backup", "password_version"];
  return [errorDiagnostic("Password version without password", detail, { attribute })];
}
