// Machines of a cluster that need the same keys and stand alike: whatever happens, they fare alike.

import type { Estate, EstateCluster, EstateVirtualMachine } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import { type Classification, classesOf, keysOf, nameOf } from "./predict-key-classes.js";
import { isWorkload } from "./workloads.js";

export interface MachinesAlike {
  readonly machines: readonly [EstateVirtualMachine, ...EstateVirtualMachine[]];
  /** Numbers of the key classes a start needs. */
  readonly needs: readonly number[];
  /** When they are tried among those that wait, by their paths. */
  readonly turn: number;
}

const alikeInEstates = new WeakMap<Estate, Map<string, readonly MachinesAlike[]>>();

/**
 * The workloads of a cluster, and the machines that others rely on, whose paths are `roles`: sorted once, however often the
 * estate is walked through.
 */
export function machinesAlike(
  estate: Estate,
  cluster: EstateCluster,
  roles: ReadonlySet<string>,
): readonly MachinesAlike[] {
  const known = alikeInEstates.get(estate) ?? new Map<string, readonly MachinesAlike[]>();
  alikeInEstates.set(estate, known);
  const name = [cluster.path, ...roles].join("\n");
  const machines = indexEstate(estate).machinesOf.get(cluster.path) ?? [];
  const { classOf } = classesOf(estate, cluster);
  const alike = known.get(name) ?? sortMachines(machines, { classOf, roles });
  known.set(name, alike);
  return alike;
}

interface Sorting extends Pick<Classification, "classOf"> {
  readonly roles: ReadonlySet<string>;
}

function sortMachines(
  machines: readonly EstateVirtualMachine[],
  sorting: Sorting,
): readonly MachinesAlike[] {
  const bySignature = new Map<string, [EstateVirtualMachine, ...EstateVirtualMachine[]]>();
  for (const machine of machines) {
    if (!isWorkload(machine) && !sorting.roles.has(machine.path)) continue;
    const signature = signatureOf(machine, sorting);
    const known = bySignature.get(signature);
    if (known === undefined) bySignature.set(signature, [machine]);
    else known.push(machine);
  }
  return Array.from(bySignature.values(), (alike) => ({
    machines: alike,
    needs: needsOf(alike[0], sorting),
    turn: turnOf(alike[0], sorting.roles),
  }));
}

function needsOf(machine: EstateVirtualMachine, { classOf }: Sorting): readonly number[] {
  const numbers = keysOf(machine).map((key) => classOf.get(nameOf(key)) ?? -1);
  return numbers.length < 2 ? numbers : [...new Set(numbers)].sort((a, b) => a - b);
}

function signatureOf(machine: EstateVirtualMachine, sorting: Sorting): string {
  const { host, powerState, running, autostart, lostHostAtSeconds = null } = machine;
  const turn = turnOf(machine, sorting.roles);
  const needs = needsOf(machine, sorting).join(",");
  const state = `${powerState} ${running} ${autostart} ${lostHostAtSeconds}`;
  return `${needs} ${host} ${state} ${isWorkload(machine)} ${turn}`;
}

/**
 * What needs no key is tried first, then machines go by their paths. Those that others rely on have a turn
 * of their own: it matters whether a machine is tried before or after its vCenter is back.
 */
function turnOf(machine: EstateVirtualMachine, roles: ReadonlySet<string>): number {
  let before = isWorkload(machine) ? 2 * roles.size + 2 : 0;
  for (const role of roles) if (role < machine.path) before += 2;
  return before + (roles.has(machine.path) ? 1 : 0);
}
