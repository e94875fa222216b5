// Estates for tests, as an operator would describe them: a site with a vCenter, key servers, a provider,
// clusters of hosts and machines, everything settled unless a test says otherwise.

import type {
  Estate,
  EstateCluster,
  EstateFloor,
  EstateHost,
  EstateHostPresence,
  EstateKey,
  EstateKeyProvider,
  EstateKeyServer,
  EstateNetworkPath,
  EstateTrustAuthority,
  EstateVcenter,
  EstateVirtualMachine,
  EstateWaiver,
} from "../../src/vsphere/estate.js";

export const START_SECONDS = 1_767_225_600;

/** Id of the derivation key of `nativeProvider()`. */
const NATIVE_KEY_ID = "kdk-nkp";

/** A key derived under `nativeProvider()`. */
export function nativeKey(id: string): EstateKey {
  return { id, provider: "nkp", derivedFrom: NATIVE_KEY_ID };
}

export function estateOf(parts: {
  readonly vcenters?: readonly EstateVcenter[];
  readonly clusters?: readonly EstateCluster[];
  readonly hosts?: readonly EstateHost[];
  readonly keyServers?: readonly EstateKeyServer[];
  readonly keyProviders?: readonly EstateKeyProvider[];
  readonly trustAuthorities?: readonly EstateTrustAuthority[];
  readonly virtualMachines?: readonly EstateVirtualMachine[];
  readonly networkPaths?: readonly EstateNetworkPath[];
  readonly floors?: readonly EstateFloor[];
  readonly waivers?: readonly EstateWaiver[];
  readonly nowSeconds?: number;
}): Estate {
  return {
    vcenters: byPath(parts.vcenters ?? [vcenter()]),
    clusters: byPath(parts.clusters ?? [cluster()]),
    hosts: byPath(parts.hosts ?? []),
    keyServers: byPath(parts.keyServers ?? [keyServer()]),
    keyProviders: byPath(parts.keyProviders ?? [standardProvider()]),
    trustAuthorities: byPath(parts.trustAuthorities ?? []),
    virtualMachines: byPath(parts.virtualMachines ?? []),
    networkPaths: parts.networkPaths ?? [],
    floors: parts.floors ?? [],
    waivers: parts.waivers ?? [],
    nowSeconds: parts.nowSeconds ?? START_SECONDS,
  };
}

export function vcenter(change: Partial<EstateVcenter> = {}): EstateVcenter {
  return {
    path: "vc01",
    version: "8.0 U3",
    site: "edge",
    runsOn: null,
    defaultKeyProvider: "kp",
    ...change,
  };
}

export function cluster(change: Partial<EstateCluster> = {}): EstateCluster {
  return {
    path: "vc01/edge",
    vcenter: "vc01",
    ha: true,
    cryptoMode: "onDemand",
    storage: "shared",
    hostKeyProvider: null,
    defaultKeyProvider: null,
    ...change,
  };
}

/** A settled host: safe, with the keys named, stored too where persistence is on. */
export function host(
  name: string,
  change: Partial<Omit<EstateHost, "present">> & {
    readonly keys?: readonly string[];
    readonly derivationKeys?: readonly string[];
    readonly present?: Partial<EstateHostPresence> | null;
  } = {},
): EstateHost {
  const { keys = [], derivationKeys = [], present, ...rest } = change;
  const facts: Omit<EstateHost, "present"> = {
    path: `vc01/edge/${name}`,
    cluster: "vc01/edge",
    site: "edge",
    version: "8.0 U3",
    tpm: { present: true, hashBank: "sha256" },
    secureBoot: true,
    requireSecureBoot: false,
    requireExecInstalledOnly: false,
    mode: "TPM",
    keyPersistence: true,
    physicalSecurity: "controlled",
    recoveryKeyLocation: "safe",
    ...rest,
  };
  if (present === null) return facts;
  return { ...facts, present: { ...presence(facts, { keys, derivationKeys }), ...present } };
}

