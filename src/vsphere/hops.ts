// Hops of key paths with their sentences: where a key has to pass, whether it can, and why not. Which hops
// make up a path is said in key-paths.ts.

import type { Hop, ReasonCode } from "../model/survival.js";
import type { EstateHost, EstateKey, EstateKeyServer, EstateVcenter } from "./estate.js";
import { NOT_KNOWN } from "./maybe.js";
import {
  connectionReason,
  type NativeKeyProvider,
  nativeProviderReason,
  type ProviderRequest,
  persistenceReason,
  type Reach,
  serverKeyReason,
  standardProviderReason,
  vcenterReason,
} from "./reach.js";
import {
  CONFIGURATION_ENCRYPTION_MINIMUM,
  isAtLeast,
  KEY_PERSISTENCE_MINIMUM,
  NATIVE_KEY_PROVIDER_MINIMUM,
  VSAN_KEY_PERSISTENCE_MINIMUM,
} from "./versions.js";

const OPEN: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  "OK",
  "CACHED_IN_MEMORY",
  "KEY_STORED",
  "DISK_GROUP_MOUNTED",
  "KDK_ON_HOST",
]);

export function hop(at: string, reason: ReasonCode, sentence: string): Hop {
  return { at, open: OPEN.has(reason), reason, sentence };
}

export function hostHop(host: EstateHost): Hop {
  if (host.present === undefined) {
    return hop(host.path, "HOST_DOWN", `${host.path} is not installed yet.`);
  }
  if (host.present.up) return hop(host.path, "OK", `${host.path} is up.`);
  const unreadable = bootReason(host);
  if (unreadable === "OK") return hop(host.path, "HOST_DOWN", `${host.path} is down.`);
  return hop(
    host.path,
    unreadable,
    `${host.path} cannot boot: its encrypted configuration cannot be unsealed.`,
  );
}

/** Whether a host that is down could boot. */
export function bootReason(host: EstateHost): ReasonCode {
  const { isSealedShut = false, isArchiveDamaged = false } = host.present ?? {};
  return isSealedShut || isArchiveDamaged ? "CONFIGURATION_UNREADABLE" : configurationReason(host);
}

/** Whether a boot can unseal the configuration (vSphere Security, TPM Sealing Policies Overview). */
export function configurationReason(host: EstateHost): ReasonCode {
  if (host.mode !== "TPM" || !isAtLeast(host.version, CONFIGURATION_ENCRYPTION_MINIMUM))
    return "OK";
  const isRefused = !host.tpm.present || (host.requireSecureBoot && !host.secureBoot);
  return isRefused ? "CONFIGURATION_UNREADABLE" : "OK";
}

/** `reason` is that of the kind of key; for most it is the host's own. */
export function persistenceHop(host: EstateHost, reason = persistenceReason(host)): Hop {
  const at = `key persistence of ${host.path}`;
  return hop(at, reason, persistenceSentence(host, reason));
}

function persistenceSentence(host: EstateHost, reason: ReasonCode): string {
  switch (reason) {
    case "OK":
      return `Key persistence is on at ${host.path}.`;
    case "PERSISTENCE_OFF":
      return `Key persistence is off at ${host.path}, so a reboot empties its memory of keys.`;
    case "PERSISTENCE_UNSUPPORTED_VERSION":
      return `${host.path} runs ESXi ${host.version}; key persistence needs ${KEY_PERSISTENCE_MINIMUM}.`;
    case "PERSISTENCE_WITHOUT_VSAN":
      return `${host.path} runs ESXi ${host.version}; key persistence covers vSAN from ${VSAN_KEY_PERSISTENCE_MINIMUM} on.`;
    case "NO_TPM":
      return `${host.path} has no TPM, so it cannot persist keys.`;
    case "CONFIGURATION_ENCRYPTION_MODE_NONE":
      return `The configuration of ${host.path} is not sealed by its TPM (mode NONE), so it cannot persist keys.`;
    default:
      return `Whether ${host.path} persists keys is known only after apply.`;
  }
}

export function vcenterHop(reach: Reach, vcenter: EstateVcenter): Hop {
  const reason = vcenterReason(reach, vcenter);
  if (reason === "OK") return hop(vcenter.path, reason, `${vcenter.path} is up.`);
  const why =
    vcenter.runsOn !== null && !reach.conditions.isRunning(vcenter.runsOn)
      ? `the virtual machine it runs in, ${vcenter.runsOn}, is down`
      : "it is down";
  return hop(vcenter.path, reason, `${vcenter.path} cannot bring the key: ${why}.`);
}

