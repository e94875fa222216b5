// What every backend must let the provider do: each resource type is created, read, planned to nothing,
// changed, imported and destroyed, in the order in which an estate is built.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Provider } from "../../../src/model/provider.js";
import { isList, isObject, type ObjectValue, type Value } from "../../../src/model/value.js";
import { readImport } from "../../../src/plan/read-import.js";
import type { Backend } from "../../../src/provider/backend.js";
import { makeProvider } from "../../../src/provider/make-provider.js";
import { driveProvider, hasFailed } from "./drive-provider.js";

const CANARY = "canary-password";

/** One resource: what it is first, and what it becomes. */
interface Story {
  readonly type: string;
  readonly id: string;
  readonly config: ObjectValue;
  readonly changed: ObjectValue;
  /** Attributes that an import cannot find out, or leaves to the backend. */
  readonly lostByImport: readonly string[];
}

const vcenter = { name: "vc01", version: "8.0 U3", site: "edge" };
const cluster = { vcenter: "vc01", name: "edge" };
const server = { vcenter: "vc01", name: "kms01", address: "kms01.example" };
const second = { vcenter: "vc01", name: "kms02", address: "kms02.example" };
const group = { replication_group: "kms" };
const standard = { vcenter: "vc01", name: "hq", key_servers: ["vc01/kms/kms01"] };
const native = { vcenter: "vc01", name: "nkp" };
const host = { cluster: "vc01/edge", version: "8.0 U3", tpm: { present: true } };
const vsan = { cluster: "vc01/edge" };
const vm = { cluster: "vc01/edge" };
const apart = { name: "vc00", version: "8.0 U3" };
const service = { cluster: "vc00/ta", hostname: "ta01", version: "8.0 U3" };
const trusted = { cluster: "vc01/trusted", version: "8.0 U3", tpm: { present: true } };
const authority = { cluster: "vc00/ta", trusted_clusters: ["vc01/trusted"] };
const tkp = {
  vcenter: "vc01",
  name: "tkp",
  trust_authority: "vc00/trust-authority/ta",
  master_key_id: "primary",
};

