// The scenarios behind the question whether a host can be rebooted: properly, now, with everything as it is or with
// every key server and Trust Authority host unreachable. The same stretch of time is also looked at without the reboot, to blame it for nothing
// else, and up to the moment before the host is back.

import { HEAL_SECONDS, POWER_RETURN_SECONDS } from "../vsphere/defaults.js";
import type { Scenario, ScenarioEvent } from "./scenario.js";

export interface RebootQuestion {
  /** Path of the host. */
  readonly host: string;
  /** Whether every key server and Trust Authority host is unreachable. */
  readonly isProviderDown: boolean;
}

/** How long the host is away. */
export const AWAY_SECONDS = POWER_RETURN_SECONDS;

/** After it is back, HA is given the time of its last try. */
const WATCHED_SECONDS = AWAY_SECONDS + HEAL_SECONDS;

export type RebootView = "without" | "meanwhile" | "through";

export function rebootScenario(question: RebootQuestion, view: RebootView): Scenario {
  const outageSeconds = view === "meanwhile" ? AWAY_SECONDS - 1 : WATCHED_SECONDS;
  const description = `${question.host} is rebooted now.`;
  return {
    name: `reboot (${view})`,
    description,
    settleSeconds: 0,
    outageSeconds,
    healSeconds: view === "through" ? HEAL_SECONDS : 0,
    // How long something is down is looked at apart.
    longestInterruptionSeconds: outageSeconds,
    workloads: null,
    events: [
      ...(question.isProviderDown ? providerDown(outageSeconds) : []),
      ...(view === "without" ? [] : [reboot(question.host)]),
    ],
  };
}

function providerDown(untilSeconds: number): readonly ScenarioEvent[] {
  const span = { atSeconds: 0, untilSeconds };
  return [
    { kind: "key-servers-unreachable", ...span, keyServers: null },
    { kind: "trust-authority-hosts-unreachable", ...span, hosts: null },
  ];
}

function reboot(host: string): ScenarioEvent {
  return {
    kind: "hosts-reboot",
    atSeconds: 0,
    everySeconds: 0,
    backAfterSeconds: AWAY_SECONDS,
    hostsPerCluster: null,
    recoveryKeyEntered: false,
    hosts: [host],
    clusters: null,
    sites: null,
  };
}
