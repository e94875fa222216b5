// The operations on a host, in the order that keeps keys safe: what a later step needs comes first (TPM
// before mode TPM, release and mode before key persistence), a sealing policy is relaxed before the hardware
// that it demands goes, and key persistence is turned off only after every step that reboots the host.

import { isObject, type ObjectValue, unmark, type Value } from "../../model/value.js";
import type { Attributes } from "../attributes.js";
import {
  type Backend,
  type ConfigurationEncryptionSettings,
  type HostHardware,
  type HostInfo,
  type HostNotes,
  VsphereFault,
} from "../backend.js";
import { toCapabilityAttribute } from "../host-capability.js";
import type { Operations, UpdateRequest } from "../resource-type.js";

const MODES = ["TPM", "NONE"] as const;
const HASH_BANKS = ["sha256", "sha1"] as const;
const TPM_INTERFACES = ["fifo", "crb"] as const;
const PHYSICAL_SECURITIES = ["controlled", "uncontrolled"] as const;

export const hostOperations: Operations = {
  async read(backend, id, prior) {
    const info = await backend.hosts.read(id);
    return info === undefined ? undefined : toAttributes(info, id, prior);
  },
  async lookUp(backend, id) {
    const info = await backend.hosts.read(id);
    const capability = await backend.hosts.readCapability(id);
    if (info === undefined || capability === undefined) return undefined;
    const attributes = toAttributes(info, id, WHOLE);
    return { ...attributes, capability: toCapabilityAttribute(capability) };
  },
  async create({ backend, id, planned }) {
    const info = await backend.hosts.add({
      hostname: planned.text("hostname"),
      cluster: planned.text("cluster"),
      site: planned.text("site"),
      version: planned.text("version"),
      hardware: toHardware(planned),
      notes: toNotes(planned),
    });
    return toAttributes(info, id, planned.object);
  },
  async finishCreation({ backend, id, planned }) {
    const added = await requireHost(backend, id);
    const encrypted = await configureEncryption(backend, { id, planned, info: added });
    const persistent = isPersistent(planned)
      ? await backend.hosts.enableKeyPersistence(id)
      : encrypted;
    return toAttributes(persistent, id, planned.object);
  },
  async update(request) {
    const { backend, id, planned } = request;
    await relaxSealingPolicy(request);
    await changeMachine(request);
    if (request.change.hasChanged("configuration_encryption", "tpm", "version")) {
      const info = await requireHost(backend, id);
      await configureEncryption(backend, { id, planned, info });
    }
    await changeKeyPersistence(request);
    return toAttributes(await requireHost(backend, id), id, planned.object);
  },
  async remove(backend, id) {
    await backend.hosts.remove(id);
  },
};

/** A host that must fulfil a policy to boot may not lose what the policy demands while it is in force. */
async function relaxSealingPolicy({ backend, id, change }: UpdateRequest): Promise<void> {
  if (change.after.value("configuration_encryption") === null) return;
  const isRelaxed = (name: string) =>
    change.before.value("configuration_encryption", name) === true &&
    change.after.value("configuration_encryption", name) === false;
  const settings = {
    ...(isRelaxed("require_secure_boot") ? { requireSecureBoot: false } : {}),
    ...(isRelaxed("require_exec_installed_only") ? { requireExecInstalledOnly: false } : {}),
  };
  if (Object.keys(settings).length === 0) return;
  await backend.hosts.setConfigurationEncryption(id, settings);
}

/** Place, hardware, release and notes. */
async function changeMachine({ backend, id, planned, change }: UpdateRequest): Promise<void> {
  const { hosts } = backend;
  if (change.hasChanged("site")) await hosts.relocate(id, planned.text("site"));
  if (change.hasChanged("tpm", "secure_boot")) await hosts.changeHardware(id, toHardware(planned));
  if (change.hasChanged("version")) await hosts.upgrade(id, planned.text("version"));
  if (change.hasChanged("rack", "physical_security", "recovery_key_location")) {
    await hosts.annotate(id, toNotes(planned));
  }
}

