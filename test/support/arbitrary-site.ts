// Random sites, what happened to them, and scenarios, for properties. Every site is reached by operations;
// what vSphere refuses is left out, as it would be for an operator.

import fc from "fast-check";
import type { ScenarioDocument } from "../../src/drill/scenario.js";
import type { Simulator } from "../../src/simulator/simulator.js";
import { LINK_ROLES } from "../../src/vsphere/defaults.js";
import {
  type ClusterDescription,
  declareTrust,
  encryptVsan,
  type HostDescription,
  type KeyServerDescription,
  type MachineDescription,
  machineSpec,
  makeNamedKeys,
  type SiteDescription,
  simulate,
  type TrustDescription,
  trustedSpec,
  type VsanDescription,
} from "./simulated-estate.js";

const SITES = ["edge", "core"] as const;
const VERSIONS = ["7.0 U1", "7.0 U2", "7.0 U3", "8.0 U3"] as const;
const site = fc.constantFrom(...SITES);
const often = fc.constantFrom(true, true, true, false);
const seldom = fc.constantFrom(false, false, false, true);
const provider = fc.constantFrom("kp", "nkp", "tkp", null, null);

const hostArb = fc.record({
  persistence: fc.boolean(),
  tpm: often,
  tpmInterface: fc.constantFrom("fifo" as const, "fifo" as const, "fifo" as const, "crb" as const),
  version: fc.constantFrom(...VERSIONS, "8.0 U3" as const, "8.0 U3" as const),
  site,
  recoveryKeyLocation: fc.constantFrom("safe", null),
});

const machineArb = fc.record({
  encrypted: often,
  vtpm: fc.boolean(),
  keyProvider: provider,
  diskKeyProvider: fc.constantFrom(null, null, null, "kp", "nkp", "tkp"),
  keyName: fc.constantFrom(null, null, "k1", "k2"),
  poweredOff: seldom,
  autostart: often,
});

const clusterArb = fc.record({
  hostKeyProvider: fc.constantFrom(null, null, null, "kp", "nkp", "tkp"),
  hostKeyName: fc.constantFrom(null, "k1", "k2"),
  trusted: often,
  cryptoMode: fc.constantFrom("onDemand" as const, "onDemand" as const, "forceEnable" as const),
  ha: often,
  storage: fc.constantFrom("shared" as const, "local" as const, "vsan" as const),
  vsan: fc.option(
    fc.record({ keyProvider: fc.constantFrom("kp", "kp", "nkp"), failuresToTolerate: fc.nat(2) }),
    { freq: 3 },
  ),
  hosts: fc.array(hostArb, { minLength: 1, maxLength: 3 }),
  machines: fc.array(machineArb, { minLength: 1, maxLength: 4 }),
});

const keyServerArb = fc.record({
  site,
  group: fc.constantFrom("core", "core", null),
  isRunOn: seldom,
});

const trustArb = fc.record({
  hostSites: fc.array(site, { minLength: 1, maxLength: 2 }),
  keyServerSite: site,
  sharesKeyServer: fc.boolean(),
  baseImages: fc.constantFrom<readonly string[]>([...VERSIONS.filter((v) => v < "9")], ["8.0 U3"]),
  listsTpms: fc.boolean(),
});