const stories: readonly Story[] = [
  {
    type: "holdfast_vcenter",
    id: "vc01",
    config: vcenter,
    changed: { ...vcenter, site: "hq" },
    lostByImport: [],
  },
  {
    type: "holdfast_network_path",
    id: "network/edge/vcenter/hq/5696",
    config: { from_site: "edge", from_role: "vcenter", to_site: "hq", allowed: false },
    changed: { from_site: "edge", from_role: "vcenter", to_site: "hq", allowed: true },
    lostByImport: [],
  },
  {
    type: "holdfast_cluster",
    id: "vc01/edge",
    config: { ...cluster, ha: false, storage: "vsan" },
    changed: { ...cluster, storage: "vsan" },
    lostByImport: [],
  },
  {
    type: "holdfast_key_server",
    id: "vc01/kms/kms01",
    config: { ...server, timeout_seconds: 10, proxy_address: "proxy", proxy_port: 3128 },
    changed: {
      ...server,
      ...group,
      certificate_not_after: "2040-01-01T00:00:00Z",
      protocol: "KMIP1",
      reconnect: 1,
      nbio: 0,
    },
    lostByImport: [],
  },
  {
    type: "holdfast_key_server",
    id: "vc01/kms/kms02",
    config: second,
    changed: { ...second, ...group, site: "hq" },
    lostByImport: [],
  },
  {
    type: "holdfast_standard_key_provider",
    id: "vc01/kp/hq",
    config: { ...standard, user_name: "vc", password: CANARY, password_version: 1 },
    changed: {
      ...standard,
      key_servers: ["vc01/kms/kms02", "vc01/kms/kms01"],
      client_certificate_mode: "csr",
      password: CANARY,
      password_version: 2,
    },
    lostByImport: ["password_version"],
  },
  {
    type: "holdfast_native_key_provider",
    id: "vc01/kp/nkp",
    config: native,
    changed: { ...native, backup: { path: "nkp.backup", password: CANARY, password_version: 1 } },
    lostByImport: ["backup"],
  },
  {
    type: "holdfast_default_key_provider",
    id: "vc01/default-kp",
    config: { entity: "vc01", key_provider: "hq" },
    changed: { entity: "vc01", key_provider: "nkp" },
    lostByImport: [],
  },
  {
    type: "holdfast_default_key_provider",
    id: "vc01/edge/default-kp",
    config: { entity: "vc01/edge", key_provider: "hq" },
    changed: { entity: "vc01/edge", key_provider: "nkp" },
    lostByImport: [],
  },
  {
    type: "holdfast_host",
    id: "vc01/edge/esx01",
    config: { ...host, hostname: "esx01", version: "8.0 U2", site: "hq", rack: "r1" },
    changed: {
      ...host,
      hostname: "esx01",
      site: "edge",
      configuration_encryption: { mode: "TPM", require_secure_boot: true },
      key_persistence: { enabled: true, remove_stored_keys_on_disable: false },
      physical_security: "controlled",
      recovery_key_location: "safe 7",
    },
    lostByImport: ["configuration_encryption", "key_persistence"],
  },
  {
    type: "holdfast_host",
    id: "vc01/edge/esx02",
    config: {
      ...host,
      hostname: "esx02",
      configuration_encryption: { mode: "TPM", require_secure_boot: true },
      key_persistence: { enabled: true },
    },
    changed: { ...host, hostname: "esx02", configuration_encryption: {}, secure_boot: false },
    lostByImport: ["configuration_encryption"],
  },
  {
    type: "holdfast_vsan_encryption",
    id: "vc01/edge/vsan-encryption",
    config: { ...vsan, key_provider: "hq", kek_version: 1 },
    changed: {
      ...vsan,
      key_provider: "nkp",
      failures_to_tolerate: 0,
      kek_version: 2,
      dek_version: 1,
      erase_disks_before_use: true,
      allow_reduced_redundancy: true,
    },
    lostByImport: ["kek_version", "dek_version"],
  },
  {
    type: "holdfast_virtual_machine",
    id: "vc01/vm/plain",
    config: { ...vm, name: "plain", power_state: "poweredOff", autostart: false },
    changed: {
      ...vm,
      name: "plain",
      migrate_encryption: "disabled",
      ft_encryption_mode: "ftEncryptionRequired",
      disks: [
        { name: "disk-0", size_gib: 32 },
        { name: "data", size_gib: 8 },
      ],
    },
    lostByImport: [],
  },
  {
    type: "holdfast_virtual_machine",
    id: "vc01/vm/app",
    config: { ...vm, name: "app", encrypted: true, hardware_version: 20 },
    changed: {
      ...vm,
      name: "app",
      encrypted: true,
      hardware_version: 20,
      key_provider: "nkp",
      vtpm: true,
      disks: [
        { name: "disk-0", size_gib: 16 },
        { name: "log", size_gib: 4, key_provider: "hq" },
        { name: "scratch", size_gib: 4, encrypted: false },
      ],
    },
    lostByImport: [],
  },
  {
    type: "holdfast_virtual_machine",
    id: "vc01/vm/secure",
    config: { ...vm, name: "secure", vtpm: true, backup: { include_nvram: true, proxy: null } },
    changed: { ...vm, name: "secure", backup: { include_nvram: false, proxy: "vc01/vm/proxy" } },
    lostByImport: [],
  },
  {
    type: "holdfast_vcenter",
    id: "vc00",
    config: apart,
    changed: { ...apart, site: "hq" },
    lostByImport: [],
  },
  {
    type: "holdfast_cluster",
    id: "vc00/ta",
    config: { vcenter: "vc00", name: "ta", role: "trust-authority" },
    changed: { vcenter: "vc00", name: "ta", role: "trust-authority", ha: false },
    lostByImport: [],
  },
  {
    type: "holdfast_host",
    id: "vc00/ta/ta01",
    config: service,
    changed: { ...service, site: "hq" },
    lostByImport: [],
  },
  {
    type: "holdfast_key_server",
    id: "vc00/kms/kms03",
    config: { vcenter: "vc00", name: "kms03", address: "kms03.example" },
    changed: { vcenter: "vc00", name: "kms03", address: "kms03.example", site: "hq" },
    lostByImport: [],
  },
  {
    type: "holdfast_key_server",
    id: "vc00/kms/kms04",
    config: { vcenter: "vc00", name: "kms04", address: "kms04.example" },
    changed: { vcenter: "vc00", name: "kms04", address: "kms04.example", site: "hq" },
    lostByImport: [],
  },
  {
    type: "holdfast_cluster",
    id: "vc01/trusted",
    config: { vcenter: "vc01", name: "trusted" },
    changed: { vcenter: "vc01", name: "trusted", storage: "local" },
    lostByImport: [],
  },
  {
    type: "holdfast_host",
    id: "vc01/trusted/esx11",
    config: { ...trusted, hostname: "esx11" },
    changed: { ...trusted, hostname: "esx11", rack: "r1" },
    lostByImport: [],
  },
  {
    type: "holdfast_trust_authority",
    id: "vc00/trust-authority/ta",
    config: { ...authority, base_images: ["8.0 U2"] },
    changed: {
      ...authority,
      base_images: ["8.0 U2", "8.0 U3"],
      trusted_tpms: ["vc01/trusted/esx11"],
    },
    lostByImport: [],
  },
  {
    type: "holdfast_trusted_key_provider",
    id: "vc01/kp/tkp",
    config: { ...tkp, key_servers: ["vc00/kms/kms03"] },
    changed: { ...tkp, key_servers: ["vc00/kms/kms04", "vc00/kms/kms03"] },
    lostByImport: [],
  },
  {
    type: "holdfast_survival_floor",
    id: "floor/edge",
    config: { name: "edge", scenario: "provider-outage", reason: "the edge must run" },
    changed: {
      name: "edge",
      scenario: "wan-partition",
      reason: "the edge must run alone",
      workloads: ["vm:vc01/vm/*"],
      max_lost: 1,
    },
    lostByImport: [],
  },
  {
    type: "holdfast_waiver",
    id: "waiver/lone",
    config: {
      name: "lone",
      code: "FC-05",
      owner: "storage team",
      reason: "the second one is on order",
      expires_at: "2030-01-01T00:00:00Z",
    },
    changed: {
      name: "lone",
      code: "FC-06",
      subjects: ["vc01/kms/*"],
      owner: "network team",
      reason: "the renewal is on its way",
      expires_at: "2031-01-01T00:00:00Z",
    },
    lostByImport: [],
  },
];