/** Sets what is declared and not yet so; an absent declaration leaves the host as it is. */
async function configureEncryption(
  backend: Backend,
  host: { readonly id: string; readonly planned: Attributes; readonly info: HostInfo },
): Promise<HostInfo> {
  if (host.planned.value("configuration_encryption") === null) return host.info;
  const current = host.info.configurationEncryption;
  const mode = host.planned.choiceOrNull(MODES, "configuration_encryption", "mode");
  const requires = (name: string) => host.planned.flag("configuration_encryption", name);
  const requireSecureBoot = requires("require_secure_boot");
  const requireExecInstalledOnly = requires("require_exec_installed_only");
  const settings: Partial<ConfigurationEncryptionSettings> = {
    ...(mode !== null && mode !== current.mode ? { mode } : {}),
    ...(requireSecureBoot !== current.requireSecureBoot ? { requireSecureBoot } : {}),
    ...(requireExecInstalledOnly !== current.requireExecInstalledOnly
      ? { requireExecInstalledOnly }
      : {}),
  };
  if (Object.keys(settings).length === 0) return host.info;
  return await backend.hosts.setConfigurationEncryption(host.id, settings);
}

async function changeKeyPersistence(request: UpdateRequest): Promise<void> {
  const { backend, id, planned, change } = request;
  if (isPersistent(change.before) === isPersistent(planned)) return;
  if (isPersistent(planned)) {
    await backend.hosts.enableKeyPersistence(id);
  } else {
    const removeAllStoredKeys = planned.flag("key_persistence", "remove_stored_keys_on_disable");
    await backend.hosts.disableKeyPersistence(id, { removeAllStoredKeys });
  }
}

function isPersistent(attributes: Attributes): boolean {
  return attributes.flag("key_persistence", "enabled");
}

async function requireHost(backend: Backend, id: string): Promise<HostInfo> {
  const info = await backend.hosts.read(id);
  if (info === undefined) throw new VsphereFault("NotFound", `There is no host ${id}.`);
  return info;
}

function toHardware(planned: Attributes): HostHardware {
  const manufacturer = planned.textOrNull("tpm", "manufacturer");
  const model = planned.textOrNull("tpm", "model");
  return {
    tpm: {
      present: planned.flag("tpm", "present"),
      hashBank: planned.choice(HASH_BANKS, "tpm", "hash_bank"),
      interface: planned.choice(TPM_INTERFACES, "tpm", "interface"),
      hierarchyEnabled: planned.flag("tpm", "hierarchy_enabled"),
      ...(manufacturer === null ? {} : { manufacturer }),
      ...(model === null ? {} : { model }),
    },
    secureBoot: planned.flag("secure_boot"),
  };
}

function toTpmAttributes({ tpm }: HostHardware): ObjectValue {
  return {
    present: tpm.present,
    hash_bank: tpm.hashBank,
    interface: tpm.interface ?? "fifo",
    hierarchy_enabled: tpm.hierarchyEnabled ?? true,
    manufacturer: tpm.manufacturer ?? null,
    model: tpm.model ?? null,
  };
}

function toNotes(planned: Attributes): HostNotes {
  return {
    rack: planned.textOrNull("rack"),
    physicalSecurity: planned.choiceOrNull(PHYSICAL_SECURITIES, "physical_security"),
    recoveryKeyLocation: planned.textOrNull("recovery_key_location"),
  };
}

function toAttributes(info: HostInfo, id: string, prior: ObjectValue | null): ObjectValue {
  return {
    id,
    hostname: info.hostname,
    cluster: info.cluster,
    site: info.site,
    rack: info.notes.rack,
    version: info.version,
    tpm: toTpmAttributes(info.hardware),
    secure_boot: info.hardware.secureBoot,
    ...toConfigurationEncryption(info, unmark(prior?.configuration_encryption ?? null)),
    key_persistence: { enabled: info.keyPersistence },
    physical_security: info.notes.physicalSecurity,
    recovery_key_location: info.notes.recoveryKeyLocation,
    moid: info.moid,
    configuration_encryption_mode: info.configurationEncryption.mode,
    tpm_version: info.tpmVersion,
    tpm_attestation: info.tpmAttestation,
    attested_until: info.attestedUntil,
    crypto_state: info.cryptoState,
    host_key_id: info.hostKeyId,
    cached_key_ids: info.cachedKeyIds,
    stored_key_ids: info.storedKeyIds,
    last_archived_at: info.lastArchivedAt,
  };
}

/** As if everything that can be left to the host were declared. */
const WHOLE: ObjectValue = { configuration_encryption: { mode: "NONE" } };

/** Shown only as far as it is declared: what is left to the host cannot drift. */
function toConfigurationEncryption(info: HostInfo, declared: Value): ObjectValue {
  if (!isObject(declared)) return {};
  const { mode, requireSecureBoot, requireExecInstalledOnly } = info.configurationEncryption;
  const policy = {
    require_secure_boot: requireSecureBoot,
    require_exec_installed_only: requireExecInstalledOnly,
  };
  const isModeDeclared = (declared.mode ?? null) !== null;
  return { configuration_encryption: isModeDeclared ? { ...policy, mode } : policy };
}
