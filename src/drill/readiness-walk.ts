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
export type Courses = ReadonlyMap<string, Course>;

/** Each component at the end of the walk, and what was seen of its hosts. */
export function* watchEach(
  estate: Estate,
  components: readonly Component[],
): Generator<{ readonly world: World; readonly courses: Courses }> {
  const scenario = { ...defaultScenario(), events: [], outageSeconds: LOOK_AHEAD_SECONDS };
  const schedule = { faultsOf: new Map(), turnOf: new Map(), hostsOf: new Map() };
  const worst = new Map<string, readonly Downtime[]>();
  for (const component of components) {
    const elsewhere = { best: worst, worst };
    const question = { estate, scenario, schedule, component, elsewhere, isSettled: false };
    const watched = watchHosts();
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
  for (const { world, courses } of watchEach(estate, neededFor(clusters, componentsOf(estate)))) {
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
export function answerOf({ atFirst, last }: Course): ReadinessAnswer {
  return atFirst.isSafe ? "now" : last.isSafe ? "later" : "never";
}

/** What was seen of a host on the walk. */
export interface Course {
  readonly atFirst: Standing;
  /** Seconds from now of the start of the last unbroken time in which it was safe. */
  safeFrom: number | undefined;
  /** Seconds from now at which a host that is safe now ceased to be. */
  safeUntil: number | undefined;
  last: Standing;
}

/** How a host stands at one moment. */
interface Standing {
  readonly powerCut: PowerCut;
  readonly isSafe: boolean;
  readonly isCryptoSafe: boolean;
  readonly hostKey: readonly KeyPlace[];
  readonly keys: readonly (readonly KeyPlace[])[];
  readonly obstacles: ReturnType<typeof obstaclesOf>;
}

interface Watched {
  readonly courses: Courses;
  readonly onOutage: (world: World) => void;
  readonly onStep: (world: World) => void;
}

/** The first moment is the present: an outage that is not settled for begins at once. */
function watchHosts(): Watched {
  const courses = new Map<string, Course>();
  const look = (world: World) => {
    for (const cluster of world.clusters) {
      for (const host of cluster.hosts) follow(courses, world, { cluster, host });
    }
  };
  let hasBegun = false;
  return {
    courses,
    onOutage: (world) => {
      hasBegun = true;
      look(world);
    },
    onStep: (world) => {
      if (hasBegun) look(world);
    },
  };
}

interface Place {
  readonly cluster: ClusterState;
  readonly host: HostState;
}

function follow(courses: Map<string, Course>, world: World, place: Place): void {
  const { path } = place.host.host;
  const standing = standingOf(world, place);
  const course = courses.get(path);
  const isTorn = isArchiving(world, place.host);
  if (course === undefined) {
    const atFirst = standing.isSafe && isTorn ? notYet(standing) : standing;
    const safeFrom = standing.isSafe ? Number(isTorn) : undefined;
    courses.set(path, { atFirst, safeFrom, safeUntil: undefined, last: standing });
    return;
  }
  const at = Math.ceil(world.now) + Number(isTorn);
  if (standing.isSafe && !course.last.isSafe) course.safeFrom = at;
  if (!standing.isSafe && course.atFirst.isSafe) course.safeUntil ??= at;
  course.last = standing;
}

/** An archive counts from the second after it: power that fails while it is written leaves the one before. */
function isArchiving({ now, conditions }: World, host: HostState): boolean {
  if (now <= 0) return host.host.present?.archiveBefore !== undefined;
  return host.lastArchiveSeconds === conditions.nowSeconds;
}

function notYet(standing: Standing): Standing {
  return { ...standing, isSafe: false, obstacles: ["KEY_NOT_YET_ARCHIVED"] };
}

function standingOf(world: World, { cluster, host }: Place): Standing {
  const powerCut = tryPowerCut(world, cluster, host);
  const isComplete = powerCut.boots && powerCut.lacks.length === 0 && !powerCut.lacksKek;
  const isSafe = host.up && isComplete && (powerCut.isCryptoSafe || !cluster.needsEncryption);
  return {
    powerCut,
    isSafe,
    isCryptoSafe: host.safe,
    hostKey: hostKeyPlaces(world, cluster, host),
    keys: [
      ...cluster.classes.map((_, number) => placesOf(world, cluster, { host, number })),
      ...kekPlaces(world, cluster, host),
    ],
    obstacles: isSafe ? [] : obstaclesOf(world, cluster, { host, powerCut }),
  };
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
