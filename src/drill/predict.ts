// The predictor: from the facts about an estate and a scenario to a verdict for each workload, without
// running anything. It is written from the vendor's documents and never sees the simulator, so that the
// drill has two opinions. A cluster is predicted from its own facts alone and remembered by them.

import type { Estate } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import { NOT_KNOWN, PATH_NOT_KNOWN } from "../vsphere/maybe.js";
import {
  authoritiesOf,
  downtimesOf,
  faultActionsOf,
  type Question,
  vcentersOf,
  walkComponent,
} from "./predict-component.js";
import { componentsOf, neededFor } from "./predict-components.js";
import { keysOf } from "./predict-key-classes.js";
import type { Assumption } from "./predict-model.js";
import { type Prediction, predictionsOf } from "./predict-verdict.js";
import type { Downtime, Downtimes, World } from "./predict-world.js";
import type { Scenario } from "./scenario.js";
import { makeSchedule, type Schedule } from "./schedule.js";
import { isWorkload, workloadId } from "./workloads.js";

export type { Prediction } from "./predict-verdict.js";

export interface PredictOptions {
  /** False judges an outage that comes at once, before keys are pushed and archived. Default true. */
  readonly settle?: boolean;
  /** Predicts the workloads of these clusters, and of whatever they rely on, alone. Default: of all. */
  readonly clusters?: ReadonlySet<string>;
  /** Reuses what was predicted of clusters whose facts are the same objects. */
  readonly cache?: PredictionCache;
  /** Other faults than all of the scenario's, to ask what fewer do. Not together with a cache, which does not see them. */
  readonly schedule?: Schedule;
}

/** By component: the facts it was predicted from and what came out. */
export type PredictionCache = Map<string, CacheEntry>;

interface CacheEntry {
  readonly facts: readonly unknown[];
  readonly result: ComponentResult;
}

interface ComponentResult {
  readonly predictions: readonly Prediction[];
  readonly downtimes: { readonly [assumption in Assumption]: Downtimes };
}

/** The verdict of every workload, in code-unit order of their ids. Linear in the size of the estate. */
export function predict(
  estate: Estate,
  scenario: Scenario,
  options: PredictOptions = {},
): readonly Prediction[] {
  return [...predictEach(estate, scenario, options)].flat().sort(byWorkload);
}

/** The same component by component, for whoever may have heard enough before the last. */
export function* predictEach(
  estate: Estate,
  scenario: Scenario,
  options: PredictOptions = {},
): Generator<readonly Prediction[]> {
  const { clusters, schedule = makeSchedule(scenario, estate) } = options;
  const elsewhere = { best: new Map<string, readonly Downtime[]>(), worst: new Map() };
  if (clusters === undefined) yield [...homeless(estate)];
  const components = componentsOf(estate);
  for (const component of clusters === undefined ? components : neededFor(clusters, components)) {
    const isSettled = options.settle !== false;
    const question = { estate, scenario, schedule, component, elsewhere, isSettled };
    const result = recall(question, options.cache);
    for (const assumption of ["best", "worst"] as const) {
      for (const [machine, spans] of result.downtimes[assumption]) {
        elsewhere[assumption].set(machine, spans);
      }
    }
    yield result.predictions;
  }
}

function byWorkload(a: Prediction, b: Prediction): number {
  return a.workload < b.workload ? -1 : a.workload > b.workload ? 1 : 0;
}

function recall(question: Question, cache: PredictionCache | undefined): ComponentResult {
  if (cache === undefined) return predictComponent(question);
  const name = question.component.clusters.join(" ");
  const facts = factsOf(question);
  const known = cache.get(name);
  if (known !== undefined && areSame(known.facts, facts)) return known.result;
  const result = predictComponent(question);
  cache.set(name, { facts, result });
  return result;
}

function areSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => Object.is(item, b[i]));
}

