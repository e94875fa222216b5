// The rows of the decision table against the predictor: estates are reached by operations, and every answer
// that a prediction can give is held against the row.

import { beforeAll, describe, expect, it } from "vitest";
import { type Prediction, predict } from "../../../src/drill/predict.js";
import { resolveScenario } from "../../../src/drill/resolve-scenario.js";
import type { EventDocument } from "../../../src/drill/scenario.js";
import type { Simulator } from "../../../src/simulator/simulator.js";
import type { Estate } from "../../../src/vsphere/estate.js";
import {
  type Answer,
  type Combination,
  combinations,
  DECISION_ROWS,
  rowFor,
} from "../../simulation/decision-table.js";
import { TRUSTED_KEY_SERVER, VCENTER } from "../../simulation/declare.js";
import {
  forkReached,
  HERE,
  MACHINE,
  PEER,
  type Reached,
  reachHolding,
  withoutHa,
} from "../../simulation/reach.js";
import { reachVsan, withoutThird } from "../../simulation/reach-vsan.js";

const ALL = combinations();
const prefixOf = ({ fault: _, ...prefix }: Combination) => JSON.stringify(prefix);

interface Bases {
  /** The machine runs where it was placed, and waits for its own host. */
  readonly waiting: Estate;
  readonly stopped: Estate;
  /** The machine runs on the peer. */
  readonly onPeer: Estate;
  readonly onPeerWithoutHa: Estate;
}

const bases = new Map<string, Bases | undefined>();

beforeAll(async () => {
  for (const combination of ALL) {
    const prefix = prefixOf(combination);
    if (bases.has(prefix)) continue;
    const isVsan = combination.workload === "vSAN";
    const reached = await (isVsan ? reachVsan : reachHolding)(combination);
    const make = isVsan ? vsanBasesOf : basesOf;
    bases.set(prefix, reached === undefined ? undefined : await make(reached));
  }
});

describe("decision table, predicted", () => {
  it.each(DECISION_ROWS.map((row) => row.name))("row %s", (name) => {
    const matching = ALL.filter((each) => rowFor(each).name === name);
    expect(matching.length).toBeGreaterThan(0);
    for (const combination of matching) {
      const answers = rowFor(combination).answers(combination);
      const found = answersOf(combination);
      // No vCenter moves a vSAN: what is predicted is whether it can be read without the peer.
      const isMoved = combination.workload !== "vSAN" || answers.vMotion !== "no-vcenter";
      if (!isMoved) found.vMotion = "no";
      const expected = Object.fromEntries(
        Object.entries(answers).map(([question, answer]) => [question, withoutReason(answer)]),
      );
      expect({ ...combination, ...found }).toEqual({ ...combination, ...expected });
    }
  });
});

/** A prediction says that vMotion is not possible, and not what for; and that a start is, not on what it rests. */
function withoutReason(answer: Answer): Answer {
  if (answer === "unattested") return "yes";
  return answer === "no-vcenter" ? "no" : answer;
}

/** What kept the key of a standard or trusted provider from host `a` is gone when the fault strikes. */
async function basesOf(reached: Reached): Promise<Bases> {
  const { operators } = reached.simulator;
  if (reached.combination.provider === "SKP") operators.healAll();
  if (reached.combination.provider === "TKP") operators.keyServerUp(TRUSTED_KEY_SERVER);
  const waiting = forkReached(reached).simulator;
  await withoutHa(waiting);
  const stopped = forkReached(reached).simulator;
  stopped.operators.stopVm(MACHINE);
  const onPeer = forkReached(reached).simulator;
  moveToPeer(onPeer);
  const onPeerWithoutHa = onPeer.fork();
  await withoutHa(onPeerWithoutHa);
  return {
    waiting: waiting.estate(),
    stopped: stopped.estate(),
    onPeer: onPeer.estate(),
    onPeerWithoutHa: onPeerWithoutHa.estate(),
  };
}

