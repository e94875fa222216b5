// What became of one host in a drill, read from its history: its part of the timeline, and its facts at the start and
// at the end of the outage. Pure.

import type { TimelineEvent } from "../model/survival.js";
import type { EstateHost } from "../vsphere/estate.js";
import type { History } from "./history.js";

/** A host from the start of the drill to the end of the outage. */
export interface HostStory {
  readonly path: string;
  /** At the start of the outage. */
  readonly before: EstateHost | undefined;
  readonly after: EstateHost | undefined;
  readonly events: readonly TimelineEvent[];
  /** What happened up to its last boot; absent if it stayed up. */
  readonly untilBoot: readonly TimelineEvent[] | undefined;
  readonly sinceBoot: readonly TimelineEvent[];
}

export function storyOf(history: History, path: string): HostStory {
  const events = eventsOf(history, path);
  const boot = events.findLastIndex(is("host-booted"));
  return {
    path,
    before: history.before.hosts.get(path),
    after: history.after.hosts.get(path),
    events,
    untilBoot: boot < 0 ? undefined : events.slice(0, boot),
    sinceBoot: boot < 0 ? [] : events.slice(boot + 1),
  };
}

const EVENTS = new WeakMap<History, ReadonlyMap<string, readonly TimelineEvent[]>>();

/** What happened to one object until the end of the outage. */
export function eventsOf(history: History, subject: string): readonly TimelineEvent[] {
  const known = EVENTS.get(history) ?? eventsBySubject(history);
  EVENTS.set(history, known);
  return known.get(subject) ?? [];
}

function eventsBySubject(history: History): ReadonlyMap<string, readonly TimelineEvent[]> {
  const events = new Map<string, TimelineEvent[]>();
  for (const event of history.timeline) {
    if (event.atSeconds > history.outageSeconds) continue;
    const known = events.get(event.subject);
    if (known === undefined) events.set(event.subject, [event]);
    else known.push(event);
  }
  return events;
}

export function is(kind: string): (event: TimelineEvent) => boolean {
  return (event) => event.kind === kind;
}

export function isIn({ outageSeconds }: History, event: TimelineEvent, kind: string): boolean {
  return event.kind === kind && event.atSeconds >= 0 && event.atSeconds < outageSeconds;
}

export function happened(host: HostStory | undefined, kind: string): boolean {
  return host?.events.some(is(kind)) === true;
}

/** An archive that came by itself: none of a shutdown, a recovery or an installation, and not torn. */
export function isOwnArchive(
  event: TimelineEvent,
  index: number,
  events: readonly TimelineEvent[],
): boolean {
  const next = events[index + 1]?.kind;
  const isOnDemand = next === undefined || next === "host-shut-down" || next === "host-booted";
  return event.kind === "configuration-archived" && !isOnDemand && next !== "configuration-torn";
}

export function persists({ before }: HostStory): boolean {
  return before?.keyPersistence === true;
}

export function lostPower({ events }: HostStory): boolean {
  return events.some(({ kind, atSeconds }) => kind === "host-power-lost" && atSeconds >= 0);
}