/** Everything the prediction of a component depends on; unchanged facts are the same objects. */
function factsOf(question: Question): readonly unknown[] {
  const { estate, scenario, component, elsewhere, isSettled } = question;
  const index = indexEstate(estate);
  const clusters = component.clusters.flatMap((path) => [
    estate.clusters.get(path),
    ...(index.hostsOf.get(path) ?? []),
    ...(index.machinesOf.get(path) ?? []),
  ]);
  const vcenters = vcentersOf(estate, component).flatMap((path) => [
    estate.vcenters.get(path),
    ...(index.providersOf.get(path)?.values() ?? []),
    ...(index.keyServersOf.get(path) ?? []),
  ]);
  const downtimes = [...component.reliesOn].flatMap((machine) => [
    elsewhere.best.get(machine),
    elsewhere.worst.get(machine),
  ]);
  const faults = faultActionsOf(question).flatMap((action) => [action.atSeconds, action.kind]);
  const others = [scenario, isSettled, estate.nowSeconds];
  const roles = [...component.roles, ...component.reliesOn];
  return [
    ...others,
    ...clusters,
    ...vcenters,
    ...index.closedPaths,
    ...authoritiesOf(estate, component),
    ...roles,
    ...downtimes,
    ...faults,
  ];
}

function predictComponent(question: Question): ComponentResult {
  const worst = walkComponent(question, "worst");
  if (!hasUnknown(question)) {
    const downtimes = downtimesOf(worst, question.component);
    return {
      predictions: judgeAll(question, worst),
      downtimes: { best: downtimes, worst: downtimes },
    };
  }
  const best = walkComponent(question, "best");
  const opinions = new Map(judgeAll(question, best).map((each) => [each.workload, each]));
  const predictions = judgeAll(question, worst).map((bad) =>
    agree(opinions.get(bad.workload) ?? bad, bad),
  );
  const { component } = question;
  const downtimes = { best: downtimesOf(best, component), worst: downtimesOf(worst, component) };
  return { predictions, downtimes };
}

/** An unknown fact matters if the best that it can be ends otherwise than the worst. */
function agree(best: Prediction, worst: Prediction): Prediction {
  if (best.verdict === worst.verdict) return worst;
  return { ...worst, verdict: "unknown", reasons: ["NOT_KNOWN_UNTIL_APPLY"] };
}

function judgeAll({ scenario }: Question, world: World): readonly Prediction[] {
  return world.clusters.flatMap((cluster) =>
    predictionsOf(world, cluster, scenario.longestInterruptionSeconds),
  );
}

function hasUnknown({ estate, component, elsewhere }: Question): boolean {
  return (
    authoritiesOf(estate, component).some(
      ({ baseImages, trustedTpms }) => baseImages === NOT_KNOWN || trustedTpms === NOT_KNOWN,
    ) ||
    [...component.reliesOn].some(
      (name) => elsewhere.best.get(name) !== elsewhere.worst.get(name),
    ) ||
    vcentersOf(estate, component).some((path) => hasUnknownIn(estate, path)) ||
    component.clusters.some((path) => hasUnknownWithin(estate, path))
  );
}

function hasUnknownIn(estate: Estate, vcenter: string): boolean {
  if (estate.vcenters.get(vcenter)?.defaultKeyProvider === NOT_KNOWN) return true;
  const providers = indexEstate(estate).providersOf.get(vcenter)?.values() ?? [];
  return [...providers].some((each) => each.kind === "native" && each.backedUp === NOT_KNOWN);
}

function hasUnknownWithin(estate: Estate, cluster: string): boolean {
  const { hostsOf, machinesOf } = indexEstate(estate);
  const hosts = hostsOf.get(cluster) ?? [];
  const keys = (machinesOf.get(cluster) ?? []).flatMap(keysOf);
  return (
    estate.clusters.get(cluster)?.vsanEncryption?.key.provider === NOT_KNOWN ||
    estate.clusters.get(cluster)?.defaultKeyProvider === NOT_KNOWN ||
    hosts.some((host) => host.mode === NOT_KNOWN || host.keyPersistence === NOT_KNOWN) ||
    keys.some((key) => key.provider === NOT_KNOWN)
  );
}

/** Workloads in a cluster that is known only after apply, or that does not exist. */
function homeless(estate: Estate): readonly Prediction[] {
  return [...estate.virtualMachines.values()]
    .filter((machine) => isWorkload(machine) && !estate.clusters.has(machine.cluster))
    .map((machine) => ({
      workload: workloadId(machine),
      verdict: "unknown",
      reasons: [machine.cluster === PATH_NOT_KNOWN ? "NOT_KNOWN_UNTIL_APPLY" : "CLUSTER_NOT_FOUND"],
      startableOn: [],
      hostsInCluster: 0,
      ranAtStart: machine.running,
      brokenBefore: false,
    }));
}
