// The virtual clock. It moves only when asked, and stops at every instant at which something is due: boots,
// disk groups of vSAN after a boot, vCenter's remediation and the round of vSAN hosts, the archives of hosts, HA's
// tries, in this order. Remediation falls on whole
// multiples of its interval in Unix time; each host archives at a fixed interval from its last archive.

import { ARCHIVE_INTERVAL_SECONDS, REMEDIATION_INTERVAL_SECONDS } from "../vsphere/defaults.js";
import { Courier } from "./courier.js";
import { moveArchiveTime, writeArchive } from "./host-archive.js";
import { bootHost } from "./host-power.js";
import type { HostRecord, TimerRecord } from "./records.js";
import { remediate } from "./remediation.js";
import { retryAfterLoss, timerId } from "./restart.js";
import { tendDiskGroups, tryToMount } from "./vsan-mount.js";
import { byCodeUnit, inOrder, nowSeconds, setClock, type World } from "./world.js";

/**
 * Moves the clock; what is due at the end of the time, and at its very start, happens too. `afterInstant` is called
 * when everything that was due at an instant has happened.
 */
export function advanceClock(world: World, seconds: number, afterInstant = () => {}): void {
  const end = nowSeconds(world) + seconds;
  runTimers(world, "boot");
  runTimers(world, "mount");
  runTimers(world, "ha-retry");
  while (nowSeconds(world) < end) {
    const now = nextInstant(world, end);
    setClock(world, now);
    runTimers(world, "boot");
    runTimers(world, "mount");
    if (now % REMEDIATION_INTERVAL_SECONDS === 0) {
      remediate(world);
      tendDiskGroups(world);
    }
    archiveHosts(world);
    runTimers(world, "ha-retry");
    afterInstant();
  }
}

function nextInstant(world: World, end: number): number {
  const now = nowSeconds(world);
  const round = (interval: number, phase: number) =>
    (Math.floor((now - phase) / interval) + 1) * interval + phase;
  let next = Math.min(end, round(REMEDIATION_INTERVAL_SECONDS, 0));
  for (const phase of world.archives.groupNames("phase")) {
    next = Math.min(next, round(ARCHIVE_INTERVAL_SECONDS, Number(phase)));
  }
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
    else if (timer.kind === "mount") tryToMount(world, timer.host);
    else retryAfterLoss(world, new Courier(world), timer);
  }
}

function archiveHosts(world: World): void {
  const now = nowSeconds(world);
  const phase = String(now % ARCHIVE_INTERVAL_SECONDS);
  const due = new Map<string, HostRecord>();
  for (const archive of world.archives.group("phase", phase).values()) {
    const host = world.hosts.get(archive.host);
    if (host?.up !== true || archive.writtenSeconds >= now) continue;
    if (host.archiveDue) due.set(host.path, host);
    else moveArchiveTime(world, archive);
  }
  for (const host of inOrder(due)) writeArchive(world, host.path, "cron");
}
