// Every inferred rule that can decide a verdict is named by one that it decided, and not by its twin in which
// something else did.

import { describe, expect, it } from "vitest";
import { builtInScenario, resolveScenario } from "../../../src/drill/resolve-scenario.js";
import { runDrill } from "../../../src/drill/run-drill.js";
import type { EventDocument, EventKind, Scenario } from "../../../src/drill/scenario.js";
import { DECIDING_RULES, type DecidingRule } from "../../../src/drill/verdict-rules.js";
import type { WorkloadResult } from "../../../src/model/survival.js";
import type { Simulator } from "../../../src/simulator/simulator.js";
import { keyServerSpec, standardSpec } from "../../simulation/declare.js";
import {
  type HostDescription,
  type MachineDescription,
  machineSpec,
  type SiteDescription,
  simulate,
} from "../../support/simulated-estate.js";

const [ESX01, ESX02] = ["vc01/edge/esx01", "vc01/edge/esx02"];
const TILL = "vm:vc01/vm/till";

interface Case {
  /** Workload and how it ends. */
  readonly ends: readonly [workload: string, verdict: WorkloadResult["verdict"]];
  readonly withRule: () => Promise<readonly WorkloadResult[]>;
  readonly without: () => Promise<readonly WorkloadResult[]>;
}

const survives = [TILL, "survived"] as const;
const locks = [TILL, "locked"] as const;

/** A site of hosts that are alike, with a machine on the first of them. */
function site(
  count: number,
  host: Partial<HostDescription> = {},
  more: readonly MachineDescription[] = [],
): SiteDescription {
  const hosts = ["esx01", "esx02"].slice(0, count).map((name) => ({ ...host, name }));
  const machines = [{ name: "till" }, ...more];
  return { clusters: [{ name: "edge", hosts, machines }] };
}

/** The same under a trusted key provider. */
function trustedSite(host: Partial<HostDescription> = {}): SiteDescription {
  const plain = site(1, host);
  const clusters = plain.clusters.map((cluster) => ({ ...cluster, trusted: true }));
  return { clusters, trusted: {}, defaultKeyProvider: "tkp" };
}

const LISTED = { listsTpms: true };
const FORGETTING = { persistence: false, recoveryKeyLocation: "safe" };
const KEEPING = { persistence: true, recoveryKeyLocation: "safe" };
const NATIVE = {
  standard: null,
  native: { tpmRequired: false, isBackedUp: true },
} satisfies Partial<SiteDescription>;

function builtIn(name: string): Scenario {
  const scenario = builtInScenario(name);
  if (scenario === undefined) throw new Error(`${name} is not built in`);
  return scenario;
}

/** Six hours of the given events, each on the first host of the cluster alone. */
function events(...kinds: readonly EventKind[]): Scenario {
  const documents = kinds.map((kind): EventDocument => {
    const isOnHosts = /^(hosts|tpms|firmware)/.test(kind);
    return isOnHosts
      ? { kind, at: "1h", backAfter: "10m", hostsPerCluster: 1 }
      : { kind, at: 0, until: "6h" };
  });
  const document = { name: "own", description: "", outage: "6h", events: documents };
  const { scenario } = resolveScenario(document);
  if (scenario === undefined) throw new Error("the scenario is sound");
  return scenario;
}

async function drill(
  described: SiteDescription | Simulator,
  scenario: Scenario | string = "provider-outage",
  settle = true,
): Promise<readonly WorkloadResult[]> {
  const simulator = "clusters" in described ? await simulate(described) : described;
  const chosen = typeof scenario === "string" ? builtIn(scenario) : scenario;
  return runDrill({ simulator, scenario: chosen, settle }).workloads;
}

async function changed(
  described: SiteDescription,
  change: (simulator: Simulator) => Promise<unknown> | undefined,
): Promise<Simulator> {
  const simulator = await simulate(described);
  simulator.advance(3 * 3600);
  await change(simulator);
  return simulator;
}

const enable = ({ backend }: Simulator) => backend.hosts.enableKeyPersistence(ESX01);
const disable =
  (removeAllStoredKeys: boolean) =>
  ({ backend }: Simulator) =>
    backend.hosts.disableKeyPersistence(ESX01, { removeAllStoredKeys });
const archiveAll = async ({ operators }: Simulator) => {
  for (const host of [ESX01, ESX02]) operators.archiveNow(host);
};
const removeHostKeyOfSecond = async (simulator: Simulator) => {
  const keyId = simulator.estate().hosts.get(ESX02)?.present?.hostKeyId ?? "";
  simulator.administrators.removeKeysFromHost({ host: ESX02, keyIds: [keyId], force: true });
};
const setDefault = (name: string | null) => async (simulator: Simulator) => {
  await simulator.backend.defaultKeyProviders.set("vc01", name);
};

