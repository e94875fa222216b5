// What was seen in a drill: the history that the checker judges. Plain data, so that a verdict can be made
// again from it without the simulator. Seconds count from the start of the outage.

import type { ReasonCode, TimelineEvent } from "../model/survival.js";
import type { Conditions } from "../vsphere/conditions.js";
import type { Estate } from "../vsphere/estate.js";

export interface History {
  /** At the start of the outage, settled. */
  readonly before: Estate;
  /** At the end of the outage, every fault still in force. */
  readonly after: Estate;
  /** When everything has been reachable again for a while. */
  readonly healed: Estate;
  /** The faults in force at the end of the outage. */
  readonly conditions: Conditions;
  /** What was in the way of a start at the end of the outage, by machine path and host path. */
  readonly attempts: ReadonlyMap<string, readonly StartAttempt[]>;
  /** By machine path: when it was down, in order. */
  readonly interruptions: ReadonlyMap<string, readonly Interruption[]>;
  /** By machine path: what it took to bring it back after the heal. */
  readonly recoveries: ReadonlyMap<string, readonly string[]>;
  readonly timeline: readonly TimelineEvent[];
  readonly outageSeconds: number;
  readonly healSeconds: number;
}

export interface StartAttempt {
  readonly host: string;
  /** Null if it would have started. */
  readonly failure: { readonly reason: ReasonCode; readonly sentence: string } | null;
}

export interface Interruption {
  readonly fromSeconds: number;
  /** Null if it lasted beyond the heal. */
  readonly toSeconds: number | null;
}
