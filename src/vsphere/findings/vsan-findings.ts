// Findings about encrypted vSAN: key servers that it would have to unlock itself, firewalls in front of its hosts, keys
// that its hosts do not keep.

import type { EstateCluster, EstateHost, EstateKeyProvider } from "../estate.js";
import { pathKey } from "../estate-index.js";
import { accessTo, vsanPersistenceReason } from "../host-reach.js";
import { providerNamed } from "../key-paths.js";
import { known, NOT_KNOWN } from "../maybe.js";
import { type EstateView, type FindingRule, type Found, some } from "./finding-rule.js";

export const VSAN_FINDINGS: readonly FindingRule[] = [
  {
    code: "FC-01",
    severity: "error",
    trigger: "a key server runs on the encrypted vSAN that needs its keys",
    remedy: "Run the key server outside of the cluster whose vSAN it unlocks.",
    source: "VCF security guidelines, Standard Key Provider FAQ; vSAN design considerations",
    find: findKeyServersOnVsan,
  },
  {
    code: "FC-06",
    severity: "warning",
    trigger: "a vSAN host has an older copy of the key servers or certificates than vCenter",
    remedy: "Let vCenter reach the host: it hands the new ones over within five minutes.",
    source: "vSAN API, VsanEncryptionIssue clientCertificateInconsistent",
    find: (view) => eachHost(view, findOldCopy),
  },
  {
    code: "FC-10",
    severity: "error",
    trigger:
      "a firewall keeps hosts of an encrypted vSAN from a key server they have to ask themselves",
    remedy: "Open the KMIP port from every vSAN host's site to every key server.",
    source: "VCF security guidelines, Standard Key Provider FAQ",
    find: findClosedPaths,
  },
  {
    code: "FC-13",
    severity: "error",
    trigger: "a vSAN is encrypted under a key provider that does not exist",
    remedy:
      "Add the key provider again under its old name, or re-key the vSAN under another first.",
    source: "VCF security guidelines, Standard Key Provider FAQ",
    find: findLostProviders,
  },
  {
    code: "FC-33",
    severity: "error",
    trigger: "key persistence is on at a host of an encrypted vSAN before ESXi 7.0 U3",
    remedy: "Upgrade the host to 7.0 U3 or later: before, its vSAN keys are not kept.",
    source: "vSphere Security, Key Persistence Overview; How vSAN Data-At-Rest Encryption Works",
    find: (view) => eachHost(view, findUncoveredPersistence),
  },
  {
    code: "FC-41",
    severity: "error",
    trigger: "encryption was disabled on a host of an encrypted vSAN",
    remedy: "Turn the host's encryption mode on again before it reboots.",
    source: "vSphere Web Services API, CryptoManagerHostDisable",
    find: (view) => eachHost(view, findDisabledHost),
  },
  {
    code: "FC-50",
    severity: "error",
    trigger:
      "the encryption of a vSAN is to be changed while one of its disk groups is not mounted",
    remedy: "Bring every host of the cluster back, and wait until its disk group is mounted.",
    source: "VCF security guidelines, change-keyprovider.ps1",
    find: findUnsoundChange,
  },
  {
    code: "FC-61",
    severity: "error",
    trigger: "a vSAN is encrypted under a key provider that is neither standard nor native",
    remedy: "Encrypt the vSAN under a standard or a native key provider.",
    source: "vSAN administration guide, Using Encryption in a vSAN Cluster",
    find: findRefusedProviders,
  },
];

const KEY_PROVIDER_KINDS: readonly string[] = ["standard", "native"];

function encrypted({ estate }: EstateView): readonly EstateCluster[] {
  return [...estate.clusters.values()].filter(({ vsanEncryption }) => vsanEncryption != null);
}

function providerOf({ estate }: EstateView, cluster: EstateCluster): EstateKeyProvider | undefined {
  const name = known(cluster.vsanEncryption?.key.provider ?? null);
  return providerNamed(estate, cluster.vcenter, name);
}

function hostsOf({ index }: EstateView, { path }: EstateCluster): readonly EstateHost[] {
  return index.hostsOf.get(path) ?? [];
}

type HostRule = (host: EstateHost, provider: EstateKeyProvider | undefined) => string | undefined;

function eachHost(view: EstateView, rule: HostRule): readonly Found[] {
  return encrypted(view).flatMap((cluster) => {
    const provider = providerOf(view, cluster);
    return hostsOf(view, cluster).flatMap((host) => {
      const sentence = rule(host, provider);
      return sentence === undefined ? [] : [{ subject: host.path, sentence }];
    });
  });
}

