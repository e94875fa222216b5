// The virtual clock. It moves only when asked, and stops at every instant at which something is due: boots,
// vCenter's remediation, the archives of cron, HA's tries, in this order. Rounds fall on whole multiples of
// their interval in Unix time, as cron's do.

import { ARCHIVE_INTERVAL_SECONDS, REMEDIATION_INTERVAL_SECONDS } from "../vsphere/defaults.js";
import { Courier } from "./courier.js";
import { archiveByCron } from "./host-archive.js";
import { bootHost } from "./host-power.js";
import type { TimerRecord } from "./records.js";
import { remediate } from "./remediation.js";
import { retryAfterLoss, timerId } from "./restart.js";
import { byCodeUnit, inOrder, nowSeconds, setClock, type World } from "./world.js";

/** Moves the clock; what is due at the end of the time, and at its very start, happens too. */
export function advanceClock(world: World, seconds: number): void {
  const end = nowSeconds(world) + seconds;
  runTimers(world, "boot");
  runTimers(world, "ha-retry");
  while (nowSeconds(world) < end) {
    const now = nextInstant(world, end);
    setClock(world, now);
    runTimers(world, "boot");
    if (now % REMEDIATION_INTERVAL_SECONDS === 0) remediate(world);
    if (now % ARCHIVE_INTERVAL_SECONDS === 0) archiveHosts(world);
    runTimers(world, "ha-retry");
  }
}

function nextInstant(world: World, end: number): number {
  const now = nowSeconds(world);
  const round = (interval: number) => (Math.floor(now / interval) + 1) * interval;
  let next = Math.min(end, round(REMEDIATION_INTERVAL_SECONDS), round(ARCHIVE_INTERVAL_SECONDS));
  for (const timer of world.timers.values()) {
    if (timer.dueSeconds > now) next = Math.min(next, timer.dueSeconds);
  }
  return next;
}

function runTimers(world: World, kind: TimerRecord["kind"]): void {
  const now = nowSeconds(world);
  const due = [...world.timers.values()].filter((t) => t.kind === kind && t.dueSeconds <= now);
  due.sort((a, b) => byCodeUnit(timerId(a), timerId(b)));
  for (const timer of due) {
    world.timers.delete(timerId(timer));
    if (timer.kind === "boot") bootHost(world, timer.host);
    else retryAfterLoss(world, new Courier(world), timer);
  }
}

function archiveHosts(world: World): void {
  for (const host of inOrder(new Map(world.hosts.entries()))) {
    if (host.up) archiveByCron(world, host);
  }
}
