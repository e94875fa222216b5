// Carries a scenario out on a simulated vSphere that is given up for it, and writes down what happens. It
// judges nothing.

import type { Operators } from "../simulator/operators.js";
import type { Simulator } from "../simulator/simulator.js";
import { type Conditions, noFaults, presentConditions } from "../vsphere/conditions.js";
import type { Estate } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import type { History, StartAttempt } from "./history.js";
import { driveFaults, type FaultDriver, standingFaults } from "./run-faults.js";
import { recordRun } from "./run-record.js";
import { recoverMachines } from "./run-recover.js";
import type { Scenario } from "./scenario.js";
import { type Action, allActions, type Fault, faultName, makeSchedule } from "./schedule.js";
import { isWorkload } from "./workloads.js";

export interface Observation {
  /** A fork: the drill breaks it. */
  readonly simulator: Simulator;
  readonly scenario: Scenario;
  /** False begins the outage at once. */
  readonly isSettled: boolean;
}

export function observe({ simulator, scenario, isSettled }: Observation): History {
  const startSeconds = simulator.nowSeconds + (isSettled ? scenario.settleSeconds : 0);
  const record = recordRun(simulator, startSeconds);
  const clock = clockOf(simulator, startSeconds);
  clock.moveTo(0);
  const before = simulator.estate();
  const isStanding = standingFaults(simulator, before);
  const actions = allActions(makeSchedule(scenario, before)).filter(
    (action) => !("fault" in action) || !isStanding(action.fault),
  );
  const { outageSeconds, healSeconds } = scenario;
  const hands = { operators: simulator.operators, driver: driveFaults(simulator) };
  strike(
    hands,
    clock,
    actions.filter((action) => action.atSeconds < outageSeconds),
  );
  clock.moveTo(outageSeconds);
  const after = simulator.estate();
  const attempts = attemptStarts(simulator, after);
  const conditions = conditionsAt(after, actions, outageSeconds);
  heal(hands.driver, actions);
  const late = actions.filter(
    ({ kind, atSeconds }) => kind !== "fault-ends" && atSeconds >= outageSeconds,
  );
  strike(
    hands,
    clock,
    late.filter((action) => action.atSeconds < outageSeconds + healSeconds),
  );
  clock.moveTo(outageSeconds + healSeconds);
  const healed = simulator.estate();
  const { timeline, interruptions } = record.finish();
  const recoveries = recoverMachines(simulator, { before, healed, actions });
  return {
    ...{ before, after, healed, conditions, attempts, interruptions, recoveries, timeline },
    ...{ outageSeconds, healSeconds },
  };
}

interface Clock {
  /** Seconds from the start of the outage. */
  readonly moveTo: (seconds: number) => void;
}

function clockOf(simulator: Simulator, startSeconds: number): Clock {
  return {
    moveTo(seconds) {
      const wait = startSeconds + seconds - simulator.nowSeconds;
      if (wait > 0 || seconds === 0) simulator.advance(Math.max(0, wait));
    },
  };
}

/** What a scenario acts with. */
interface Hands {
  readonly operators: Operators;
  readonly driver: FaultDriver;
}

function strike(hands: Hands, clock: Clock, actions: readonly Action[]): void {
  for (const action of actions) {
    clock.moveTo(action.atSeconds);
    act(hands, action);
  }
}

function act({ operators, driver }: Hands, action: Action): void {
  switch (action.kind) {
    case "fault-begins":
      driver.begin(action.fault);
      break;
    case "fault-ends":
      driver.end(action.fault);
      break;
    case "power-lost":
      operators.powerLoss(action.host);
      break;
    case "rebooted":
      operators.shutDown(action.host);
      break;
    case "tpm-cleared":
      operators.clearTpm(action.host);
      break;
    case "firmware-updated":
      operators.updateFirmware(action.host);
      break;
    case "reinstalled":
      operators.reinstall(action.host);
      break;
    case "powered-on":
      operators.powerOn(action.host);
      break;
    case "recovery-key-entered":
      enterRecoveryKey(operators, action.host);
      break;
  }
}

function enterRecoveryKey(operators: Operators, host: string): void {
  const known = operators.recoveryKey(host);
  if (known !== null) operators.enterRecoveryKey(host, known.key);
}

/** Ends what is still broken. Key providers come last: it takes vCenter to add one. */
function heal(driver: FaultDriver, actions: readonly Action[]): void {
  const faults = actions.flatMap((action) => (action.kind === "fault-ends" ? [action.fault] : []));
  const isLast = ({ kind }: Fault) => kind === "key-provider-deleted";
  for (const fault of faults) if (!isLast(fault)) driver.end(fault);
  for (const fault of faults) if (isLast(fault)) driver.end(fault);
}

/** Asks of every workload and every host of its cluster whether it could start there now. */
function attemptStarts(
  simulator: Simulator,
  estate: Estate,
): ReadonlyMap<string, readonly StartAttempt[]> {
  const attempts = new Map<string, readonly StartAttempt[]>();
  const last = new Map<string, StartAttempt>();
  for (const machine of estate.virtualMachines.values()) {
    if (!isWorkload(machine)) continue;
    const hosts = indexEstate(estate).hostsOf.get(machine.cluster) ?? [];
    const tried = hosts.map(({ path: host }) => {
      const attempt = { host, failure: simulator.couldStart({ vm: machine.path, host }) };
      return sameAs(last.get(host), attempt) ?? remember(last, attempt);
    });
    attempts.set(machine.path, tried);
  }
  return attempts;
}

function remember(last: Map<string, StartAttempt>, attempt: StartAttempt): StartAttempt {
  last.set(attempt.host, attempt);
  return attempt;
}

/** Most machines fare alike on a host: one object says so for all of them. */
function sameAs(last: StartAttempt | undefined, { failure }: StartAttempt) {
  const isSame =
    last?.failure?.reason === failure?.reason && last?.failure?.sentence === failure?.sentence;
  return isSame ? last : undefined;
}

/** The scenario's faults in force just before a time. */
function conditionsAt(estate: Estate, actions: readonly Action[], seconds: number): Conditions {
  const faults = noFaults();
  for (const action of actions) {
    if (action.atSeconds >= seconds) continue;
    if (action.kind === "fault-begins") faults[action.fault.kind].add(faultName(action.fault));
    if (action.kind === "fault-ends") faults[action.fault.kind].delete(faultName(action.fault));
  }
  return { ...presentConditions(estate), faults };
}