/** Key persistence was turned on where only a native provider was; a standard one came later. */
async function standardOnModeNone(persistence: boolean): Promise<Simulator> {
  const hosts = { ...site(1, { tpm: false }), ...NATIVE, keyServers: [] };
  return changed({ ...hosts, defaultKeyProvider: "nkp" }, async (simulator) => {
    const { backend } = simulator;
    if (persistence) await enable(simulator);
    const server = keyServerSpec({ vcenter: "vc01" });
    await backend.keyServers.create(server);
    const keyServers = ["vc01/kms/kms1"];
    await backend.standardKeyProviders.create(
      standardSpec({ vcenter: "vc01", name: "kp", keyServers }),
    );
    const machine = machineSpec({ name: "edge" }, { name: "pump", keyProvider: "kp" });
    await backend.virtualMachines.create(machine);
  });
}

/** A key that came in time for the archive that is being written, and another for the one before. */
async function amidAnArchive(seconds: number): Promise<Simulator> {
  const simulator = await simulate(site(1, KEEPING));
  simulator.advance(5000);
  await simulator.backend.virtualMachines.create(machineSpec({ name: "edge" }, { name: "late" }));
  simulator.advance(seconds - 5000);
  return simulator;
}

const powerLossNow = () => {
  const document = {
    ...{ name: "now", description: "", outage: "2h" },
    events: [
      { kind: "key-servers-unreachable", at: 0 },
      { kind: "hosts-lose-power", at: 0, backAfter: "10m" },
    ] as const,
  };
  const { scenario } = resolveScenario(document);
  if (scenario === undefined) throw new Error("the scenario is sound");
  return scenario;
};

const OUTAGE_OF_ONE = events("key-servers-unreachable", "hosts-lose-power");

