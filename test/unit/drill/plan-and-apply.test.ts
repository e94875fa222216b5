// What is predicted of a plan holds once it is applied: for each kind of change the prediction on the overlaid
// estate is the one on the estate after the operations.

import { describe, expect, it } from "vitest";
import { predict } from "../../../src/drill/predict.js";
import { secondsUntilReady } from "../../../src/drill/readiness-walk.js";
import { defaultScenario } from "../../../src/drill/resolve-scenario.js";
import { runDrill } from "../../../src/drill/run-drill.js";
import type { ObjectValue } from "../../../src/model/value.js";
import type { Simulator } from "../../../src/simulator/simulator.js";
import type { Estate } from "../../../src/vsphere/estate.js";
import { overlayEstate, type PlannedObject } from "../../../src/vsphere/overlay-estate.js";
import { machineSpec, simulate } from "../../support/simulated-estate.js";

const ESX01 = "vc01/edge/esx01";
const ESX02 = "vc01/edge/esx02";

interface Change {
  readonly plan: readonly PlannedObject[];
  readonly apply: (simulator: Simulator) => Promise<unknown>;
}

const host = (id: string, enabled: boolean): ObjectValue => ({
  id,
  hostname: id.slice("vc01/edge/".length),
  cluster: "vc01/edge",
  site: "edge",
  version: "8.0 U3",
  tpm: { present: true },
  key_persistence: { enabled },
  configuration_encryption_mode: "TPM",
});

const machine = (name: string, more: ObjectValue = {}): ObjectValue => ({
  id: `vc01/vm/${name}`,
  name,
  cluster: "vc01/edge",
  encrypted: true,
  ...more,
});

const persistence = (id: string, enabled: boolean): PlannedObject => ({
  type: "holdfast_host",
  before: host(id, !enabled),
  after: host(id, enabled),
});

const CHANGES: Readonly<Record<string, Change>> = {
  "persistence off everywhere": {
    plan: [persistence(ESX01, false), persistence(ESX02, false)],
    apply: async ({ backend: { hosts } }) => {
      await hosts.disableKeyPersistence(ESX01, { removeAllStoredKeys: true });
      await hosts.disableKeyPersistence(ESX02, { removeAllStoredKeys: true });
    },
  },
  "persistence off at one host": {
    plan: [persistence(ESX01, false)],
    apply: ({ backend: { hosts } }) =>
      hosts.disableKeyPersistence(ESX01, { removeAllStoredKeys: true }),
  },
  "a new machine": {
    plan: [{ type: "holdfast_virtual_machine", before: null, after: machine("new") }],
    apply: ({ backend }) =>
      backend.virtualMachines.create(machineSpec({ name: "edge" }, { name: "new" })),
  },
  "a machine that moves to the native provider": {
    plan: [
      {
        type: "holdfast_virtual_machine",
        before: machine("tills"),
        after: machine("tills", { key_provider: "nkp" }),
      },
    ],
    apply: ({ backend }) =>
      backend.virtualMachines.reconfigure(
        "vc01/vm/tills",
        machineSpec({ name: "edge" }, { name: "tills", keyProvider: "nkp" }),
      ),
  },
  "a machine that goes": {
    plan: [{ type: "holdfast_virtual_machine", before: machine("tills"), after: null }],
    apply: ({ backend }) => backend.virtualMachines.destroy("vc01/vm/tills"),
  },
  "a key provider that goes": {
    plan: [
      {
        type: "holdfast_standard_key_provider",
        before: { id: "vc01/kp/kp", vcenter: "vc01", name: "kp" },
        after: null,
      },
    ],
    apply: ({ backend }) => backend.standardKeyProviders.remove("vc01/kp/kp"),
  },
  "a native key provider that is made anew": {
    plan: [
      {
        type: "holdfast_native_key_provider",
        before: { id: "vc01/kp/nkp", vcenter: "vc01", name: "nkp", backup: { path: "b.nkp" } },
        after: { id: "vc01/kp/nkp", vcenter: "vc01", name: "nkp", backup: { path: "b.nkp" } },
        isReplaced: true,
      },
    ],
    apply: async ({ backend: { nativeKeyProviders } }) => {
      await nativeKeyProviders.remove("vc01/kp/nkp");
      await nativeKeyProviders.create({ vcenter: "vc01", name: "nkp", tpmRequired: true });
      await nativeKeyProviders.exportBackup("vc01/kp/nkp", null);
    },
  },
  "a native key provider that no longer requires TPMs": {
    plan: [
      {
        type: "holdfast_native_key_provider",
        before: { id: "vc01/kp/nkp", vcenter: "vc01", name: "nkp", backup: { path: "b.nkp" } },
        after: {
          id: "vc01/kp/nkp",
          vcenter: "vc01",
          name: "nkp",
          tpm_required: false,
          backup: { path: "b.nkp" },
        },
      },
    ],
    apply: async ({ backend: { nativeKeyProviders } }) => {
      const file = await nativeKeyProviders.exportBackup("vc01/kp/nkp", null);
      await nativeKeyProviders.remove("vc01/kp/nkp");
      const backup = { vcenter: "vc01", file, password: null, tpmRequired: false };
      await nativeKeyProviders.importBackup(backup);
    },
  },
  "a firewall in the way": {
    plan: [
      {
        type: "holdfast_network_path",
        before: null,
        after: { from_site: "edge", from_role: "vcenter", to_site: "core", allowed: false },
      },
    ],
    apply: ({ backend }) =>
      backend.networkPaths.create({
        fromSite: "edge",
        fromRole: "vcenter",
        toSite: "core",
        port: 5696,
        allowed: false,
      }),
  },
};

describe("a prediction of a plan", () => {
  it.each(Object.entries(CHANGES))("holds after the apply of %s", async (_, { plan, apply }) => {
    const simulator = await simulate({
      native: { tpmRequired: true, isBackedUp: true },
      clusters: [
        {
          name: "edge",
          hosts: [
            { name: "esx01", persistence: true },
            { name: "esx02", persistence: true },
          ],
          machines: [
            { name: "tills" },
            { name: "badges", vtpm: true },
            { name: "clock", keyProvider: "nkp" },
          ],
        },
      ],
    });
    simulator.advance(3 * 3600 + 3000);
    const planned = overlayEstate(simulator.estate(), plan);
    await apply(simulator);
    expect(verdicts(planned)).toEqual(verdicts(simulator.estate()));
    const edge = new Set(["vc01/edge"]);
    expect(secondsUntilReady(planned, edge)).toEqual(secondsUntilReady(simulator.estate(), edge));
    runDrill({ simulator, scenario: defaultScenario() });
  });
});

function verdicts(estate: Estate): readonly string[] {
  return predict(estate, defaultScenario()).map(
    ({ workload, verdict, startableOn }) => `${workload} ${verdict} ${startableOn.join(" ")}`,
  );
}
