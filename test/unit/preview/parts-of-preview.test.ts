// Parts of a preview beside its verdict: decisions and waivers, steps that nobody can take back, hazards, drift, places,
// and how much is told of each.

import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/model/json.js";
import type { Decision } from "../../../src/model/preview.js";
import { minimalFaults } from "../../../src/preview/counterexample.js";
import { machineOf } from "../../support/small-stack.js";
import { previewOf, type Story } from "./preview-story.js";

const ESX01 = "vc01/edge/esx01";
const ESX02 = "vc01/edge/esx02";
const VCENTER = "${holdfast_vcenter.vc.id}";
const CLUSTER = "${holdfast_cluster.edge.id}";
const ON = { key_persistence: { enabled: true } };
const OFF = { key_persistence: { enabled: false } };

/** Simulated time begins with 2026; a story begins two hours later. */
function waiver(expires_at: string, code = "FC-37"): JsonObject {
  return {
    holdfast_waiver: {
      w: {
        name: "shops",
        code,
        owner: "security@example.com",
        reason: "Locked rooms.",
        expires_at,
      },
    },
  };
}

function toldOf(decisions: readonly Decision[]): readonly string[] {
  return decisions.map(({ status, code, subjects }) => `${status} ${code}: ${subjects.join(", ")}`);
}

const BOTH = `${ESX01}, ${ESX02}`;
const EXPOSED = { ...ON, physical_security: "uncontrolled" };
const LONG = "2030-01-01T00:00:00Z";
const SOON = "2026-01-20T00:00:00Z";
const PAST = "2025-12-01T00:00:00Z";

const DECISIONS: Readonly<Record<string, readonly [Story, readonly string[]]>> = {
  "hosts that newly keep keys in the open": [
    { applied: { host: ON }, head: { host: EXPOSED } },
    [`needed FC-37: ${BOTH}`],
  ],
  "the same with a waiver": [
    { applied: { host: ON }, head: { host: EXPOSED, resource: waiver(LONG) } },
    [`recorded FC-37: ${BOTH}`],
  ],
  "a waiver that goes while its reason stays": [
    { applied: { host: EXPOSED, resource: waiver(LONG) }, head: { host: EXPOSED } },
    [`needed FC-37: ${BOTH}`],
  ],
  "hosts that kept keys in the open before": [
    { applied: { host: EXPOSED }, head: { host: EXPOSED } },
    [],
  ],
  "a waiver that was there before": [
    {
      applied: { host: EXPOSED, resource: waiver(LONG) },
      head: { host: { ...EXPOSED, rack: "r2" }, resource: waiver(LONG) },
    },
    [],
  ],
  "a waiver about to end": [
    {
      applied: { host: EXPOSED, resource: waiver(SOON) },
      head: { host: EXPOSED, resource: waiver(SOON) },
    },
    [`expires-soon FC-37: ${BOTH}`],
  ],
  "a waiver that has ended": [
    {
      applied: { host: EXPOSED, resource: waiver(PAST) },
      head: { host: EXPOSED, resource: waiver(PAST) },
    },
    [`expired FC-37: ${BOTH}`],
  ],
  "a waiver whose reason goes": [
    {
      applied: { host: EXPOSED, resource: waiver(LONG) },
      head: { host: ON, resource: waiver(LONG) },
    },
    [`reason-gone FC-37: ${BOTH}`],
  ],
};

describe("decisions", () => {
  it.each(Object.entries(DECISIONS))("of %s", async (_, [story, told]) => {
    const { decisions, risks } = await previewOf(story);
    expect(toldOf(decisions)).toEqual(told);
    expect(risks.filter(({ title }) => /FC-(37|67|68)/.test(title))).toEqual([]);
  });

  it("leave keys in the open to the risks where nothing rests on them", async () => {
    const plain = { holdfast_virtual_machine: { till: { cluster: CLUSTER, name: "till" } } };
    const { decisions, risks } = await previewOf({
      ...{ applied: { host: ON, resource: plain }, head: { host: EXPOSED, resource: plain } },
    });
    expect(toldOf(decisions)).toEqual([]);
    expect(risks.map(({ severity, title }) => `${severity}: ${title}`)).toEqual([
      `medium: ${ESX01} persists keys and stands where physical access is not controlled (FC-37, and at 1 more place)`,
    ]);
  });
});