const CASES: { readonly [id in DecidingRule]: Case } = {
  "archive-every-hour": {
    ends: survives,
    withRule: () => drill(site(1, KEEPING)),
    without: async () => drill(await changed(site(2, KEEPING), archiveAll)),
  },
  "attested-for-a-day": {
    ends: survives,
    withRule: () => drill(trustedSite(), events("vcenters-down", "hosts-lose-power")),
    without: () => drill(site(1), events("vcenters-down", "hosts-lose-power")),
  },
  "cached-keys-not-stored-at-enable": {
    ends: locks,
    withRule: async () => drill(await changed(site(1), enable), OUTAGE_OF_ONE, false),
    without: () => drill(site(1), OUTAGE_OF_ONE, false),
  },
  "cleared-tpm-counts-as-another": {
    ends: locks,
    withRule: () => drill({ ...trustedSite(FORGETTING), trusted: LISTED }, "tpm-cleared"),
    without: () => drill({ ...trustedSite(FORGETTING), trusted: LISTED }, "firmware-update"),
  },
  "cluster-enters-encryption-mode": {
    ends: survives,
    withRule: () => drill(site(2), OUTAGE_OF_ONE),
    without: () => drill(site(2, {}, [{ name: "badge", vtpm: true }]), OUTAGE_OF_ONE),
  },
  "disabled-persistence-uses-nothing": {
    ends: locks,
    withRule: async () => drill(await changed(site(1, KEEPING), disable(false))),
    without: async () => drill(await changed(site(1, KEEPING), disable(true))),
  },
  "expired-certificate-is-an-outage": {
    ends: locks,
    withRule: () => drill(site(1), "certificate-expired"),
    without: () => drill(site(1)),
  },
  "forgotten-once": {
    ends: locks,
    withRule: () => drill(site(1, KEEPING), "provider-deleted"),
    without: () => drill(site(1)),
  },
  "host-key-persisted": {
    ends: survives,
    withRule: () => drill(site(1, KEEPING)),
    without: () => {
      const native = { tpmRequired: false, isBackedUp: true };
      const machines = [{ name: "till", keyProvider: "kp" }];
      const clusters = [{ name: "edge", hosts: [{ ...KEEPING, name: "esx01" }], machines }];
      return drill({ clusters, native, defaultKeyProvider: "nkp" });
    },
  },
  "host-needs-no-courier": {
    ends: survives,
    withRule: () => drill(site(1, KEEPING), "site-power-loss"),
    without: () => drill(site(1, KEEPING)),
  },
  "incapable-after-boot": {
    ends: locks,
    withRule: () => drill(site(1)),
    without: () => drill(site(1, KEEPING), "tpm-cleared-without-recovery-key"),
  },
  "kept-through-recovery": {
    ends: survives,
    withRule: () => drill(site(1, KEEPING), "tpm-cleared"),
    without: () => drill(site(1, KEEPING)),
  },
  "locked-until-asked": {
    ends: locks,
    withRule: () => drill(site(1)),
    without: () => drill(site(1), "tpm-cleared-without-recovery-key"),
  },
  "mode-none-boots-without-tpm": {
    ends: survives,
    withRule: () => drill(site(1, { tpm: false }), "tpm-cleared-without-recovery-key"),
    without: () => drill(site(1, KEEPING), "tpm-cleared"),
  },
  "native-key-gone-with-reinstall": {
    ends: locks,
    withRule: () => drill({ ...site(1), ...NATIVE }, events("vcenters-down", "hosts-reinstalled")),
    without: () => drill(site(1), events("vcenters-down", "hosts-reinstalled")),
  },
  "nothing-stored-in-mode-none": {
    ends: ["vm:vc01/vm/pump", "locked"],
    withRule: async () => drill(await standardOnModeNone(true)),
    without: async () => drill(await standardOnModeNone(false)),
  },
  "peers-keys-stored-too": {
    ends: ["vtpm:vc01/vm/badge", "survived"],
    withRule: () => drill(site(2, KEEPING, [{ name: "badge", vtpm: true }])),
    without: () => drill(site(1, KEEPING, [{ name: "badge", vtpm: true }])),
  },
  "pushed-again-after-enable": {
    ends: survives,
    withRule: async () => drill(await changed(site(1), enable)),
    without: () => drill(site(1, KEEPING)),
  },
  "refused-host-starts-nothing-stored": {
    ends: locks,
    withRule: () => drill({ ...trustedSite(KEEPING), trusted: LISTED }, "tpm-cleared"),
    without: () => drill({ ...trustedSite(FORGETTING), trusted: LISTED }, "tpm-cleared"),
  },
  "reinstall-forgets-stored-keys": {
    ends: locks,
    withRule: () => drill(site(1, KEEPING), "host-reimaged"),
    without: () => drill(site(1), "host-reimaged"),
  },
  "safe-until-reboot-without-host-key": {
    ends: survives,
    withRule: async () => drill(await changed(site(2), removeHostKeyOfSecond), OUTAGE_OF_ONE),
    without: () => drill(site(2), OUTAGE_OF_ONE),
  },
  "silent-server-misses-no-key": {
    ends: locks,
    withRule: async () => {
      const both = { ...site(1), native: NATIVE.native };
      return drill(await changed(both, setDefault("nkp")), OUTAGE_OF_ONE);
    },
    without: () => drill({ ...site(1), native: NATIVE.native }, OUTAGE_OF_ONE),
  },
  "stored-at-archive": {
    ends: survives,
    withRule: () => drill(site(1, KEEPING)),
    without: () => drill(site(1, KEEPING), events("key-servers-unreachable")),
  },
  "stored-key-needs-no-attestation": {
    ends: survives,
    withRule: () => drill(trustedSite(KEEPING), "trust-authority-outage"),
    without: () => drill(trustedSite(KEEPING), events("vcenters-down", "hosts-lose-power")),
  },
  "torn-archive-keeps-the-one-before": {
    ends: survives,
    withRule: async () => drill(await amidAnArchive(7200), powerLossNow(), false),
    without: async () => drill(await amidAnArchive(7201), powerLossNow(), false),
  },
  "unarchived-key-lost-with-power": {
    ends: locks,
    withRule: () => drill(site(1, KEEPING), "provider-outage", false),
    without: () => drill(site(1), "provider-outage", false),
  },
  "vmotion-needs-no-key-server": {
    ends: survives,
    withRule: () => drill(site(2), events("key-servers-unreachable", "hosts-reboot")),
    without: () => drill(site(2), events("hosts-reboot")),
  },
  "vmotion-needs-vcenter": {
    ends: survives,
    withRule: () => drill(site(2), events("vcenters-down", "hosts-reboot")),
    without: () => drill(site(2), events("hosts-reboot")),
  },
};

describe("the rules that a verdict rests on", () => {
  it.each(DECIDING_RULES)("%s is named by what it decided", async (id) => {
    const { ends, withRule } = CASES[id];
    const [workload, verdict] = ends;
    const result = (await withRule()).find((each) => each.workload === workload);
    expect(result).toMatchObject({ verdict, inferredRules: expect.arrayContaining([id]) });
  });

  it.each(DECIDING_RULES)("%s is not named by what it did not decide", async (id) => {
    const { ends, without } = CASES[id];
    const result = (await without()).find((each) => each.workload === ends[0]);
    expect(result?.inferredRules).not.toContain(id);
    expect(result?.verdict).toBeDefined();
  });
});
