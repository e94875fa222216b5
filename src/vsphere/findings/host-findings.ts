// Findings about hosts: key persistence and what it rests on, TPMs, secure boot, recovery keys.

import type { EstateHost, EstateKeyProvider } from "../estate.js";
import { known } from "../maybe.js";
import { persistenceReason } from "../reach.js";
import { canSealTo, sealingObstacles } from "../tpm.js";
import { isAtLeast, KEY_PERSISTENCE_MINIMUM, QUICK_BOOT_WITH_TPM_MINIMUM } from "../versions.js";
import { type EstateView, type FindingRule, type Found, some } from "./finding-rule.js";

export const HOST_FINDINGS: readonly FindingRule[] = [
  {
    code: "FC-20",
    severity: "warning",
    trigger: "some hosts of a cluster have a TPM and others have none, and its keys rest on TPMs",
    remedy: "Fit every host of the cluster alike.",
    source: "VCF security guidelines, Native Key Provider FAQ",
    find: findMixedTpms,
  },
  {
    code: "FC-27",
    severity: "warning",
    trigger:
      "the configuration of a host is sealed to its TPM and its recovery key is kept nowhere",
    remedy:
      "List the recovery key (esxcli system settings encryption recovery list) and keep it off the host.",
    source:
      "Broadcom KB 312109; Security Configuration and Hardening Guide, esx tpm-recovery-key-backup",
    find: (view) => each(view, findLostRecoveryKey),
  },
  {
    code: "FC-29",
    severity: "error",
    trigger: "a host demands secure boot while secure boot is off in its firmware",
    remedy: "Turn secure boot on in the firmware before the next boot.",
    source:
      "vSphere Security, Enable or Disable Secure Boot Enforcement for a Secure ESXi Configuration",
    find: (view) => each(view, findRefusedBoot),
  },
  {
    code: "FC-31",
    severity: "warning",
    trigger:
      "ESXi cannot use the TPM of a host, or not seal to it: SHA-1 bank, CRB interface, a hierarchy that is disabled, or a maker that its release fails with",
    remedy:
      "Set the SHA-256 bank and the FIFO interface and enable the hierarchy in the firmware; where it is the maker, upgrade ESXi and set the mode.",
    source:
      "Broadcom KB 312109; vSphere Security, TPM Sealing Policies Overview; ESXi events esx.problem.hardware.tpm2.nosha256, .notis and .ownership",
    find: (view) => each(view, findUnusableTpm),
  },
  {
    code: "FC-32",
    severity: "error",
    trigger: "key persistence is declared on a host whose configuration is not sealed by a TPM",
    remedy:
      "Set the configuration encryption mode to TPM first; without a TPM, leave persistence off.",
    source: "vSphere Security, Enable and Disable Key Persistence on an ESXi Host",
    find: findUnsealedPersistence,
  },
  {
    code: "FC-33",
    severity: "error",
    trigger: "key persistence is declared on ESXi before 7.0 U2",
    remedy: "Upgrade the host to 7.0 U2 or later.",
    source: "vSphere Security, Key Persistence Overview",
    find: (view) => each(view, findOldPersistence),
  },
  {
    code: "FC-34",
    severity: "warning",
    trigger: "key persistence is on at some hosts of a cluster only",
    remedy: "Turn key persistence on at every host of the cluster.",
    source: "vSphere Security, Key Persistence Overview",
    find: findPartialPersistence,
  },
  {
    code: "FC-35",
    severity: "warning",
    trigger: "key persistence is on, and keys that were cached before have not been sent again",
    remedy: "Wait for the next remediation with the key provider up, then reboot one host to see.",
    source: "inferred; vSphere Security, Key Persistence Overview is silent",
    find: findUnsentKeys,
  },
  {
    code: "FC-36",
    severity: "info",
    trigger: "keys have arrived on a host since its configuration was last archived",
    remedy: "Archive on demand after key changes (/sbin/auto-backup.sh), or wait an hour.",
    source: "inferred; Broadcom KB 312109 on the configuration archive",
    find: (view) => each(view, findUnarchivedKeys),
  },
  {
    code: "FC-37",
    severity: "warning",
    trigger: "key persistence is on at a host whose physical access is not controlled",
    remedy:
      "Turn key persistence off there, or control access: whoever takes the host has its keys.",
    source:
      "Security Configuration and Hardening Guide, esx key-persistence; DISA STIG ESXI-80-000248",
    find: (view) => each(view, findExposedKeys),
  },
  {
    code: "FC-38",
    severity: "warning",
    trigger: "key persistence is off and stored keys were left on the host",
    remedy:
      "No declaration takes them away while it is off. Turn it on with one apply and off with the next, or disable it " +
      "again on the host with --remove-all-stored-keys.",
    source: "vSphere Security, Enable and Disable Key Persistence on an ESXi Host",
    find: (view) => each(view, findLeftKeys),
  },
  {
    code: "FC-39",
    severity: "info",
    trigger: "key persistence is on where only native key providers are used",
    remedy: "Drop it: a native key provider needs no key persistence.",
    source: "vSphere Security, Key Persistence Overview",
    find: findNeedlessPersistence,
  },
  {
    code: "FC-42",
    severity: "warning",
    trigger: "host encryption mode was disabled and the reboot that completes it is outstanding",
    remedy: "Reboot the host.",
    source: "vSphere Web Services API, HostCryptoState",
    find: (view) => each(view, findPendingReboot),
  },
  {
    code: "FC-52",
    severity: "warning",
    trigger:
      "a cluster has Quick Boot and hosts with a TPM before 8.0 U1, or (an error) they are to be upgraded",
    remedy: "Turn Quick Boot off for the cluster until its hosts run 8.0 U1 or later.",
    source: "vSphere Security, Managing Trust Authority",
    find: findQuickBoots,
  },
];