/** Host and machine numbers count through the whole estate, modulo how many there are. */
const afterwardsArb = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant("advance"), seconds: fc.integer({ min: 1, max: 4000 }) }),
    fc.record({
      do: fc.constantFrom("enable", "disable", "power-loss", "power-on", "reboot", "add-machine"),
      on: fc.nat(9),
    }),
    fc.record({
      do: fc.constantFrom(
        "stop-machine",
        "remove-machine",
        "shallow-rekey",
        "deep-rekey",
        "remove-key-in-vcenter",
        "remove-keys-on-host",
        "unregister",
        "register",
        "vmotion-to-vc02",
        "take-snapshot",
        "revert-to-snapshot",
        "clone",
      ),
      on: fc.nat(9),
    }),
    fc.record({
      do: fc.constantFrom(
        "deactivate-key",
        "delete-key",
        "clear-tpm",
        "fail-tpm",
        "move-boot-disk",
        "corrupt-archive",
        "update-firmware",
        "secure-boot-off",
        "archive",
        "remove-host",
        "cut-host-from-service",
        "move-to-vc02",
        "crash",
        "change-host-key",
        "disable-encryption",
        "enable-encryption",
        "upgrade",
      ),
      on: fc.nat(9),
    }),
    fc.record({
      do: fc.constantFrom(
        "break-trust",
        "delete-standard",
        "delete-native",
        "recreate-standard",
        "recreate-native",
        "rekey-vsan",
        "disable-vsan",
        "delete-vsan-key",
        "cut-host-from-servers",
        "renew-behind-a-host",
        "native-under-the-standard-name",
        "demand-credentials",
        "send-credentials",
        "clear-default",
        "default-native",
        "vcenter-down",
        "server-down",
        "delete-trusted",
        "recreate-trusted",
        "retire-images",
        "import-images",
        "list-tpms",
        "service-down",
        "cut-service",
        "deactivate-primary",
        "delete-primary",
        "cut-host",
        "reinstall",
        "unlock",
      ),
    }),
    fc.record({ do: fc.constant("expire"), afterHours: fc.integer({ min: 0, max: 80 }) }),
    fc.record({
      do: fc.constant("close-path"),
      from: site,
      role: fc.constantFrom("vcenter", "host"),
      to: site,
      port: fc.constantFrom(5696, 443),
    }),
  ),
  { maxLength: 4 },
);

export type Afterwards = typeof afterwardsArb extends fc.Arbitrary<infer T> ? T : never;

export interface RandomEstate {
  readonly description: SiteDescription;
  readonly afterwards: Afterwards;
}

export const estateArb: fc.Arbitrary<RandomEstate> = fc
  .record({
    vcenterSite: site,
    isVcenterRunOn: seldom,
    keyServers: fc.array(keyServerArb, { minLength: 1, maxLength: 2 }),
    wrapping: fc.constantFrom(null, null, null, "named" as const, "rotated" as const),
    native: fc.option(fc.record({ tpmRequired: fc.boolean(), isBackedUp: often })),
    trusted: fc.option(trustArb),
    defaultKeyProvider: fc.constantFrom("kp", "kp", "nkp", "tkp", "tkp"),
    clusters: fc.array(clusterArb, { minLength: 1, maxLength: 2 }),
    afterwards: afterwardsArb,
  })
  .map(({ afterwards, ...parts }) => ({ description: describeSite(parts), afterwards }));

type Parts = {
  readonly vcenterSite: string;
  readonly isVcenterRunOn: boolean;
  readonly keyServers: readonly { site: string; group: string | null; isRunOn: boolean }[];
  readonly wrapping: "named" | "rotated" | null;
  readonly native: { tpmRequired: boolean; isBackedUp: boolean } | null;
  readonly trusted: TrustDescription | null;
  readonly defaultKeyProvider: "kp" | "nkp" | "tkp";
  readonly clusters: readonly {
    hostKeyProvider: string | null;
    hostKeyName: string | null;
    trusted: boolean;
    cryptoMode: "onDemand" | "forceEnable";
    ha: boolean;
    storage: "shared" | "local" | "vsan";
    vsan: VsanDescription | null;
    hosts: readonly Omit<HostDescription, "name">[];
    machines: readonly Omit<MachineDescription, "name">[];
  }[];
};

function describeSite(parts: Parts): SiteDescription {
  const version = parts.wrapping === null ? {} : { version: "9.0" };
  const vcenter = { site: parts.vcenterSite, ...version };
  const { native, defaultKeyProvider } = parts;
  const isAnyTrusted = parts.clusters.some((cluster) => cluster.trusted);
  const trusted = isAnyTrusted ? parts.trusted : null;
  const known = (name: string | null) => (name === "tkp" && trusted === null ? null : name);
  const isThere =
    defaultKeyProvider === "nkp" ? native !== null : known(defaultKeyProvider) !== null;
  return {
    vcenter: parts.isVcenterRunOn ? { ...vcenter, runsOn: "vc01/vm/c0-vm0" } : vcenter,
    keyServers: parts.keyServers.map(describeKeyServer),
    standard: { wrapping: parts.wrapping },
    native,
    trusted,
    defaultKeyProvider: isThere ? defaultKeyProvider : "kp",
    clusters: parts.clusters.map(
      (cluster, c): ClusterDescription => ({
        name: `c${c}`,
        hostKeyProvider: known(cluster.hostKeyProvider),
        hostKeyName: cluster.hostKeyProvider === "kp" ? cluster.hostKeyName : null,
        trusted: cluster.trusted,
        cryptoMode: cluster.cryptoMode,
        ha: cluster.ha,
        storage: cluster.storage,
        vsan: cluster.vsan,
        hosts: cluster.hosts.map((host, i) => ({
          ...host,
          // A trusted host has to have one.
          tpm: host.tpm === true || (cluster.trusted && trusted !== null),
          name: `esx${i}`,
        })),
        machines: cluster.machines.map((machine, i) => ({
          ...machine,
          keyProvider: known(machine.keyProvider ?? null),
          diskKeyProvider: known(machine.diskKeyProvider ?? null),
          keyName: machine.keyProvider === "kp" ? (machine.keyName ?? null) : null,
          name: `c${c}-vm${i}`,
        })),
      }),
    ),
  };
}

