// Steps of a cluster that are alike: updates of machines that differ by their names alone. Exchanging two of them maps
// the estate and the plan to themselves, so that what one of them does alone need not be looked at of the other. What
// may tell two machines apart is counted as a difference; too many of them cost time and nothing else.

import { type ObjectValue, unmark } from "../model/value.js";
import { resourceSchemaOf } from "../schema/resource-schemas.js";
import type { Estate, EstateKey, EstateVirtualMachine } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import { classifyKeys, keysOf, nameOf } from "./predict-key-classes.js";
import type { StepInCluster } from "./steps-by-cluster.js";

const MACHINE = "holdfast_virtual_machine";

/** For each step, the position of the first one that is alike: its own unless one before it is. */
export function firstsOfAlike(part: Estate, steps: readonly StepInCluster[]): readonly number[] {
  const nameFor = nameFinder(part, steps);
  const firsts = new Map<string, number>();
  return steps.map((step, position) => {
    const name = nameFor(step, position);
    if (name === undefined) return position;
    const first = firsts.get(name) ?? position;
    firsts.set(name, first);
    return first;
  });
}

/** A function that gives steps that are alike the same name; undefined for what is like nothing else. */
function nameFinder(
  part: Estate,
  steps: readonly StepInCluster[],
): (step: StepInCluster, position: number) => string | undefined {
  const awaited = new Set(steps.flatMap(({ waitsFor }) => waitsFor));
  const stepsOf = countOf(steps.map(({ object }) => idOf(object.after) ?? idOf(object.before)));
  const roles = rolesIn(part);
  const describeKey = keyDescriber(part);
  return ({ object, waitsFor }, position) => {
    const { type, before, after, isReplaced } = object;
    const machine = part.virtualMachines.get(idOf(after) ?? "");
    if (type !== MACHINE || before === null || after === null || machine === undefined) return;
    const isAlone = isReplaced !== true && stepsOf.get(machine.path) === 1;
    const staysHere = before.cluster === after.cluster && before.cluster === machine.cluster;
    if (!isAlone || !staysHere || awaited.has(position) || roles.includes(machine.path)) return;
    const { path, homeKey: _home, diskKeys: _disks, ...facts } = machine;
    const keys = keysOf(machine).map((key) => describeKey(machine, key));
    const turn = roles.filter((role) => role < path).length;
    return JSON.stringify([waitsFor, declared(before), declared(after), facts, keys, turn]);
  };
}

/** Without what tells any two machines apart and decides nothing. */
function declared(object: ObjectValue): unknown {
  const attributes = resourceSchemaOf(MACHINE)?.block.attributes ?? {};
  const names = Object.keys(object).filter((name) => attributes[name]?.computed !== true);
  return names
    .sort()
    .flatMap((name) => (name === "name" ? [] : [[name, unmark(object[name] ?? null)]]));
}

/** A key by its class, or by itself where another machine uses it too. */
function keyDescriber(part: Estate): (machine: EstateVirtualMachine, key: EstateKey) => string {
  const users = countOf([...part.virtualMachines.values()].flatMap(keysOf).map(({ id }) => id));
  const { hostsOf, machinesOf } = indexEstate(part);
  const classes = new Map(
    [...part.clusters].map(([path, cluster]) => {
      const members = { hosts: hostsOf.get(path) ?? [], machines: machinesOf.get(path) ?? [] };
      return [path, classifyKeys(part, cluster, members).classOf] as const;
    }),
  );
  return ({ cluster }, key) => {
    const number = classes.get(cluster)?.get(nameOf(key));
    return users.get(key.id) === 1 && number !== undefined ? `class ${number}` : nameOf(key);
  };
}

/** Machines that vCenters and key servers run in. */
function rolesIn({ vcenters, keyServers }: Estate): readonly string[] {
  return [...vcenters.values(), ...keyServers.values()].flatMap(({ runsOn }) => runsOn ?? []);
}

function idOf(object: ObjectValue | null): string | undefined {
  const id = unmark(object?.id ?? null);
  return typeof id === "string" ? id : undefined;
}

function countOf<T>(items: readonly T[]): ReadonlyMap<T, number> {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