const machine = (more: object) => ({
  holdfast_virtual_machine: { till: { ...machineOf("till"), ...more } },
});
const native = (name: string) => ({
  holdfast_native_key_provider: {
    nkp: { vcenter: VCENTER, name, tpm_required: true, backup: { path: "nkp.p12" } },
  },
});

const IRREVERSIBLE: Readonly<Record<string, readonly [Story, readonly string[]]>> = {
  "an encrypted machine that goes": [
    { applied: {}, head: { resource: { holdfast_virtual_machine: {} } } },
    ["The encrypted machine vc01/vm/till is destroyed with its data."],
  ],
  "a machine without keys that goes": [
    {
      applied: { resource: machine({ encrypted: false }) },
      head: { resource: { holdfast_virtual_machine: {} } },
    },
    [],
  ],
  "a machine that was never made": [
    { base: {}, head: { resource: { holdfast_virtual_machine: {} } } },
    [],
  ],
  "rekeys of a machine": [
    {
      applied: { resource: machine({}) },
      head: { resource: machine({ deep_rekey_version: 1, shallow_rekey_version: 1 }) },
    },
    [
      "vc01/vm/till gets a new key; hosts that have the old one alone no longer start it.",
      "vc01/vm/till is encrypted anew under new keys; what the old ones open is gone.",
    ],
  ],
  "a rekey that is pending": [
    {
      applied: { resource: machine({}) },
      base: { resource: machine({ deep_rekey_version: 1 }) },
      head: { resource: machine({ deep_rekey_version: 1, vtpm: true }) },
    },
    [],
  ],
  "persistence that leaves its keys": [
    {
      applied: {},
      head: { host: { key_persistence: { enabled: false, remove_stored_keys_on_disable: false } } },
    },
    [],
  ],
  "a native key provider under another name": [
    { applied: { resource: native("nkp") }, head: { resource: native("other") } },
    [
      "The native key provider vc01/kp/nkp is deleted with its derivation key; only its backup brings back what is encrypted under it.",
    ],
  ],
};

describe("irreversible steps", () => {
  it.each(Object.entries(IRREVERSIBLE))("of %s", async (_, [story, sentences]) => {
    const { irreversible } = await previewOf(story);
    expect(irreversible.map(({ sentence }) => sentence)).toEqual(sentences);
  });
});

