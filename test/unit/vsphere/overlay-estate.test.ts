import { describe, expect, it } from "vitest";
import { type ObjectValue, UNKNOWN } from "../../../src/model/value.js";
import type { Estate, EstateKey, EstateKeyProvider } from "../../../src/vsphere/estate.js";
import { NOT_KNOWN } from "../../../src/vsphere/maybe.js";
import { overlayEstate, type PlannedObject } from "../../../src/vsphere/overlay-estate.js";
import {
  cluster,
  edgeSite,
  estateOf,
  host,
  keyServer,
  machine,
  nativeKey,
  nativeProvider,
  standardProvider,
  vcenter,
} from "../../support/estate-builder.js";

const ESX01 = "vc01/edge/esx01";
const hostObject = (more: ObjectValue = {}): ObjectValue => ({
  id: ESX01,
  hostname: "esx01",
  cluster: "vc01/edge",
  site: "edge",
  version: "8.0 U3",
  tpm: { present: true, hash_bank: null },
  key_persistence: { enabled: true, remove_stored_keys_on_disable: null },
  configuration_encryption_mode: "TPM",
  ...more,
});
const machineObject = (more: ObjectValue = {}): ObjectValue => ({
  id: "vc01/vm/tills",
  name: "tills",
  cluster: "vc01/edge",
  encrypted: true,
  ...more,
});

const noDefault = (keyProviders: readonly EstateKeyProvider[] = []) =>
  estateOf({ vcenters: [vcenter({ defaultKeyProvider: null })], keyProviders });

function update(type: string, before: ObjectValue, after: ObjectValue): PlannedObject {
  return { type, before, after };
}
const create = (type: string, after: ObjectValue): PlannedObject => ({ type, before: null, after });
const remove = (type: string, before: ObjectValue): PlannedObject => ({
  type,
  before,
  after: null,
});

const stored = (estate: Estate) => [...(estate.hosts.get(ESX01)?.present?.storedKeyIds ?? [])];

