// The scenarios that come with Holdfast, written as anyone would write one of their own.

import {
  FIRST_POWER_LOSS_SECONDS,
  OUTAGE_SECONDS,
  POWER_LOSS_STEP_SECONDS,
  POWER_RETURN_SECONDS,
} from "../vsphere/defaults.js";
import type { EventDocument, ScenarioDocument } from "./scenario.js";

const POWER_CUTS: EventDocument = {
  kind: "hosts-lose-power",
  at: FIRST_POWER_LOSS_SECONDS,
  every: POWER_LOSS_STEP_SECONDS,
  backAfter: POWER_RETURN_SECONDS,
};

/** Every key server is out of reach for three days, and each host loses power once. */
export const PROVIDER_OUTAGE: ScenarioDocument = {
  name: "provider-outage",
  description: "Every key server is unreachable for 72 hours, and each host loses power once.",
  outage: OUTAGE_SECONDS,
  events: [{ kind: "key-servers-unreachable", at: 0 }, POWER_CUTS],
};

/** Every site is on its own for three days, and each host loses power once. */
export const WAN_PARTITION: ScenarioDocument = {
  name: "wan-partition",
  description: "The links between sites are cut for 72 hours, and each host loses power once.",
  outage: OUTAGE_SECONDS,
  events: [{ kind: "links-cut", at: 0 }, POWER_CUTS],
};

/** What a patch day does: with everything up, each host in turn is emptied, rebooted and taken back. */
export const ROLLING_REBOOT: ScenarioDocument = {
  name: "rolling-reboot",
  description: "With everything reachable, the hosts of each cluster are rebooted one by one.",
  outage: OUTAGE_SECONDS,
  events: [{ ...POWER_CUTS, kind: "hosts-reboot" }],
};

/** By name; the first is the default. */
export const BUILT_IN_SCENARIOS: ReadonlyMap<string, ScenarioDocument> = new Map(
  [PROVIDER_OUTAGE, WAN_PARTITION, ROLLING_REBOOT].map((scenario) => [scenario.name, scenario]),
);

/** Cuts one site off from all others; only its hosts lose power. */
export function wanPartitionOf(site: string): ScenarioDocument {
  return {
    name: `wan-partition:${site}`,
    description: `Site ${site} is cut off for 72 hours, and each of its hosts loses power once.`,
    outage: OUTAGE_SECONDS,
    events: [
      { kind: "links-cut", at: 0, target: { sites: [site] } },
      { ...POWER_CUTS, target: { sites: [site] } },
    ],
  };
}