describe("a preview", () => {
  it("says why a loss comes about, where, and what to do", async () => {
    const { risks, workloads } = await previewOf({ applied: {}, head: { host: OFF } });
    expect(risks).toMatchInlineSnapshot(`
      [
        {
          "causes": [
            {
              "action": "update",
              "address": "holdfast_host.esx01",
              "differences": [
                {
                  "path": "key_persistence.enabled",
                  "values": [
                    true,
                    false,
                  ],
                },
              ],
              "source": {
                "file": "head/holdfast_host.esx01.ts",
                "line": 7,
              },
            },
            {
              "action": "update",
              "address": "holdfast_host.esx02",
              "differences": [
                {
                  "path": "key_persistence.enabled",
                  "values": [
                    true,
                    false,
                  ],
                },
              ],
              "source": {
                "file": "head/holdfast_host.esx02.ts",
                "line": 7,
              },
            },
          ],
          "counterexample": [
            "vc01/kms/kms1 is unreachable",
            "vc01/edge/esx01 loses power",
            "vc01/edge/esx02 loses power",
          ],
          "fix": "Turn key persistence on (keyPersistence: true) and apply; the next remediation and archive store the keys.",
          "keyPaths": {
            "base": "keys stored on the host, vc01/edge/esx01: vc01/edge/esx01 is up. Key persistence is on at vc01/edge/esx01. The configuration of vc01/edge/esx01 can be read at boot. vc01/edge/esx01 has the home key in its archived configuration.",
            "head": "keys stored on the host, vc01/edge/esx01: Key persistence is off at vc01/edge/esx01, so a reboot empties its memory of keys. vc01/edge/esx01 has not stored the home key.",
          },
          "kind": "survival",
          "severity": "high",
          "title": "1 workload in vc01/edge would no longer survive a 72-hour outage of the key providers",
          "why": "vm:vc01/vm/till: Locked: the keys in memory were lost with the power, key persistence is off, the host has no host key and no key server answers. Key persistence is off at vc01/edge/esx01, so a reboot empties its memory of keys. vc01/edge/esx01 has not stored the home key. No key server of vc01/kp/kp delivers the key: vc01/kms/kms1 is unreachable. vc01/edge/esx01 had the home key in memory and lost it when it rebooted.",
          "workloads": [
            "vm:vc01/vm/till",
          ],
        },
      ]
    `);
    expect(workloads).toMatchInlineSnapshot(`
      [
        {
          "cluster": "vc01/edge",
          "reasons": [
            "CACHE_LOST_ON_REBOOT",
            "PERSISTENCE_OFF",
            "HOST_NOT_CRYPTO_SAFE",
            "PROVIDER_UNREACHABLE",
          ],
          "sentence": "Locked: the keys in memory were lost with the power, key persistence is off, the host has no host key and no key server answers.",
          "site": "edge",
          "verdicts": {
            "base": "survived",
            "head": "locked",
            "live": "survived",
          },
          "workload": "vm:vc01/vm/till",
        },
      ]
    `);
  });

  it("advises against what the author brought about, and names where it stands", async () => {
    const server = { vcenter: VCENTER, name: "kms9", address: "kms9.core.example", site: "core" };
    const resource = {
      holdfast_key_server: { other: server },
      holdfast_standard_key_provider: {
        kp: { vcenter: VCENTER, name: "kp", key_servers: ["${holdfast_key_server.other.id}"] },
      },
    };
    const story = { applied: { host: OFF }, head: { host: OFF, resource } };
    const { risks } = await previewOf({ ...story, scenario: "rolling-reboot" });
    const [risk] = risks;
    expect(risk?.fix).toBe("Restore the key on a key server, or encrypt again under a new key.");
    expect(risk?.causes.map(({ source }) => source?.file)).toEqual([
      "base/holdfast_key_server.kms.ts",
      "head/holdfast_key_server.other.ts",
      "head/holdfast_standard_key_provider.kp.ts",
    ]);
  });

  it("rolls up changes and survival by site and cluster", async () => {
    const { places } = await previewOf({
      applied: { host: { ...ON, physical_security: "uncontrolled" } },
      head: {
        host: OFF,
        resource: {
          holdfast_network_path: {
            p: { from_site: "dmz", from_role: "host", to_site: "core", allowed: true },
          },
        },
      },
    });
    expect(places).toEqual([
      {
        ...{ site: "dmz", cluster: null, add: 1, change: 0, replace: 0, destroy: 0 },
        workloads: { live: 0, base: 0, head: 0 },
        surviving: { live: 0, base: 0, head: 0 },
        exposedHosts: { live: 0, base: 0, head: 0 },
      },
      {
        ...{ site: "edge", cluster: "vc01/edge", add: 0, change: 2, replace: 0, destroy: 0 },
        workloads: { live: 1, base: 1, head: 1 },
        surviving: { live: 1, base: 1, head: 0 },
        exposedHosts: { live: 2, base: 2, head: 0 },
        smallestCut: { base: { faults: null, isExact: true }, head: { faults: 3, isExact: true } },
      },
    ]);
  });

  it("tells drift from the author's, and says when it alone breaks a floor", async () => {
    const floor = {
      holdfast_survival_floor: {
        f: { name: "edge", scenario: "provider-outage", reason: "Shops must sell." },
      },
    };
    const { drift, changes, counts, brokenFloors } = await previewOf({
      applied: { resource: floor },
      head: { resource: floor, host: { rack: "r2" } },
      meanwhile: async ({ hosts }) => {
        await hosts.disableKeyPersistence(ESX01, { removeAllStoredKeys: true });
        await hosts.disableKeyPersistence(ESX02, { removeAllStoredKeys: true });
      },
    });
    expect(drift).toMatchObject({ lost: ["vm:vc01/vm/till"], breaksFloor: true });
    expect(drift.changes.map(({ differences }) => differences)).toEqual([
      [{ path: "key_persistence.enabled", values: [false, true] }],
      [{ path: "key_persistence.enabled", values: [false, true] }],
    ]);
    expect(changes.map(({ differences }) => differences.map(({ path }) => path))).toEqual([
      ["rack"],
      ["rack"],
    ]);
    expect(counts).toMatchObject({
      live: { locked: 1 },
      base: { survived: 1 },
      head: { survived: 1 },
    });
    expect(brokenFloors).toEqual([]);
  });

  it("finds orders that lose keys half way, and no risk in them", async () => {
    const host_key_provider = "${holdfast_native_key_provider.nkp.name}";
    const cluster = {
      ...native("nkp"),
      holdfast_cluster: { edge: { vcenter: VCENTER, name: "edge", host_key_provider } },
    };
    const { hazards, risks, verdict } = await previewOf({
      applied: { resource: cluster },
      head: { host: OFF, resource: { ...cluster, ...machine({ key_provider: "nkp" }) } },
    });
    expect(verdict).toBe("unchanged");
    expect(hazards.map(({ code, subject }) => `${code} ${subject}`)).toEqual(["FC-63 vc01/edge"]);
    expect(risks.filter(({ title }) => title.includes("FC-63"))).toEqual([]);
  });

  it("is as its schema says", async () => {
    const file = new URL("../../../src/preview/preview.schema.json", import.meta.url);
    const validate = new Ajv({ strict: true }).compile(JSON.parse(readFileSync(file, "utf8")));
    const stories: readonly Story[] = [
      {
        applied: { host: EXPOSED, resource: waiver(SOON) },
        head: { host: OFF, resource: waiver(SOON) },
      },
      { applied: {}, base: { host: { version: "nine" } }, head: { host: OFF } },
      { applied: {}, head: { host: { version: "nine" } } },
      { base: null, head: {} },
    ];
    for (const story of stories) {
      const preview = JSON.parse(JSON.stringify(await previewOf(story)));
      expect(validate(preview) ? [] : validate.errors).toEqual([]);
    }
    expect(validate({ format: "holdfast.preview/1" })).toBe(false);
  });
});

describe("minimalFaults", () => {
  const unit = (text: string) => ({ text, faults: new Set<string>(), hosts: new Set<string>() });
  const all = ["a", "b", "c", "d"].map(unit);

  it("leaves out what is not needed, until nothing can be", () => {
    const needs = (names: string) => (some: readonly { text: string }[]) =>
      [...names].every((name) => some.some(({ text }) => text === name));
    expect(minimalFaults(all, needs("bd"))?.map(({ text }) => text)).toEqual(["b", "d"]);
    expect(minimalFaults(all, needs(""))).toEqual([]);
  });

  it("goes round again where leaving one out makes another needless", () => {
    // Needed are a and b, or any one alone that is left when both are not.
    const isLoss = (some: readonly { text: string }[]) => some.length !== 3 && some.length > 0;
    expect(minimalFaults(all.slice(0, 2), isLoss)?.length).toBe(1);
  });

  it("gives up when it is not answered", () => {
    expect(minimalFaults(all, () => undefined)).toBeUndefined();
  });
});
