// Readiness: which keys each host has where, and whether it would come through a power cut by itself, now or from when
// on. The estate is walked forward with nothing broken, and at every step each host is tried without its power, so
// that the answer comes from what is on its disk and no setting or constant is asked.

import type {
  ClusterReadiness,
  HostReadiness,
  KeyGroup,
  KeyPlace,
  Readiness,
  ReadinessAnswer,
} from "../model/readiness.js";
import type { Estate, EstateVirtualMachine } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import { NOT_KNOWN } from "../vsphere/maybe.js";
import type { InferredRule } from "../vsphere/rules/vsphere-rules.js";
import { downtimesOf, walkComponent } from "./predict-component.js";
import { componentsOf } from "./predict-components.js";
import { canDerive, providerOf } from "./predict-derivation.js";
import { type KeyClass, keysOf } from "./predict-key-classes.js";
import type { ClusterState, HostState } from "./predict-model.js";
import { type PowerCut, tryPowerCut } from "./predict-power.js";
import type { Downtime, World } from "./predict-world.js";
import { kekGroups, kekPlaces, places } from "./readiness-keys.js";
import { obstaclesOf } from "./readiness-obstacles.js";
import { reasonText } from "./reason-phrases.js";
import { remediesOf } from "./remedies.js";
import { defaultScenario } from "./resolve-scenario.js";

/** How far ahead is looked: vCenter's rounds take minutes and a host's archive an hour at most. */
const LOOK_AHEAD_SECONDS = 24 * 3600;

/** Linear in the estate, but for the hosts of one cluster among each other. */
export function assessReadiness(estate: Estate): Readiness {
  const scenario = { ...defaultScenario(), events: [], outageSeconds: LOOK_AHEAD_SECONDS };
  const schedule = { faultsOf: new Map(), turnOf: new Map(), hostsOf: new Map() };
  const worst = new Map<string, readonly Downtime[]>();
  const clusters: ClusterReadiness[] = [];
  for (const component of componentsOf(estate)) {
    const elsewhere = { best: worst, worst };
    const question = { estate, scenario, schedule, component, elsewhere, isSettled: false };
    const watched = watchHosts();
    const world = walkComponent(question, "worst", watched);
    for (const [name, downtimes] of downtimesOf(world, component)) worst.set(name, downtimes);
    clusters.push(...world.clusters.map((cluster) => describeCluster(estate, cluster, watched)));
  }
  clusters.sort((a, b) => (a.cluster < b.cluster ? -1 : 1));
  const count = (answer: ReadinessAnswer) =>
    clusters.flatMap(({ hosts }) => hosts).filter((host) => host.answer === answer).length;
  const counts = { now: count("now"), later: count("later"), never: count("never") };
  return { format: "holdfast.readiness/1", at: isoTime(estate.nowSeconds), counts, clusters };
}

/** What was seen of a host on the walk. */
interface Course {
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
  readonly courses: Map<string, Course>;
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

function describeCluster(
  estate: Estate,
  cluster: ClusterState,
  { courses }: Watched,
): ClusterReadiness {
  const users = usersOfKeys(indexEstate(estate).machinesOf.get(cluster.cluster.path) ?? []);
  return {
    cluster: cluster.cluster.path,
    needsHostKey: cluster.needsEncryption,
    keyGroups: [
      ...cluster.classes.map((keyClass) => describeGroup(keyClass, users)),
      ...kekGroups(cluster),
    ],
    hosts: cluster.hosts.flatMap(({ host: { path } }) => {
      const course = courses.get(path);
      return course === undefined ? [] : [describeHost(estate, path, course)];
    }),
  };
}

function usersOfKeys(
  machines: readonly EstateVirtualMachine[],
): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const machine of machines) {
    for (const { id } of keysOf(machine)) {
      const known = users.get(id);
      if (known === undefined) users.set(id, [machine.path]);
      else if (!known.includes(machine.path)) known.push(machine.path);
    }
  }
  return users;
}

function describeGroup(
  { keys, representative }: KeyClass,
  users: ReadonlyMap<string, readonly string[]>,
): KeyGroup {
  const { provider } = representative;
  return {
    provider: provider === NOT_KNOWN ? null : provider,
    keys: keys.map(({ id }) => ({ key: id, machines: users.get(id) ?? [] })),
  };
}

function describeHost(estate: Estate, path: string, course: Course): HostReadiness {
  const { atFirst, last, safeUntil } = course;
  const host = estate.hosts.get(path);
  const answer = atFirst.isSafe ? "now" : last.isSafe ? "later" : "never";
  const safeFrom = answer === "now" ? 0 : answer === "later" ? course.safeFrom : undefined;
  const time = (seconds: number) => isoTime(estate.nowSeconds + seconds);
  const archived = host?.present?.lastArchiveSeconds ?? null;
  const reasons = answer === "later" ? atFirst.obstacles : last.obstacles;
  return {
    host: path,
    isUp: host?.present?.up === true,
    isCryptoSafe: atFirst.isCryptoSafe,
    lastArchive: archived === null ? null : isoTime(archived),
    hostKey: atFirst.hostKey,
    keys: atFirst.keys,
    powerCut: {
      boots: atFirst.powerCut.boots,
      isCryptoSafe: atFirst.powerCut.isCryptoSafe,
      lacksKeys: atFirst.powerCut.lacks.length + Number(atFirst.powerCut.lacksKek),
    },
    answer,
    safeFrom: safeFrom === undefined ? null : time(safeFrom),
    safeInSeconds: safeFrom ?? null,
    safeUntil: safeUntil === undefined ? null : time(safeUntil),
    reasons,
    sentence: sentenceOf(answer, reasons),
    toDo: remediesOf(reasons, { recoveryKeyLocation: host?.recoveryKeyLocation ?? null }),
    inferredRules: inferredRulesOf(course, answer),
  };
}

function sentenceOf(answer: ReadinessAnswer, reasons: HostReadiness["reasons"]): string {
  switch (answer) {
    case "now":
      return reasons.length === 0
        ? "It would come through a power cut by itself."
        : `It would come through a power cut now, and later no longer: ${reasonText(reasons)}.`;
    case "later":
      return `It would not come through a power cut yet: ${reasonText(reasons)}.`;
    case "never":
      return `It would not come through a power cut unless someone acts: ${reasonText(reasons)}.`;
  }
}

/** A key from the archive is back after a boot by rules that no document of the vendor states. */
function inferredRulesOf(
  { atFirst, last }: Course,
  answer: ReadinessAnswer,
): readonly InferredRule[] {
  const standing = last.isSafe ? last : atFirst;
  const places = [standing.hostKey, ...standing.keys].flat();
  const isStored = standing.isSafe && places.includes("stored");
  const lacks = new Set([...atFirst.obstacles, ...last.obstacles]);
  const rules: readonly (readonly [InferredRule, boolean])[] = [
    ["archive-every-hour", answer === "later" && lacks.has("KEY_NOT_YET_ARCHIVED")],
    ["cached-keys-not-stored-at-enable", lacks.has("KEY_NOT_STORED")],
    ["host-key-persisted", standing.isSafe && standing.hostKey.includes("stored")],
    ["host-needs-no-courier", isStored],
    ["pushed-again-after-enable", answer === "later" && lacks.has("KEY_NOT_STORED")],
    ["stored-at-archive", isStored],
    ["unarchived-key-lost-with-power", lacks.has("KEY_NOT_YET_ARCHIVED")],
  ];
  return rules.filter(([, isAtWork]) => isAtWork).map(([id]) => id);
}

/** `2026-01-01T01:00:00Z` */
export function isoTime(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().replace(".000Z", "Z");
}