describe("overlayEstate", () => {
  it("leaves an estate alone, fact by fact, when nothing is planned", () => {
    const estate = edgeSite();
    const same = overlayEstate(estate, []);
    expect(same).toEqual(estate);
    expect(same.hosts.get(ESX01)).toBe(estate.hosts.get(ESX01));
  });

  it("takes the stored keys away with persistence, unless they are to be left", () => {
    const off = (removes: boolean | null) =>
      overlayEstate(edgeSite(), [
        update(
          "holdfast_host",
          hostObject(),
          hostObject({
            key_persistence: { enabled: false, remove_stored_keys_on_disable: removes },
          }),
        ),
      ]);
    expect(off(null).hosts.get(ESX01)?.keyPersistence).toBe(false);
    expect(stored(off(null))).toEqual([]);
    expect(stored(off(false))).toHaveLength(3);
  });

  it("reads an absent key_persistence as off", () => {
    const after = hostObject({ key_persistence: null });
    const estate = overlayEstate(edgeSite(), [update("holdfast_host", hostObject(), after)]);
    expect(estate.hosts.get(ESX01)?.keyPersistence).toBe(false);
  });

  it("keeps what only apply knows unknown", () => {
    const after = hostObject({
      key_persistence: { enabled: UNKNOWN },
      configuration_encryption_mode: UNKNOWN,
      configuration_encryption: { mode: UNKNOWN },
    });
    const estate = overlayEstate(edgeSite(), [update("holdfast_host", hostObject(), after)]);
    expect(estate.hosts.get(ESX01)).toMatchObject({ keyPersistence: NOT_KNOWN, mode: NOT_KNOWN });
  });

  it("sets the mode of a new host as an installation does", () => {
    const rack = (more: ObjectValue) =>
      overlayEstate(estateOf({}), [
        create("holdfast_host", hostObject({ configuration_encryption_mode: null, ...more })),
      ]).hosts.get(ESX01);
    expect(rack({})).toMatchObject({ mode: "TPM" });
    expect(rack({})?.present).toBeUndefined();
    expect(rack({ version: "7.0 U1" })).toMatchObject({ mode: "NONE" });
    expect(rack({ tpm: { present: true, hash_bank: "sha1" } })).toMatchObject({ mode: "NONE" });
    expect(rack({ tpm: null })).toMatchObject({ mode: "NONE", tpm: { present: false } });
  });

  it("gives a new machine a planned key of the default provider and no place yet", () => {
    const estate = overlayEstate(edgeSite(), [
      create("holdfast_virtual_machine", machineObject({ id: "vc01/vm/new" })),
    ]);
    expect(estate.virtualMachines.get("vc01/vm/new")).toMatchObject({
      host: null,
      running: false,
      homeKey: { id: "planned:vc01/vm/new", provider: "kp" },
    });
  });

  it("follows a default provider that is planned beside the machine, also an unknown one", () => {
    const plan = (key_provider: ObjectValue[string]) =>
      overlayEstate(edgeSite(), [
        create("holdfast_virtual_machine", machineObject({ id: "vc01/vm/new" })),
        create("holdfast_default_key_provider", {
          id: "vc01/edge/default-kp",
          entity: "vc01/edge",
          key_provider,
        }),
      ]).virtualMachines.get("vc01/vm/new")?.homeKey?.provider;
    expect(plan("other")).toBe("other");
    expect(plan(UNKNOWN)).toBe(NOT_KNOWN);
  });

  it("has the first key provider of a vCenter as its default, and one of several unknown", () => {
    const provider = (name: string) =>
      create("holdfast_standard_key_provider", { id: `vc01/kp/${name}`, vcenter: "vc01", name });
    const defaultAfter = (...planned: readonly PlannedObject[]) =>
      overlayEstate(noDefault(), planned).vcenters.get("vc01")?.defaultKeyProvider;
    expect(defaultAfter(provider("a"))).toBe("a");
    expect(defaultAfter(provider("a"), provider("b"))).toBe(NOT_KNOWN);
    const declared = { id: "vc01/default-kp", entity: "vc01", key_provider: "b" };
    expect(
      defaultAfter(provider("a"), provider("b"), create("holdfast_default_key_provider", declared)),
    ).toBe("b");
    const later = overlayEstate(noDefault([standardProvider()]), [provider("a")]);
    expect(later.vcenters.get("vc01")?.defaultKeyProvider).toBeNull();
  });

  it("has a default key provider that is replaced as the default only where it is the first again", () => {
    const kp = { id: "vc01/kp/kp", vcenter: "vc01", name: "kp" };
    const replaced = {
      ...update("holdfast_standard_key_provider", kp, kp),
      isReplaced: true,
    };
    const defaultAfter = (...others: readonly EstateKeyProvider[]) => {
      const estate = estateOf({
        clusters: [cluster({ defaultKeyProvider: "kp" })],
        keyProviders: [standardProvider(), ...others],
      });
      const { vcenters, clusters } = overlayEstate(estate, [replaced]);
      const entities = [vcenters.get("vc01"), clusters.get("vc01/edge")];
      return entities.map((entity) => entity?.defaultKeyProvider);
    };
    expect(defaultAfter()).toEqual(["kp", null]);
    expect(defaultAfter(nativeProvider())).toEqual([null, null]);
  });

  it("keeps the key of a machine whose provider is not named, and re-keys to one that is", () => {
    const key = (key_provider: string | null) =>
      overlayEstate(edgeSite(), [
        update("holdfast_virtual_machine", machineObject(), machineObject({ key_provider })),
      ]).virtualMachines.get("vc01/vm/tills")?.homeKey;
    expect(key(null)).toEqual({ id: "key-tills", provider: "kp" });
    expect(key("kp")).toEqual({ id: "key-tills", provider: "kp" });
    expect(key("nkp")).toEqual({ id: "planned:vc01/vm/tills", provider: "nkp" });
  });

  it("plans new keys of the key provider in use where a machine is rekeyed", () => {
    const disks = [{ name: "a", size_gib: 1, encrypted: true, key_provider: "nkp" }];
    const before = machineObject({ disks });
    const after = { ...before, key_provider: null, shallow_rekey_version: 1 };
    const change = update("holdfast_virtual_machine", before, after);
    const machine = overlayEstate(edgeSite(), [change]).virtualMachines.get("vc01/vm/tills");
    expect(machine).toMatchObject({
      homeKey: { id: "planned:vc01/vm/tills", provider: "kp" },
      diskKeys: [{ id: "planned:vc01/vm/tills#a", provider: "nkp" }],
    });
  });

  it("counts disks with a key of their own", () => {
    const disks = [
      { name: "a", size_gib: 1, encrypted: null, key_provider: "kp" },
      { name: "b", size_gib: 1, encrypted: false, key_provider: "kp" },
      { name: "c", size_gib: 1, encrypted: null, key_provider: null },
    ];
    const estate = overlayEstate(edgeSite(), [
      update("holdfast_virtual_machine", machineObject(), machineObject({ disks })),
    ]);
    expect(estate.virtualMachines.get("vc01/vm/tills")?.diskKeys).toEqual([
      { id: "planned:vc01/vm/tills#a", provider: "kp" },
    ]);
  });

  it("has no key for what is decrypted, and no workload then", () => {
    const estate = overlayEstate(edgeSite(), [
      update("holdfast_virtual_machine", machineObject(), machineObject({ encrypted: false })),
    ]);
    expect(estate.virtualMachines.get("vc01/vm/tills")?.homeKey).toBeNull();
  });

  it("makes hosts forget the keys of a provider that goes", () => {
    const gone = { id: "vc01/kp/kp", vcenter: "vc01", name: "kp" };
    const estate = overlayEstate(edgeSite(), [remove("holdfast_standard_key_provider", gone)]);
    expect(estate.keyProviders.size).toBe(0);
    expect(stored(estate)).toEqual(["host-key-of-vc01/edge/esx01"]);
  });

  it("leaves machines without their key when a native provider is replaced", () => {
    const nkp = { id: "vc01/kp/nkp", vcenter: "vc01", name: "nkp", backup: { path: "b.nkp" } };
    const before = estateOf({
      keyProviders: [standardProvider(), nativeProvider()],
      hosts: [host("esx01", { derivationKeys: ["vc01/kp/nkp"] })],
      virtualMachines: [machine("a", "esx01", { homeKey: nativeKey("k") })],
    });
    const type = "holdfast_native_key_provider";
    const estate = overlayEstate(before, [{ type, before: nkp, after: nkp, isReplaced: true }]);
    expect(overlayEstate(before, [remove(type, nkp), create(type, nkp)])).toEqual(estate);
    expect(estate.virtualMachines.get("vc01/vm/a")?.homeKey).toEqual(nativeKey("k"));
    expect(estate.hosts.get(ESX01)?.present?.derivationKeys.size).toBe(0);
    expect(estate.keyProviders.get("vc01/kp/nkp")).toMatchObject({
      keyId: "planned:vc01/kp/nkp",
      backedUp: true,
    });
  });

  it("gives a key server that joins a group the keys of the group", () => {
    const before = estateOf({ keyServers: [keyServer({ heldKeyIds: new Set(["k"]) })] });
    const join = (replication_group: string | null) =>
      overlayEstate(before, [
        create("holdfast_key_server", {
          id: "vc01/kms/kms2",
          vcenter: "vc01",
          address: "kms2",
          replication_group,
        }),
      ]).keyServers.get("vc01/kms/kms2")?.heldKeyIds;
    expect([...(join("core") ?? [])]).toEqual(["k"]);
    expect([...(join(null) ?? [])]).toEqual([]);
  });

  describe("of a key server that changes", () => {
    const kms = { id: "vc01/kms/kms1", vcenter: "vc01", address: "kms1.core.example" };
    const isWrong = { isUnreachable: true, isDown: true, isCertificateExpired: true };
    const changed = (server: Parameters<typeof keyServer>[0], more: ObjectValue) =>
      overlayEstate(estateOf({ keyServers: [keyServer(server)] }), [
        update("holdfast_key_server", kms, { ...kms, ...more }),
      ]).keyServers.get("vc01/kms/kms1");

    it("leaves its keys behind at the old address, unless it is of their group", () => {
      const heldKeyIds = new Set(["k"]);
      const keysAt = (address: string, replication_group: string | null) => [
        ...(changed({ heldKeyIds }, { address, replication_group })?.heldKeyIds ?? []),
      ];
      expect(keysAt("kms1.core.example", null)).toEqual(["k"]);
      expect(keysAt("new.example", "core")).toEqual(["k"]);
      expect(keysAt("new.example", null)).toEqual([]);
    });

    it("keeps what is wrong with it, whether or not its keys are known", () => {
      for (const heldKeyIds of [new Set(["k"]), undefined]) {
        const server = { ...isWrong, refusesKeys: true };
        const known = heldKeyIds === undefined ? server : { ...server, heldKeyIds };
        expect(changed(known, { timeout_seconds: 5 })).toMatchObject(server);
      }
    });
  });

  it("keys disks that follow their machine as it is encrypted and decrypted", () => {
    const disks = [{ name: "a", size_gib: 1, encrypted: null, key_provider: "nkp" }];
    const plain = machineObject({ disks, encrypted: false, vtpm: true });
    const keysAfter = (own: readonly EstateKey[], before: ObjectValue, after: ObjectValue) => {
      const known = machine("tills", "esx01", { vtpm: true, diskKeys: own });
      const estate = estateOf({ hosts: [host("esx01")], virtualMachines: [known] });
      const changed = overlayEstate(estate, [update("holdfast_virtual_machine", before, after)]);
      return changed.virtualMachines.get("vc01/vm/tills")?.diskKeys.map(({ id }) => id);
    };
    const whole = { ...plain, encrypted: true };
    expect(keysAfter([], plain, whole)).toEqual(["planned:vc01/vm/tills#a"]);
    expect(keysAfter([{ id: "own", provider: "nkp" }], whole, plain)).toEqual([]);
  });

  it("leaves the keys that were left on a host where they are, whatever else changes of it", () => {
    const keyPersistence = { enabled: false, remove_stored_keys_on_disable: null };
    const before = hostObject({ key_persistence: keyPersistence });
    const left = estateOf({
      hosts: [
        host("esx01", { keyPersistence: false, present: { storedKeyIds: new Set(["left"]) } }),
      ],
    });
    const change = update("holdfast_host", before, { ...before, rack: "r2" });
    expect(stored(overlayEstate(left, [change]))).toEqual(["left"]);
  });

  it("lets vCenter place the machines of a host that goes", () => {
    const estate = overlayEstate(edgeSite(), [remove("holdfast_host", hostObject())]);
    expect(estate.virtualMachines.get("vc01/vm/tills")?.host).toBeNull();
  });

  it("puts and takes firewalls, floors, waivers, vCenters, clusters and key servers", () => {
    const path = {
      id: "network/edge/vcenter/core/5696",
      from_site: "edge",
      from_role: "vcenter",
      to_site: "core",
      port: null,
      allowed: false,
    };
    const floor = { id: "floor/f", name: "f", scenario: "provider-outage", reason: "r" };
    const waiver = { id: "waiver/w", name: "w", code: "FC-37", owner: "o", reason: "r" };
    const put = overlayEstate(edgeSite(), [
      create("holdfast_waiver", {
        ...waiver,
        subjects: ["vc01/*"],
        expires_at: "2030-01-01T00:00:00Z",
      }),
      create("holdfast_network_path", path),
      create("holdfast_survival_floor", floor),
      create("holdfast_vcenter", { id: "vc02", name: "vc02", version: "8.0" }),
      create("holdfast_cluster", { id: "vc02/c", vcenter: "vc02", name: "c", ha: false }),
    ]);
    expect(put.networkPaths).toMatchObject([{ port: 5696, allowed: false }]);
    expect(put.floors).toEqual([
      { name: "f", scenario: "provider-outage", workloads: null, maxLost: 0, reason: "r" },
    ]);
    const { id: _, ...facts } = waiver;
    expect(put.waivers).toEqual([
      { ...facts, subjects: ["vc01/*"], expiresAt: "2030-01-01T00:00:00Z" },
    ]);
    expect(put.clusters.get("vc02/c")).toMatchObject({ ha: false, storage: "shared" });
    const taken = overlayEstate(put, [
      remove("holdfast_network_path", path),
      remove("holdfast_survival_floor", floor),
      remove("holdfast_waiver", waiver),
      remove("holdfast_cluster", { id: "vc02/c" }),
      remove("holdfast_vcenter", { id: "vc02" }),
    ]);
    expect(taken).toEqual(edgeSite());
  });
});
