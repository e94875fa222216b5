// What holds in an estate for the moment and is not a fact of it: faults in force, the time, which machines
// run. Key paths are judged under conditions; the predictor moves them forward as a scenario goes on.

import type { Estate } from "./estate.js";

export interface Conditions {
  /** Paths of key servers that answer nobody. */
  readonly unreachableKeyServers: ReadonlySet<string>;
  /** Paths of vCenters that are down. */
  readonly downVcenters: ReadonlySet<string>;
  /** Pairs of sites without a link, as {@link linkBetween} writes them. */
  readonly cutLinks: ReadonlySet<string>;
  /** Unix seconds; certificates are read at this time. */
  readonly nowSeconds: number;
  /** Whether a virtual machine runs: a vCenter or key server in it is down while it does not. */
  readonly isRunning: (machine: string) => boolean;
}

/** No fault, the estate's own time, the machines that run in it. */
export function presentConditions(estate: Estate): Conditions {
  return {
    unreachableKeyServers: new Set(),
    downVcenters: new Set(),
    cutLinks: new Set(),
    nowSeconds: estate.nowSeconds,
    isRunning: (machine) => isMachineRunning(estate, machine),
  };
}

/** The link between two sites, the same in both directions. */
export function linkBetween(site: string, other: string): string {
  return site < other ? `${site} <-> ${other}` : `${other} <-> ${site}`;
}

export function isLinkCut(conditions: Conditions, site: string, other: string): boolean {
  return (
    site !== other &&
    conditions.cutLinks.size > 0 &&
    conditions.cutLinks.has(linkBetween(site, other))
  );
}

/** A machine outside the estate is not ours to bring down: it counts as running. */
function isMachineRunning(estate: Estate, machine: string): boolean {
  const found = estate.virtualMachines.get(machine);
  return found === undefined || found.running;
}
