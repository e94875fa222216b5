// An estate of a given size, made straight in a simulated vSphere through the port that apply uses: what a drill
// costs is not what a plan costs, and a hundred thousand machines need no program.

import type { HostSpec, KeyServerSpec, VirtualMachineSpec } from "../src/provider/backend.js";
import type { Simulator } from "../src/simulator/simulator.js";

export interface EstateSize {
  readonly clusters: number;
  readonly hostsPerCluster: number;
  readonly machinesPerCluster: number;
}

/** The estate of so many hosts, with ten encrypted machines for each. */
export function sizeOf(hosts: number, hostsPerCluster: number): EstateSize {
  return {
    clusters: Math.ceil(hosts / hostsPerCluster),
    hostsPerCluster,
    machinesPerCluster: hostsPerCluster * 10,
  };
}

export function machinesIn({ clusters, machinesPerCluster }: EstateSize): number {
  return clusters * machinesPerCluster;
}

/** One vCenter, two key servers behind one key provider, and clusters that keep their keys. */
export async function buildEstate(size: EstateSize, simulator: Simulator): Promise<void> {
  const { backend } = simulator;
  await backend.vcenters.create({ name: "vc01", version: "8.0 U3", site: "core", runsOn: null });
  for (const name of ["kms1", "kms2"]) await backend.keyServers.create(keyServer(name));
  await backend.standardKeyProviders.create({
    vcenter: "vc01",
    name: "kp",
    keyServers: ["vc01/kms/kms1", "vc01/kms/kms2"],
    clientTrustsServer: true,
    serverTrustsClient: true,
    clientCertificateMode: null,
    clientCertificateNotAfter: null,
    userName: null,
  });
  await backend.defaultKeyProviders.set("vc01", "kp");
  for (let i = 0; i < size.clusters; i++) await fillCluster(simulator, `c${i}`, size);
}

async function fillCluster(
  { backend }: Simulator,
  name: string,
  { hostsPerCluster, machinesPerCluster }: EstateSize,
): Promise<void> {
  await backend.clusters.create({
    vcenter: "vc01",
    name,
    ha: true,
    cryptoMode: "onDemand",
    hostKeyProvider: null,
    storage: "shared",
    role: "workload",
  });
  for (let i = 0; i < hostsPerCluster; i++) {
    const { hostname } = await backend.hosts.add(host(name, `esx${i}`));
    await backend.hosts.enableKeyPersistence(`vc01/${name}/${hostname}`);
  }
  const machines = Array.from({ length: machinesPerCluster }, (_, i) => `${name}-vm${i}`);
  await Promise.all(machines.map((vm) => backend.virtualMachines.create(machine(name, vm))));
}

function keyServer(name: string): KeyServerSpec {
  return {
    vcenter: "vc01",
    name,
    address: `${name}.core.example`,
    port: 5696,
    site: "core",
    replicationGroup: "core",
    certificateNotBefore: null,
    certificateNotAfter: null,
    proxyAddress: null,
    proxyPort: null,
    timeoutSeconds: null,
    protocol: null,
    reconnect: null,
    nbio: null,
    runsOn: null,
  };
}

function host(cluster: string, hostname: string): HostSpec {
  return {
    hostname,
    cluster: `vc01/${cluster}`,
    site: "core",
    version: "8.0 U3",
    hardware: { tpm: { present: true, hashBank: "sha256" }, secureBoot: true },
    notes: { rack: null, physicalSecurity: null, recoveryKeyLocation: null },
  };
}

function machine(cluster: string, name: string): VirtualMachineSpec {
  return {
    vcenter: "vc01",
    name,
    cluster: `vc01/${cluster}`,
    encrypted: true,
    keyProvider: null,
    disks: [{ name: "disk-0", sizeGib: 40, encrypted: true, keyProvider: null }],
    vtpm: false,
    firmware: "efi",
    hardwareVersion: 19,
    powerState: "poweredOn",
    autostart: true,
    migrateEncryption: null,
    ftEncryptionMode: null,
  };
}
