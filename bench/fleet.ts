// Configurations of a given size as Terraform JSON: a vCenter, two key servers, a provider, and clusters of
// ten hosts with a hundred machines each, the shape of an estate that Holdfast is for.

const HOSTS_PER_CLUSTER = 10;
const PER_CLUSTER = 111;

type Json = Record<string, unknown>;

export interface FleetSize {
  readonly clusters: number;
  readonly vmsPerCluster: number;
}

/** The fleet whose number of resources comes closest to `resources`. */
export function fleetOf(resources: number): FleetSize {
  return { clusters: Math.max(1, Math.round(resources / PER_CLUSTER)), vmsPerCluster: 100 };
}

/** One `*.tf.json` document. */
export function fleetConfiguration(size: FleetSize): string {
  const clusters = Array.from({ length: size.clusters }, (_, i) => `c${i}`);
  const resource = {
    holdfast_vcenter: { vc: { name: "vc01", version: "8.0 U3", site: "core" } },
    holdfast_key_server: { kms1: keyServer("kms1"), kms2: keyServer("kms2") },
    holdfast_standard_key_provider: { kp: keyProvider() },
    holdfast_default_key_provider: { default: defaultProvider() },
    holdfast_cluster: Object.fromEntries(clusters.map((name) => [name, cluster(name)])),
    holdfast_host: Object.fromEntries(clusters.flatMap(hosts)),
    holdfast_virtual_machine: Object.fromEntries(
      clusters.flatMap((name) => machines(name, size.vmsPerCluster)),
    ),
  };
  return JSON.stringify({ ...header(), resource });
}

function header(): Json {
  return {
    terraform: { required_providers: { holdfast: { source: "holdfast/holdfast" } } },
    provider: { holdfast: [{}] },
  };
}

function keyServer(name: string): Json {
  return {
    vcenter: "${holdfast_vcenter.vc.id}",
    name,
    address: `${name}.core.example`,
    site: "core",
    replication_group: "core",
  };
}

function keyProvider(): Json {
  return {
    vcenter: "${holdfast_vcenter.vc.id}",
    name: "kp",
    key_servers: ["${holdfast_key_server.kms1.id}", "${holdfast_key_server.kms2.id}"],
  };
}

function defaultProvider(): Json {
  return {
    entity: "${holdfast_vcenter.vc.id}",
    key_provider: "${holdfast_standard_key_provider.kp.name}",
  };
}

function cluster(name: string): Json {
  return { vcenter: "${holdfast_vcenter.vc.id}", name };
}

function hosts(cluster: string): [string, Json][] {
  return Array.from({ length: HOSTS_PER_CLUSTER }, (_, i) => [
    `${cluster}-esx${i}`,
    {
      hostname: `esx${i}`,
      cluster: `\${holdfast_cluster.${cluster}.id}`,
      site: "core",
      version: "8.0 U3",
      tpm: { present: true },
      key_persistence: { enabled: true },
    },
  ]);
}

function machines(cluster: string, count: number): [string, Json][] {
  const hostAddresses = Array.from(
    { length: HOSTS_PER_CLUSTER },
    (_, i) => `holdfast_host.${cluster}-esx${i}`,
  );
  return Array.from({ length: count }, (_, i) => [
    `${cluster}-vm${i}`,
    {
      name: `${cluster}-vm${i}`,
      cluster: `\${holdfast_cluster.${cluster}.id}`,
      encrypted: true,
      disks: [{ name: "disk-0", size_gib: 40 }],
      depends_on: [...hostAddresses, "holdfast_default_key_provider.default"],
    },
  ]);
}

/** As many built-in objects of Terraform's own, for the peer's side of a ratio. */
export function terraformDataConfiguration(resources: number): string {
  const blocks = Array.from({ length: resources }, (_, i) => [`r${i}`, { input: `value-${i}` }]);
  return JSON.stringify({ resource: { terraform_data: Object.fromEntries(blocks) } });
}
