// Readiness: which keys each host has where, and whether it would come through a power cut by itself, now or from when
// on, in words, with what someone can do. It describes what a walk forward with nothing broken has seen.

import type {
  ClusterReadiness,
  HostReadiness,
  KeyGroup,
  Readiness,
  ReadinessAnswer,
} from "../model/readiness.js";
import type { Estate, EstateVirtualMachine } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import { NOT_KNOWN } from "../vsphere/maybe.js";
import type { InferredRule } from "../vsphere/rules/vsphere-rules.js";
import { componentsOf } from "./predict-components.js";
import { type KeyClass, keysOf } from "./predict-key-classes.js";
import type { ClusterState } from "./predict-model.js";
import { kekGroups } from "./readiness-keys.js";
import {
  answerOf,
  type Course,
  type Courses,
  type Standing,
  standingOf,
  watchEach,
} from "./readiness-walk.js";
import { reasonText } from "./reason-phrases.js";
import { remediesOf } from "./remedies.js";

/** Linear in the estate, but for the hosts of one cluster among each other. */
export function assessReadiness(estate: Estate): Readiness {
  const clusters = [...watchEach(estate, componentsOf(estate), standingOf)].flatMap(
    ({ world, courses }) =>
      world.clusters.map((cluster) => describeCluster(estate, cluster, courses)),
  );
  clusters.sort((a, b) => (a.cluster < b.cluster ? -1 : 1));
  const count = (answer: ReadinessAnswer) =>
    clusters.flatMap(({ hosts }) => hosts).filter((host) => host.answer === answer).length;
  const counts = { now: count("now"), later: count("later"), never: count("never") };
  return { format: "holdfast.readiness/1", at: isoTime(estate.nowSeconds), counts, clusters };
}

function describeCluster(
  estate: Estate,
  cluster: ClusterState,
  courses: Courses<Standing>,
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

function describeHost(estate: Estate, path: string, course: Course<Standing>): HostReadiness {
  const { atFirst, last, safeUntil } = course;
  const host = estate.hosts.get(path);
  const answer = answerOf(course);
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
  { atFirst, last }: Course<Standing>,
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