function presence(
  facts: Omit<EstateHost, "present">,
  held: { readonly keys: readonly string[]; readonly derivationKeys: readonly string[] },
): EstateHostPresence {
  const hostKeyId = `host-key-of-${facts.path}`;
  const all = new Set([hostKeyId, ...held.keys]);
  const isNative = held.derivationKeys.length > 0 && held.keys.length === 0;
  return {
    up: true,
    cryptoState: "safe",
    hostKeyId,
    hostKeyProvider: isNative ? "nkp" : "kp",
    ...(isNative ? { hostKeyDerivedFrom: NATIVE_KEY_ID } : {}),
    cachedKeyIds: all,
    storedKeyIds: facts.keyPersistence === true ? all : new Set(),
    unarchivedKeyIds: new Set(),
    derivationKeys: new Map(held.derivationKeys.map((path) => [path, NATIVE_KEY_ID])),
    archivedDerivationKeys: new Map(held.derivationKeys.map((path) => [path, NATIVE_KEY_ID])),
    lastArchiveSeconds: START_SECONDS,
  };
}

export function keyServer(change: Partial<EstateKeyServer> = {}): EstateKeyServer {
  return {
    path: "vc01/kms/kms1",
    vcenter: "vc01",
    address: "kms1.core.example",
    port: 5696,
    site: "core",
    replicationGroup: "core",
    certificateNotBeforeSeconds: null,
    certificateNotAfterSeconds: null,
    runsOn: null,
    ...change,
  };
}

export function standardProvider(
  change: Partial<Extract<EstateKeyProvider, { kind: "standard" }>> = {},
): EstateKeyProvider {
  return {
    kind: "standard",
    path: "vc01/kp/kp",
    vcenter: "vc01",
    name: "kp",
    keyServers: ["vc01/kms/kms1"],
    clientTrustsServer: true,
    serverTrustsClient: true,
    clientCertificateNotAfterSeconds: null,
    ...change,
  };
}

export function nativeProvider(
  change: Partial<Extract<EstateKeyProvider, { kind: "native" }>> = {},
): EstateKeyProvider {
  return {
    kind: "native",
    path: "vc01/kp/nkp",
    vcenter: "vc01",
    name: "nkp",
    tpmRequired: true,
    keyId: NATIVE_KEY_ID,
    backedUp: true,
    backupHasPassword: true,
    ...change,
  };
}

/** An encrypted machine that runs on `host`, under the key `key-NAME` of provider `kp`. */
export function machine(
  name: string,
  host: string | null,
  change: Partial<EstateVirtualMachine> = {},
): EstateVirtualMachine {
  return {
    path: `vc01/vm/${name}`,
    cluster: "vc01/edge",
    host: host === null ? null : `vc01/edge/${host}`,
    powerState: "poweredOn",
    running: host !== null,
    autostart: true,
    encrypted: true,
    vtpm: false,
    firmware: "efi",
    hardwareVersion: 19,
    homeKey: { id: `key-${name}`, provider: "kp" },
    diskKeys: [],
    locked: false,
    ...change,
  };
}

/** Two hosts and two machines, a vTPM among them: the edge site of the README. */
export function edgeSite(
  change: {
    readonly persistence?: readonly [boolean, boolean];
    readonly cluster?: Partial<EstateCluster>;
  } = {},
): Estate {
  const [first, second] = change.persistence ?? [true, true];
  const keys = ["key-tills", "key-badges"];
  return estateOf({
    clusters: [cluster(change.cluster)],
    hosts: [
      host("esx01", { keys, keyPersistence: first }),
      host("esx02", { keys, keyPersistence: second }),
    ],
    virtualMachines: [
      machine("tills", "esx01"),
      machine("badges", "esx02", { encrypted: false, vtpm: true }),
    ],
  });
}

function byPath<T extends { readonly path: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.path, item]));
}