/** What is judged is the vSAN itself, on which the row's host decides: another one is away, or the peer goes. */
async function vsanBasesOf(reached: Reached): Promise<Bases> {
  if (reached.combination.provider === "SKP") reached.simulator.operators.healAll();
  const peers = forkReached(reached).simulator.estate();
  const alone = forkReached(reached);
  withoutThird(alone);
  const waiting = alone.simulator.estate();
  return { waiting, stopped: waiting, onPeer: peers, onPeerWithoutHa: peers };
}

function moveToPeer(simulator: Simulator): void {
  if (simulator.estate().virtualMachines.get(MACHINE)?.host === PEER) return;
  expect(simulator.operators.vMotion(MACHINE, PEER)).toBeNull();
}

function answersOf(combination: Combination): Record<string, Answer> {
  const base = bases.get(prefixOf(combination));
  if (base === undefined) {
    const invalid = "invalid" as const;
    return {
      runsOn: invalid,
      back: invalid,
      powerOn: invalid,
      vMotion: invalid,
      haRestart: invalid,
    };
  }
  const reboots = combination.fault.startsWith("R") || combination.fault === "TC";
  const runsThere = combination.holding === "held";
  const ask = (estate: Estate, more: readonly EventDocument[], isYes: (p: Prediction) => boolean) =>
    answerOf(combination, estate, { more, isYes });
  const powerOn = ask(base.stopped, [], ({ startableOn }) => startableOn.includes(HERE));
  const goesOn = () => ask(base.waiting, [], survives);
  const lost: EventDocument = { kind: "hosts-lose-power", ...PEER_GONE };
  const emptied: EventDocument = { kind: "hosts-reboot", ...PEER_GONE };
  return {
    runsOn: reboots || !runsThere ? "none" : goesOn(),
    back: reboots ? (runsThere ? goesOn() : powerOn) : "none",
    powerOn,
    vMotion: ask(base.onPeerWithoutHa, [emptied], survives),
    haRestart: ask(base.onPeer, [lost], survives),
  };
}

function survives({ verdict }: Prediction): boolean {
  return verdict === "survived";
}

const PEER_GONE = { at: "20m", backAfter: "2h", target: { hosts: [PEER] } } as const;

function answerOf(
  combination: Combination,
  estate: Estate,
  question: {
    readonly more: readonly EventDocument[];
    readonly isYes: (prediction: Prediction) => boolean;
  },
): Answer {
  const answer = (recoveryKeyEntered: boolean) => {
    const events = [...strikes(combination, recoveryKeyEntered), ...question.more];
    const document = { name: "row", description: "A row.", outage: "1h", events };
    const { scenario } = resolveScenario(document);
    if (scenario === undefined) throw new Error("the scenario is sound");
    const [prediction] = predict(estate, scenario, { settle: false });
    return prediction !== undefined && question.isYes(prediction);
  };
  if (answer(false)) return "yes";
  return combination.fault === "TC" && answer(true) ? "after-recovery" : "no";
}

function strikes({ provider, fault }: Combination, recoveryKeyEntered: boolean): EventDocument[] {
  const here = { at: 0, target: { hosts: [HERE] } };
  return [
    ...(fault.includes("P") && provider === "SKP"
      ? [{ kind: "key-servers-unreachable", at: 0 } as const]
      : []),
    ...(fault.includes("P") && provider === "TKP"
      ? [
          { kind: "key-servers-unreachable", at: 0 } as const,
          { kind: "trust-authority-hosts-unreachable", at: 0 } as const,
        ]
      : []),
    ...(fault.includes("V")
      ? [{ kind: "vcenters-down", at: 0, target: { vcenters: [VCENTER] } } as const]
      : []),
    ...(fault.startsWith("R") ? [{ kind: "hosts-lose-power", ...here } as const] : []),
    ...(fault === "TC" ? [{ kind: "tpms-cleared", ...here, recoveryKeyEntered } as const] : []),
  ];
}
