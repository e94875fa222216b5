// Findings about key providers of both kinds: names that lead nowhere, backups, versions, limits.

import { KEY_PROVIDERS_PER_VCENTER } from "../defaults.js";
import type { EstateKeyProvider } from "../estate.js";
import { known } from "../maybe.js";
import type { NativeKeyProvider } from "../reach.js";
import {
  CLUSTER_DEFAULT_KEY_PROVIDER_MINIMUM,
  CLUSTER_HOST_KEY_PROVIDER_MINIMUM,
  isAtLeast,
  NATIVE_KEY_PROVIDER_MINIMUM,
} from "../versions.js";
import { type EstateView, type FindingRule, type Found, hostsUsing, some } from "./finding-rule.js";

export const KEY_PROVIDER_FINDINGS: readonly FindingRule[] = [
  {
    code: "FC-14",
    severity: "error",
    trigger: "the default key provider of a vCenter or cluster does not exist",
    remedy: "Set a default key provider that exists; no successor is chosen by itself.",
    source: "VCF security guidelines, Standard Key Provider FAQ",
    find: findLostDefaults,
  },
  {
    code: "FC-15",
    severity: "warning",
    trigger: "two vCenters have key providers of one name with different keys",
    remedy: "Give them different names, or make them the same provider.",
    source: "VCF security guidelines, Key Providers FAQ",
    find: findEqualNames,
  },
  {
    code: "FC-16",
    severity: "error",
    trigger: "a native key provider has never been backed up",
    remedy: "Declare a backup; vSphere refuses to use the provider before it has been downloaded.",
    source: "vSphere Security, Back Up a vSphere Native Key Provider",
    find: findMissingBackups,
  },
  {
    code: "FC-18",
    severity: "warning",
    trigger: "the backup of a native key provider has no password",
    remedy: "Give the backup a password and keep it apart from the file.",
    source: "Security Configuration and Hardening Guide, vcenter native-key-provider-backup",
    find: findOpenBackups,
  },
  {
    code: "FC-19",
    severity: "error",
    trigger: "hosts without a TPM serve machines of a native key provider that takes only TPMs",
    remedy:
      "Declare tpm_required: false and a backup, from which the provider is imported anew, or fit TPMs.",
    source: "VCF security guidelines, Native Key Provider FAQ",
    find: findRequiredTpms,
  },
  {
    code: "FC-22",
    severity: "error",
    trigger: "a native key provider meets a vCenter or host before 7.0 U2",
    remedy: "Upgrade to 7.0 U2 or later, or use a standard key provider.",
    source: "VCF security guidelines, Native Key Provider FAQ",
    find: findOldReleases,
  },
  {
    code: "FC-54",
    severity: "error",
    trigger: "a vCenter has more than 32 key providers",
    remedy: "Merge key providers.",
    source: "VCF security guidelines, Key Providers FAQ",
    find: findTooMany,
  },
  {
    code: "FC-64",
    severity: "error",
    trigger: "a cluster has a key provider of its own on a vCenter that does not know such a thing",
    remedy: "Use the default key provider of the vCenter, or upgrade it.",
    source:
      "vSphere API, ClusterComputeResource.SetCryptoMode; VCF security guidelines, Key Providers FAQ",
    find: findClusterProviders,
  },
];

function nativeProviders({ estate }: EstateView): readonly NativeKeyProvider[] {
  return [...estate.keyProviders.values()].filter((provider) => provider.kind === "native");
}

function findLostDefaults({ estate, index }: EstateView): readonly Found[] {
  const missing = (vcenter: string, name: string | null): boolean =>
    name !== null && index.providersOf.get(vcenter)?.has(name) !== true;
  const entities = [
    ...[...estate.vcenters.values()].map((each) => ({ ...each, vcenter: each.path })),
    ...estate.clusters.values(),
  ];
  return entities.flatMap(({ path, vcenter, defaultKeyProvider }) => {
    const name = known(defaultKeyProvider);
    if (!missing(vcenter, name)) return [];
    const sentence =
      `The default key provider of ${path}, ${name}, does not exist in ${vcenter}: ` +
      "encrypting without naming a provider fails.";
    return [{ subject: path, sentence }];
  });
}