/** Applies a rule about one host to all. */
function each(view: EstateView, rule: (host: EstateHost) => string | undefined): readonly Found[] {
  const found: Found[] = [];
  for (const host of view.estate.hosts.values()) {
    const sentence = rule(host);
    if (sentence !== undefined) found.push({ subject: host.path, sentence });
  }
  return found;
}

function findMixedTpms(view: EstateView): readonly Found[] {
  return [...view.providersOf].flatMap(([cluster, providers]) => {
    const hosts = view.index.hostsOf.get(cluster) ?? [];
    const bare = hosts.filter((host) => !host.tpm.present);
    const rests =
      hosts.some((host) => host.keyPersistence === true) ||
      [...providers].some((provider) => provider.kind === "native" && provider.tpmRequired);
    if (!rests || bare.length === 0 || bare.length === hosts.length) return [];
    const names = some(bare.map(({ path }) => path));
    const sentence = `${bare.length} of ${hosts.length} hosts of ${cluster} have no TPM (${names}), and its keys rest on TPMs.`;
    return [{ subject: cluster, sentence }];
  });
}

function findLostRecoveryKey(host: EstateHost): string | undefined {
  if (host.mode !== "TPM" || host.recoveryKeyLocation !== null) return undefined;
  return `The recovery key of ${host.path} is kept nowhere: a cleared or replaced TPM costs the host its configuration and every stored key.`;
}

function findRefusedBoot(host: EstateHost): string | undefined {
  if (!host.requireSecureBoot || host.secureBoot) return undefined;
  return `${host.path} demands secure boot, which is off in its firmware: it will refuse to boot.`;
}

function findUnusableTpm({ path, tpm, version }: EstateHost): string | undefined {
  if (!tpm.present || canSealTo(tpm, version)) return undefined;
  const obstacles = sealingObstacles(tpm, version).join(" and ");
  return `The TPM of ${path} ${obstacles}: ESXi cannot seal its configuration to it.`;
}

/** Where only native key providers are, it is accepted and idle, which FC-39 says. */
function findUnsealedPersistence(view: EstateView): readonly Found[] {
  return each(view, (host) => {
    const { estate, index } = view;
    const vcenter = estate.clusters.get(host.cluster)?.vcenter ?? "";
    const providers = [...(index.providersOf.get(vcenter)?.values() ?? [])];
    const isIdle = providers.length > 0 && providers.every(({ kind }) => kind === "native");
    return isIdle ? undefined : unsealedPersistence(host);
  });
}

function unsealedPersistence(host: EstateHost): string | undefined {
  const reason = persistenceReason(host);
  if (reason === "NO_TPM") return `${host.path} is to persist keys and has no TPM.`;
  if (reason !== "CONFIGURATION_ENCRYPTION_MODE_NONE") return undefined;
  return `${host.path} is to persist keys, but its configuration is not sealed by its TPM (mode NONE).`;
}

function findOldPersistence(host: EstateHost): string | undefined {
  if (host.keyPersistence !== true || isAtLeast(host.version, KEY_PERSISTENCE_MINIMUM))
    return undefined;
  return `${host.path} runs ESXi ${host.version}, which has no key persistence.`;
}

