// The walk that readiness is read from: the estate goes forward with nothing broken, and at every step each host is
// tried without its power, so that the answer comes from what is on its disk and no setting or constant is asked.

import type { KeyPlace, ReadinessAnswer } from "../model/readiness.js";
import type { Estate } from "../vsphere/estate.js";
import { downtimesOf, walkComponent } from "./predict-component.js";
import { type Component, componentsOf, neededFor } from "./predict-components.js";
import { canDerive, providerOf } from "./predict-derivation.js";
import type { ClusterState, HostState } from "./predict-model.js";
import { type PowerCut, tryPowerCut } from "./predict-power.js";
import type { Downtime, World } from "./predict-world.js";
import { kekPlaces, places } from "./readiness-keys.js";
import { obstaclesOf } from "./readiness-obstacles.js";
import { defaultScenario } from "./resolve-scenario.js";

/** How far ahead is looked: vCenter's rounds take minutes and a host's archive an hour at most. */
const LOOK_AHEAD_SECONDS = 24 * 3600;

/** By path of the host. */
export type Courses<Seen extends Safety> = ReadonlyMap<string, Course<Seen>>;

/** What is looked at of a host at each step. */
type Look<Seen extends Safety> = (world: World, place: Place) => Seen;

/** Each component at the end of the walk, and what was seen of its hosts. */
export function* watchEach<Seen extends Safety>(
  estate: Estate,
  components: readonly Component[],
  look: Look<Seen>,
): Generator<{ readonly world: World; readonly courses: Courses<Seen> }> {
  const scenario = { ...defaultScenario(), events: [], outageSeconds: LOOK_AHEAD_SECONDS };
  const schedule = { faultsOf: new Map(), turnOf: new Map(), hostsOf: new Map() };
  const worst = new Map<string, readonly Downtime[]>();
  for (const component of components) {
    const elsewhere = { best: worst, worst };
    const question = { estate, scenario, schedule, component, elsewhere, isSettled: false };
    const watched = watchHosts(look);
    const world = walkComponent(question, "worst", watched);
    for (const [name, downtimes] of downtimesOf(world, component)) worst.set(name, downtimes);
    yield { world, courses: watched.courses };
  }
}

/**
 * By cluster, of these and of what they rely on: seconds until the last of its hosts is safe that will be so by
 * itself. None for a cluster where none has to wait.
 */
export function secondsUntilReady(
  estate: Estate,
  clusters: ReadonlySet<string>,
): ReadonlyMap<string, number> {
  const seconds = new Map<string, number>();
  const components = neededFor(clusters, componentsOf(estate));
  for (const { world, courses } of watchEach(estate, components, safetyOf)) {
    for (const { cluster, hosts } of world.clusters) {
      for (const { host } of hosts) {
        const course = courses.get(host.path);
        if (course?.safeFrom === undefined || answerOf(course) !== "later") continue;
        seconds.set(cluster.path, Math.max(course.safeFrom, seconds.get(cluster.path) ?? 0));
      }
    }
  }
  return seconds;
}

/** Whether a host is safe now, will be, or never will be by itself. */
export function answerOf({ atFirst, last }: Course<Safety>): ReadinessAnswer {
  return atFirst.isSafe ? "now" : last.isSafe ? "later" : "never";
}

/** What was seen of a host on the walk. */
export interface Course<Seen extends Safety> {
  readonly atFirst: Seen;
  /** Seconds from now of the start of the last unbroken time in which it was safe. */
  safeFrom: number | undefined;
  /** Seconds from now at which a host that is safe now ceased to be. */
  safeUntil: number | undefined;
  last: Seen;
}

/** What a power cut at one moment does to a host. */
export interface Safety {
  readonly powerCut: PowerCut;
  readonly isSafe: boolean;
}

/** The same, with what stands in the way and where its keys are. */
export interface Standing extends Safety {
  readonly obstacles: ReturnType<typeof obstaclesOf>;
  readonly isCryptoSafe: boolean;
  readonly hostKey: readonly KeyPlace[];
  readonly keys: readonly (readonly KeyPlace[])[];
}

interface Watched<Seen extends Safety> {
  readonly courses: Courses<Seen>;
  readonly onOutage: (world: World) => void;
  readonly onStep: (world: World) => void;
}

