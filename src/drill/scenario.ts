// A scenario: what is broken when, as data. `ScenarioDocument` is how a person writes it (YAML, JSON or
// TypeScript), `Scenario` how the drill and the predictor read it: checked, in seconds, nothing implied.

/** A number of seconds, or a number with a unit: `90s`, `30m`, `72h`, `3d`. */
export type Duration = number | string;

/** Patterns of paths or site names, `*` standing for any text; absent means all. */
export interface TargetDocument {
  readonly hosts?: readonly string[];
  readonly clusters?: readonly string[];
  readonly sites?: readonly string[];
  readonly keyServers?: readonly string[];
  readonly vcenters?: readonly string[];
  /** For links: the sites at the other end. */
  readonly otherSites?: readonly string[];
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
  /** For cleared TPMs: whether someone types the recovery key in at the boot. Default false. */
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
  "vcenters-down": "The targeted vCenters are down; hosts and machines run on without them.",
  "links-cut": "The links between the targeted sites and the other sites carry nothing.",
  "hosts-lose-power":
    "Each targeted host loses power without warning: no archive is written, nothing is moved away.",
  "hosts-reboot":
    "Each targeted host is rebooted properly: running machines are moved away while vCenter can, the configuration is archived.",
  "tpms-cleared":
    "The TPM of each targeted host is cleared in its firmware, for which the host loses power.",
} as const;

export type EventKind = keyof typeof EVENT_KINDS;

/** A selector of one thing; null selects all. */
export type Patterns = readonly string[] | null;

export type ScenarioEvent = FaultEvent | HostEvent;

/** Something is broken from one time to another. */
export type FaultEvent =
  | {
      readonly kind: "key-servers-unreachable";
      readonly atSeconds: number;
      readonly untilSeconds: number;
      readonly keyServers: Patterns;
    }
  | {
      readonly kind: "vcenters-down";
      readonly atSeconds: number;
      readonly untilSeconds: number;
      readonly vcenters: Patterns;
    }
  | {
      readonly kind: "links-cut";
      readonly atSeconds: number;
      readonly untilSeconds: number;
      readonly sites: Patterns;
      readonly otherSites: Patterns;
    };

/** Hosts go down one after the other in each cluster, each for the same time. */
export interface HostEvent {
  readonly kind: HostEventKind;
  readonly atSeconds: number;
  readonly everySeconds: number;
  readonly backAfterSeconds: number;
  readonly recoveryKeyEntered: boolean;
  readonly hosts: Patterns;
  readonly clusters: Patterns;
  readonly sites: Patterns;
}

export type HostEventKind = "hosts-lose-power" | "hosts-reboot" | "tpms-cleared";

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
