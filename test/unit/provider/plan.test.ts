// What is planned for one object: ids that are known at once, computed attributes that are unknown only
// where the change reaches them, replaces, and changes that vSphere does not make.

import { describe, expect, it } from "vitest";
import { isUnknown, type ObjectValue, sensitive, UNKNOWN } from "../../../src/model/value.js";
import { resourceTypesByName } from "../../../src/provider/resource-types.js";
import { resourceSchemaOf, resourceTypes } from "../../../src/schema/resource-schemas.js";
import { offline, plan, stateOf } from "./provider.js";

const hostConfig: ObjectValue = {
  hostname: "esx01",
  cluster: "vc/edge",
  version: "8.0 U2",
  tpm: { present: true },
};
const hostState = stateOf("holdfast_host", {
  ...hostConfig,
  tpm: {
    present: true,
    hash_bank: null,
    interface: null,
    hierarchy_enabled: null,
    manufacturer: null,
    model: null,
  },
  id: "vc/edge/esx01",
  moid: "host-1",
  configuration_encryption_mode: "TPM",
  crypto_state: "safe",
  host_key_id: "key-1",
  cached_key_ids: ["key-1"],
  stored_key_ids: [],
  last_archived_at: "2027-01-01T00:00:00Z",
});
const vmConfig: ObjectValue = { name: "app", cluster: "vc/edge", encrypted: true };
const vmState = stateOf("holdfast_virtual_machine", {
  ...vmConfig,
  id: "vc/vm/app",
  uuid: "uuid-1",
  key_id: "key-1",
  disk_key_ids: ["key-1"],
  crypto_state: "unlocked",
});

function unknownNames(object: ObjectValue | null): readonly string[] {
  return Object.entries(object ?? {})
    .filter(([, value]) => isUnknown(value))
    .map(([name]) => name)
    .sort();
}

describe("computed attributes", () => {
  it.each(resourceTypes)("of %s are each planned by its type", (type) => {
    const attributes = resourceSchemaOf(type)?.block.attributes ?? {};
    const computed = Object.keys(attributes).filter((name) => attributes[name]?.computed);
    const planned = Object.keys(resourceTypesByName.get(type)?.computed ?? {});
    expect([...planned, "id"].sort()).toEqual(computed);
  });
});

