// Findings about key servers and the standard key providers that list them: loops, single points of
// failure, certificates, trust, firewalls.

import { CERTIFICATE_WARNING_SECONDS } from "../defaults.js";
import type { EstateKeyProvider, EstateKeyServer, EstateVirtualMachine } from "../estate.js";
import { pathKey } from "../estate-index.js";
import { providerNamed } from "../key-paths.js";
import type { StandardKeyProvider } from "../reach.js";
import {
  type EstateView,
  type FindingRule,
  type Found,
  providerNamesOf,
  some,
  vcenterPathOf,
} from "./finding-rule.js";

type ProviderWithServers = Exclude<EstateKeyProvider, { kind: "native" }>;

export const KEY_SERVER_FINDINGS: readonly FindingRule[] = [
  {
    code: "FC-01",
    severity: "error",
    trigger: "a key server runs in a virtual machine that needs a key of that very server",
    remedy:
      "Run the key server outside of what it unlocks, in a machine that is not encrypted with its keys.",
    source: "VCF security guidelines, Standard Key Provider FAQ",
    find: findKeyServerLoops,
  },
  {
    code: "FC-02",
    severity: "error",
    trigger: "vCenter runs in a virtual machine encrypted under a standard key provider of its own",
    remedy: "Do not encrypt the vCenter appliance, or use a native key provider for it.",
    source: "vSphere Security, Virtual Machine Encryption Best Practices",
    find: findVcenterLoops,
  },
  {
    code: "FC-05",
    severity: "warning",
    trigger: "a standard or trusted key provider has its keys on one server only",
    remedy: "List two or more key servers of one replication group.",
    source: "VCF security guidelines, Standard Key Provider FAQ",
    find: findLoneServers,
  },
  {
    code: "FC-06",
    severity: "error",
    trigger: "a certificate between vCenter and a key server is not valid, or ends within 30 days",
    remedy: "Renew the certificate and have both sides trust the new one.",
    source: "vCenter advanced settings, vpxd.kmscert.threshold",
    find: findCertificates,
  },
  {
    code: "FC-07",
    severity: "error",
    trigger: "vCenter and the key servers do not trust each other in both directions",
    remedy: "Finish the trust set-up with the newest certificate request.",
    source: "vSphere Web Services API, CryptoManagerKmip",
    find: findHalfTrust,
  },
  {
    code: "FC-08",
    severity: "error",
    trigger: "a key server demands a user name or a password that vCenter does not present",
    remedy: "Set the user name and the password again, and raise the version of the password.",
    source: "Broadcom KB 396701",
    find: findRefusedCredentials,
  },
  {
    code: "FC-10",
    severity: "error",
    trigger: "a firewall keeps vCenter from a key server it has to fetch keys from",
    remedy: "Open the KMIP port from vCenter's site to every key server.",
    source: "VCF security guidelines, Standard Key Provider FAQ",
    find: findClosedPaths,
  },
];

function standardProviders({ estate }: EstateView): readonly StandardKeyProvider[] {
  return [...estate.keyProviders.values()].filter((provider) => provider.kind === "standard");
}

/** Those whose keys are on key servers, or wrapped under one that is. */
function providersWithServers({ estate }: EstateView): readonly ProviderWithServers[] {
  return [...estate.keyProviders.values()].filter((provider) => provider.kind !== "native");
}

function findKeyServerLoops(view: EstateView): readonly Found[] {
  const { estate } = view;
  return providersWithServers(view).flatMap((provider) =>
    provider.keyServers.flatMap((path) => {
      const machine = estate.virtualMachines.get(estate.keyServers.get(path)?.runsOn ?? "");
      if (machine === undefined || !needs(view, machine, provider)) return [];
      const sentence =
        `${path} runs in ${machine.path}, which is encrypted with a key of ${provider.path}: once ` +
        "it is off, nothing can deliver the key that starts it.";
      return [{ subject: path, sentence }];
    }),
  );
}

function findVcenterLoops(view: EstateView): readonly Found[] {
  const { estate } = view;
  return [...estate.vcenters.values()].flatMap((vcenter) => {
    const machine = estate.virtualMachines.get(vcenter.runsOn ?? "");
    if (machine === undefined) return [];
    const loops = standardProviders(view).some(
      (provider) => provider.vcenter === vcenter.path && needs(view, machine, provider),
    );
    if (!loops) return [];
    const sentence =
      `${vcenter.path} runs in ${machine.path}, which is encrypted under its own standard key ` +
      "provider: on a host that lost its keys, vCenter is locked, and only vCenter could bring the key.";
    return [{ subject: vcenter.path, sentence }];
  });
}

function needs(
  view: EstateView,
  machine: EstateVirtualMachine,
  provider: EstateKeyProvider,
): boolean {
  const vcenter = vcenterPathOf(view.estate, machine.cluster);
  return [...providerNamesOf(machine)].some(
    (name) => providerNamed(view.estate, vcenter, name) === provider,
  );
}

