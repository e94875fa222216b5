// A small stack as Terraform JSON: one vCenter, a key server, a key provider, a cluster of two hosts and a machine.

type Json = { readonly [name: string]: unknown };

export interface SmallStackParts {
  /** Added to each host. */
  readonly host?: Json;
  /** Added to the resources, by type; an empty one takes the place of what there is. */
  readonly resource?: Json;
  /** Added at the top. */
  readonly top?: Json;
}

export function smallStack({ host = {}, resource = {}, top = {} }: SmallStackParts = {}): string {
  return JSON.stringify(
    {
      terraform: { required_providers: { holdfast: { source: "holdfast/holdfast" } } },
      provider: { holdfast: [{}] },
      resource: withoutEmpty({
        holdfast_vcenter: { vc: { name: "vc01", version: "8.0 U3", site: "core" } },
        holdfast_key_server: {
          kms: {
            vcenter: "${holdfast_vcenter.vc.id}",
            name: "kms1",
            address: "kms1.core.example",
            site: "core",
          },
        },
        holdfast_standard_key_provider: {
          kp: {
            vcenter: "${holdfast_vcenter.vc.id}",
            name: "kp",
            key_servers: ["${holdfast_key_server.kms.id}"],
          },
        },
        holdfast_default_key_provider: {
          default: {
            entity: "${holdfast_vcenter.vc.id}",
            key_provider: "${holdfast_standard_key_provider.kp.name}",
          },
        },
        holdfast_cluster: { edge: { vcenter: "${holdfast_vcenter.vc.id}", name: "edge" } },
        holdfast_host: Object.fromEntries(
          ["esx01", "esx02"].map((name) => [name, hostOf(name, host)]),
        ),
        holdfast_virtual_machine: { till: machineOf("till") },
        ...resource,
      }),
      ...top,
    },
    null,
    2,
  );
}

/** A type that declares nothing has no place in Terraform JSON. */
function withoutEmpty(types: Json): Json {
  return Object.fromEntries(
    Object.entries(types).filter(([, blocks]) => JSON.stringify(blocks) !== "{}"),
  );
}

function hostOf(hostname: string, parts: Json): Json {
  return {
    cluster: "${holdfast_cluster.edge.id}",
    hostname,
    version: "8.0 U3",
    site: "edge",
    tpm: { present: true },
    key_persistence: { enabled: true },
    ...parts,
  };
}

export function machineOf(name: string): Json {
  return {
    cluster: "${holdfast_cluster.edge.id}",
    name,
    encrypted: true,
    depends_on: [
      "holdfast_host.esx01",
      "holdfast_host.esx02",
      "holdfast_default_key_provider.default",
    ],
  };
}