describe("plan of a creation", () => {
  it.each<readonly [string, ObjectValue, string]>([
    ["holdfast_vcenter", { name: "vc", version: "8.0" }, "vc"],
    ["holdfast_cluster", { vcenter: "vc", name: "edge" }, "vc/edge"],
    ["holdfast_host", hostConfig, "vc/edge/esx01"],
    ["holdfast_key_server", { vcenter: "vc", name: "a", address: "x" }, "vc/kms/a"],
    ["holdfast_standard_key_provider", { vcenter: "vc", name: "kp", key_servers: [] }, "vc/kp/kp"],
    ["holdfast_native_key_provider", { vcenter: "vc", name: "kp" }, "vc/kp/kp"],
    ["holdfast_default_key_provider", { entity: "vc/edge" }, "vc/edge/default-kp"],
    ["holdfast_virtual_machine", vmConfig, "vc/vm/app"],
    [
      "holdfast_network_path",
      { from_site: "a", from_role: "host", to_site: "b" },
      "network/a/host/b/5696",
    ],
    ["holdfast_survival_floor", { name: "f" }, "floor/f"],
    ["holdfast_waiver", { name: "w" }, "waiver/w"],
  ])("of a %s knows the id", (type, config, id) => {
    expect(plan(type, { config }).planned?.id).toBe(id);
  });

  it("leaves the id unknown while a part of it is", () => {
    const config = { ...hostConfig, cluster: UNKNOWN };
    expect(plan("holdfast_host", { config }).planned?.id).toBe(UNKNOWN);
  });

  it("plans null where the configuration has null, never a default", () => {
    const { planned } = plan("holdfast_cluster", { config: { vcenter: "vc", name: "edge" } });
    expect(planned).toMatchObject({ ha: null, storage: null, crypto_mode: null, moid: UNKNOWN });
  });

  it("never plans a write-only value", () => {
    const password = sensitive("canary");
    const standard = { vcenter: "vc", name: "kp", key_servers: ["vc/kms/a"], password };
    const native = { vcenter: "vc", name: "kp", backup: { path: "kp.p12", password } };
    expect(plan("holdfast_standard_key_provider", { config: standard }).planned?.password).toBe(
      null,
    );
    expect(plan("holdfast_native_key_provider", { config: native }).planned?.backup).toEqual({
      path: "kp.p12",
      password: null,
      password_version: null,
    });
  });

  it.each<readonly [ObjectValue, ObjectValue[string]]>([
    [{}, "TPM"],
    [{ version: "7.0 U1" }, "NONE"],
    [{ tpm: null }, "NONE"],
    [{ tpm: { present: true, hash_bank: "sha1" } }, "NONE"],
    [{ tpm: { present: true, interface: "crb" } }, "NONE"],
    [{ tpm: { present: true, hierarchy_enabled: false } }, "NONE"],
    [{ version: "7.0 U2", tpm: { present: true, manufacturer: "IFX" } }, "NONE"],
    [{ version: "7.0 U3", tpm: { present: true, manufacturer: "IFX" } }, "TPM"],
    [{ tpm: { present: true, manufacturer: UNKNOWN } }, UNKNOWN],
    [{ tpm: { present: true, interface: UNKNOWN } }, UNKNOWN],
    [{ tpm: UNKNOWN }, UNKNOWN],
    [{ configuration_encryption: { mode: "NONE" } }, "NONE"],
    [{ configuration_encryption: { mode: UNKNOWN } }, UNKNOWN],
    [{ configuration_encryption: {} }, "TPM"],
  ])("of a host with %j knows the mode %s", (change, mode) => {
    const { planned } = plan("holdfast_host", { config: { ...hostConfig, ...change } });
    expect(planned?.configuration_encryption_mode).toBe(mode);
  });

  it.each<readonly [ObjectValue, ObjectValue, ObjectValue[string]]>([
    [{ configuration_encryption_mode: "TPM" }, { version: "8.0 U3" }, "TPM"],
    [{ configuration_encryption_mode: "NONE" }, { version: "8.0 U3" }, "NONE"],
    [{ configuration_encryption_mode: "NONE", version: "7.0 U1" }, {}, "TPM"],
    [{ configuration_encryption_mode: "NONE", version: "7.0 U1" }, { version: UNKNOWN }, UNKNOWN],
    [{ configuration_encryption_mode: "NONE", version: "7.0" }, { version: "7.0 U1" }, "NONE"],
    [
      { configuration_encryption_mode: "NONE" },
      { configuration_encryption: { mode: "TPM" } },
      "TPM",
    ],
  ])("of a host that has %j and becomes %j knows the mode %s", (before, change, mode) => {
    const prior = { ...hostState, ...before };
    const { planned } = plan("holdfast_host", { prior, config: { ...hostConfig, ...change } });
    expect(planned?.configuration_encryption_mode).toBe(mode);
  });

  it("knows that a plain machine has no key", () => {
    const plain = plan("holdfast_virtual_machine", { config: { ...vmConfig, encrypted: false } });
    const vtpm = { ...vmConfig, encrypted: false, vtpm: true };
    expect(unknownNames(plain.planned)).toEqual(["uuid"]);
    expect(unknownNames(plan("holdfast_virtual_machine", { config: vtpm }).planned)).toEqual([
      "crypto_state",
      "disk_key_ids",
      "key_id",
      "uuid",
    ]);
  });

  it("knows that no backup gives no digest", () => {
    const native = { vcenter: "vc", name: "kp" };
    expect(unknownNames(plan("holdfast_native_key_provider", { config: native }).planned)).toEqual([
      "key_id",
    ]);
    const backedUp = { ...native, backup: { path: "kp.p12" } };
    expect(
      unknownNames(plan("holdfast_native_key_provider", { config: backedUp }).planned),
    ).toEqual(["backup_digest", "health", "key_id"]);
  });
});

