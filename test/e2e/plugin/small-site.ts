// A site as Terraform JSON, with what a test wants to be otherwise.

type Json = { readonly [name: string]: unknown };

export const VCENTER = "${holdfast_vcenter.vc.id}";
export const CLUSTER = "${holdfast_cluster.edge.id}";

export const host = (hostname: string, more: Json = {}) => ({
  hostname,
  cluster: CLUSTER,
  version: "8.0 U3",
  tpm: { present: true },
  ...more,
});

/** A vCenter, a cluster and a host with key persistence; `more` by resource type. */
export function smallSite(more: Json = {}, top: Json = {}): Json {
  return {
    resource: {
      holdfast_vcenter: { vc: { name: "vc01", version: "8.0 U3" } },
      holdfast_cluster: { edge: { vcenter: VCENTER, name: "edge" } },
      holdfast_host: { a: host("esx01", { key_persistence: { enabled: true } }) },
      ...more,
    },
    ...top,
  };
}
