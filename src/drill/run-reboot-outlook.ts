// The answer whether a host can be rebooted, from two drills: one with the reboot and one without it.

import type { RebootEffect, RebootedHost, RebootVerdict } from "../model/reboot.js";
import type { Simulator } from "../simulator/simulator.js";
import { indexEstate } from "../vsphere/estate-index.js";
import { effectsOf } from "./reboot-effects.js";
import { type RebootQuestion, rebootScenario } from "./reboot-scenario.js";
import { type WatchedDrill, watchDrill } from "./run-drill.js";
import { isWorkload, workloadId } from "./workloads.js";

export interface RebootRequest extends RebootQuestion {
  /** Only read. */
  readonly simulator: Simulator;
  /** Whether machines may be down as long as the host is. */
  readonly isDowntimeAllowed: boolean;
}

export interface Outlook {
  readonly verdict: RebootVerdict;
  readonly effects: readonly RebootEffect[];
  readonly hostAfter: RebootedHost;
  readonly through: WatchedDrill;
}

/** The answer alone, with what it rests on. */
export function lookAhead(request: RebootRequest): Outlook {
  const through = drillView(request, "through");
  const effects = effectsOf({ without: drillView(request, "without"), through });
  const hostAfter = hostAfterOf(request.host, through);
  const verdict = verdictOf(request.isDowntimeAllowed, effects, hostAfter);
  return { verdict, effects, hostAfter, through };
}

/** Whether it would be a yes if machines were allowed to be down as long as the host is. */
export function isOnlyDowntime({ effects, hostAfter }: Outlook): boolean {
  return verdictOf(true, effects, hostAfter) === "yes";
}

/** One of the three drills behind the answer. */
export function drillView(
  request: RebootRequest,
  view: Parameters<typeof rebootScenario>[1],
): WatchedDrill {
  const scenario = rebootScenario(request, view);
  return watchDrill({ simulator: request.simulator, scenario, settle: false });
}

function verdictOf(
  isDowntimeAllowed: boolean,
  effects: readonly RebootEffect[],
  hostAfter: RebootedHost,
): RebootVerdict {
  const kinds = new Set(effects.map(({ effect }) => effect));
  if (isDowntimeAllowed) kinds.delete("goes-down");
  const isUnknown = kinds.delete("unknown");
  if (kinds.size > 0 || !hostAfter.isUp) return "no";
  return isUnknown ? "unknown" : "yes";
}

function hostAfterOf(path: string, { history, result }: WatchedDrill): RebootedHost {
  const host = history.after.hosts.get(path);
  const machines = indexEstate(history.after).machinesOf.get(host?.cluster ?? "") ?? [];
  const results = new Map(result.workloads.map((each) => [each.workload, each]));
  const stranded = machines.filter((machine) => {
    const startableOn = results.get(workloadId(machine))?.startableOn;
    return isWorkload(machine) && startableOn?.includes(path) === false;
  });
  return {
    isUp: host?.present?.up === true,
    isCryptoSafe: host?.present?.cryptoState === "safe",
    cannotStart: stranded.length,
  };
}