export function connectionHop(reach: Reach, host: EstateHost, vcenter: EstateVcenter): Hop {
  const reason = connectionReason(reach, host, vcenter);
  const at = `${vcenter.path} -> ${host.path}`;
  if (reason === "OK") return hop(at, reason, `${vcenter.path} reaches ${host.path}.`);
  const link = `the link between sites ${host.site} and ${vcenter.site} is cut`;
  const cut = host.site === vcenter.site ? "the network between them is broken" : link;
  const why =
    reason === "NETWORK_PATH_CLOSED"
      ? `the firewall of site ${host.site} does not let hosts reach site ${vcenter.site}`
      : cut;
  return hop(at, reason, `${vcenter.path} and ${host.path} cannot talk: ${why}.`);
}

export function standardProviderHop(
  reach: Reach,
  vcenter: EstateVcenter,
  request: ProviderRequest,
): Hop {
  const { provider } = request;
  const reason = standardProviderReason(reach, vcenter, request);
  const sentence = standardSentence(reach, vcenter, { ...request, reason });
  return hop(provider.path, reason, sentence);
}

function standardSentence(
  reach: Reach,
  vcenter: EstateVcenter,
  request: ProviderRequest & { readonly reason: ReasonCode },
): string {
  const { provider, key, reason } = request;
  if (reason === "OK")
    return `A key server of ${provider.path} delivers the key to ${vcenter.path}.`;
  if (reason === "TRUST_INCOMPLETE") {
    return `${provider.path} is not usable: vCenter and its key servers do not trust each other yet.`;
  }
  if (provider.keyServers.length === 0) return `${provider.path} has no key server.`;
  const end = provider.clientCertificateNotAfterSeconds;
  if (end !== null && end <= reach.conditions.nowSeconds) {
    return `The client certificate of ${provider.path} has expired.`;
  }
  const states = provider.keyServers.map((path) => {
    const server = reach.estate.keyServers.get(path);
    return server === undefined
      ? `${path} does not exist`
      : serverPhrase(server, serverKeyReason(reach, vcenter, { server, key, client: provider }));
  });
  return `No key server of ${provider.path} delivers the key: ${states.join("; ")}.`;
}

/** Why a key server does not deliver, to vCenter or to a host that asks itself; empty if it does. */
export function serverPhrase(
  server: EstateKeyServer,
  reason: ReasonCode,
  client = "vCenter",
): string {
  switch (reason) {
    case "OK":
      return "";
    case "NETWORK_PATH_CLOSED":
      return `the firewall does not let ${client} reach ${server.path} on port ${server.port}`;
    case "CERTIFICATE_EXPIRED":
      return `the certificate of ${server.path} is not valid`;
    case "CREDENTIALS_REFUSED":
      return `${server.path} demands another user name or password`;
    case "KEY_MISSING_ON_SERVER":
      return `${server.path} does not have the key`;
    case "WRAPPING_KEY_MISSING":
      return `${server.path} does not have the key that wraps it`;
    case "WRAPPING_KEY_INACTIVE":
      return `the key that wraps it is not active on ${server.path}`;
    case "KEY_REFUSED":
      return `${server.path} answers and refuses the key`;
    case "KEY_INACTIVE":
      return `the key is not active on ${server.path}`;
    default:
      return `${server.path} is unreachable`;
  }
}

export function nativeProviderHop(
  provider: NativeKeyProvider,
  vcenter: EstateVcenter,
  host: EstateHost,
): Hop {
  const reason = nativeProviderReason(provider, vcenter, host);
  return hop(provider.path, reason, nativeSentence(provider, host, reason));
}

function nativeSentence(provider: NativeKeyProvider, host: EstateHost, reason: ReasonCode): string {
  switch (reason) {
    case "OK":
      return `${provider.path} is usable on ${host.path}.`;
    case "PROVIDER_NOT_BACKED_UP":
      return `${provider.path} has never been backed up, and cannot be used before.`;
    case "PROVIDER_REQUIRES_TPM":
      return `${provider.path} takes only hosts with a TPM, and ${host.path} has none.`;
    case "PROVIDER_UNSUPPORTED_VERSION":
      return `${provider.path} needs vCenter and ESXi ${NATIVE_KEY_PROVIDER_MINIMUM} or later.`;
    default:
      return `Whether ${provider.path} is backed up is known only after apply.`;
  }
}

/** The hop of a key whose provider cannot be named. */
export function missingProviderHop(key: EstateKey, vcenter: string): Hop {
  if (key.provider === NOT_KNOWN) {
    const sentence = "Which key provider issues the key is known only after apply.";
    return hop(vcenter, "NOT_KNOWN_UNTIL_APPLY", sentence);
  }
  if (key.provider === null) {
    const sentence = `No key provider is named, and ${vcenter} has no default key provider.`;
    return hop(vcenter, "NO_DEFAULT_PROVIDER", sentence);
  }
  const sentence = `${vcenter} has no key provider named ${key.provider}.`;
  return hop(`${vcenter}/kp/${key.provider}`, "PROVIDER_NOT_FOUND", sentence);
}
