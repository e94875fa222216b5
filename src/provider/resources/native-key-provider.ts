// holdfast_native_key_provider: creating it and downloading its backup, without which it cannot be used.
// The backup is written to the user's disk through a port; state keeps only its digest.

import { faultReason } from "../../files/file-fault.js";
import { faultCode } from "../../files/file-system.js";
import { type Diagnostic, errorDiagnostic } from "../../model/diagnostic.js";
import { type ObjectValue, UNKNOWN, type Value } from "../../model/value.js";
import type { Attributes } from "../attributes.js";
import { type NativeKeyProviderInfo, VsphereFault } from "../backend.js";
import { catchFault } from "../fault-diagnostic.js";
import { joinPath } from "../inventory-path.js";
import {
  affectedBy,
  type CreateRequest,
  type ObjectChange,
  type ResourceType,
  setOnCreation,
  type UpdateChange,
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
  refuse: refuseWithoutBackup,
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
      if (isMadeAgain(request.change)) await makeAgain(request);
      else if (mustExport(request.change)) await exportBackup(request);
      return await observe(request);
    },
    async remove(backend, id) {
      await backend.nativeKeyProviders.remove(id);
    },
  },
};

/**
 * The option is fixed when a provider is made: it is deleted and imported from its backup with the other one, under
 * its name, so that its keys stay the same (vSphere Native Key Provider FAQ). What was set to it is set again.
 */
async function makeAgain(request: CreateRequest): Promise<void> {
  const { backend, id, planned, config } = request;
  const { nativeKeyProviders, defaultKeyProviders } = backend;
  const { vcenter, name, defaultFor } = await requireProvider(request);
  const file = await exportBackup(request);
  const password = config.textOrNull("backup", "password");
  const tpmRequired = planned.flag("tpm_required");
  await nativeKeyProviders.remove(id);
  const imported = await catchFault(() =>
    nativeKeyProviders.importBackup({ vcenter, file, password, tpmRequired }),
  );
  if (imported instanceof VsphereFault) throw notImported(config.text("backup", "path"), imported);
  for (const entity of defaultFor) await defaultKeyProviders.set(entity, name);
}

function notImported(path: string, { fault, message }: VsphereFault): VsphereFault {
  return new VsphereFault(
    fault,
    `The key provider was deleted and could not be imported again: ${message} Import "${path}" in vCenter before you apply again, or a new key provider without the old keys is made.`,
  );
}

/** Downloading is what makes the provider usable; the file is written before anything depends on it. */
async function exportBackup(request: CreateRequest): Promise<Uint8Array> {
  const { backend, id, config, writeBackup } = request;
  const path = config.text("backup", "path");
  const password = config.textOrNull("backup", "password");
  const bytes = await backend.nativeKeyProviders.exportBackup(id, password);
  try {
    await writeBackup(path, bytes);
    return bytes;
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

async function observe(request: CreateRequest): Promise<ObjectValue> {
  return toAttributes(await requireProvider(request), request.id);
}

async function requireProvider({ backend, id }: CreateRequest): Promise<NativeKeyProviderInfo> {
  const info = await backend.nativeKeyProviders.read(id);
  if (info === undefined) throw new VsphereFault("NotFound", `There is no key provider ${id}.`);
  return info;
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

function isMadeAgain(change: ObjectChange): boolean {
  return change.before !== null && change.hasChanged("tpm_required");
}

/** While it is deleted, the backup is all that is left of its keys. */
function refuseWithoutBackup(change: UpdateChange): readonly Diagnostic[] {
  if (!isMadeAgain(change) || hasBackup(change.after)) return [];
  const detail =
    '"tpm_required" is fixed when a native key provider is made. To change it, the provider is deleted and imported from its backup, which keeps its keys, and there is none. Set "backup", so that a copy is on disk.';
  const attribute = ["tpm_required"];
  return [errorDiagnostic("Change without a backup", detail, { attribute })];
}

/** A new file is wanted: a first one, elsewhere, under another password, or because it got lost. */
function mustExport(change: ObjectChange): boolean {
  const { before, after } = change;
  if (!hasBackup(after)) return false;
  if (isMadeAgain(change)) return true;
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