function describeKeyServer(
  server: { site: string; group: string | null; isRunOn: boolean },
  number: number,
): KeyServerDescription {
  const plain = { name: `kms${number}`, site: server.site, group: server.group };
  return server.isRunOn ? { ...plain, runsOn: "vc01/vm/c0-vm1" } : plain;
}

/** The estate as a simulator; operations that vSphere refuses are skipped. */
export async function simulateRandom(estate: RandomEstate): Promise<Simulator> {
  const { description } = estate;
  const clusters = description.clusters.map((cluster) => ({
    ...cluster,
    vsan: null,
    machines: [],
    hosts: cluster.hosts.map((host) => ({ ...host, persistence: false })),
  }));
  const native = description.native ?? null;
  const plain = {
    ...description,
    native,
    clusters,
    trusted: null,
    defaultKeyProvider: "kp",
  } as const;
  const simulator = await simulate(plain);
  makeNamedKeys(simulator, description);
  if (description.trusted) await tryTo(() => declareTrust(simulator.backend, description));
  const byDefault = description.defaultKeyProvider ?? "kp";
  await tryTo(() => simulator.backend.defaultKeyProviders.set("vc01", byDefault));
  for (const cluster of description.clusters) {
    for (const host of cluster.hosts) {
      if (host.persistence !== true) continue;
      await tryTo(() =>
        simulator.backend.hosts.enableKeyPersistence(`vc01/${cluster.name}/${host.name}`),
      );
    }
    await tryTo(() => encryptVsan(simulator, cluster));
    for (const machine of cluster.machines) {
      await tryTo(() => simulator.backend.virtualMachines.create(machineSpec(cluster, machine)));
    }
  }
  for (const [i, step] of estate.afterwards.entries()) {
    await tryTo(async () => carryOut(simulator, step, i));
  }
  return simulator;
}

