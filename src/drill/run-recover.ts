// What it takes to bring back what an outage left behind, found by doing it: once everything is reachable
// again, someone recovers hosts, unlocks machines and starts them. Each step that worked is written down.

import type { Simulator } from "../simulator/simulator.js";
import { VSAN_MOUNT_SECONDS } from "../vsphere/defaults.js";
import type { Estate, EstateHost, EstateVirtualMachine } from "../vsphere/estate.js";
import { isReadable } from "./judge-vsan.js";
import type { Action } from "./schedule.js";
import { encryptedVsans, isWorkload } from "./workloads.js";

export interface Heal {
  readonly before: Estate;
  readonly healed: Estate;
  /** All that the scenario did. */
  readonly actions: readonly Action[];
}

/** By machine path, the steps for every workload that ran before and does not run after the heal. */
export function recoverMachines(
  simulator: Simulator,
  { before, healed, actions }: Heal,
): ReadonlyMap<string, readonly string[]> {
  const recoveries = new Map<string, readonly string[]>();
  const gone = [...healed.virtualMachines.values()].filter(
    (machine) => isWorkload(machine) && !machine.running && machine.powerState === "poweredOn",
  );
  const vsans = encryptedVsans(healed).filter(({ path }) => !isReadable(healed, path));
  if (gone.length === 0 && vsans.length === 0) return recoveries;
  const hostSteps = recoverHosts(simulator, healed, withoutRecoveryKey(actions));
  if (vsans.length > 0) simulator.advance(VSAN_MOUNT_SECONDS);
  const recovered = hostSteps.size === 0 && vsans.length === 0 ? healed : simulator.estate();
  for (const { path } of vsans) {
    const steps = isReadable(recovered, path) ? [] : [bringBackVsan(path)];
    recoveries.set(path, [...(hostSteps.get(path) ?? []), ...steps]);
  }
  for (const machine of gone) {
    if (before.virtualMachines.get(machine.path)?.running !== true) continue;
    const now = recovered.virtualMachines.get(machine.path) ?? machine;
    const isStorageGone =
      recovered.clusters.get(now.cluster)?.storage === "vsan" &&
      !isReadable(recovered, now.cluster);
    const steps = isStorageGone
      ? [bringBackVsan(now.cluster)]
      : now.running
        ? []
        : recoverMachine(simulator, now);
    recoveries.set(machine.path, [...(hostSteps.get(machine.cluster) ?? []), ...steps]);
  }
  return recoveries;
}

function bringBackVsan(cluster: string): string {
  return `Bring the key of the vSAN of ${cluster} back: too few of its disk groups mount without it.`;
}

/** By cluster: what was done to hosts whose boot had stopped. */
function recoverHosts(
  simulator: Simulator,
  healed: Estate,
  keyless: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const steps = new Map<string, string[]>();
  for (const host of healed.hosts.values()) {
    if (host.present?.up !== false) continue;
    const step = recoverHost(simulator, host, { hasKey: !keyless.has(host.path) });
    if (step !== undefined) steps.set(host.cluster, [...(steps.get(host.cluster) ?? []), step]);
  }
  return steps;
}

/** Hosts that the scenario seals shut and types no recovery key in at: nobody has one. */
function withoutRecoveryKey(actions: readonly Action[]): ReadonlySet<string> {
  const hostsOf = (...kinds: readonly Action["kind"][]) =>
    actions.flatMap((action) =>
      "host" in action && kinds.includes(action.kind) ? [action.host] : [],
    );
  const helped = new Set(hostsOf("recovery-key-entered"));
  const sealed = hostsOf("tpm-cleared", "firmware-updated");
  return new Set(sealed.filter((host) => !helped.has(host)));
}

function recoverHost(
  simulator: Simulator,
  host: EstateHost,
  { hasKey }: { readonly hasKey: boolean },
): string | undefined {
  const isOn = simulator.operators.powerOn(host.path) === null;
  if (isOn) return `Switch ${host.path} on.`;
  if (host.mode !== "TPM") return undefined;
  const isKept = host.recoveryKeyLocation !== null;
  if (!isKept || !hasKey) {
    simulator.operators.reinstall(host.path);
    const why = isKept
      ? "in this scenario nobody has its recovery key"
      : "its recovery key was kept nowhere";
    return `Reinstall ${host.path}: its configuration is sealed and ${why}.`;
  }
  const known = simulator.operators.recoveryKey(host.path);
  const isUp =
    known !== null && simulator.operators.enterRecoveryKey(host.path, known.key) === null;
  return isUp
    ? `Type the recovery key of ${host.path} (kept: ${host.recoveryKeyLocation}) at its console.`
    : undefined;
}

function recoverMachine(simulator: Simulator, machine: EstateVirtualMachine): readonly string[] {
  const steps: string[] = [];
  if (machine.locked) {
    if (!unlock(simulator, machine.path)) {
      return [
        `Bring a key of ${machine.path} back first: once the faults of the scenario are over it still cannot be unlocked.`,
      ];
    }
    steps.push(`Unlock ${machine.path}.`);
  }
  const failure = simulator.operators.startVm(machine.path);
  steps.push(
    failure === null
      ? `Power ${machine.path} on.`
      : `Find out why ${machine.path} does not start: ${failure.sentence}`,
  );
  return steps;
}

function unlock(simulator: Simulator, machine: string): boolean {
  try {
    simulator.operators.unlockVm(machine);
    return true;
  } catch (error) {
    // The port's expected failure, told by its name: this folder does not import the port.
    if (error instanceof Error && error.name === "VsphereFault") return false;
    throw error;
  }
}