/** The first moment is the present: an outage that is not settled for begins at once. */
function watchHosts<Seen extends Safety>(look: Look<Seen>): Watched<Seen> {
  const courses = new Map<string, Course<Seen>>();
  const lookAround = (world: World) => {
    for (const cluster of world.clusters) {
      for (const host of cluster.hosts) {
        const place = { cluster, host };
        follow(courses, world, { host, seen: look(world, place) });
      }
    }
  };
  let hasBegun = false;
  return {
    courses,
    onOutage: (world) => {
      hasBegun = true;
      lookAround(world);
    },
    onStep: (world) => {
      if (hasBegun) lookAround(world);
    },
  };
}

interface Place {
  readonly cluster: ClusterState;
  readonly host: HostState;
}

function follow<Seen extends Safety>(
  courses: Map<string, Course<Seen>>,
  world: World,
  { host, seen }: { readonly host: HostState; readonly seen: Seen },
): void {
  const { path } = host.host;
  const course = courses.get(path);
  const isTorn = isArchiving(world, host);
  if (course === undefined) {
    const atFirst = seen.isSafe && isTorn ? notYet(seen) : seen;
    const safeFrom = seen.isSafe ? Number(isTorn) : undefined;
    courses.set(path, { atFirst, safeFrom, safeUntil: undefined, last: seen });
    return;
  }
  const at = Math.ceil(world.now) + Number(isTorn);
  if (seen.isSafe && !course.last.isSafe) course.safeFrom = at;
  if (!seen.isSafe && course.atFirst.isSafe) course.safeUntil ??= at;
  course.last = seen;
}

/** An archive counts from the second after it: power that fails while it is written leaves the one before. */
function isArchiving({ now, conditions }: World, host: HostState): boolean {
  if (now <= 0) return host.host.present?.archiveBefore !== undefined;
  return host.lastArchiveSeconds === conditions.nowSeconds;
}

function notYet<Seen extends Safety>(seen: Seen): Seen {
  return { ...seen, isSafe: false, obstacles: ["KEY_NOT_YET_ARCHIVED"] };
}

export function standingOf(world: World, place: Place): Standing {
  const { cluster, host } = place;
  const safety = safetyOf(world, place);
  const { isSafe, powerCut } = safety;
  return {
    ...safety,
    obstacles: isSafe ? [] : obstaclesOf(world, cluster, { host, powerCut }),
    isCryptoSafe: host.safe,
    hostKey: hostKeyPlaces(world, cluster, host),
    keys: [
      ...cluster.classes.map((_, number) => placesOf(world, cluster, { host, number })),
      ...kekPlaces(world, cluster, host),
    ],
  };
}

function safetyOf(world: World, { cluster, host }: Place): Safety {
  const powerCut = tryPowerCut(world, cluster, host);
  const isComplete = powerCut.boots && powerCut.lacks.length === 0 && !powerCut.lacksKek;
  const isSafe = host.up && isComplete && (powerCut.isCryptoSafe || !cluster.needsEncryption);
  return { powerCut, isSafe };
}

function placesOf(
  world: World,
  cluster: ClusterState,
  { host, number }: { readonly host: HostState; readonly number: number },
): readonly KeyPlace[] {
  const key = cluster.classes[number]?.representative;
  const provider = key === undefined ? undefined : providerOf(world, cluster, key);
  const isDerived =
    key !== undefined && host.up && canDerive(world, cluster, { key, provider, host });
  return places({
    cached: host.memory[number] === 1,
    stored: host.stored[number] === 1,
    "not-yet-archived": host.unarchived[number] === 1,
    derived: isDerived,
  });
}

function hostKeyPlaces(world: World, cluster: ClusterState, host: HostState): readonly KeyPlace[] {
  const { hostKey: key } = host;
  const isDerived = key.derivedFrom !== undefined && host.safe;
  const provider = providerOf(world, cluster, key);
  return places({
    cached: host.safe && !isDerived && !host.hostKeyRemoved,
    stored: host.hostKeyStored,
    "not-yet-archived": host.hostKeyUnarchived,
    derived: isDerived && canDerive(world, cluster, { key, provider, host }),
  });
}