function findKeyServersOnVsan(view: EstateView): readonly Found[] {
  const { estate } = view;
  return encrypted(view).flatMap((cluster) => {
    const provider = providerOf(view, cluster);
    if (provider?.kind !== "standard") return [];
    return provider.keyServers.flatMap((path) => {
      const machine = estate.virtualMachines.get(estate.keyServers.get(path)?.runsOn ?? "");
      if (machine?.cluster !== cluster.path) return [];
      const sentence =
        `${path} runs in ${machine.path}, on the vSAN of ${cluster.path} that is encrypted with its keys: after ` +
        "a power loss nothing there mounts without it.";
      return [{ subject: path, sentence }];
    });
  });
}

function findOldCopy(
  { path, present }: EstateHost,
  provider: EstateKeyProvider | undefined,
): string | undefined {
  const known = present?.diskGroup?.access ?? null;
  const wanted = accessTo(provider);
  if (known === null || wanted === undefined) return undefined;
  if (JSON.stringify(known) === JSON.stringify(wanted)) return undefined;
  return `${path} asks for its vSAN keys with an older copy of ${wanted.provider} than vCenter has.`;
}

function findClosedPaths(view: EstateView): readonly Found[] {
  const { estate, index } = view;
  if (index.closedPaths.size === 0) return [];
  return encrypted(view).flatMap((cluster) => {
    const provider = providerOf(view, cluster);
    if (provider?.kind !== "standard") return [];
    const servers = provider.keyServers.flatMap((path) => estate.keyServers.get(path) ?? []);
    const isClosed = (site: string, { site: toSite, port }: { site: string; port: number }) =>
      index.closedPaths.has(pathKey({ fromSite: site, fromRole: "host", toSite, port }));
    const kept = hostsOf(view, cluster).filter((host) =>
      servers.some((server) => isClosed(host.site, server)),
    );
    if (kept.length === 0) return [];
    const isWhole = kept.some((host) => servers.every((server) => isClosed(host.site, server)));
    const names = some(kept.map(({ path }) => path));
    const effect = isWhole
      ? "their disk groups will not mount after a reboot"
      : "the other key servers carry the load alone";
    const sentence = `The firewall keeps ${names} from key servers of ${provider.path}: ${effect}.`;
    const found = { subject: cluster.path, sentence };
    return [isWhole ? found : { ...found, severity: "warning" as const }];
  });
}

function findLostProviders(view: EstateView): readonly Found[] {
  return encrypted(view).flatMap((cluster) => {
    const name = cluster.vsanEncryption?.key.provider ?? null;
    if (name === NOT_KNOWN || providerOf(view, cluster) !== undefined) return [];
    const sentence = `The vSAN of ${cluster.path} is encrypted under ${name}, which ${cluster.vcenter} does not have.`;
    return [{ subject: cluster.path, sentence }];
  });
}

function findUncoveredPersistence(
  host: EstateHost,
  provider: EstateKeyProvider | undefined,
): string | undefined {
  if (provider?.kind !== "standard") return undefined;
  if (vsanPersistenceReason(host) !== "PERSISTENCE_WITHOUT_VSAN") return undefined;
  return `${host.path} runs ESXi ${host.version}: key persistence keeps the keys of machines there, and not those of vSAN.`;
}

function findDisabledHost({ path, present }: EstateHost): string | undefined {
  if (present?.cryptoState !== "pendingIncapable") return undefined;
  return `Encryption was disabled on ${path}, a host of an encrypted vSAN: its disk group will not mount after a reboot.`;
}

/**
 * A rolling change passes every host; one that is yet to be racked has nothing to change. Resynchronisation, the other
 * half of the failure, is unknown here: a vSAN has disk groups and no components.
 */
function findUnsoundChange(view: EstateView): readonly Found[] {
  return [...view.estate.clusters.values()].flatMap((cluster) => {
    const { path, vsanRecrypt } = cluster;
    if (vsanRecrypt === undefined) return [];
    const missing = hostsOf(view, cluster).filter(
      ({ present }) => present !== undefined && present.diskGroup?.isMounted !== true,
    );
    if (missing.length === 0) return [];
    const names = some(missing.map((host) => host.path));
    const sentence = `The vSAN of ${path} cannot take its ${vsanRecrypt}: the disk group of ${names} is not mounted.`;
    return [{ subject: path, sentence }];
  });
}

/** Trusted key providers are named by no guide to vSAN. */
function findRefusedProviders(view: EstateView): readonly Found[] {
  return encrypted(view).flatMap((cluster) => {
    const provider = providerOf(view, cluster);
    if (provider === undefined || KEY_PROVIDER_KINDS.includes(provider.kind)) return [];
    const sentence = `The vSAN of ${cluster.path} is encrypted under ${provider.name}, which cannot serve vSAN.`;
    return [{ subject: cluster.path, sentence }];
  });
}
