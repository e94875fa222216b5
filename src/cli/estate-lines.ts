// The simulated estate as `simulator show` tells it: as text, and as data. Key material is in neither; keys are
// known by their ids.

import type { Line } from "../report/text.js";
import { count, padEnd, styled, widestOf } from "../report/text.js";
import { faultId } from "../simulator/fault-id.js";
import type { FaultRecord } from "../simulator/records.js";
import type { Estate, EstateHost, EstateVirtualMachine } from "../vsphere/estate.js";
import { known } from "../vsphere/maybe.js";

export interface ShownEstate {
  readonly file: string;
  readonly seed: string;
  readonly estate: Estate;
  readonly faults: readonly FaultRecord[];
}

export function estateLines({ file, seed, estate, faults }: ShownEstate): readonly Line[] {
  const clock = new Date(estate.nowSeconds * 1_000).toISOString();
  return [
    [styled("bold", "Simulated vSphere"), ` ${file}`],
    [`  clock ${clock}, seed ${seed}`],
    ...section("vCenters", table([...estate.vcenters.values()].map((v) => [v.path, v.version]))),
    ...section(
      "Key servers",
      table([...estate.keyServers.values()].map((k) => [k.path, k.address])),
    ),
    ...section(
      "Key providers",
      table([...estate.keyProviders.values()].map((p) => [p.path, p.kind])),
    ),
    ...section("Hosts", table([...estate.hosts.values()].map(hostRow))),
    ...section("Virtual machines", table([...estate.virtualMachines.values()].map(machineRow))),
    ...section("Faults", table(faults.map((fault) => [faultId(fault)]))),
  ];
}

function section(title: string, rows: readonly Line[]): readonly Line[] {
  return rows.length === 0 ? [] : [[], [styled("bold", title)], ...rows];
}

function table(rows: readonly (readonly string[])[]): readonly Line[] {
  const columns = (rows[0] ?? []).map((_, i) => widestOf(rows.map((row) => row[i] ?? "")));
  return rows.map((row) => [`  ${row.map((cell, i) => padEnd(cell, columns[i] ?? 0)).join("  ")}`]);
}

function hostRow({ path, version, mode, keyPersistence, present }: EstateHost): readonly string[] {
  const persistence = keyPersistence === true ? "persistence on" : "persistence off";
  if (present === undefined)
    return [path, version, "absent", `mode ${known(mode)}`, persistence, ""];
  const { up, cryptoState, cachedKeyIds, storedKeyIds } = present;
  const keys = `${count(cachedKeyIds.size, "key")} in memory, ${storedKeyIds.size} stored`;
  return [path, version, up ? cryptoState : "down", `mode ${known(mode)}`, persistence, keys];
}

function machineRow(vm: EstateVirtualMachine): readonly string[] {
  const power = vm.locked ? "locked" : vm.running ? "running" : "off";
  const encryption = vm.encrypted ? "encrypted" : vm.vtpm ? "vTPM" : "plain";
  return [vm.path, power, encryption, vm.host ?? ""];
}

/** Maps as lists of their values, sets as sorted lists. */
export function estateJson({ file, seed, estate, faults }: ShownEstate): unknown {
  return { format: "holdfast.estate/1", file, seed, ...plain(estate), faults };
}

function plain(value: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, plainValue(inner)]),
  );
}

function plainValue(value: unknown): unknown {
  if (value instanceof Map) return [...value.values()].map(plainValue);
  if (Array.isArray(value)) return value.map(plainValue);
  if (isSet(value)) return [...value].sort();
  return typeof value === "object" && value !== null ? plain(value) : value;
}

/** Ids that the hosts of a cluster have in common are a set of two, which is none of the language's own. */
function isSet(value: unknown): value is ReadonlySet<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}
