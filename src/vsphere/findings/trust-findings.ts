// Findings about vSphere Trust Authority: hosts that cannot be attested, machines that cannot have its keys, and
// releases that have it no more.

import type { EstateHost, EstateTrustAuthority } from "../estate.js";
import { NOT_KNOWN } from "../maybe.js";
import { isTpmUsable } from "../tpm.js";
import type { TrustedKeyProvider } from "../trust-reach.js";
import { isAtLeast, TRUST_AUTHORITY_DEPRECATED, TRUST_AUTHORITY_END } from "../versions.js";
import {
  type EstateView,
  type FindingRule,
  type Found,
  providerNamesOf,
  some,
} from "./finding-rule.js";

export const TRUST_FINDINGS: readonly FindingRule[] = [
  {
    code: "FC-51",
    severity: "error",
    trigger: "a trusted host runs a release of ESXi whose base image is not imported",
    remedy: "Import the base image first, then patch the host.",
    source: "vSphere Security, Managing Trust Authority; Attestation Reporting",
    find: findMissingImages,
  },
  {
    code: "FC-53",
    severity: "error",
    trigger:
      "a trusted key provider is used with vCenter 9.0 or later, or (a warning) with one that deprecates it, 8.0 U3",
    remedy: "Encrypt under a standard or a native key provider before the upgrade to 9.0.",
    source: "vSphere Automation API, trusted infrastructure",
    find: findOverdueProviders,
  },
  {
    code: "FC-62",
    severity: "error",
    trigger:
      "a trusted host lacks a TPM 2.0 or secure boot, or a machine of a trusted key provider EFI firmware, its secure boot or a trusted cluster",
    remedy:
      "Fit a TPM 2.0, turn secure boot on, use EFI firmware with secure boot, or encrypt under another key provider.",
    source: "vSphere Security, Trust Authority Prerequisites",
    find: (view) => [...findUntrustableHosts(view), ...findUntrustedMachines(view)],
  },
];

function trustedHosts({
  estate,
  index,
}: EstateView): readonly (readonly [EstateHost, EstateTrustAuthority])[] {
  return [...estate.trustAuthorities.values()].flatMap((authority) =>
    authority.trustedClusters.flatMap((cluster) =>
      (index.hostsOf.get(cluster) ?? []).map((host) => [host, authority] as const),
    ),
  );
}

function findMissingImages(view: EstateView): readonly Found[] {
  return trustedHosts(view).flatMap(([{ path, version }, { baseImages, path: authority }]) => {
    if (baseImages === NOT_KNOWN || baseImages.includes(version)) return [];
    const sentence =
      `${path} runs ESXi ${version}, whose base image ${authority} does not have: it is not attested, and no ` +
      "virtual machine is powered on there.";
    return [{ subject: path, sentence }];
  });
}

function findOverdueProviders({ estate }: EstateView): readonly Found[] {
  return [...estate.keyProviders.values()].filter(isTrusted).flatMap((provider) => {
    const authority = estate.trustAuthorities.get(provider.trustAuthority);
    const vcenters = [provider.vcenter, authority?.vcenter ?? ""].flatMap(
      (path) => estate.vcenters.get(path) ?? [],
    );
    const over = vcenters.filter(({ version }) => isAtLeast(version, TRUST_AUTHORITY_END));
    const old = vcenters.filter(({ version }) => isAtLeast(version, TRUST_AUTHORITY_DEPRECATED));
    const subject = provider.path;
    if (over.length > 0) {
      const names = some(over.map(({ path, version }) => `${path} (${version})`));
      return [{ subject, sentence: `${subject} cannot be used: ${names} has no Trust Authority.` }];
    }
    if (old.length === 0) return [];
    const names = some(old.map(({ path, version }) => `${path} (${version})`));
    const sentence = `${subject} is of a kind that ${names} deprecates and ${TRUST_AUTHORITY_END} does not have.`;
    return [{ subject, sentence, severity: "warning" }];
  });
}

function isTrusted(provider: { readonly kind: string }): provider is TrustedKeyProvider {
  return provider.kind === "trusted";
}

function findUntrustableHosts(view: EstateView): readonly Found[] {
  return trustedHosts(view).flatMap(([{ path, tpm, secureBoot }]) => {
    const lacks = [
      ...(isTpmUsable(tpm) ? [] : ["a usable TPM 2.0"]),
      ...(secureBoot ? [] : ["secure boot"]),
    ];
    if (lacks.length === 0) return [];
    const sentence = `${path} lacks ${lacks.join(" and ")} and cannot be attested.`;
    return [{ subject: path, sentence }];
  });
}

function findUntrustedMachines({ estate, index }: EstateView): readonly Found[] {
  return [...estate.virtualMachines.values()].flatMap((machine) => {
    const providers = index.providersOf.get(estate.clusters.get(machine.cluster)?.vcenter ?? "");
    const trusted = [...providerNamesOf(machine)]
      .map((name) => providers?.get(name))
      .find((provider) => provider?.kind === "trusted");
    if (trusted?.kind !== "trusted") return [];
    const { path } = machine;
    if (index.authorityOf.get(machine.cluster)?.path !== trusted.trustAuthority) {
      const sentence = `${path} needs a key of ${trusted.path}, and ${trusted.trustAuthority} does not serve ${machine.cluster}: no host there gets it.`;
      return [{ subject: path, sentence }];
    }
    const isBios = machine.firmware !== "efi";
    if (!isBios && machine.efiSecureBoot !== false) return [];
    const lack = isBios ? "BIOS firmware" : "no secure boot";
    const sentence = `${path} has a key of the trusted key provider ${trusted.path} and ${lack}.`;
    return [{ subject: path, sentence }];
  });
}
