// The port to a vSphere, on a simulated one. Each call is one operation on the world: it happens whole and is
// kept, or it throws and nothing is left of it. Everything it does, it does through the world's own rules.

import type { Backend, Objects } from "../provider/backend.js";
import { describeHost } from "./describe-estate.js";
import { describeCapability } from "./host-capability.js";
import * as hosts from "./host-operations.js";
import * as settings from "./host-settings.js";
import * as inventory from "./inventory-operations.js";
import * as providers from "./key-provider-operations.js";
import * as servers from "./key-server-operations.js";
import { listInventory } from "./list-inventory.js";
import type { HostRecord } from "./records.js";
import { requireConnectedHost, requireRecord } from "./require.js";
import * as trust from "./trust-authority-operations.js";
import { describeVirtualTpm } from "./virtual-tpm.js";
import * as machines from "./vm-operations.js";
import * as vsan from "./vsan-encryption.js";
import type { World } from "./world.js";

/** How a backend gets at its world. */
export interface BackendAccess {
  /** Runs an operation that changes the world, whole or not at all; resolves when what it did is kept. */
  readonly change: <T>(operation: (world: World) => T) => Promise<T>;
  /** Looks at the world as it is now. */
  readonly read: <T>(look: (world: World) => T) => T;
  readonly close: () => void;
}

export function simulatedBackend(access: BackendAccess): Backend {
  return {
    vcenters: objects(access, {
      create: inventory.createVcenter,
      find: (world, path) => describe(world.vcenters.get(path), inventory.describeVcenter),
      reconfigure: inventory.reconfigureVcenter,
      remove: inventory.removeVcenter,
    }),
    clusters: objects(access, {
      create: inventory.createCluster,
      find: (world, path) => describe(world.clusters.get(path), inventory.describeCluster),
      reconfigure: inventory.reconfigureCluster,
      remove: inventory.removeCluster,
    }),
    ...kmipOperations(access),
    ...trustOperations(access),
    networkPaths: objects(access, {
      create: inventory.createNetworkPath,
      find: (world, path) => world.networkPaths.get(path),
      reconfigure: inventory.reconfigureNetworkPath,
      remove: (world, path) => {
        requireRecord(world.networkPaths, path, "network path");
        world.networkPaths.delete(path);
      },
    }),
    survivalFloors: objects(access, {
      create: inventory.createSurvivalFloor,
      find: (world, path) => world.survivalFloors.get(path),
      reconfigure: inventory.reconfigureSurvivalFloor,
      remove: (world, path) => {
        requireRecord(world.survivalFloors, path, "survival floor");
        world.survivalFloors.delete(path);
      },
    }),
    waivers: objects(access, {
      create: inventory.createWaiver,
      find: (world, path) => world.waivers.get(path),
      reconfigure: inventory.reconfigureWaiver,
      remove: (world, path) => {
        requireRecord(world.waivers, path, "waiver");
        world.waivers.delete(path);
      },
    }),
    hosts: hostOperations(access),
    nativeKeyProviders: nativeKeyProviderOperations(access),
    defaultKeyProviders: {
      set: async (entity, keyProvider) =>
        access.change((world) => providers.setDefaultKeyProvider(world, entity, keyProvider)),
      read: async (entity) =>
        access.read((world) => world.defaultKeyProviders.get(entity)?.keyProvider),
    },
    vsanEncryptions: vsanEncryptionOperations(access),
    virtualMachines: virtualMachineOperations(access),
    list: async (type) => access.read((world) => listInventory(world, type)),
    close: async () => access.close(),
  };
}

function kmipOperations(
  access: BackendAccess,
): Pick<Backend, "keyServers" | "standardKeyProviders"> {
  return {
    keyServers: objects(access, {
      create: servers.createKeyServer,
      find: (world, path) =>
        describe(world.keyServers.get(path), (record) => servers.describeKeyServer(world, record)),
      reconfigure: servers.reconfigureKeyServer,
      remove: servers.removeKeyServer,
    }),
    standardKeyProviders: objects(access, {
      create: providers.createStandardKeyProvider,
      find: (world, path) =>
        describe(world.standardKeyProviders.get(path), (record) =>
          providers.describeStandardKeyProvider(world, record),
        ),
      reconfigure: providers.reconfigureStandardKeyProvider,
      remove: providers.removeStandardKeyProvider,
    }),
  };
}

function trustOperations(
  access: BackendAccess,
): Pick<Backend, "trustAuthorities" | "trustedKeyProviders"> {
  return {
    trustAuthorities: objects(access, {
      create: trust.createTrustAuthority,
      find: (world, path) =>
        describe(world.trustAuthorities.get(path), (record) =>
          trust.describeTrustAuthority(world, record),
        ),
      reconfigure: trust.reconfigureTrustAuthority,
      remove: trust.removeTrustAuthority,
    }),
    trustedKeyProviders: objects(access, {
      create: trust.createTrustedKeyProvider,
      find: (world, path) =>
        describe(world.trustedKeyProviders.get(path), trust.describeTrustedKeyProvider),
      reconfigure: trust.reconfigureTrustedKeyProvider,
      remove: trust.removeTrustedKeyProvider,
    }),
  };
}

