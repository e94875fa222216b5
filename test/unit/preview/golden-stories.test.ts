// The stories that a reviewer of pull requests lives through, each as a line of data: what was applied, what base and
// head declare, and what the preview says of it.

import { describe, expect, it } from "vitest";
import type { Preview } from "../../../src/model/preview.js";
import { previewOf, type Story } from "./preview-story.js";

const ESX01 = "vc01/edge/esx01";
const ESX02 = "vc01/edge/esx02";
const VCENTER = "${holdfast_vcenter.vc.id}";
const CLUSTER = "${holdfast_cluster.edge.id}";
const ON = { key_persistence: { enabled: true } };
const OFF = { key_persistence: { enabled: false } };
const FLOOR = {
  holdfast_survival_floor: {
    floor: { name: "edge", scenario: "provider-outage", reason: "Shops must sell." },
  },
};
const REBOOT_FLOOR = {
  holdfast_survival_floor: {
    floor: { name: "patch-day", scenario: "rolling-reboot", reason: "Patches are monthly." },
  },
};

function keyServer(name: string, more: object = {}): object {
  return { vcenter: VCENTER, name, address: `${name}.core.example`, site: "core", ...more };
}

function provider(name: string, ...keyServers: readonly string[]): object {
  const key_servers = keyServers.map((server) => `\${holdfast_key_server.${server}.id}`);
  return { kp: { vcenter: VCENTER, name, key_servers } };
}

function oldHost(hostname: string): object {
  return {
    ...{ cluster: CLUSTER, hostname, version: "7.0 U1", site: "edge", tpm: { present: true } },
    recovery_key_location: "safe",
  };
}

const TWO_KEY_SERVERS = {
  holdfast_key_server: {
    kms: keyServer("kms1", { replication_group: "core" }),
    kms2: keyServer("kms2", { replication_group: "core" }),
  },
  holdfast_standard_key_provider: provider("kp", "kms", "kms2"),
};
const ONE_KEY_SERVER = {
  holdfast_key_server: { kms: keyServer("kms1", { replication_group: "core" }) },
};
/** Another key server, which has none of the keys. */
const SWAPPED_KEY_SERVER = {
  holdfast_key_server: { other: keyServer("kms9") },
  holdfast_standard_key_provider: provider("kp", "other"),
};

/** What a story is told by: `severity kind: causes <= faults` for each risk. */
interface Gist {
  readonly verdict: Preview["verdict"];
  readonly conclusion: Preview["conclusion"];
  readonly sentence: string;
  /** `action address` */
  readonly changes?: readonly string[];
  readonly risks?: readonly string[];
  readonly irreversible?: readonly string[];
  readonly drift?: readonly string[];
}

function gistOf({ verdict, conclusion, sentence, changes, risks, ...rest }: Preview): Gist {
  const told = (all: Preview["changes"]) => all.map((each) => `${each.action} ${each.address}`);
  return {
    ...{ verdict, conclusion, sentence, changes: told(changes) },
    risks: risks.map(({ severity, kind, causes, counterexample }) => {
      const because = causes.map(({ address }) => address).join(", ");
      return `${severity} ${kind}: ${because} <= ${counterexample?.join(", ") ?? "-"}`;
    }),
    irreversible: rest.irreversible.map(({ address }) => address),
    drift: told(rest.drift.changes),
  };
}

const NOTHING = { changes: [], risks: [], irreversible: [], drift: [] };
const OUTAGE = "a 72-hour outage of the key providers";
const HOSTS_UPDATED = ["update holdfast_host.esx01", "update holdfast_host.esx02"];
const BY_HOSTS = "holdfast_host.esx01, holdfast_host.esx02";
const POWER_CUTS = `vc01/kms/kms1 is unreachable, ${ESX01} loses power, ${ESX02} loses power`;
const SAFE = `Safe: the one encrypted workload would survive ${OUTAGE}.`;
const DROPS = `Survivability drops: the one encrypted workload would no longer survive ${OUTAGE}.`;
const ALL_CREATED = [
  "create holdfast_cluster.edge",
  "create holdfast_default_key_provider.default",
  "create holdfast_host.esx01",
  "create holdfast_host.esx02",
  "create holdfast_key_server.kms",
  "create holdfast_standard_key_provider.kp",
  "create holdfast_survival_floor.floor",
  "create holdfast_vcenter.vc",
  "create holdfast_virtual_machine.till",
];

