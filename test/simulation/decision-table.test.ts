// Every combination of the decision table, reached by operations and asked by operations, against the rows.

import { beforeAll, describe, expect, it } from "vitest";
import type { Simulator } from "../../src/simulator/simulator.js";
import {
  type Answer,
  type Answers,
  type Combination,
  combinations,
  DECISION_ROWS,
  rowFor,
} from "./decision-table.js";
import { isRunning, VCENTER } from "./declare.js";
import {
  forkReached,
  HERE,
  MACHINE,
  PEER,
  type Reached,
  reachHolding,
  recover,
  strike,
  withoutHa,
} from "./reach.js";
import {
  emptyPeer,
  placeOn,
  reachVsan,
  runsAnywhere,
  settleVsan,
  strikeVsan,
  withoutThird,
} from "./reach-vsan.js";

const ALL = combinations();
const prefixOf = ({ fault: _, ...prefix }: Combination) => JSON.stringify(prefix);
const reached = new Map<string, Reached | undefined>();

beforeAll(async () => {
  for (const combination of ALL) {
    const prefix = prefixOf(combination);
    if (reached.has(prefix)) continue;
    const reach = combination.workload === "vSAN" ? reachVsan : reachHolding;
    reached.set(prefix, await reach(combination));
  }
});

describe("decision table", () => {
  it("has 2016 combinations, and uses every row", () => {
    expect(ALL).toHaveLength(2016);
    const used = new Set(ALL.map((combination) => rowFor(combination).name));
    expect([...used].sort()).toEqual(DECISION_ROWS.map((row) => row.name).sort());
  });

  it.each(DECISION_ROWS.map((row) => row.name))(
    "row %s holds in every combination",
    async (name) => {
      for (const combination of ALL.filter((each) => rowFor(each).name === name)) {
        const found = await observe(combination);
        const row = rowFor(combination);
        expect({ ...combination, ...found }).toEqual({
          ...combination,
          ...row.answers(combination),
        });
      }
    },
  );
});

const INVALID: Answers = {
  runsOn: "invalid",
  back: "invalid",
  powerOn: "invalid",
  vMotion: "invalid",
  haRestart: "invalid",
};

async function observe(combination: Combination): Promise<Answers> {
  const base = reached.get(prefixOf(combination));
  if (base === undefined) return INVALID;
  if (combination.workload === "vSAN") return observeVsan(base, combination);
  const start = (): Reached => ({ ...forkReached(base), combination });
  const reboots = combination.fault.startsWith("R") || combination.fault === "TC";
  const powerOn = ask(start(), stop, tryPowerOn);
  const waiting = start();
  await withoutHa(waiting.simulator);
  const runsThere = combination.holding === "held";
  return {
    runsOn: reboots || !runsThere ? "none" : ask(waiting, () => {}, stillRuns),
    back: reboots ? (runsThere ? ask(waiting, () => {}, stillRuns) : powerOn) : "none",
    powerOn,
    vMotion: ask(start(), moveToPeer, tryVMotion),
    haRestart: ask(start(), moveToPeer, tryHaRestart),
  };
}

/** The same with the row's host deciding whether the files of the machine can be read. */
async function observeVsan(base: Reached, combination: Combination): Promise<Answers> {
  const start = (): Reached => ({ ...forkReached(base), combination });
  const alone = () => {
    const reached = start();
    withoutThird(reached);
    return reached;
  };
  const waiting = alone();
  await withoutHa(waiting.simulator);
  const reboots = combination.fault.startsWith("R") || combination.fault === "TC";
  const isHeld = combination.holding === "held";
  const powerOn = askVsan(alone(), stop, tryPowerOn);
  const goesOn = () => askVsan(waiting, () => {}, stillRuns);
  const onPeer = (reached: Reached) => placeOn(reached, PEER);
  return {
    runsOn: reboots || !isHeld ? "none" : goesOn(),
    back: reboots ? (isHeld ? goesOn() : powerOn) : "none",
    powerOn,
    vMotion: askVsan(start(), onPeer, tryEmptyingPeer),
    haRestart: askVsan(start(), onPeer, tryHaRestart),
  };
}

function askVsan(
  reached: Reached,
  prepare: (reached: Reached) => void,
  question: (reached: Reached) => Answer,
): Answer {
  prepare(reached);
  strikeVsan(reached);
  const first = question(forkReached(reached));
  if (reached.combination.fault !== "TC" || first !== "no") return first;
  recover(reached);
  settleVsan(reached);
  return question(forkReached(reached)) === "yes" ? "after-recovery" : "no";
}

function tryEmptyingPeer(reached: Reached): Answer {
  const isVcenterDown = reached.simulator.estate().vcenters.get(VCENTER)?.isDown === true;
  emptyPeer(reached);
  if (runsAnywhere(reached)) return "yes";
  return isVcenterDown ? "no-vcenter" : "no";
}

/** Prepares, lets the fault strike, asks; if nothing starts on a sealed host, once more after recovery. */
function ask(
  reached: Reached,
  prepare: (reached: Reached) => void,
  question: (reached: Reached) => Answer,
): Answer {
  prepare(reached);
  reached.simulator.advance(0);
  strike(reached);
  const first = question(forkReached(reached));
  if (reached.combination.fault !== "TC" || first !== "no") return first;
  recover(reached);
  return question(forkReached(reached)) === "yes" ? "after-recovery" : "no";
}

function stop({ simulator }: Reached): void {
  simulator.operators.stopVm(MACHINE);
}

function moveToPeer({ simulator }: Reached): void {
  if (simulator.estate().virtualMachines.get(MACHINE)?.host === PEER) return;
  expect(simulator.operators.vMotion(MACHINE, PEER)).toBeNull();
}

function stillRuns({ simulator }: Reached): Answer {
  simulator.advance(3600);
  const machine = simulator.estate().virtualMachines.get(MACHINE);
  return machine?.running === true && machine.host === HERE ? yesOn(simulator) : "no";
}

function tryPowerOn({ simulator }: Reached): Answer {
  const probed = simulator.couldStart({ vm: MACHINE, host: HERE });
  const failure = simulator.operators.startVm(MACHINE, HERE);
  expect(probed?.reason).toBe(failure?.reason);
  return failure === null ? yesOn(simulator) : "no";
}

/** With a note where a trusted host is not attested. */
function yesOn(simulator: Simulator): Answer {
  const until = simulator.estate().hosts.get(HERE)?.present?.attestedUntilSeconds;
  const isAttested = until === undefined || (until !== null && simulator.nowSeconds < until);
  return isAttested ? "yes" : "unattested";
}

function tryVMotion({ simulator }: Reached): Answer {
  const failure = simulator.operators.vMotion(MACHINE, HERE);
  if (failure === null) return yesOn(simulator);
  return failure.reason === "VCENTER_DOWN" ? "no-vcenter" : "no";
}

function tryHaRestart({ simulator }: Reached): Answer {
  simulator.operators.powerLoss(PEER);
  simulator.advance(1800);
  return isRunning(simulator, MACHINE) ? yesOn(simulator) : "no";
}