function findPartialPersistence(view: EstateView): readonly Found[] {
  return [...view.providersOf].flatMap(([cluster, providers]) => {
    if (![...providers].some((provider) => provider.kind !== "native")) return [];
    const hosts = view.index.hostsOf.get(cluster) ?? [];
    const without = hosts.filter((host) => persistenceReason(host) !== "OK");
    if (without.length === 0 || without.length === hosts.length) return [];
    const names = some(without.map(({ path }) => path));
    const sentence =
      `${without.length} of ${hosts.length} hosts of ${cluster} do not persist keys (${names}): a ` +
      "machine that HA starts there after a reboot is locked.";
    return [{ subject: cluster, sentence }];
  });
}

function findUnsentKeys(view: EstateView): readonly Found[] {
  return [...view.estate.clusters.keys()].flatMap((cluster) => {
    const hosts = view.index.hostsOf.get(cluster) ?? [];
    const persisting = hosts.filter((host) => persistenceReason(host) === "OK");
    const keys = persisting.length === 0 ? [] : [...deliveredKeysOf(view, cluster)];
    return persisting.flatMap((host) => {
      const count = keys.filter((id) => isUnsent(host, id)).length;
      if (count === 0) return [];
      const sentence = `${host.path} persists keys, but ${count} of its keys came before that and have not been sent again.`;
      return [{ subject: host.path, sentence }];
    });
  });
}

/** Those that are given to a host and not derived by it. */
function deliveredKeysOf({ index, estate }: EstateView, cluster: string): ReadonlySet<string> {
  const providers = index.providersOf.get(estate.clusters.get(cluster)?.vcenter ?? "");
  const keys = (index.machinesOf.get(cluster) ?? [])
    .flatMap((machine) => [machine.homeKey, ...machine.diskKeys])
    .filter((key) => key !== null && isDelivered(providers?.get(known(key.provider) ?? "")));
  return new Set(keys.flatMap((key) => key?.id ?? []));
}

function isDelivered(provider: EstateKeyProvider | undefined): boolean {
  return provider?.kind === "standard" || provider?.kind === "trusted";
}

function isUnsent({ present }: EstateHost, id: string): boolean {
  return (
    present?.cachedKeyIds.has(id) === true &&
    !present.storedKeyIds.has(id) &&
    !present.unarchivedKeyIds.has(id)
  );
}

function findUnarchivedKeys(host: EstateHost): string | undefined {
  const count = host.present?.unarchivedKeyIds.size ?? 0;
  if (count === 0) return undefined;
  return `${count} keys on ${host.path} are not in its archive yet: a power loss now would cost them.`;
}

function findExposedKeys(host: EstateHost): string | undefined {
  if (host.keyPersistence !== true || host.physicalSecurity !== "uncontrolled") return undefined;
  return `${host.path} persists keys and stands where physical access is not controlled.`;
}

function findLeftKeys(host: EstateHost): string | undefined {
  const count = host.present?.storedKeyIds.size ?? 0;
  if (host.keyPersistence !== false || count === 0) return undefined;
  return `${host.path} no longer persists keys, but ${count} stored keys were left on its boot disk.`;
}

function findNeedlessPersistence(view: EstateView): readonly Found[] {
  return [...view.providersOf].flatMap(([cluster, providers]) => {
    if (providers.size === 0) return [];
    if ([...providers].some((provider) => provider.kind !== "native")) return [];
    const hosts = (view.index.hostsOf.get(cluster) ?? []).filter(
      (host) => host.keyPersistence === true,
    );
    if (hosts.length === 0) return [];
    const sentence = `${hosts.length} hosts of ${cluster} persist keys, and only native key providers are used there.`;
    return [{ subject: cluster, sentence }];
  });
}

function findPendingReboot(host: EstateHost): string | undefined {
  if (host.present?.cryptoState !== "pendingIncapable") return undefined;
  return `${host.path} refuses new encrypted machines until it is rebooted.`;
}

function findQuickBoots({ estate }: EstateView): readonly Found[] {
  return [...estate.hosts.values()].flatMap(({ path, cluster, tpm, version, upgradesFrom }) => {
    const runs = upgradesFrom ?? version;
    const isQuick = estate.clusters.get(cluster)?.quickBoot === true;
    if (!isQuick || !tpm.present || isAtLeast(runs, QUICK_BOOT_WITH_TPM_MINIMUM)) return [];
    const sentence = `${path} has a TPM and runs ESXi ${runs}: its upgrade with Quick Boot is refused.`;
    const severity = upgradesFrom === undefined ? "warning" : "error";
    return [{ subject: path, sentence, severity }];
  });
}