const STORIES: Readonly<Record<string, readonly [Story, Gist]>> = {
  "persistence switched off, against a floor": [
    { applied: { resource: FLOOR }, head: { resource: FLOOR, host: OFF } },
    {
      ...{ verdict: "drops", conclusion: "failure", drift: [], changes: HOSTS_UPDATED },
      sentence: `${DROPS} It breaks the floor edge.`,
      risks: [`critical floor: ${BY_HOSTS} <= ${POWER_CUTS}`],
      irreversible: ["holdfast_host.esx01", "holdfast_host.esx02"],
    },
  ],
  "persistence switched off, where no floor stands": [
    {
      applied: {},
      head: {
        host: { key_persistence: { ...OFF.key_persistence, remove_stored_keys_on_disable: false } },
      },
    },
    {
      ...NOTHING,
      ...{ verdict: "drops", conclusion: "neutral", sentence: DROPS, changes: HOSTS_UPDATED },
      risks: [`high survival: ${BY_HOSTS} <= ${POWER_CUTS}`, `medium finding: ${BY_HOSTS} <= -`],
    },
  ],
  "one of two key servers removed": [
    {
      applied: { resource: TWO_KEY_SERVERS },
      head: {
        resource: {
          ...TWO_KEY_SERVERS,
          ...ONE_KEY_SERVER,
          holdfast_standard_key_provider: provider("kp", "kms"),
        },
      },
    },
    {
      ...{ verdict: "unchanged", conclusion: "success", sentence: SAFE, drift: [] },
      changes: ["delete holdfast_key_server.kms2", "update holdfast_standard_key_provider.kp"],
      risks: ["medium finding: holdfast_standard_key_provider.kp <= -"],
      irreversible: ["holdfast_key_server.kms2"],
    },
  ],
  "a key server swapped for one without the keys": [
    {
      ...{ scenario: "rolling-reboot", applied: { host: OFF } },
      head: { host: OFF, resource: SWAPPED_KEY_SERVER },
    },
    {
      ...{ verdict: "drops", conclusion: "neutral", drift: [] },
      sentence:
        "Survivability drops: the one encrypted workload would no longer survive a rolling reboot of the hosts.",
      changes: [
        "delete holdfast_key_server.kms",
        "create holdfast_key_server.other",
        "update holdfast_standard_key_provider.kp",
      ],
      risks: [
        `critical survival: holdfast_key_server.kms, holdfast_key_server.other, holdfast_standard_key_provider.kp <= ${ESX01} is rebooted, ${ESX02} is rebooted`,
        "high finding: holdfast_key_server.kms, holdfast_key_server.other, holdfast_standard_key_provider.kp <= -",
      ],
      irreversible: ["holdfast_key_server.kms"],
    },
  ],
  "a key provider renamed": [
    {
      applied: { resource: { ...TWO_KEY_SERVERS } },
      head: {
        resource: {
          ...TWO_KEY_SERVERS,
          holdfast_standard_key_provider: provider("other", "kms", "kms2"),
        },
      },
    },
    {
      ...{ verdict: "drops", conclusion: "neutral", sentence: DROPS, drift: [] },
      changes: [
        "update holdfast_default_key_provider.default",
        "delete-then-create holdfast_standard_key_provider.kp",
      ],
      risks: [
        `high survival: holdfast_standard_key_provider.kp <= ${ESX01} loses power`,
        "high finding: holdfast_default_key_provider.default, holdfast_standard_key_provider.kp <= -",
      ],
      irreversible: ["holdfast_standard_key_provider.kp"],
    },
  ],
  "hosts downgraded in place, which nobody can": [
    { applied: {}, head: { host: { ...OFF, version: "7.0 U1" } } },
    {
      ...{ ...NOTHING, verdict: "unknown", conclusion: "failure" },
      sentence: "It cannot be told what this change does to survival: the head has 2 errors.",
    },
  ],
  "hosts replaced by some of a release without persistence": [
    {
      applied: {},
      head: {
        resource: { holdfast_host: { esx01: oldHost("esx11"), esx02: oldHost("esx12") } },
      },
    },
    {
      ...{ verdict: "drops", conclusion: "neutral", sentence: DROPS },
      changes: ["delete-then-create holdfast_host.esx01", "delete-then-create holdfast_host.esx02"],
      risks: [
        `high survival: ${BY_HOSTS} <= vc01/kms/kms1 is unreachable, vc01/edge/esx11 loses power, vc01/edge/esx12 loses power`,
      ],
      ...{ irreversible: [], drift: [] },
    },
  ],
  "a harmless change": [
    { applied: { resource: FLOOR }, head: { resource: FLOOR, host: { rack: "r2" } } },
    {
      ...NOTHING,
      ...{ verdict: "unchanged", conclusion: "success", sentence: SAFE, changes: HOSTS_UPDATED },
    },
  ],
  "drift alone": [
    {
      ...{ applied: { resource: FLOOR }, head: { resource: FLOOR } },
      meanwhile: async ({ hosts }) => {
        await hosts.disableKeyPersistence(ESX01, { removeAllStoredKeys: true });
        await hosts.disableKeyPersistence(ESX02, { removeAllStoredKeys: true });
      },
    },
    {
      ...{ ...NOTHING, verdict: "unchanged", conclusion: "success", sentence: SAFE },
      drift: HOSTS_UPDATED,
    },
  ],
  "a base that is already broken": [
    {
      applied: { resource: FLOOR, host: OFF },
      head: { resource: FLOOR, host: { ...OFF, rack: "r2" } },
    },
    {
      ...{ ...NOTHING, verdict: "broken-before", conclusion: "neutral", changes: HOSTS_UPDATED },
      sentence: `No worse than before, but not safe: the one encrypted workload would not survive ${OUTAGE}, with or without this change.`,
    },
  ],
  "a loss that is pending on the base": [
    { applied: {}, base: { host: OFF }, head: { host: { ...OFF, rack: "r2" } } },
    {
      ...{ ...NOTHING, verdict: "broken-before", conclusion: "neutral", changes: HOSTS_UPDATED },
      sentence: `No worse than before, but not safe: the one encrypted workload would not survive ${OUTAGE}, with or without this change.`,
      drift: HOSTS_UPDATED,
    },
  ],
  "a pending loss that the head takes back": [
    { applied: {}, base: { host: OFF }, head: { host: ON } },
    {
      ...{ ...NOTHING, verdict: "improves", conclusion: "success", changes: HOSTS_UPDATED },
      sentence: `Survivability improves: 1 workload would fare better in ${OUTAGE}.`,
      drift: HOSTS_UPDATED,
    },
  ],
  "an error in the head": [
    { applied: {}, head: { host: { version: "nine" } } },
    {
      ...{ ...NOTHING, verdict: "unknown", conclusion: "failure" },
      sentence: "It cannot be told what this change does to survival: the head has 2 errors.",
    },
  ],
  "an error in the base": [
    { applied: {}, base: { host: { version: "nine" } }, head: { host: OFF } },
    {
      ...{ verdict: "drops", conclusion: "neutral", drift: [], changes: HOSTS_UPDATED },
      sentence: `${DROPS} The base could not be evaluated, so the head is compared with the live estate.`,
      risks: [`high survival: ${BY_HOSTS} <= ${POWER_CUTS}`],
      irreversible: ["holdfast_host.esx01", "holdfast_host.esx02"],
    },
  ],
  "the first pull request of a repository": [
    {
      base: null,
      head: { resource: { ...TWO_KEY_SERVERS, ...FLOOR }, host: { recovery_key_location: "safe" } },
    },
    {
      ...{ ...NOTHING, verdict: "first", conclusion: "success" },
      sentence: `There is no base to compare with: the one encrypted workload would survive ${OUTAGE}.`,
      changes: [
        ...ALL_CREATED.slice(0, 5),
        "create holdfast_key_server.kms2",
        ...ALL_CREATED.slice(5),
      ],
    },
  ],
  "a first pull request that breaks its own floor": [
    {
      base: null,
      head: { resource: FLOOR, host: { ...OFF, recovery_key_location: "safe" } },
    },
    {
      ...{ ...NOTHING, verdict: "first", conclusion: "failure", changes: ALL_CREATED },
      sentence: `There is no base to compare with: 1 new workload would not survive ${OUTAGE}. It breaks the floor edge.`,
      risks: [
        `critical floor: holdfast_virtual_machine.till <= ${POWER_CUTS}`,
        "medium finding: holdfast_standard_key_provider.kp <= -",
      ],
    },
  ],
  "a lone plan against what is there": [
    { applied: {}, base: null, head: { host: OFF } },
    {
      ...{ ...NOTHING, verdict: "first", conclusion: "neutral", changes: HOSTS_UPDATED },
      sentence: `There is no base to compare with: the one encrypted workload would no longer survive ${OUTAGE}.`,
      risks: [`high survival: ${BY_HOSTS} <= ${POWER_CUTS}`],
      irreversible: ["holdfast_host.esx01", "holdfast_host.esx02"],
    },
  ],
  "an empty change": [
    { applied: {}, head: {} },
    { ...NOTHING, verdict: "unchanged", conclusion: "success", sentence: SAFE },
  ],
  "a new machine that would not survive": [
    {
      applied: { host: OFF },
      head: {
        host: OFF,
        resource: {
          holdfast_virtual_machine: {
            till: { cluster: CLUSTER, name: "till", encrypted: true },
            desk: { cluster: CLUSTER, name: "desk", encrypted: true },
          },
        },
      },
    },
    {
      ...{ ...NOTHING, verdict: "drops", conclusion: "neutral" },
      sentence: `Survivability drops: 1 new workload would not survive ${OUTAGE}.`,
      changes: ["create holdfast_virtual_machine.desk"],
      risks: [`high survival: holdfast_virtual_machine.desk <= ${POWER_CUTS}`],
    },
  ],
  "a floor that asks for what nobody keeps": [
    { applied: { host: OFF }, head: { host: OFF, resource: FLOOR } },
    {
      ...{ ...NOTHING, verdict: "broken-before", conclusion: "failure" },
      sentence: `No worse than before, but not safe: the one encrypted workload would not survive ${OUTAGE}, with or without this change. It breaks the floor edge.`,
      changes: ["create holdfast_survival_floor.floor"],
      risks: ["critical floor: holdfast_survival_floor.floor <= -"],
    },
  ],
  "a floor of another scenario": [
    {
      applied: { host: OFF, resource: REBOOT_FLOOR },
      head: { host: OFF, resource: { ...REBOOT_FLOOR, ...SWAPPED_KEY_SERVER } },
    },
    {
      ...{ verdict: "drops", conclusion: "failure", drift: [] },
      sentence: `Survivability drops: 1 workload that did not survive it before would fare worse. It breaks the floor patch-day.`,
      changes: [
        "delete holdfast_key_server.kms",
        "create holdfast_key_server.other",
        "update holdfast_standard_key_provider.kp",
      ],
      risks: [
        `critical floor: holdfast_key_server.kms, holdfast_key_server.other, holdfast_standard_key_provider.kp <= ${ESX01} is rebooted, ${ESX02} is rebooted`,
        `critical survival: holdfast_key_server.kms, holdfast_key_server.other, holdfast_standard_key_provider.kp <= ${ESX01} loses power, ${ESX02} loses power`,
        "high finding: holdfast_key_server.kms, holdfast_key_server.other, holdfast_standard_key_provider.kp <= -",
      ],
      irreversible: ["holdfast_key_server.kms"],
    },
  ],
};

describe("judgePreview", () => {
  it.each(Object.entries(STORIES))("tells the story of %s", async (_, [story, gist]) => {
    expect(gistOf(await previewOf(story))).toEqual(gist);
  });
});
