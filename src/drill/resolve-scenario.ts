// A scenario as a person writes it becomes one as the drill reads it: durations in seconds, defaults filled
// in. Everything that is wrong with its times is said at once.

import { formatPath } from "../model/attribute-path.js";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import {
  LONGEST_DURATION_DAYS,
  LONGEST_DURATION_SECONDS,
  parseDuration,
} from "../model/duration.js";
import { invariant } from "../model/invariant.js";
import {
  HEAL_SECONDS,
  LONGEST_INTERRUPTION_SECONDS,
  POWER_LOSS_STEP_SECONDS,
  POWER_RETURN_SECONDS,
  SETTLE_SECONDS,
} from "../vsphere/defaults.js";
import { BUILT_IN_SCENARIOS, PROVIDER_OUTAGE } from "./built-in-scenarios.js";
import type {
  Duration,
  EventDocument,
  Scenario,
  ScenarioDocument,
  ScenarioEvent,
} from "./scenario.js";

export interface ResolvedScenario {
  /** Absent when a diagnostic is an error. */
  readonly scenario?: Scenario;
  readonly diagnostics: readonly Diagnostic[];
}

/** A scenario that comes with Holdfast; undefined for an unknown name. */
export function builtInScenario(name: string): Scenario | undefined {
  const known = resolvedBuiltIns.get(name);
  if (known !== undefined) return known;
  const document = BUILT_IN_SCENARIOS.get(name);
  if (document === undefined) return undefined;
  const { scenario } = resolveScenario(document);
  invariant(scenario !== undefined, `the built-in scenario ${name} is sound`);
  resolvedBuiltIns.set(name, scenario);
  return scenario;
}

/** `provider-outage`. */
export function defaultScenario(): Scenario {
  const scenario = builtInScenario(PROVIDER_OUTAGE.name);
  invariant(scenario !== undefined, "the default scenario is built in");
  return scenario;
}

const resolvedBuiltIns = new Map<string, Scenario>();

/** The document must have the form that the schema of scenarios says. */
export function resolveScenario(document: ScenarioDocument): ResolvedScenario {
  const outageSeconds = toSeconds(document.outage);
  const scenario: Scenario = {
    name: document.name,
    description: document.description,
    settleSeconds: toSeconds(document.settle ?? SETTLE_SECONDS),
    outageSeconds,
    healSeconds: toSeconds(document.heal ?? HEAL_SECONDS),
    longestInterruptionSeconds: toSeconds(
      document.longestInterruption ?? LONGEST_INTERRUPTION_SECONDS,
    ),
    workloads: document.workloads ?? null,
    events: document.events.map((event) => resolveEvent(event, outageSeconds)),
  };
  const diagnostics = [
    ...durationProblems(document),
    ...outageProblems(scenario),
    ...scenario.events.flatMap((event, i) => eventProblems(event, i, scenario)),
  ];
  return hasErrors(diagnostics) ? { diagnostics } : { scenario, diagnostics };
}

/** `90`, `"90s"`, `"30m"`, `"72h"`, `"3d"`. */
export function toSeconds(duration: Duration): number {
  if (typeof duration === "number") return duration;
  const seconds = parseDuration(duration);
  invariant(seconds !== undefined, `"${duration}" is not a duration`);
  return seconds;
}

function resolveEvent(event: EventDocument, outageSeconds: number): ScenarioEvent {
  const { kind, target = {} } = event;
  const atSeconds = toSeconds(event.at);
  const untilSeconds = event.until === undefined ? outageSeconds : toSeconds(event.until);
  const span = { atSeconds, untilSeconds };
  switch (kind) {
    case "key-servers-unreachable":
    case "certificates-expired":
    case "keys-refused":
    case "keys-deactivated":
      return { kind, ...span, keyServers: target.keyServers ?? null };
    case "key-providers-deleted":
      return { kind, ...span, keyProviders: target.keyProviders ?? null };
    case "vcenters-down":
      return { kind, ...span, vcenters: target.vcenters ?? null };
    case "trust-authority-hosts-unreachable":
      return { kind, ...span, hosts: target.hosts ?? null };
    case "links-cut":
      return {
        kind,
        ...span,
        sites: target.sites ?? null,
        otherSites: target.otherSites ?? null,
        roles: target.roles ?? null,
        otherRoles: target.otherRoles ?? null,
      };
    case "sites-lose-power":
      return { kind, ...span, sites: target.sites ?? null, sitesOf: target.sitesOf ?? null };
    case "hosts-lose-power":
    case "hosts-reboot":
    case "tpms-cleared":
    case "firmware-updated":
    case "hosts-reinstalled":
      return {
        kind,
        atSeconds,
        everySeconds: toSeconds(event.every ?? POWER_LOSS_STEP_SECONDS),
        backAfterSeconds: toSeconds(event.backAfter ?? POWER_RETURN_SECONDS),
        hostsPerCluster: event.hostsPerCluster ?? null,
        recoveryKeyEntered: event.recoveryKeyEntered ?? false,
        hosts: target.hosts ?? null,
        clusters: target.clusters ?? null,
        sites: target.sites ?? null,
      };
  }
}

const EVENT_DURATIONS = ["at", "until", "every", "backAfter"] as const;
const SCENARIO_DURATIONS = ["settle", "outage", "heal", "longestInterruption"] as const;

function durationProblems(document: ScenarioDocument): readonly Diagnostic[] {
  const given = [
    ...SCENARIO_DURATIONS.map((name) => ({ path: [name], duration: document[name] })),
    ...document.events.flatMap((event, i) =>
      EVENT_DURATIONS.map((name) => ({ path: ["events", i, name], duration: event[name] })),
    ),
  ];
  return given.flatMap(({ path, duration }) => {
    if (duration === undefined || toSeconds(duration) <= LONGEST_DURATION_SECONDS) return [];
    const detail = `"${formatPath(path)}" is ${JSON.stringify(duration)}. It can be ${LONGEST_DURATION_DAYS}d at most.`;
    return [errorDiagnostic("A scenario has a wrong duration", detail, { attribute: path })];
  });
}

function outageProblems(scenario: Scenario): readonly Diagnostic[] {
  if (scenario.outageSeconds > 0) return [];
  return [
    errorDiagnostic(
      "A scenario has no outage",
      `The outage of "${scenario.name}" lasts 0 seconds. Give it a length, such as "72h".`,
    ),
  ];
}

function eventProblems(
  event: ScenarioEvent,
  number: number,
  scenario: Scenario,
): readonly Diagnostic[] {
  const where = { attribute: ["events", number] };
  if (event.atSeconds >= scenario.outageSeconds) {
    const detail =
      `Event ${number + 1} (${event.kind}) begins ${event.atSeconds} seconds into an outage of ` +
      `${scenario.outageSeconds} seconds. Let it begin earlier or make the outage longer.`;
    return [errorDiagnostic("An event begins after the outage.", detail, where)];
  }
  if (!("untilSeconds" in event)) return [];
  if (event.untilSeconds <= event.atSeconds || event.untilSeconds > scenario.outageSeconds) {
    const detail =
      `Event ${number + 1} (${event.kind}) begins at ${event.atSeconds} and ends at ` +
      `${event.untilSeconds} seconds. It has to end after it begins, and with the outage at the ` +
      `latest, at ${scenario.outageSeconds} seconds.`;
    return [errorDiagnostic("An event ends at an impossible time.", detail, where)];
  }
  return [];
}
