// Random changes of what an estate has, planned and applied by the Terraform provider, for properties.

import fc from "fast-check";
import { hasErrors } from "../../src/model/diagnostic.js";
import type { Provider } from "../../src/model/provider.js";
import type { ObjectValue, Value } from "../../src/model/value.js";
import { proposeNewState } from "../../src/plan/propose-new-state.js";
import { makeProvider } from "../../src/provider/make-provider.js";
import { convertConfig } from "../../src/schema/convert-value.js";
import { resourceSchemaOf } from "../../src/schema/resource-schemas.js";
import type { Simulator } from "../../src/simulator/simulator.js";
import type { Estate } from "../../src/vsphere/estate.js";
import type { PlannedObject } from "../../src/vsphere/overlay-estate.js";

type Settings = Readonly<Record<string, readonly Value[]>>;

const disk = (name: string, more: ObjectValue = {}): ObjectValue => ({
  name,
  size_gib: 1,
  ...more,
});

/** What may change of each type, and to what. */
const CHANGES: Readonly<Record<string, Settings>> = {
  holdfast_key_server: {
    address: ["new.example", "kms0.example", "kms1.example"],
    replication_group: [null, "core", "other"],
    site: ["edge", "core"],
    timeout_seconds: [9],
  },
  holdfast_standard_key_provider: {
    key_servers: [["vc01/kms/kms0"]],
    server_trusts_client: [true, false],
  },
  holdfast_host: {
    key_persistence: [
      null,
      { enabled: true },
      { enabled: false, remove_stored_keys_on_disable: false },
    ],
    rack: ["r2"],
    site: ["edge", "core"],
  },
  holdfast_cluster: { ha: [true, false], crypto_mode: ["onDemand", "forceEnable"] },
  holdfast_virtual_machine: {
    encrypted: [true, false],
    vtpm: [true, false],
    key_provider: [null, "kp", "nkp"],
    disks: [
      null,
      [disk("disk-0"), disk("disk-1", { key_provider: "nkp" })],
      [disk("disk-0", { encrypted: true, key_provider: "kp" })],
    ],
    shallow_rekey_version: [1],
    deep_rekey_version: [1],
    autostart: [true, false],
  },
};

export interface RandomChange {
  readonly type: string;
  /** Counts through the objects of the type, modulo how many there are. */
  readonly on: number;
  readonly settings: ObjectValue;
}

export const changeArb: fc.Arbitrary<RandomChange> = fc
  .constantFrom(...Object.entries(CHANGES))
  .chain(([type, settings]) => {
    const names = Object.keys(settings);
    const values = fc.record(
      Object.fromEntries(names.map((name) => [name, fc.constantFrom(...(settings[name] ?? []))])),
    );
    return fc
      .record({ on: fc.nat(9), values, chosen: fc.subarray(names, { minLength: 1, maxLength: 2 }) })
      .map(({ on, values, chosen }) => ({
        type,
        on,
        settings: Object.fromEntries(chosen.map((name) => [name, values[name] ?? null])),
      }));
  });

/** Plans a change and applies it. Undefined where there is nothing to change, or it is refused. */
export async function planAndApply(
  simulator: Simulator,
  change: RandomChange,
): Promise<PlannedObject | undefined> {
  const { type } = change;
  const provider = providerOf(simulator);
  const ids = idsOf(simulator.estate(), type);
  const id = ids[change.on % Math.max(1, ids.length)];
  if (id === undefined) return undefined;
  const { state: prior } = await provider.import({ type, id });
  if (prior === null) return undefined;
  const attributes = resourceSchemaOf(type)?.block.attributes ?? {};
  const given = Object.entries(prior).filter(
    ([name, value]) => attributes[name]?.computed !== true && value !== null,
  );
  const wanted = { ...Object.fromEntries(given), ...change.settings };
  const { value: config, diagnostics } = convertConfig(type, wanted);
  if (hasErrors(diagnostics) || hasErrors(provider.validate({ type, config }))) return undefined;
  const proposed = proposeNewState(attributes, prior, config);
  const plan = provider.plan({ type, prior, proposed, config });
  const { planned } = plan;
  if (planned === null || hasErrors(plan.diagnostics) || plan.requiresReplace.length > 0) {
    return undefined;
  }
  const applied = await provider.apply({ type, prior, planned, config, seed: "test" });
  return hasErrors(applied.diagnostics) ? undefined : { type, before: prior, after: planned };
}

function providerOf({ backend }: Simulator): Provider {
  return makeProvider(async () => backend, { writeBackup: async () => {} });
}

function idsOf(estate: Estate, type: string): readonly string[] {
  switch (type) {
    case "holdfast_key_server":
      return [...estate.keyServers.keys()];
    case "holdfast_host":
      return [...estate.hosts.keys()];
    case "holdfast_cluster":
      return [...estate.clusters.keys()];
    case "holdfast_virtual_machine":
      return [...estate.virtualMachines.keys()];
    default:
      return [...estate.keyProviders.values()]
        .filter(({ kind }) => kind === "standard")
        .map(({ path }) => path);
  }
}
