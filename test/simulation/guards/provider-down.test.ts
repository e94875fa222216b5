// However a key provider comes to be down, a key server that is switched off aside: nothing that needs a new
// key can be had, what is refused leaves nothing behind, and what runs runs on. Once it is back the same
// changes go through.

import { describe, expect, it } from "vitest";
import { type VirtualMachineSpec, VsphereFault } from "../../../src/provider/backend.js";
import type { FaultRecord } from "../../../src/simulator/records.js";
import type { Simulator } from "../../../src/simulator/simulator.js";
import { keyServerSpec, machineSpec, NATIVE, smallEstate, standardSpec } from "../declare.js";

const KEY_SERVER = "vc/kms/kms1";
const UNREACHABLE: FaultRecord = { kind: "unreachable", target: KEY_SERVER };

/** Ways to be down with the key server up, and back. */
const OUTAGES: readonly (readonly [string, Outage])[] = [
  [
    "the key server is unreachable",
    {
      begin: async ({ operators }) => operators.inject(UNREACHABLE),
      end: async ({ operators }) => operators.heal(UNREACHABLE),
    },
  ],
  [
    "its certificate has expired",
    {
      begin: ({ backend }) => reconfigureServer(backend, "2025-01-01T00:00:00Z"),
      end: ({ backend }) => reconfigureServer(backend, null),
    },
  ],
  [
    "it no longer trusts vCenter",
    {
      begin: async ({ backend }) => {
        const spec = standardSpec({ serverTrustsClient: false });
        await backend.standardKeyProviders.reconfigure("vc/kp/skp", spec);
      },
      end: async ({ backend }) => {
        await backend.standardKeyProviders.reconfigure("vc/kp/skp", standardSpec());
      },
    },
  ],
];

interface Outage {
  readonly begin: (simulator: Simulator) => Promise<void>;
  readonly end: (simulator: Simulator) => Promise<void>;
}

const PLAIN = machineSpec("plain", { encrypted: false });
const OWN_KEY = { name: "data", sizeGib: 1, encrypted: true, keyProvider: "skp" };

/** Each needs a new key of the standard key provider. */
const CHANGES: readonly (readonly [string, (simulator: Simulator) => Promise<unknown>])[] = [
  ["a new encrypted machine", ({ backend }) => backend.virtualMachines.create(machineSpec("new"))],
  [
    "a new machine with a vTPM",
    ({ backend }) =>
      backend.virtualMachines.create(machineSpec("new", { encrypted: false, vtpm: true })),
  ],
  ["a vTPM for a plain machine", (s) => reconfigure(s, { ...PLAIN, vtpm: true })],
  [
    "the encryption of a plain machine",
    (s) => reconfigure(s, { ...machineSpec("plain"), encrypted: true }),
  ],
  [
    "a disk with a key of its own",
    (s) => reconfigure(s, { ...APP, disks: [...APP.disks, OWN_KEY] }),
  ],
  [
    "a rekey to it from another provider",
    (s) => reconfigure(s, machineSpec("native", { keyProvider: "skp" })),
  ],
];

const APP = machineSpec("app");

describe.each(OUTAGES)("while %s", (_, outage) => {
  it.each(CHANGES)("refuses %s, and grants it afterwards", async (_, change) => {
    const simulator = await estate();
    await outage.begin(simulator);
    const before = simulator.digest();
    await expect(change(simulator)).rejects.toBeInstanceOf(VsphereFault);
    expect(simulator.digest()).toBe(before);
    await outage.end(simulator);
    await change(simulator);
    expect(running(simulator)).toHaveLength(simulator.estate().virtualMachines.size);
  });

  it("lets what runs run on, for days", async () => {
    const simulator = await estate();
    await outage.begin(simulator);
    const before = running(simulator);
    expect(before).toEqual(["vc/vm/app", "vc/vm/native", "vc/vm/plain", "vc/vm/vtpm"]);
    simulator.advance(3 * 86_400);
    expect(running(simulator)).toEqual(before);
    expect([...simulator.estate().virtualMachines.values()].filter((m) => m.locked)).toEqual([]);
  });
});

/** A machine of each kind, under a standard and under a native key provider. */
async function estate(): Promise<Simulator> {
  const simulator = await smallEstate();
  const { backend } = simulator;
  await backend.nativeKeyProviders.create({ vcenter: "vc", name: NATIVE, tpmRequired: false });
  await backend.nativeKeyProviders.exportBackup(`vc/kp/${NATIVE}`, null);
  await backend.virtualMachines.create(APP);
  await backend.virtualMachines.create(machineSpec("vtpm", { encrypted: false, vtpm: true }));
  await backend.virtualMachines.create(PLAIN);
  await backend.virtualMachines.create(machineSpec("native", { keyProvider: NATIVE }));
  simulator.advance(7200);
  return simulator;
}

function reconfigure({ backend }: Simulator, spec: VirtualMachineSpec): Promise<unknown> {
  return backend.virtualMachines.reconfigure(`vc/vm/${spec.name}`, spec);
}

async function reconfigureServer(
  backend: Simulator["backend"],
  certificateNotAfter: string | null,
): Promise<void> {
  await backend.keyServers.reconfigure(KEY_SERVER, keyServerSpec({ certificateNotAfter }));
}

function running(simulator: Simulator): readonly string[] {
  const machines = [...simulator.estate().virtualMachines.values()];
  return machines.filter((machine) => machine.running).map((machine) => machine.path);
}