async function carryOut(
  simulator: Simulator,
  step: Afterwards[number],
  number: number,
): Promise<void> {
  const { backend, operators, administrators } = simulator;
  const estate = simulator.estate();
  const hosts = [...estate.hosts.keys()].sort();
  const machines = [...estate.virtualMachines.keys()].sort();
  const host = "on" in step ? (hosts[step.on % hosts.length] ?? "") : "";
  const machine = "on" in step ? (machines[step.on % Math.max(1, machines.length)] ?? "") : "";
  switch (step.do) {
    case "deactivate-key":
    case "delete-key": {
      const key = estate.virtualMachines.get(machine)?.homeKey;
      const to = step.do === "delete-key" ? "deleted" : "inactive";
      if (key != null) operators.changeKey("vc01/kms/kms0", key.wrappedBy ?? key.id, to);
      break;
    }
    case "fail-tpm":
      operators.failTpm(host);
      break;
    case "move-boot-disk":
      operators.moveBootDisk(host);
      break;
    case "clear-tpm":
      operators.clearTpm(host);
      break;
    case "vcenter-down":
      operators.vcenterDown("vc01");
      break;
    case "server-down":
      operators.keyServerDown("vc01/kms/kms0");
      break;
    case "cut-host":
      operators.inject({ kind: "unreachable", target: host });
      break;
    case "reinstall":
      operators.reinstall(host);
      break;
    case "unlock":
      operators.unlockVm(machine);
      break;
    case "delete-trusted":
      await backend.trustedKeyProviders.remove("vc01/kp/tkp");
      break;
    case "recreate-trusted":
      await backend.trustedKeyProviders.remove("vc01/kp/tkp");
      await backend.trustedKeyProviders.create(trustedSpec("another"));
      break;
    case "retire-images":
    case "import-images":
    case "list-tpms":
      await changeTrust(simulator, step.do);
      break;
    case "service-down":
      operators.powerLoss("vc00/ta/ta0");
      break;
    case "cut-service":
      operators.inject({ kind: "unreachable", target: "vc00/ta/ta0" });
      break;
    case "cut-host-from-service":
      operators.inject({
        kind: "link-cut",
        from: { path: host },
        to: { path: number % 2 === 0 ? "vc00/ta/ta0" : "vc00/kms/tkms" },
      });
      break;
    case "deactivate-primary":
    case "delete-primary": {
      const to = step.do === "delete-primary" ? "deleted" : "inactive";
      operators.changeKey("vc00/kms/tkms", "primary", to);
      break;
    }
    case "corrupt-archive":
      operators.corruptArchive(host);
      break;
    case "update-firmware":
      operators.updateFirmware(host);
      break;
    case "secure-boot-off":
      operators.setSecureBoot(host, "off");
      break;
    case "archive":
      operators.archiveNow(host);
      break;
    case "crash":
      operators.crash(host);
      break;
    case "change-host-key":
      administrators.changeHostKey(host);
      break;
    case "move-to-vc02":
      await declareSecondVcenter(simulator, number % 2 === 0 ? "kp" : "other");
      administrators.moveHost({ host, cluster: "vc02/c9" });
      break;
    case "disable-encryption":
      operators.disableHostEncryption(host);
      break;
    case "enable-encryption":
      administrators.enableHostEncryption(host);
      break;
    case "remove-host":
      await backend.hosts.remove(host);
      break;
    case "upgrade":
      await backend.hosts.upgrade(host, "9.0");
      break;
    case "default-native":
      await backend.defaultKeyProviders.set("vc01", "nkp");
      break;
    case "expire": {
      if (!("afterHours" in step)) break;
      const end = new Date((simulator.nowSeconds + step.afterHours * 3600) * 1000).toISOString();
      const known = await backend.keyServers.read("vc01/kms/kms0");
      if (known === undefined) break;
      await backend.keyServers.reconfigure("vc01/kms/kms0", {
        ...known,
        certificateNotAfter: end.replace(".000Z", "Z"),
      });
      break;
    }
    case "advance":
      simulator.advance("seconds" in step ? step.seconds : 0);
      break;
    case "enable":
      await backend.hosts.enableKeyPersistence(host);
      break;
    case "disable":
      await backend.hosts.disableKeyPersistence(host, { removeAllStoredKeys: number % 2 === 0 });
      break;
    case "power-loss":
      operators.powerLoss(host);
      break;
    case "power-on":
      operators.powerOn(host);
      break;
    case "reboot":
      operators.reboot(host, "gracefully");
      break;
    case "add-machine": {
      const cluster = host.split("/")[1] ?? "";
      await backend.virtualMachines.create(
        machineSpec({ name: cluster }, { name: `new-${number}` }),
      );
      break;
    }
    case "stop-machine":
      operators.stopVm(machine);
      break;
    case "remove-key-in-vcenter": {
      const key = estate.virtualMachines.get(machine)?.homeKey;
      const keyIds = key == null ? [] : [key.id];
      administrators.removeKeys({ vcenter: "vc01", keyIds, force: true });
      break;
    }
    case "remove-keys-on-host": {
      const keyIds = [...(estate.hosts.get(host)?.present?.cachedKeyIds ?? [])];
      administrators.removeKeysFromHost({ host, keyIds, force: true });
      break;
    }
    case "unregister":
      operators.stopVm(machine);
      administrators.unregisterVm(machine);
      break;
    case "vmotion-to-vc02":
      await declareSecondVcenter(simulator, number % 2 === 0 ? "kp" : "other");
      administrators.vMotionAcrossVcenters({ vm: machine, host: "vc02/c9/esx9" });
      break;
    case "take-snapshot":
      administrators.takeSnapshot(machine, "s");
      break;
    case "revert-to-snapshot":
      await tryTo(async () => administrators.takeSnapshot(machine, "s"));
      administrators.rekeyVm(machine, "shallow");
      administrators.revertToSnapshot(machine, "s");
      break;
    case "clone":
      administrators.cloneVm({ vm: machine, name: `clone-${number}` });
      break;
    case "register":
      await tryTo(async () => {
        operators.stopVm(machine);
        administrators.unregisterVm(machine);
      });
      administrators.registerVm({ files: machine, host: hosts[number % hosts.length] ?? "" });
      break;
    case "shallow-rekey":
    case "deep-rekey":
      administrators.rekeyVm(machine, step.do === "deep-rekey" ? "deep" : "shallow");
      break;
    case "remove-machine":
      await backend.virtualMachines.destroy(machine);
      break;
    case "break-trust": {
      const known = await backend.standardKeyProviders.read("vc01/kp/kp");
      if (known === undefined) break;
      await backend.standardKeyProviders.reconfigure("vc01/kp/kp", {
        ...known,
        serverTrustsClient: false,
      });
      break;
    }
    case "delete-standard":
      await backend.standardKeyProviders.remove("vc01/kp/kp");
      break;
    case "delete-native":
      await backend.nativeKeyProviders.remove("vc01/kp/nkp");
      break;
    case "recreate-standard":
      await recreateStandard(simulator);
      break;
    case "recreate-native":
    case "native-under-the-standard-name":
      await recreateNative(simulator, step.do === "recreate-native" ? "nkp" : "kp");
      break;
    case "rekey-vsan":
      await backend.vsanEncryptions.rekey("vc01/c0", { deepRekey: number % 2 === 0 });
      break;
    case "disable-vsan":
      await backend.vsanEncryptions.remove("vc01/c0");
      break;
    case "delete-vsan-key": {
      const key = estate.clusters.get("vc01/c0")?.vsanEncryption?.key;
      if (key !== undefined) operators.changeKey("vc01/kms/kms0", key.id, "deleted");
      break;
    }
    case "cut-host-from-servers":
      operators.inject({
        kind: "link-cut",
        from: { path: hosts[0] ?? "" },
        to: { role: "keyServer" },
      });
      break;
    case "renew-behind-a-host":
      await renewBehindHost(simulator, hosts[0] ?? "");
      break;
    case "demand-credentials":
      operators.demandCredentials("vc01/kms/kms0", CREDENTIALS);
      await tryTo(async () => operators.demandCredentials("vc00/kms/tkms", CREDENTIALS));
      break;
    case "send-credentials": {
      const path = number % 2 === 0 ? "vc01/kms/kms0" : "vc00/kms/tkms";
      const known = await backend.keyServers.read(path);
      const provider = await backend.standardKeyProviders.read("vc01/kp/kp");
      if (number % 3 === 0 && provider !== undefined) {
        await backend.standardKeyProviders.reconfigure("vc01/kp/kp", {
          ...provider,
          ...CREDENTIALS,
        });
      } else if (known !== undefined) {
        await backend.keyServers.reconfigure(path, { ...known, ...CREDENTIALS });
      }
      break;
    }
    case "clear-default":
      await backend.defaultKeyProviders.set("vc01", null);
      break;
    case "close-path":
      if (!("port" in step)) break;
      await backend.networkPaths.create({
        fromSite: step.from,
        fromRole: step.role === "host" ? "host" : "vcenter",
        toSite: step.to,
        port: step.port,
        allowed: false,
      });
      break;
  }
}

