// Who brings virtual machines back after their host was lost: vSphere HA, on the first host of the cluster
// that can, at fixed times after the loss and at each boot of a host; without HA, the autostart of their own
// host. A host starts what is registered on it itself; neither needs vCenter.

import { HA_RETRY_SECONDS } from "../vsphere/defaults.js";
import type { Courier } from "./courier.js";
import type { TimerRecord, VirtualMachineRecord } from "./records.js";
import { noteFailure, openOnHost, type StartFailure, startMachine } from "./vm-start.js";
import { inOrder, nowSeconds, tell, type World } from "./world.js";

/** The machines that ran on a host which is gone, or whose files are: they wait for HA or autostart. */
export function loseMachines(
  world: World,
  hostPath: string,
  text = `It ran on ${hostPath}, which is gone.`,
): void {
  const lostSeconds = nowSeconds(world);
  const running = inOrder(world.virtualMachines.group("host", hostPath)).filter((m) => m.running);
  for (const machine of running) {
    const restart = { lostSeconds, lostHost: hostPath };
    world.virtualMachines.set(machine.path, { ...machine, running: false, restart });
    tell(world, { kind: "vm-lost-host", subject: machine.path, text });
  }
  const cluster = world.hosts.get(hostPath)?.cluster ?? "";
  if (running.length === 0 || world.clusters.get(cluster)?.ha !== true) return;
  for (const delay of HA_RETRY_SECONDS) {
    const dueSeconds = lostSeconds + delay;
    setTimer(world, { kind: "ha-retry", dueSeconds, host: hostPath, lostSeconds });
  }
}

/** One of HA's tries for the machines that a host took with it. */
export function retryAfterLoss(
  world: World,
  courier: Courier,
  loss: { readonly host: string; readonly lostSeconds: number },
): void {
  // The host may have been removed from the inventory since; its path still names the cluster.
  const cluster = loss.host.slice(0, loss.host.lastIndexOf("/"));
  const waiting = inOrder(world.virtualMachines.group("toRestart", cluster)).filter(
    ({ restart }) => restart?.lostHost === loss.host && restart.lostSeconds === loss.lostSeconds,
  );
  restartSomewhere(world, courier, { cluster, machines: waiting });
}

/** What a boot of a host sets off: HA tries everything in the cluster that waits, or autostart its own. */
export function restartAfterBoot(world: World, courier: Courier, hostPath: string): void {
  const cluster = world.hosts.get(hostPath)?.cluster ?? "";
  if (world.clusters.get(cluster)?.ha === true) restartWaiting(world, courier, cluster);
  else autostart(world, courier, hostPath);
}

/** The same on every host of a cluster whose vSAN can be read again. */
export function restartAfterMount(world: World, courier: Courier, cluster: string): void {
  if (world.clusters.get(cluster)?.ha === true) {
    restartWaiting(world, courier, cluster);
    return;
  }
  for (const host of inOrder(world.hosts.group("cluster", cluster))) {
    if (host.up) autostart(world, courier, host.path);
  }
}

function restartWaiting(world: World, courier: Courier, cluster: string): void {
  const machines = inOrder(world.virtualMachines.group("toRestart", cluster));
  restartSomewhere(world, courier, { cluster, machines });
}

/** A host starts what is registered on it and was running. */
function autostart(world: World, courier: Courier, hostPath: string): void {
  const cluster = world.hosts.get(hostPath)?.cluster ?? "";
  const waiting = inOrder(world.virtualMachines.group("toRestart", cluster));
  for (const machine of [...waiting].sort(unencryptedFirst)) {
    if (machine.host !== hostPath || !machine.autostart) continue;
    const failure = startMachine(world, courier, { machine, host: hostPath });
    if (failure !== null) noteFailure(world, machine.path, failure);
  }
}

/** A host looks at the encrypted machines registered on it: those whose home key it cannot get lock. */
export function lockWhatDoesNotOpen(world: World, courier: Courier, hostPath: string): void {
  for (const machine of inOrder(world.virtualMachines.group("host", hostPath))) {
    if (machine.running || machine.home === null || machine.locked) continue;
    const failure = openOnHost(world, courier, { machine, host: hostPath });
    if (failure?.locks === true) noteFailure(world, machine.path, failure);
  }
}

/** Row of a timer; the same timer twice is one. */
export function setTimer(world: World, timer: TimerRecord): void {
  world.timers.set(timerId(timer), timer);
}

/** When a host's timer of one kind is due; null if there is none. */
export function timerOf(world: World, kind: TimerRecord["kind"], hostPath: string): number | null {
  const [timer] = world.timers.group("host", `${kind} ${hostPath}`).values();
  return timer?.dueSeconds ?? null;
}

/** Takes a host's timer of one kind away. */
export function cancelTimer(world: World, kind: TimerRecord["kind"], hostPath: string): void {
  const timers = world.timers.group("host", `${kind} ${hostPath}`);
  for (const id of [...timers.keys()]) world.timers.delete(id);
}

export function timerId(timer: TimerRecord): string {
  return `${String(timer.dueSeconds).padStart(12, "0")} ${timer.kind} ${timer.host}`;
}

function restartSomewhere(
  world: World,
  courier: Courier,
  { cluster, machines }: { cluster: string; machines: readonly VirtualMachineRecord[] },
): void {
  if (machines.length === 0) return;
  const hosts = inOrder(world.hosts.group("cluster", cluster)).filter((host) => host.up);
  for (const machine of [...machines].sort(unencryptedFirst)) {
    const failure = startOnFirst(world, courier, { machine, hosts: hosts.map((h) => h.path) });
    if (failure !== null) noteFailure(world, machine.path, failure);
  }
}

/** What needs no key goes first: a vCenter that runs as a machine may be what the others wait for. */
function unencryptedFirst(a: VirtualMachineRecord, b: VirtualMachineRecord): number {
  return Number(a.home !== null) - Number(b.home !== null);
}

/** The failure of its own host if that is up, else of the first tried; null once it runs. */
function startOnFirst(
  world: World,
  courier: Courier,
  { machine, hosts }: { machine: VirtualMachineRecord; hosts: readonly string[] },
): StartFailure | null {
  let told: StartFailure | null = null;
  for (const host of hosts) {
    const failure = startMachine(world, courier, { machine, host });
    if (failure === null) return null;
    if (told === null || host === machine.host) told = failure;
  }
  const sentence = "No host of its cluster is up.";
  return told ?? { reason: "HOST_DOWN", sentence, locks: false };
}