interface ObjectRules<Spec, Info> {
  readonly create: (world: World, spec: Spec) => Info;
  readonly find: (world: World, path: string) => Info | undefined;
  readonly reconfigure: (world: World, path: string, spec: Spec) => Info;
  readonly remove: (world: World, path: string) => void;
}

function objects<Spec, Info>(
  access: BackendAccess,
  rules: ObjectRules<Spec, Info>,
): Objects<Spec, Info> {
  return {
    create: async (spec) => access.change((world) => rules.create(world, spec)),
    read: async (path) => access.read((world) => rules.find(world, path)),
    reconfigure: async (path, spec) =>
      access.change((world) => rules.reconfigure(world, path, spec)),
    remove: async (path) => access.change((world) => rules.remove(world, path)),
  };
}

function hostOperations({ change, read }: BackendAccess): Backend["hosts"] {
  const changeHost = async (operation: (world: World) => HostRecord) =>
    change((world) => describeHost(world, operation(world)));
  /** What goes through vCenter to the host's own command line. */
  const command = (path: string, operation: (world: World) => HostRecord) =>
    changeHost((world) => {
      requireConnectedHost(world, path);
      return operation(world);
    });
  return {
    add: (spec) => changeHost((world) => hosts.addHost(world, spec)),
    read: async (path) =>
      read((world) => describe(world.hosts.get(path), (host) => describeHost(world, host))),
    readCapability: async (path) =>
      read((world) => describe(world.hosts.get(path), describeCapability)),
    changeHardware: (path, hardware) =>
      changeHost((world) => hosts.changeHardware(world, path, hardware)),
    upgrade: (path, version) => changeHost((world) => hosts.upgradeHost(world, path, version)),
    relocate: (path, site) => changeHost((world) => hosts.relocateHost(world, path, site)),
    annotate: (path, notes) => changeHost((world) => hosts.annotateHost(world, path, notes)),
    setConfigurationEncryption: (path, encryption) =>
      command(path, (world) => settings.setConfigurationEncryption(world, path, encryption)),
    enableKeyPersistence: (path) =>
      command(path, (world) => settings.enableKeyPersistence(world, path)),
    disableKeyPersistence: (path, options) =>
      command(path, (world) => settings.disableKeyPersistence(world, path, options)),
    remove: async (path) => change((world) => hosts.removeHost(world, path)),
  };
}

function nativeKeyProviderOperations({
  change,
  read,
}: BackendAccess): Backend["nativeKeyProviders"] {
  return {
    create: async (spec) => change((world) => providers.createNativeKeyProvider(world, spec)),
    read: async (path) =>
      read((world) =>
        describe(world.nativeKeyProviders.get(path), (record) =>
          providers.describeNativeKeyProvider(world, record),
        ),
      ),
    importBackup: async (backup) => change((world) => providers.importNativeBackup(world, backup)),
    exportBackup: async (path, password) =>
      change((world) => new Uint8Array(providers.exportNativeBackup(world, path, password))),
    remove: async (path) => change((world) => providers.removeNativeKeyProvider(world, path)),
  };
}

function vsanEncryptionOperations(access: BackendAccess): Backend["vsanEncryptions"] {
  return {
    ...objects(access, {
      create: vsan.enableVsanEncryption,
      find: (world, cluster) =>
        describe(world.vsanEncryptions.get(cluster), (record) =>
          vsan.describeVsanEncryption(world, record),
        ),
      reconfigure: vsan.reconfigureVsanEncryption,
      remove: vsan.disableVsanEncryption,
    }),
    rekey: async (cluster, options) =>
      access.change((world) => vsan.rekeyVsan(world, cluster, options)),
  };
}

function virtualMachineOperations({ change, read }: BackendAccess): Backend["virtualMachines"] {
  return {
    create: async (spec) =>
      change((world) => machines.describeMachine(machines.createMachine(world, spec))),
    read: async (path) =>
      read((world) => describe(world.virtualMachines.get(path), machines.describeMachine)),
    readVirtualTpm: async (path) =>
      read((world) =>
        describe(world.virtualMachines.get(path), (machine) => describeVirtualTpm(world, machine)),
      ),
    reconfigure: async (path, spec, rekey) =>
      change((world) =>
        machines.describeMachine(machines.reconfigureMachine(world, path, spec, rekey)),
      ),
    unlock: async (path) =>
      change((world) => machines.describeMachine(machines.unlockMachine(world, path))),
    destroy: async (path) => change((world) => machines.destroyMachine(world, path)),
  };
}

function describe<T, U>(record: T | undefined, into: (record: T) => U): U | undefined {
  return record === undefined ? undefined : into(record);
}
