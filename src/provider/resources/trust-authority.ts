// holdfast_trust_authority: the Trust Authority of a cluster, what it trusts, and the clusters it serves. That
// a TPM is trusted is a fact about the key in it: one that was cleared since is no longer in the list that is read.

import { type Diagnostic, errorDiagnostic } from "../../model/diagnostic.js";
import { isList, unmark, type Value } from "../../model/value.js";
import type { Attributes } from "../attributes.js";
import { hasForm, joinPath, vcenterOf } from "../inventory-path.js";
import { objectsOperations } from "../objects-operations.js";
import type { ResourceType } from "../resource-type.js";
import { requireForm } from "../rules.js";

export const trustAuthority: ResourceType = {
  type: "holdfast_trust_authority",
  idForms: ["VCENTER/trust-authority/CLUSTER"],
  idOf: (attributes) => idOf(attributes.value("cluster")),
  validate: (config) => [
    ...requireForm(config, "cluster", ["VCENTER/CLUSTER"]),
    ...validateTrustedClusters(config),
    ...validateTrustedTpms(config),
  ],
  computed: {},
  operations: objectsOperations({
    objects: (backend) => backend.trustAuthorities,
    toSpec: (planned) => ({
      cluster: planned.text("cluster"),
      trustedClusters: planned.texts("trusted_clusters") ?? [],
      baseImages: planned.texts("base_images") ?? [],
      trustedTpms: planned.texts("trusted_tpms"),
    }),
    toAttributes: (info) => ({
      cluster: info.cluster,
      trusted_clusters: info.trustedClusters,
      base_images: info.baseImages,
      trusted_tpms: info.trustedTpms,
    }),
  }),
};

function idOf(cluster: Value) {
  if (typeof cluster !== "string") return joinPath(cluster);
  return joinPath(vcenterOf(cluster), "trust-authority", cluster.split("/")[1] ?? "");
}

/** vSphere Security, Trust Authority Topology: the workload vCenter is another system. */
function validateTrustedClusters(config: Attributes): readonly Diagnostic[] {
  const own = config.value("cluster");
  return textsOf(config, "trusted_clusters").flatMap(([cluster, i]) => {
    const attribute = ["trusted_clusters", i];
    if (!hasForm(cluster, "VCENTER/CLUSTER")) {
      const detail = `"${cluster}" is not the id of a cluster (VCENTER/CLUSTER). Refer to the resource's attribute id.`;
      return [errorDiagnostic("Not a cluster", detail, { attribute })];
    }
    if (typeof own !== "string" || vcenterOf(own) !== vcenterOf(cluster)) return [];
    const detail =
      cluster === own
        ? `"${cluster}" is the Trust Authority cluster itself. A cluster is either one that is trusted or the one that attests: serve clusters of another vCenter.`
        : `"${cluster}" is managed by the vCenter of the Trust Authority, which has to be a system of its own. Serve clusters of another vCenter.`;
    return [errorDiagnostic("Not a cluster of another vCenter", detail, { attribute })];
  });
}

function validateTrustedTpms(config: Attributes): readonly Diagnostic[] {
  const clusters = config.value("trusted_clusters");
  const known = isList(clusters) ? clusters.map(unmark) : [];
  const areKnown = isList(clusters) && known.every((cluster) => typeof cluster === "string");
  return textsOf(config, "trusted_tpms").flatMap(([host, i]) => {
    const cluster = host.slice(0, host.lastIndexOf("/"));
    const isHost = hasForm(host, "VCENTER/CLUSTER/HOSTNAME");
    if (isHost && (!areKnown || known.includes(cluster))) return [];
    const detail = `"${host}" is not the id of a host of a trusted cluster (VCENTER/CLUSTER/HOSTNAME). List hosts of the clusters in "trusted_clusters".`;
    const attribute = ["trusted_tpms", i];
    return [errorDiagnostic("Not a host of a trusted cluster", detail, { attribute })];
  });
}

/** The known texts of a list, each with its number. */
function textsOf(config: Attributes, name: string): readonly (readonly [string, number])[] {
  const value = config.value(name);
  if (!isList(value)) return [];
  return value.flatMap((item, i) => {
    const text = unmark(item);
    return typeof text === "string" ? [[text, i] as const] : [];
  });
}
