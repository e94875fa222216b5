// A scenario: what is broken when, as data. `ScenarioDocument` is how a person writes it (YAML, JSON or
// TypeScript), `Scenario` how the drill and the predictor read it: checked, in seconds, nothing implied.

import type { LinkRole } from "../vsphere/defaults.js";

/** A number of seconds, or a number with a unit: `90s`, `30m`, `72h`, `3d`. */
export type Duration = number | string;

/** Patterns of paths or site names, `*` standing for any text; absent means all. */
export interface TargetDocument {
  readonly hosts?: readonly string[];
  readonly clusters?: readonly string[];
  readonly sites?: readonly string[];
  readonly keyServers?: readonly string[];
  readonly vcenters?: readonly string[];
  readonly keyProviders?: readonly string[];
  /** For sites: of those, the ones at which vCenters stand. */
  readonly sitesOf?: "vcenters";
  /** For links: the sites at the other end. */
  readonly otherSites?: readonly string[];
  /** For links: what stands at this end. Absent, here and at the other end: all that stands at the sites. */
  readonly roles?: readonly LinkRole[];
  /** For links: what stands at the other end. */
  readonly otherRoles?: readonly LinkRole[];
}

export interface EventDocument {
  readonly kind: EventKind;
  /** From the start of the outage. */
  readonly at: Duration;
  /** For faults on a path or a service: when it ends; absent means with the outage. */
  readonly until?: Duration;
  /** For faults on hosts: from one host of a cluster to its next. */
  readonly every?: Duration;
  /** For faults on hosts: how long each is down. */
  readonly backAfter?: Duration;
  /** For faults on hosts: only this many of each cluster, in the order of their paths. Absent means all. */
  readonly hostsPerCluster?: number;
  /**
   * For what a TPM notices: whether someone types the recovery key in at the boot of each host whose recovery
   * key was kept somewhere. Default false: nobody has one, then or later.
   */
  readonly recoveryKeyEntered?: boolean;
  readonly target?: TargetDocument;
}

export interface ScenarioDocument {
  readonly name: string;
  readonly description: string;
  /** How long everything is up before the first fault. Default 2h. */
  readonly settle?: Duration;
  readonly outage: Duration;
  /** How long the drill watches after everything is reachable again. Default 30m. */
  readonly heal?: Duration;
  /** The longest single interruption that still counts as survived. Default 60m. */
  readonly longestInterruption?: Duration;
  /** Workloads that are judged, as patterns of their ids; absent means all. */
  readonly workloads?: readonly string[];
  readonly events: readonly EventDocument[];
}

/** What each kind of event does; the closed list. */
export const EVENT_KINDS = {
  "key-servers-unreachable": "The targeted key servers answer nobody.",
  "certificates-expired":
    "The certificates of the targeted key servers are over: neither side takes the other any more.",
  "keys-refused":
    "The targeted key servers answer and look healthy, and deliver no key, as with a failed HSM.",
  "keys-deactivated":
    "The keys of virtual machines and the primary keys of trusted key providers are deactivated on the targeted key servers, other host keys are not; at the end they are active again.",
  "key-providers-deleted":
    "The targeted key providers are deleted in vCenter, so that hosts forget their keys; at the end they are added again, native ones from their backup.",
  "trust-authority-hosts-unreachable":
    "The targeted Trust Authority hosts answer nobody; all of them run on.",
  "vcenters-down": "The targeted vCenters are down; hosts and machines run on without them.",
  "links-cut":
    "The links between the targeted sites and the other sites carry nothing; with roles, those between what has them there.",
  "sites-lose-power":
    "Everything at the targeted sites is without power: hosts, and the vCenters and key servers that run in no machine. Other events leave its hosts alone.",
  "hosts-lose-power":
    "Each targeted host loses power without warning: no archive is written, nothing is moved away.",
  "hosts-reboot":
    "Each targeted host is rebooted properly: running machines are moved away while vCenter can, the configuration is archived.",
  "tpms-cleared":
    "The TPM of each targeted host is cleared in its firmware, for which the host loses power.",
  "firmware-updated":
    "The firmware of each targeted host is updated, for which it is rebooted properly: its next boot measures something else.",
  "hosts-reinstalled":
    "Each targeted host loses power and comes back with ESXi installed anew: no configuration, no keys, key persistence off.",
} as const;

export type EventKind = keyof typeof EVENT_KINDS;

/** A selector of one thing; null selects all. */
export type Patterns = readonly string[] | null;

export type ScenarioEvent = FaultEvent | HostEvent | SiteEvent;

/** Something is broken from one time to another. */
export type FaultEvent =
  | {
      readonly kind: KeyServerEventKind;
      readonly atSeconds: number;
      readonly untilSeconds: number;
      readonly keyServers: Patterns;
    }
  | {
      readonly kind: "key-providers-deleted";
      readonly atSeconds: number;
      readonly untilSeconds: number;
      readonly keyProviders: Patterns;
    }
  | {
      readonly kind: "vcenters-down";
      readonly atSeconds: number;
      readonly untilSeconds: number;
      readonly vcenters: Patterns;
    }
  | {
      readonly kind: "trust-authority-hosts-unreachable";
      readonly atSeconds: number;
      readonly untilSeconds: number;
      readonly hosts: Patterns;
    }
  | {
      readonly kind: "links-cut";
      readonly atSeconds: number;
      readonly untilSeconds: number;
      readonly sites: Patterns;
      readonly otherSites: Patterns;
      /** Null for all. With roles at either end, links within a site count too. */
      readonly roles: readonly LinkRole[] | null;
      readonly otherRoles: readonly LinkRole[] | null;
    };

/** A place is lost, from one time to another. */
export interface SiteEvent {
  readonly kind: "sites-lose-power";
  readonly atSeconds: number;
  readonly untilSeconds: number;
  readonly sites: Patterns;
  /** Null for all sites that the patterns match. */
  readonly sitesOf: "vcenters" | null;
}

export type KeyServerEventKind =
  | "key-servers-unreachable"
  | "certificates-expired"
  | "keys-refused"
  | "keys-deactivated";

/** Hosts go down one after the other in each cluster, each for the same time. */
export interface HostEvent {
  readonly kind: HostEventKind;
  readonly atSeconds: number;
  readonly everySeconds: number;
  readonly backAfterSeconds: number;
  /** Null for all. */
  readonly hostsPerCluster: number | null;
  readonly recoveryKeyEntered: boolean;
  readonly hosts: Patterns;
  readonly clusters: Patterns;
  readonly sites: Patterns;
}

export type HostEventKind =
  | "hosts-lose-power"
  | "hosts-reboot"
  | "tpms-cleared"
  | "firmware-updated"
  | "hosts-reinstalled";

export function isHostEvent(event: ScenarioEvent): event is HostEvent {
  return "everySeconds" in event;
}

export interface Scenario {
  readonly name: string;
  readonly description: string;
  readonly settleSeconds: number;
  readonly outageSeconds: number;
  readonly healSeconds: number;
  readonly longestInterruptionSeconds: number;
  readonly workloads: Patterns;
  readonly events: readonly ScenarioEvent[];
}
