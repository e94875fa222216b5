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
    host(`esx${i}`, idOf(cluster)),
  ]);
}

function idOf(cluster: string): string {
  return `\${holdfast_cluster.${cluster}.id}`;
}

function host(hostname: string, cluster: string): Json {
  return {
    hostname,
    cluster,
    site: "core",
    version: "8.0 U3",
    tpm: { present: true },
    key_persistence: { enabled: true },
  };
}

const DEFAULT_PROVIDER = "holdfast_default_key_provider.default";

function machines(cluster: string, count: number): [string, Json][] {
  const hostAddresses = Array.from(
    { length: HOSTS_PER_CLUSTER },
    (_, i) => `holdfast_host.${cluster}-esx${i}`,
  );
  return Array.from({ length: count }, (_, i) => [
    `${cluster}-vm${i}`,
    {
      ...machine(`${cluster}-vm${i}`, idOf(cluster)),
      depends_on: [...hostAddresses, DEFAULT_PROVIDER],
    },
  ]);
}

function machine(name: string, cluster: string): Json {
  return { name, cluster, encrypted: true, disks: [{ name: "disk-0", size_gib: 40 }] };
}

/** One cluster with so many machines, written with `count`. */
export function repeatedConfiguration(machines: number): string {
  const resource = {
    holdfast_vcenter: { vc: { name: "vc01", version: "8.0 U3", site: "core" } },
    holdfast_key_server: { kms1: keyServer("kms1"), kms2: keyServer("kms2") },
    holdfast_standard_key_provider: { kp: keyProvider() },
    holdfast_default_key_provider: { default: defaultProvider() },
    holdfast_cluster: { c: cluster("c") },
    holdfast_host: { esx: { ...host("esx${count.index}", idOf("c")), count: HOSTS_PER_CLUSTER } },
    holdfast_virtual_machine: {
      vm: {
        ...machine("vm${count.index}", idOf("c")),
        count: machines,
        depends_on: ["holdfast_host.esx", DEFAULT_PROVIDER],
      },
    },
  };
  return JSON.stringify({ ...header(), resource });
}

/** As many built-in objects of Terraform's own, for the peer's side of a ratio. */
export function terraformDataConfiguration(resources: number): string {
  const blocks = Array.from({ length: resources }, (_, i) => [`r${i}`, { input: `value-${i}` }]);
  return JSON.stringify({ resource: { terraform_data: Object.fromEntries(blocks) } });
}
