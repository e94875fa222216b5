// Findings about single keys: what is encrypted with a key, or names one, that no key server has active. Nothing shows
// until a host reboots.

import type { Estate, EstateKey } from "../estate.js";
import { providerNamed } from "../key-paths.js";
import { heldKeyReason, keyRequest, wrappingKeyReason } from "../reach.js";
import { type EstateView, type FindingRule, type Found, vcenterPathOf } from "./finding-rule.js";

export const KEY_FINDINGS: readonly FindingRule[] = [
  {
    code: "FC-11",
    severity: "error",
    trigger:
      "no key server has a key that a machine is encrypted with or that a cluster names as host key, or it is not active there",
    remedy: "Activate the key at the key servers by its id, or name another and rekey.",
    source: "vSphere Security, Resolve Missing Key Issues",
    find: findMissingKeys,
  },
];

function findMissingKeys({ estate }: EstateView): readonly Found[] {
  const machines = [...estate.virtualMachines.values()].flatMap(
    ({ path, cluster, homeKey, diskKeys }) => {
      const keys = homeKey === null ? diskKeys : [homeKey, ...diskKeys];
      const vcenter = vcenterPathOf(estate, cluster);
      const where = keys.map((key) => whereMissing(estate, vcenter, key)).find(Boolean);
      const then = "once its host has rebooted, it stays locked";
      return where === undefined
        ? []
        : [{ subject: path, sentence: `${path} needs ${where}: ${then}.` }];
    },
  );
  const clusters = [...estate.clusters.values()].flatMap(
    ({ path, vcenter, hostKeyId: id, hostKeyProvider: provider }) => {
      if (id == null) return [];
      const where = whereMissing(estate, vcenter, { id, provider });
      const then = "a host that needs it does not become crypto safe";
      return where === undefined
        ? []
        : [{ subject: path, sentence: `${path} names as host key ${where}: ${then}.` }];
    },
  );
  return [...machines, ...clusters];
}

/** `the key ID, which … `, or undefined where a key server has it or nobody knows. */
function whereMissing(estate: Estate, vcenter: string, key: EstateKey): string | undefined {
  const provider = providerNamed(estate, vcenter, key.provider);
  if (provider?.kind !== "standard" || key.derivedFrom !== undefined) return undefined;
  const { id, wrappedBy } = keyRequest(provider, key, "workload").key;
  const reasons = provider.keyServers.flatMap((path) => {
    const server = estate.keyServers.get(path);
    if (server === undefined) return [];
    return wrappedBy === undefined
      ? heldKeyReason(server, id)
      : wrappingKeyReason(server, wrappedBy);
  });
  if (reasons.length === 0 || reasons.includes("OK")) return undefined;
  const isInactive = reasons.some((reason) => reason.endsWith("_INACTIVE"));
  const what = wrappedBy === undefined ? `the key ${id}` : `a key wrapped by ${wrappedBy}`;
  const state = isInactive ? "is not active at" : "is not at";
  return `${what}, which ${state} the key servers of ${provider.path}`;
}
