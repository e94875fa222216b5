// Explains a workload: its key paths once the estate has settled, what each fault of a scenario does to them
// hop by hop, and how they stand at the end of the outage. Made by the predictor, as data; reports render it.

import type { KeyPath } from "../model/survival.js";
import { type Conditions, copyFaults, presentConditions } from "../vsphere/conditions.js";
import type { Estate } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import { type KeyPathQuestion, vsanKeyPaths, workloadKeyPaths } from "../vsphere/key-paths.js";
import { eventText } from "./event-phrases.js";
import { downtimesOf, type Question, walkComponent } from "./predict-component.js";
import { componentsOf } from "./predict-components.js";
import { worldAsEstate } from "./predict-estate.js";
import { type Prediction, predictionsOf } from "./predict-verdict.js";
import type { Downtime, World } from "./predict-world.js";
import { verdictText } from "./reason-phrases.js";
import type { Scenario } from "./scenario.js";
import { type Action, makeSchedule } from "./schedule.js";
import { encryptedVsans, isWorkload, vsanWorkloadId, workloadId } from "./workloads.js";

export interface Explanation extends Prediction {
  readonly scenario: string;
  readonly description: string;
  readonly sentence: string;
  /** Before the first fault, everything settled. */
  readonly settled: readonly KeyPath[];
  readonly effects: readonly FaultEffect[];
  /** At the end of the outage, faults still in force. */
  readonly atEnd: readonly KeyPath[];
}

/** What one event of the scenario did to the key paths. A fault that did nothing by itself is told all the same. */
export interface FaultEffect {
  /** From the start of the outage. */
  readonly atSeconds: number;
  /** `vc01/edge/esx01 loses power`. */
  readonly event: string;
  readonly closed: readonly KeyPath[];
  readonly opened: readonly KeyPath[];
}

/** Undefined if the estate has no such workload in a cluster that is known. */
export function explain(
  estate: Estate,
  scenario: Scenario,
  workload: string,
): Explanation | undefined {
  const subject = subjectOf(estate, workload);
  if (subject === undefined) return undefined;
  const question = questionAbout(estate, scenario, subject);
  if (question === undefined) return undefined;
  const story = tell(question, subject);
  const { prediction, ...paths } = story;
  const sentence = verdictText(prediction.verdict, prediction.reasons);
  const { name, description } = scenario;
  return { ...prediction, scenario: name, description, sentence, ...paths };
}

/** What is explained: where it is, and what it needs keys for. */
interface Subject {
  readonly workload: string;
  /** Path. */
  readonly cluster: string;
  readonly pathsIn: (question: KeyPathQuestion) => readonly KeyPath[];
}

/** `vm:PATH`, `vtpm:PATH` or `vsan:PATH`. */
function subjectOf(estate: Estate, workload: string): Subject | undefined {
  const path = workload.slice(workload.indexOf(":") + 1);
  const machine = estate.virtualMachines.get(path);
  if (machine !== undefined && isWorkload(machine) && workloadId(machine) === workload) {
    const { cluster } = machine;
    return { workload, cluster, pathsIn: (question) => workloadKeyPaths(question, machine) };
  }
  const vsan = encryptedVsans(estate).find((cluster) => cluster.path === path);
  if (vsan === undefined || vsanWorkloadId(path) !== workload) return undefined;
  const pathsIn = (question: KeyPathQuestion) =>
    (indexEstate(question.estate).hostsOf.get(path) ?? []).flatMap((host) =>
      vsanKeyPaths(question, host),
    );
  return { workload, cluster: path, pathsIn };
}

/** The component of the workload, after those that it relies on have been walked. */
function questionAbout(estate: Estate, scenario: Scenario, subject: Subject): Question | undefined {
  const schedule = makeSchedule(scenario, estate);
  const worst = new Map<string, readonly Downtime[]>();
  for (const component of componentsOf(estate)) {
    const elsewhere = { best: worst, worst };
    const question = { estate, scenario, schedule, component, elsewhere, isSettled: true };
    if (component.clusters.includes(subject.cluster)) return question;
    const world = walkComponent(question, "worst");
    for (const [name, downtimes] of downtimesOf(world, component)) worst.set(name, downtimes);
  }
  return undefined;
}

interface Story {
  readonly prediction: Prediction;
  readonly settled: readonly KeyPath[];
  readonly effects: readonly FaultEffect[];
  readonly atEnd: readonly KeyPath[];
}

function tell(question: Question, subject: Subject): Story {
  let before = question.estate;
  let settled: readonly KeyPath[] = [];
  let last: readonly KeyPath[] = [];
  const effects: FaultEffect[] = [];
  const look = (world: World) => pathsNow(world, { before, subject, estate: question.estate });
  const world = walkComponent(question, "worst", {
    onOutage: (now) => {
      before = worldAsEstate(now, question.estate);
      settled = look(now);
      last = settled;
    },
    onAction: (now, action) => {
      const paths = look(now);
      const effect = effectOf(action, last, paths);
      const isChange = effect.closed.length + effect.opened.length > 0;
      if (isChange || isFaultAt(subject.cluster, action)) effects.push(effect);
      last = paths;
    },
  });
  return {
    prediction: predictionOf(world, question, subject),
    settled,
    effects,
    atEnd: look(world),
  };
}

/** Whether something breaks that the cluster may need, or one of its hosts is struck. */
function isFaultAt(cluster: string, action: Action): boolean {
  switch (action.kind) {
    case "fault-begins":
      return true;
    case "power-lost":
    case "rebooted":
    case "tpm-cleared":
    case "firmware-updated":
      return action.cluster === cluster;
    case "fault-ends":
    case "reinstalled":
    case "powered-on":
    case "recovery-key-entered":
      return false;
  }
}

function pathsNow(
  world: World,
  about: {
    readonly before: Estate;
    readonly subject: Subject;
    readonly estate: Estate;
  },
): readonly KeyPath[] {
  const estate = worldAsEstate(world, about.estate);
  const question = { estate, conditions: conditionsOf(world, estate), before: about.before };
  return about.subject.pathsIn(question);
}

/** A world changes its conditions as it goes on; a key path is judged under those of its moment. */
function conditionsOf({ conditions }: World, estate: Estate): Conditions {
  return {
    ...presentConditions(estate),
    faults: copyFaults(conditions.faults),
    isRunning: conditions.isRunning,
  };
}

function effectOf(
  action: Action,
  before: readonly KeyPath[],
  after: readonly KeyPath[],
): FaultEffect {
  const was = new Map(before.map((path) => [identityOf(path), path.open]));
  const changed = after.filter((path) => was.get(identityOf(path)) !== path.open);
  return {
    atSeconds: Math.ceil(action.atSeconds),
    event: eventText(action),
    closed: changed.filter(({ open }) => !open),
    opened: changed.filter(({ open }) => open),
  };
}

function identityOf({ kind, host, key, use }: KeyPath): string {
  return `${kind} ${host} ${key} ${use}`;
}

function predictionOf(world: World, { scenario }: Question, { workload: id }: Subject): Prediction {
  const all = world.clusters.flatMap((cluster) =>
    predictionsOf(world, cluster, scenario.longestInterruptionSeconds),
  );
  const found = all.find(({ workload }) => workload === id);
  if (found === undefined) throw new RangeError(`no prediction of ${id}`);
  return found;
}