describe("plan of an update", () => {
  it("keeps everything where nothing changes", () => {
    const { planned, requiresReplace } = plan("holdfast_host", {
      prior: hostState,
      config: hostConfig,
    });
    expect(planned).toEqual(hostState);
    expect(requiresReplace).toEqual([]);
  });

  it.each<readonly [string, ObjectValue, readonly string[]]>([
    ["a note", { rack: "r2" }, []],
    [
      "key persistence",
      { key_persistence: { enabled: true } },
      ["cached_key_ids", "crypto_state", "host_key_id", "last_archived_at", "stored_key_ids"],
    ],
    [
      "the release",
      { version: "8.0 U3" },
      [
        "attested_until",
        "cached_key_ids",
        "crypto_state",
        "host_key_id",
        "last_archived_at",
        "stored_key_ids",
        "tpm_attestation",
      ],
    ],
  ])("to a host's %s makes only what it reaches unknown", (_, change, expected) => {
    const { planned } = plan("holdfast_host", {
      prior: hostState,
      config: { ...hostConfig, ...change },
    });
    expect(unknownNames(planned)).toEqual(expected);
  });

  it("to a machine's key provider makes its key unknown, to its name for starting nothing", () => {
    const prior = vmState;
    const rekey = plan("holdfast_virtual_machine", {
      prior,
      config: { ...vmConfig, key_provider: "other" },
    });
    expect(unknownNames(rekey.planned)).toEqual(["crypto_state", "disk_key_ids", "key_id"]);
    const autostart = plan("holdfast_virtual_machine", {
      prior,
      config: { ...vmConfig, autostart: false },
    });
    expect(unknownNames(autostart.planned)).toEqual([]);
  });

  it.each(["shallow_rekey_version", "deep_rekey_version"])(
    "rekeys a machine where its %s changes to another, and not where it goes",
    (name) => {
      const unknown = (before: number | null, after: ObjectValue[string]) =>
        unknownNames(
          plan("holdfast_virtual_machine", {
            prior: { ...vmState, [name]: before },
            config: { ...vmConfig, [name]: after },
          }).planned,
        );
      expect(unknown(null, 1)).toEqual(["disk_key_ids", "key_id"]);
      expect(unknown(2, 1)).toEqual(["disk_key_ids", "key_id"]);
      expect(unknown(1, UNKNOWN)).toEqual(["disk_key_ids", "key_id", name].sort());
      expect(unknown(1, 1)).toEqual([]);
      expect(unknown(1, null)).toEqual([]);
    },
  );

  it("writes a backup again for a new path, a new password version, or when none is left", () => {
    const prior = stateOf("holdfast_native_key_provider", {
      vcenter: "vc",
      name: "kp",
      backup: { path: "a", password: null, password_version: 1 },
      id: "vc/kp/kp",
      key_id: "k",
      backup_digest: "d",
    });
    const planned = (before: ObjectValue, backup: ObjectValue) =>
      plan("holdfast_native_key_provider", {
        prior: before,
        config: { vcenter: "vc", name: "kp", backup },
      }).planned?.backup_digest;
    const lost = { ...prior, backup_digest: null };
    expect(planned(prior, { path: "a", password: "x", password_version: 1 })).toBe("d");
    expect(planned(prior, { path: "b", password: "x", password_version: 1 })).toBe(UNKNOWN);
    expect(planned(prior, { path: "a", password: "x", password_version: 2 })).toBe(UNKNOWN);
    expect(planned(lost, { path: "a", password: "x", password_version: 1 })).toBe(UNKNOWN);
  });

  it("replaces what cannot change, by its effective value", () => {
    const prior = stateOf("holdfast_network_path", {
      id: "network/a/host/b/5696",
      from_site: "a",
      from_role: "host",
      to_site: "b",
      allowed: true,
    });
    const config = { from_site: "a", from_role: "host", to_site: "b", allowed: true };
    const paths = (change: ObjectValue) =>
      plan("holdfast_network_path", { prior, config: { ...config, ...change } }).requiresReplace;
    expect(paths({ allowed: false })).toEqual([]);
    expect(paths({ port: 5696 })).toEqual([]);
    expect(paths({ port: 443 })).toEqual([["port"]]);
    expect(paths({ from_site: UNKNOWN, to_site: "c" })).toEqual([["from_site"], ["to_site"]]);
  });

  it("replaces a standard key provider whose wrapping changes, comes or goes", () => {
    const config = { vcenter: "vc", name: "kp", key_servers: ["vc/kms/a"] };
    const paths = (before: ObjectValue | null, after: ObjectValue | null) =>
      plan("holdfast_standard_key_provider", {
        prior: stateOf("holdfast_standard_key_provider", { ...config, wrapping: before }),
        config: { ...config, wrapping: after },
      }).requiresReplace;
    const monthly = { key_id: null, rotation_days: 30 };
    expect(paths(monthly, monthly)).toEqual([]);
    expect(paths(null, null)).toEqual([]);
    expect(paths(null, monthly)).toEqual([["wrapping"]]);
    expect(paths(monthly, null)).toEqual([["wrapping"]]);
    expect(paths(monthly, { ...monthly, rotation_days: 60 })).toEqual([["wrapping"]]);
  });

  it("moves a machine within its vCenter and replaces it across", () => {
    const paths = (cluster: ObjectValue[string]) =>
      plan("holdfast_virtual_machine", { prior: vmState, config: { ...vmConfig, cluster } })
        .requiresReplace;
    expect(paths("vc/other")).toEqual([]);
    expect(paths("vc2/edge")).toEqual([["cluster"]]);
    expect(paths(UNKNOWN)).toEqual([]);
  });

  it.each<readonly [string, ObjectValue, ObjectValue, readonly string[]]>([
    [
      "holdfast_host",
      hostState,
      { ...hostConfig, configuration_encryption: { mode: "NONE" } },
      ["Mode TPM cannot be undone"],
    ],
    ["holdfast_host", hostState, { ...hostConfig, version: "7.0" }, ["ESXi cannot be downgraded"]],
    [
      "holdfast_host",
      hostState,
      { ...hostConfig, tpm: null },
      ["The configuration is sealed to the TPM"],
    ],
    ["holdfast_host", hostState, { ...hostConfig, tpm: UNKNOWN }, []],
    [
      "holdfast_host",
      hostState,
      { ...hostConfig, hostname: "esx02", configuration_encryption: { mode: "NONE" } },
      [],
    ],
    [
      "holdfast_virtual_machine",
      { ...vmState, hardware_version: 19 },
      { ...vmConfig, hardware_version: 14 },
      ["Virtual hardware cannot be downgraded"],
    ],
    [
      "holdfast_virtual_machine",
      { ...vmState, disks: [{ name: "a", size_gib: 20, encrypted: null, key_provider: null }] },
      { ...vmConfig, disks: [{ name: "a", size_gib: 10 }] },
      ["A disk cannot shrink"],
    ],
  ])("of a %s refuses what cannot be undone", (type, prior, config, expected) => {
    expect(plan(type, { prior, config }).diagnostics.map((d) => d.summary)).toEqual(expected);
  });
});

describe("plan of a destruction", () => {
  it("is null", () => {
    const request = { type: "holdfast_host", prior: hostState, proposed: null, config: null };
    expect(offline.plan(request)).toEqual({
      planned: null,
      requiresReplace: [],
      diagnostics: [],
    });
  });
});