function findLoneServers(view: EstateView): readonly Found[] {
  return providersWithServers(view).flatMap((provider) => {
    const servers = serversOf(view, provider);
    if (servers.length === 0) {
      const sentence = `No key server of ${provider.path} exists: it delivers no key.`;
      return [{ subject: provider.path, sentence }];
    }
    const addresses = new Set(servers.map(({ address }) => address));
    const groups = new Set(servers.map((server) => server.replicationGroup ?? server.path));
    if (addresses.size > 1 && groups.size < addresses.size) return [];
    const sentence =
      addresses.size > 1
        ? `The key servers of ${provider.path} do not replicate each other, so each key is on one of them only.`
        : `${provider.path} has one key server, ${some(servers.map(({ path }) => path))}: its maintenance is an outage.`;
    return [{ subject: provider.path, sentence }];
  });
}

function serversOf({ estate }: EstateView, provider: ProviderWithServers): EstateKeyServer[] {
  return provider.keyServers.flatMap((path) => estate.keyServers.get(path) ?? []);
}

function findCertificates({ estate }: EstateView): readonly Found[] {
  const now = estate.nowSeconds;
  const servers = [...estate.keyServers.values()].flatMap((server) => {
    const from = server.certificateNotBeforeSeconds;
    const what = `The certificate of ${server.path}`;
    if (from !== null && from > now) {
      const sentence = `${what} is not valid yet: vCenter refuses the server.`;
      return [{ subject: server.path, sentence }];
    }
    return certificateEnd(now, server.certificateNotAfterSeconds, { subject: server.path, what });
  });
  const clients = [...estate.keyProviders.values()].flatMap((provider) =>
    provider.kind === "standard"
      ? certificateEnd(now, provider.clientCertificateNotAfterSeconds, {
          subject: provider.path,
          what: `The client certificate of ${provider.path}`,
        })
      : [],
  );
  return [...servers, ...clients];
}

function certificateEnd(
  now: number,
  end: number | null,
  about: { readonly subject: string; readonly what: string },
): readonly Found[] {
  const { subject, what } = about;
  if (end === null || end - now > CERTIFICATE_WARNING_SECONDS) return [];
  if (end <= now) {
    return [{ subject, sentence: `${what} has expired: no key can be fetched through it.` }];
  }
  const days = Math.ceil((end - now) / 86_400);
  const sentence = `${what} expires in ${days} ${days === 1 ? "day" : "days"}.`;
  return [{ subject, sentence, severity: "warning" }];
}

function findHalfTrust(view: EstateView): readonly Found[] {
  return standardProviders(view)
    .filter((provider) => !provider.clientTrustsServer || !provider.serverTrustsClient)
    .map((provider) => {
      const missing = provider.clientTrustsServer
        ? "the key servers do not trust vCenter's client certificate"
        : "vCenter does not trust the certificates of the key servers";
      const sentence = `${provider.path} is not usable: ${missing}.`;
      return { subject: provider.path, sentence };
    });
}

function findRefusedCredentials(view: EstateView): readonly Found[] {
  return providersWithServers(view).flatMap((provider) => {
    const refusing = provider.keyServers.filter((path) => provider.refusedBy?.has(path) === true);
    if (refusing.length === 0) return [];
    const isWhole = refusing.length === provider.keyServers.length;
    const effect = isWhole ? "no key can be fetched" : "the others carry the load alone";
    const sentence = `${some(refusing)} of ${provider.path} demands another user name or password than is presented to it: ${effect}.`;
    const found = { subject: provider.path, sentence };
    return [isWhole ? found : { ...found, severity: "warning" as const }];
  });
}

function findClosedPaths(view: EstateView): readonly Found[] {
  if (view.index.closedPaths.size === 0) return [];
  return standardProviders(view).flatMap((provider) => {
    const servers = serversOf(view, provider);
    const closed = servers.filter((server) => isClosed(view, provider, server));
    if (closed.length === 0) return [];
    const names = some(closed.map(({ path }) => path));
    const isWhole = closed.length === servers.length;
    const effect = isWhole
      ? "no key can be fetched, which shows at the first reboot of a host"
      : "the others carry the load alone";
    const sentence = `The firewall keeps ${provider.vcenter} from ${names} of ${provider.path}: ${effect}.`;
    const found = { subject: provider.path, sentence };
    return [isWhole ? found : { ...found, severity: "warning" }];
  });
}

function isClosed(
  { estate, index }: EstateView,
  provider: StandardKeyProvider,
  server: EstateKeyServer,
): boolean {
  const fromSite = estate.vcenters.get(provider.vcenter)?.site ?? "";
  const way = { fromSite, fromRole: "vcenter", toSite: server.site, port: server.port } as const;
  return index.closedPaths.has(pathKey(way));
}