function findEqualNames({ estate }: EstateView): readonly Found[] {
  const byName = new Map<string, EstateKeyProvider[]>();
  for (const provider of estate.keyProviders.values()) {
    byName.set(provider.name, [...(byName.get(provider.name) ?? []), provider]);
  }
  const sourceOf = (provider: EstateKeyProvider) =>
    provider.kind === "native"
      ? provider.keyId
      : provider.keyServers
          .map((path) => serverIdentity(estate.keyServers.get(path), path))
          .sort()[0];
  return [...byName].flatMap(([name, providers]) => {
    if (new Set(providers.map(sourceOf)).size < 2) return [];
    const paths = some(providers.map((provider) => provider.path).sort());
    const sentence =
      `${paths} have one name and different keys: a machine moved between their vCenters finds a ` +
      `provider called ${name} that does not have its key.`;
    return [{ subject: name, sentence }];
  });
}

/** Servers of one replication group, or at one address, give the same keys. */
function serverIdentity(
  server: { replicationGroup: string | null; address: string } | undefined,
  path: string,
): string {
  return server?.replicationGroup ?? server?.address ?? path;
}

function findMissingBackups(view: EstateView): readonly Found[] {
  return nativeProviders(view)
    .filter((provider) => provider.backedUp === false)
    .map(({ path }) => {
      const sentence = `${path} has never been backed up: it cannot be used, and would be lost with vCenter.`;
      return { subject: path, sentence };
    });
}

function findOpenBackups(view: EstateView): readonly Found[] {
  return nativeProviders(view)
    .filter(({ backedUp, backupHasPassword }) => backedUp === true && backupHasPassword === false)
    .map(({ path }) => {
      const sentence = `The backup of ${path} has no password: whoever has the file has every key.`;
      return { subject: path, sentence };
    });
}

function findRequiredTpms(view: EstateView): readonly Found[] {
  return nativeProviders(view).flatMap((provider) => {
    if (!provider.tpmRequired) return [];
    const bare = hostsUsing(view, provider).filter((host) => !host.tpm.present);
    if (bare.length === 0) return [];
    const sentence =
      `${provider.path} takes only hosts with a TPM, and ${some(bare.map(({ path }) => path))} ` +
      "have none: its machines cannot start or be moved there.";
    return [{ subject: provider.path, sentence }];
  });
}

function findOldReleases(view: EstateView): readonly Found[] {
  return nativeProviders(view).flatMap((provider) => {
    const vcenter = view.estate.vcenters.get(provider.vcenter);
    const all = [...(vcenter === undefined ? [] : [vcenter]), ...hostsUsing(view, provider)];
    const old = all.filter(({ version }) => !isAtLeast(version, NATIVE_KEY_PROVIDER_MINIMUM));
    if (old.length === 0) return [];
    const names = some(old.map(({ path, version }) => `${path} (${version})`));
    const sentence = `${provider.path} needs ${NATIVE_KEY_PROVIDER_MINIMUM} or later everywhere; ${names} run older releases.`;
    return [{ subject: provider.path, sentence }];
  });
}

function findTooMany({ index }: EstateView): readonly Found[] {
  return [...index.providersOf].flatMap(([vcenter, providers]) => {
    if (providers.size <= KEY_PROVIDERS_PER_VCENTER) return [];
    const sentence = `${vcenter} has ${providers.size} key providers; it takes ${KEY_PROVIDERS_PER_VCENTER} at most.`;
    return [{ subject: vcenter, sentence }];
  });
}

function findClusterProviders({ estate }: EstateView): readonly Found[] {
  return [...estate.clusters.values()].flatMap((cluster) => {
    const version = estate.vcenters.get(cluster.vcenter)?.version;
    if (version === undefined) return [];
    const since = [
      ...(cluster.hostKeyProvider === null ? [] : [CLUSTER_HOST_KEY_PROVIDER_MINIMUM]),
      ...(cluster.defaultKeyProvider === null ? [] : [CLUSTER_DEFAULT_KEY_PROVIDER_MINIMUM]),
    ].find((minimum) => !isAtLeast(version, minimum));
    if (since === undefined) return [];
    const sentence = `${cluster.path} has a key provider of its own, which vCenter knows from ${since} on; ${cluster.vcenter} is ${version}.`;
    return [{ subject: cluster.path, sentence }];
  });
}