const CREDENTIALS = { userName: "vcenter", password: "secret" } as const;

async function changeTrust(
  { backend }: Simulator,
  how: "retire-images" | "import-images" | "list-tpms",
): Promise<void> {
  const path = "vc00/trust-authority/ta";
  const known = await backend.trustAuthorities.read(path);
  if (known === undefined) return;
  const images = { "retire-images": ["7.0"], "import-images": ["7.0 U1", "7.0 U2", "8.0 U3"] };
  const change = how === "list-tpms" ? { trustedTpms: [] } : { baseImages: images[how] };
  await backend.trustAuthorities.reconfigure(path, { ...known, ...change });
}

/** A second vCenter with a host, and a key provider over the same key server. */
async function declareSecondVcenter({ backend }: Simulator, keyProvider: string): Promise<void> {
  await tryTo(async () => {
    await backend.vcenters.create({ name: "vc02", version: "8.0 U3", site: "core", runsOn: null });
    const plain = { ha: true, cryptoMode: "onDemand", hostKeyProvider: null } as const;
    await backend.clusters.create({
      vcenter: "vc02",
      name: "c9",
      storage: "shared",
      role: "workload",
      ...plain,
    });
    await backend.hosts.add({
      hostname: "esx9",
      cluster: "vc02/c9",
      site: "core",
      version: "8.0 U3",
      hardware: { tpm: { present: true, hashBank: "sha256" }, secureBoot: true },
      notes: { rack: null, physicalSecurity: null, recoveryKeyLocation: null },
    });
    const known = await backend.keyServers.read("vc01/kms/kms0");
    if (known === undefined) return;
    await backend.keyServers.create({ ...known, vcenter: "vc02" });
    await backend.standardKeyProviders.create({
      vcenter: "vc02",
      name: keyProvider,
      keyServers: ["vc02/kms/kms0"],
      clientTrustsServer: true,
      serverTrustsClient: true,
      clientCertificateMode: null,
      clientCertificateNotAfter: null,
      userName: null,
    });
    await backend.defaultKeyProviders.set("vc02", keyProvider);
  });
}

