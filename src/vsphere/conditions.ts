// What holds in an estate for the moment and is not a fact of it: faults in force, the time, which machines
// run. Key paths are judged under conditions; the predictor moves them forward as a scenario goes on.

import type { LinkRole } from "./defaults.js";
import type { Estate } from "./estate.js";

/** What can be wrong with a key server, named by its path. */
export const KEY_SERVER_FAULT_KINDS = [
  /** It answers nobody. */
  "key-server-unreachable",
  /** vCenter no longer takes its certificate, or it no longer takes vCenter's. */
  "certificate-expired",
  /** It answers and delivers no key. */
  "keys-refused",
  /** The keys of virtual machines were deactivated at it. */
  "keys-deactivated",
] as const;

/** What can be broken for a while, each with what it is named by. */
export const FAULT_KINDS = [
  ...KEY_SERVER_FAULT_KINDS,
  /** Path of a vCenter that is down. */
  "vcenter-down",
  /** Path of a Trust Authority host that answers nobody. */
  "trust-authority-host-unreachable",
  /** Pair of sites, or of roles at sites, without a link, as {@link linkBetween} writes it. */
  "link-cut",
  /** Path of a key provider that was deleted. */
  "key-provider-deleted",
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** Faults in force by kind, each by its name. */
export type Faults = { readonly [kind in FaultKind]: ReadonlySet<string> };

export interface Conditions {
  readonly faults: Faults;
  /** Unix seconds; certificates are read at this time. */
  readonly nowSeconds: number;
  /** Whether a virtual machine runs: a vCenter or key server in it is down while it does not. */
  readonly isRunning: (machine: string) => boolean;
  /** Whether a host is up, whoever reaches it. */
  readonly isHostUp: (host: string) => boolean;
}

/** No fault, the estate's own time, the machines that run in it. */
export function presentConditions(estate: Estate): Conditions {
  return {
    faults: noFaults(),
    nowSeconds: estate.nowSeconds,
    isRunning: (machine) => isMachineRunning(estate, machine),
    isHostUp: (host) => isHostUp(estate, host),
  };
}

/** Sets to add faults to. */
export function noFaults(): { readonly [kind in FaultKind]: Set<string> } {
  return {
    "key-server-unreachable": new Set(),
    "certificate-expired": new Set(),
    "keys-refused": new Set(),
    "keys-deactivated": new Set(),
    "vcenter-down": new Set(),
    "trust-authority-host-unreachable": new Set(),
    "link-cut": new Set(),
    "key-provider-deleted": new Set(),
  };
}

/** As they are now, whatever becomes of them. */
export function copyFaults(faults: Faults): Faults {
  const copy = noFaults();
  for (const kind of FAULT_KINDS) for (const name of faults[kind]) copy[kind].add(name);
  return copy;
}

/** All that has a role at a site. */
export interface LinkEnd {
  readonly role: LinkRole;
  readonly site: string;
}

/** `host@edge`. */
export function endName({ role, site }: LinkEnd): string {
  return `${role}@${site}`;
}

/** The link between two sites, or two ends by name, the same in both directions. */
export function linkBetween(end: string, other: string): string {
  return end < other ? `${end} <-> ${other}` : `${other} <-> ${end}`;
}

/** The names under which the link between two ends may be cut: that of their sites, and its own. */
export function linkNames(end: LinkEnd, other: LinkEnd): readonly string[] {
  const own = linkBetween(endName(end), endName(other));
  return end.site === other.site ? [own] : [linkBetween(end.site, other.site), own];
}

export function isLinkCut(conditions: Conditions, end: LinkEnd, other: LinkEnd): boolean {
  const cut = conditions.faults["link-cut"];
  return cut.size > 0 && linkNames(end, other).some((name) => cut.has(name));
}

/** The end of a link that a host is. */
export function hostEnd({ site }: { readonly site: string }): LinkEnd {
  return { role: "host", site };
}

/** The end that a Trust Authority host is to whom it serves, and to the key servers it asks for that. */
export function serviceEnd({ site }: { readonly site: string }): LinkEnd {
  return { role: "trustAuthorityHost", site };
}

export function vcenterEnd({ site }: { readonly site: string }): LinkEnd {
  return { role: "vcenter", site };
}

export function keyServerEnd({ site }: { readonly site: string }): LinkEnd {
  return { role: "keyServer", site };
}

/** A host that is yet to be racked is up when it is. */
export function isHostUp(estate: Estate, host: string): boolean {
  return estate.hosts.get(host)?.present?.up ?? true;
}

/** A machine outside the estate is not ours to bring down: it counts as running. */
function isMachineRunning(estate: Estate, machine: string): boolean {
  const found = estate.virtualMachines.get(machine);
  return found === undefined || found.running;
}
