// The settings of a host that esxcli reads and changes: how its configuration is protected, and key
// persistence. vSphere's management and the command line in the host's own shell both end here; neither goes
// around the rules of ESXi.

import type { ConfigurationEncryptionSettings } from "../provider/backend.js";
import { CONFIGURATION_ENCRYPTION_MINIMUM, isAtLeast } from "../vsphere/versions.js";
import { writeArchive } from "./host-archive.js";
import { forgetRemovals, keysOnHost, removeKeptKeys } from "./host-keys.js";
import type { HostConfiguration, HostRecord } from "./records.js";
import { demand, requireRecord } from "./require.js";
import { canSeal, isTpmUsable } from "./tpm.js";
import type { World } from "./world.js";

/** What older hosts answer to a namespace they do not have. */
export const UNKNOWN_COMMAND = "The object or item referred to could not be found.";

/** `esxcli system settings encryption set`. VsphereFault `CLIFault` where ESXi refuses. */
export function setConfigurationEncryption(
  world: World,
  path: string,
  settings: Partial<ConfigurationEncryptionSettings>,
): HostRecord {
  const host = requireNamespace(world, path);
  const { mode, requireSecureBoot, requireExecInstalledOnly } = {
    ...host.configuration,
    ...settings,
  };
  const isUndone = host.configuration.mode === "TPM" && mode === "NONE";
  demand(!isUndone, "CLIFault", "The encryption mode cannot go back from TPM to NONE.");
  const hasTpm = mode === "NONE" || isTpmUsable(host);
  demand(hasTpm, "CLIFault", "Mode TPM needs a TPM 2.0 with the SHA-256 bank.");
  const isSealable = mode === "NONE" || canSeal(host);
  const sealing = `ESXi ${host.version} cannot seal its configuration to the TPM of "${path}".`;
  demand(isSealable, "CLIFault", sealing);
  const isProtected = mode === "TPM" || !(requireSecureBoot || requireExecInstalledOnly);
  demand(isProtected, "CLIFault", "Requirements at boot can be sealed in mode TPM only.");
  const isBootable = !requireSecureBoot || host.hardware.secureBoot;
  demand(isBootable, "CLIFault", "Secure boot is off: it has to be on before it can be required.");
  const encryption = { mode, requireSecureBoot, requireExecInstalledOnly };
  const execInstalledOnly = host.execInstalledOnly || requireExecInstalledOnly;
  world.hosts.set(path, { ...host, execInstalledOnly });
  return configure(world, path, encryption);
}

/**
 * `esxcli system security keypersistence enable`. Refused in mode NONE, except where only native key
 * providers are configured: there it is accepted and has no effect (vSphere Security, Key Persistence).
 */
export function enableKeyPersistence(world: World, path: string): HostRecord {
  const host = requireNamespace(world, path);
  const isProtected = host.configuration.mode === "TPM" || hasOnlyNativeProviders(world, host);
  const sentence = "Key persistence needs a TPM 2.0 and the configuration encryption mode TPM.";
  demand(isProtected, "CLIFault", sentence);
  if (host.configuration.keyPersistence) return host;
  const hasLostKeys = forgetRemovals(world, path);
  const keys = keysOnHost(world, path);
  const isIncomplete = hasLostKeys || keys.some((key) => !key.kept || !key.cached);
  const wantsEveryKey = isIncomplete || host.wantsEveryKey;
  world.hosts.set(path, { ...host, wantsEveryKey });
  return configure(world, path, { keyPersistence: true });
}

/** `esxcli system security keypersistence disable [--remove-all-stored-keys]`. */
export function disableKeyPersistence(
  world: World,
  path: string,
  options: { readonly removeAllStoredKeys: boolean },
): HostRecord {
  requireNamespace(world, path);
  if (options.removeAllStoredKeys) removeKeptKeys(world, path);
  const host = requireRecord(world.hosts, path, "host");
  world.hosts.set(path, { ...host, wantsEveryKey: false });
  return configure(world, path, { keyPersistence: false });
}

/** `esxcli system settings encryption recovery rotate`. */
export function rotateRecoveryKey(world: World, path: string): HostRecord {
  const host = requireNamespace(world, path);
  demand(host.configuration.mode === "TPM", "CLIFault", "There is no recovery key in mode NONE.");
  const recoveryKeyGeneration = host.configuration.recoveryKeyGeneration + 1;
  return configure(world, path, { recoveryKeyGeneration });
}

/** A host whose ESXi knows the commands. */
export function requireNamespace(world: World, path: string): HostRecord {
  const host = requireRecord(world.hosts, path, "host");
  const isKnown = isAtLeast(host.version, CONFIGURATION_ENCRYPTION_MINIMUM);
  demand(isKnown, "CLIFault", UNKNOWN_COMMAND);
  return host;
}

/** Settings reach the boot disk at once. */
function configure(world: World, path: string, change: Partial<HostConfiguration>): HostRecord {
  const host = requireRecord(world.hosts, path, "host");
  world.hosts.set(path, { ...host, configuration: { ...host.configuration, ...change } });
  writeArchive(world, path, "on-demand");
  return requireRecord(world.hosts, path, "host");
}

function hasOnlyNativeProviders(world: World, host: HostRecord): boolean {
  const { standardKeyProviders, trustedKeyProviders, nativeKeyProviders } = world;
  const others = [standardKeyProviders, trustedKeyProviders];
  const isIn = (table: { group(index: string, value: string): ReadonlyMap<string, unknown> }) =>
    table.group("vcenter", host.vcenter).size > 0;
  return !others.some(isIn) && isIn(nativeKeyProviders);
}