/** A certificate that ends in two hours, and a new one that vCenter cannot bring to one host. */
async function renewBehindHost({ backend, operators, nowSeconds }: Simulator, host: string) {
  const known = await backend.standardKeyProviders.read("vc01/kp/kp");
  if (known === undefined) return;
  const end = new Date((nowSeconds + 7200) * 1000).toISOString().replace(".000Z", "Z");
  const old = { ...known, clientCertificateNotAfter: end };
  await backend.standardKeyProviders.reconfigure("vc01/kp/kp", old);
  operators.inject({ kind: "link-cut", from: { path: host }, to: { role: "vcenter" } });
  await backend.standardKeyProviders.reconfigure("vc01/kp/kp", known);
}

/** Deleted and made again under its name, with the same key servers: a repair. */
async function recreateStandard({ backend }: Simulator): Promise<void> {
  const known = await backend.standardKeyProviders.read("vc01/kp/kp");
  if (known === undefined) return;
  await backend.standardKeyProviders.remove("vc01/kp/kp");
  await backend.standardKeyProviders.create({ ...known, password: null });
}

/** A native provider with a new derivation key, in the place of whatever had the name. */
async function recreateNative(simulator: Simulator, name: "kp" | "nkp"): Promise<void> {
  const { backend } = simulator;
  const path = `vc01/kp/${name}`;
  await tryTo(() => backend.nativeKeyProviders.remove(path));
  await tryTo(() => backend.standardKeyProviders.remove(path));
  await backend.nativeKeyProviders.create({ vcenter: "vc01", name, tpmRequired: false });
  await backend.nativeKeyProviders.exportBackup(path, null);
}

async function tryTo(operation: () => Promise<unknown>): Promise<void> {
  try {
    await operation();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "VsphereFault") throw error;
  }
}

const minutes = (min: number, max: number) => fc.integer({ min, max }).map((m) => `${m}m`);

const LINK_ENDS = [...LINK_ROLES];

const eventArb = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      "key-servers-unreachable" as const,
      "certificates-expired" as const,
      "keys-refused" as const,
      "keys-deactivated" as const,
      "key-providers-deleted" as const,
      "vcenters-down" as const,
      "trust-authority-hosts-unreachable" as const,
    ),
    at: minutes(0, 100),
    until: minutes(101, 400),
  }),
  fc.record({
    kind: fc.constant("links-cut" as const),
    at: minutes(0, 100),
    until: minutes(101, 400),
    target: fc.record(
      {
        roles: fc.subarray(LINK_ENDS, { minLength: 1 }),
        otherRoles: fc.subarray(LINK_ENDS, { minLength: 1 }),
      },
      { requiredKeys: [] },
    ),
  }),
  fc.record({
    kind: fc.constantFrom("tpms-cleared" as const, "firmware-updated" as const),
    at: minutes(0, 300),
    every: minutes(0, 40),
    backAfter: minutes(1, 90),
    recoveryKeyEntered: fc.boolean(),
  }),
  fc.record({
    kind: fc.constantFrom(
      "hosts-lose-power" as const,
      "hosts-reboot" as const,
      "hosts-reinstalled" as const,
    ),
    hostsPerCluster: fc.constantFrom(1, 2, 3),
    at: minutes(0, 300),
    every: minutes(0, 40),
    backAfter: minutes(1, 90),
  }),
);

/** Scenarios of a few hours with any mixture of events. */
export const scenarioArb: fc.Arbitrary<ScenarioDocument> = fc
  .array(eventArb, { minLength: 1, maxLength: 4 })
  .map((events) => ({ name: "random", description: "Random events.", outage: "400m", events }));