/** A resource that names these arguments, whatever it says of them. */
function declaring(config: ObjectValue) {
  const said = { kind: "literal", value: null } as const;
  return { attributes: Object.fromEntries(Object.keys(config).map((name) => [name, said])) };
}

/** Runs the contract against a backend that is empty when it is opened. */
export function describeProviderContract(name: string, open: () => Promise<Backend>): void {
  describe(`the provider on ${name}`, () => {
    let backend: Backend;
    let provider: Provider;
    const written = new Map<string, Uint8Array>();
    const states = new Map<string, ObjectValue>();
    const drive = (type: string) => driveProvider(provider, type);
    const stateOf = (story: Story) => states.get(story.id) ?? {};

    beforeAll(async () => {
      backend = await open();
      provider = makeProvider(() => Promise.resolve(backend), {
        writeBackup: (path, bytes) => Promise.resolve(void written.set(path, bytes)),
        place: "here",
      });
    });
    afterAll(async () => {
      await backend.close();
    });

    it.each(stories)("creates $id", async (story) => {
      const state = await drive(story.type).reach(null, story.config);
      expect(state.id).toBe(story.id);
      states.set(story.id, state);
    });

    it("refuses to create what exists, and leaves it alone", async () => {
      for (const story of stories.filter((s) => s.type !== "holdfast_default_key_provider")) {
        const result = await drive(story.type).apply(null, story.config);
        expect(result.state, story.id).toBe(null);
        expect(result.diagnostics.map((d) => d.summary)).toEqual([
          "The object already exists in vSphere",
        ]);
      }
    });

    it.each(stories)("changes $id", async (story) => {
      const { state } = await provider.read({ type: story.type, state: stateOf(story) });
      states.set(story.id, await drive(story.type).reach(state, story.changed));
    });

    it("writes the backup of a native key provider once it is declared", () => {
      expect([...written.keys()]).toEqual(["nkp.backup"]);
      expect(written.get("nkp.backup")?.byteLength).toBeGreaterThan(32);
      expect(stateOf(stories[6] ?? fail("no story")).backup_digest).toMatch(/^[0-9a-f]{64}$/);
    });

    it.each(stories)("reads and imports $id", async (story) => {
      const { type, id } = story;
      const { state: read } = await provider.read({ type, state: stateOf(story) });
      const imported = await provider.import({ type, id });
      expect(imported.diagnostics).toEqual([]);
      const differences = Object.keys(read ?? {}).filter(
        (name) => JSON.stringify(read?.[name]) !== JSON.stringify(imported.state?.[name]),
      );
      expect(differences).toEqual(story.lostByImport);
      expect(drive(type).plan(imported.state, story.changed).requiresReplace).toEqual([]);
      const taken = await readImport(provider, { type, id, resource: declaring(story.changed) });
      const again = drive(type).plan(taken.state, story.changed);
      if (story.lostByImport.length === 0) expect(again.planned).toEqual(taken.state);
      states.set(id, read ?? {});
    });

    it("imports nothing that does not exist, and says which ids it takes", async () => {
      const type = "holdfast_host";
      expect(await provider.import({ type, id: "vc01/edge/esx99" })).toEqual({
        state: null,
        diagnostics: [],
      });
      const { diagnostics } = await provider.import({ type, id: "esx01" });
      expect(diagnostics.map((d) => d.detail)).toEqual([
        '"esx01" is not the id of a holdfast_host: that has the form VCENTER/CLUSTER/HOSTNAME.',
      ]);
    });

    it.each(stories)("looks up $id as it is, defaults filled in", async ({ type, id }) => {
      expect(provider.validateData({ type, config: { id } })).toEqual([]);
      const { state, diagnostics } = await provider.readData({ type, config: { id } });
      expect(diagnostics).toEqual([]);
      const managed = states.get(id) ?? {};
      for (const [name, value] of Object.entries(state ?? {})) {
        const known = knownOf(managed[name] ?? null, value);
        if (known !== null) expect({ [name]: value }).toMatchObject({ [name]: known });
      }
    });

    it("reads the virtual TPM of a machine, and says which have none", async () => {
      const type = "holdfast_virtual_tpm";
      const of = (virtual_machine: string) =>
        provider.readData({ type, config: { virtual_machine } });
      const { state, diagnostics } = await of("vc01/vm/plain");
      expect(diagnostics.map(({ summary }) => summary)).toEqual(["No virtual TPM"]);
      expect(state).toBeNull();
      expect((await of("vc01/vm/app")).state).toMatchObject({
        virtual_machine: "vc01/vm/app",
        endorsement_key_certificates: [expect.stringContaining("BEGIN CERTIFICATE---")],
        endorsement_key_certificate_signing_requests: [expect.stringContaining("REQUEST---")],
        fingerprints: [expect.stringMatching(/^([0-9A-F]{2}:){19}[0-9A-F]{2}$/)],
      });
      expect((await of("vc01/vm/appp")).diagnostics).toMatchObject([
        {
          summary: "Nothing to look up",
          detail: expect.stringContaining('Did you mean "vc01/vm/app"?'),
          attribute: ["virtual_machine"],
        },
      ]);
      const config = { virtual_machine: "app" };
      expect(provider.validateData({ type, config })).toMatchObject([
        { attribute: ["virtual_machine"], detail: expect.stringContaining("VCENTER/vm/NAME") },
      ]);
    });

    it("says of what it cannot find where it looked and what there is", async () => {
      const look = async (type: string, id: string) => {
        const { diagnostics } = await provider.readData({ type, config: { id } });
        return diagnostics.map(({ detail }) => detail.replace(/ Correct the id.*/, ""));
      };
      expect(await look("holdfast_host", "vc01/edge/esx1")).toEqual([
        'The vSphere of here has no holdfast_host with the id "vc01/edge/esx1". Did you mean "vc01/edge/esx01"?',
      ]);
      expect(await look("holdfast_host", "vc01/edge/quite-another")).toEqual([
        'The vSphere of here has no holdfast_host with the id "vc01/edge/quite-another". There are: vc01/edge/esx01, vc01/edge/esx02, vc01/trusted/esx11.',
      ]);
      expect(
        provider.validateData({ type: "holdfast_host", config: { id: "esx01" } }),
      ).toMatchObject([
        { detail: expect.stringContaining("that has the form VCENTER/CLUSTER/HOSTNAME.") },
      ]);
      expect(
        (await provider.readData({ type: "holdfast_drill", config: {} })).diagnostics,
      ).toMatchObject([{ summary: "This vSphere cannot be drilled" }]);
    });

    it.each(stories.toReversed())(
      "destroys $id, and does not mind if it is gone",
      async (story) => {
        const { type } = story;
        const state = stateOf(story);
        expect(await drive(type).destroy(state)).toEqual({ state: null, diagnostics: [] });
        expect(await provider.read({ type, state })).toEqual({ state: null, diagnostics: [] });
        expect(await drive(type).destroy(state)).toEqual({ state: null, diagnostics: [] });
      },
    );

    it("has shown no password anywhere", () => {
      expect(JSON.stringify([...states])).not.toContain(CANARY);
    });
  });

  describe(`failures of the provider on ${name}`, () => {
    it("returns the object as far as it got", async () => {
      const backend = await open();
      const provider = makeProvider(() => Promise.resolve(backend), {
        writeBackup: () => Promise.reject(Object.assign(new Error("no space"), { code: "ENOSPC" })),
      });
      await driveProvider(provider, "holdfast_vcenter").reach(null, vcenter);
      const drive = driveProvider(provider, "holdfast_native_key_provider");
      const result = await drive.apply(null, { ...native, backup: { path: "nkp.backup" } });
      expect(hasFailed(result)).toBe(true);
      expect(result.diagnostics[0]?.summary).toBe("There is no space left");
      expect(result.state).toMatchObject({ id: "vc01/kp/nkp", backup: null });
      await backend.close();
    });

    it("refuses what needs a parent that is not there", async () => {
      const backend = await open();
      const provider = makeProvider(() => Promise.resolve(backend), {
        writeBackup: () => Promise.resolve(),
      });
      for (const { type, config } of stories) {
        if (/vcenter$|path$|floor$|waiver$/.test(type)) continue;
        const result = await driveProvider(provider, type).apply(null, config);
        expect({ type, failed: hasFailed(result), state: result.state }).toEqual({
          type,
          failed: true,
          state: null,
        });
      }
      await backend.close();
    });
  });
}

function fail(message: string): never {
  throw new Error(message);
}

/** What a managed object says of what was looked up: null is a default there, and requests are not looked up. */
function knownOf(managed: Value, found: Value): Value {
  if (isList(managed) && isList(found))
    return managed.map((item, i) => knownOf(item, found[i] ?? null));
  if (!isObject(managed) || !isObject(found)) return managed;
  const entries = Object.entries(managed).filter(([name, item]) => item !== null && name in found);
  return Object.fromEntries(
    entries.map(([name, item]) => [name, knownOf(item, found[name] ?? null)]),
  );
}
