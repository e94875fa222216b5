// What could be done before a host is rebooted, tried: each step is taken on a copy of the estate, and only what makes
// the answer a yes is told.

import type { Simulator } from "../simulator/simulator.js";
import { REMEDIATION_INTERVAL_SECONDS, SETTLE_SECONDS } from "../vsphere/defaults.js";
import type { EstateHost } from "../vsphere/estate.js";
import { indexEstate } from "../vsphere/estate-index.js";
import { persistenceReason } from "../vsphere/reach.js";
import { assessReadiness, isoTime } from "./readiness.js";
import {
  isOnlyDowntime,
  lookAhead,
  type Outlook,
  type RebootRequest,
} from "./run-reboot-outlook.js";

/** Sentences that say what to do; empty if nothing that was tried helps. */
export async function triedRemedies(
  request: RebootRequest,
  outlook: Outlook,
): Promise<readonly string[]> {
  const asked = { ...request, isDowntimeEnough: !isOnlyDowntime(outlook) };
  const wait = waitRemedy(asked);
  return [
    ...wait,
    ...mendRemedy(asked),
    ...switchOnRemedy(asked),
    ...providerRemedy(asked),
    // Persistence takes a while to bear fruit: where the while alone is enough, it is not what helps.
    ...(wait.length > 0 || isOnlyDowntime(outlook) ? [] : await persistenceRemedy(asked)),
    ...(isOnlyDowntime(outlook) ? [downtimeAdvice(outlook)] : []),
  ];
}

interface Asked extends RebootRequest {
  /** Whether a step helps that leaves nothing worse than machines that are down for a while. */
  readonly isDowntimeEnough: boolean;
}

/** What a step that was taken comes to: the advice, or undefined if it does not help. */
function adviceOf(
  request: Asked,
  { step, ...change }: Partial<RebootRequest> & { readonly step: string },
): string | undefined {
  const outlook = lookAhead({ ...request, ...change });
  if (outlook.verdict === "yes") return step;
  const isEnough = request.isDowntimeEnough && isOnlyDowntime(outlook);
  return isEnough ? `${step} ${downtimeAdvice(outlook)}` : undefined;
}

function downtimeAdvice({ effects }: Outlook): string {
  const down = effects.filter(({ effect }) => effect === "goes-down").length;
  const what = down === 1 ? "One machine goes" : `${down} machines go`;
  return `${what} down with the host and will be started again without anyone's help: choose a time for that, and ask with --allow-downtime.`;
}

/** Tried are the next remediation, and when every host of the cluster that will be safe by itself is. */
function waitRemedy(request: Asked): readonly string[] {
  const { simulator, host } = request;
  const now = simulator.nowSeconds;
  const interval = REMEDIATION_INTERVAL_SECONDS;
  const next = (Math.floor(now / interval) + 1) * interval - now;
  const clusters = assessReadiness(simulator.estate()).clusters;
  const own = clusters.find(({ hosts }) => hosts.some((each) => each.host === host));
  const safe = own?.hosts.flatMap(({ safeInSeconds }) => safeInSeconds ?? []) ?? [];
  for (const seconds of new Set([next, Math.max(next, ...safe)])) {
    const later = simulator.fork();
    later.advance(seconds);
    const step = `Wait until ${isoTime(now + seconds)}: by then the hosts have received what they lack.`;
    const advice = adviceOf(request, { simulator: later, step });
    if (advice !== undefined) return [advice];
  }
  return [];
}

/** Takes away everything that is broken now. */
function mendRemedy(request: Asked): readonly string[] {
  const mended = request.simulator.fork();
  const broken = mendAll(mended);
  if (broken.length === 0) return [];
  // Whoever was cut off is brought up to date by the next round.
  mended.advance(REMEDIATION_INTERVAL_SECONDS);
  const step = `Mend first what is broken: ${broken.join(", ")}.`;
  return someAdvice(adviceOf(request, { simulator: mended, step }));
}

/** What was broken. What only follows from an injected fault is whole again once that is healed. */
function mendAll(simulator: Simulator): readonly string[] {
  const { operators, faults } = simulator;
  const broken = faults.map(
    (fault) => `${"target" in fault ? fault.target : "a link"} (${fault.kind})`,
  );
  operators.healAll();
  const { vcenters, keyServers } = simulator.estate();
  for (const { path } of [...vcenters.values()].filter(({ isDown }) => isDown === true)) {
    operators.vcenterUp(path);
    broken.push(`${path} (down)`);
  }
  const down = [...keyServers.values()].filter(({ isUnreachable }) => isUnreachable === true);
  for (const { path } of down) {
    operators.keyServerUp(path);
    broken.push(`${path} (down)`);
  }
  return [...new Set(broken)];
}

/** Hosts of the cluster that are off could take the machines over. */
function switchOnRemedy(request: Asked): readonly string[] {
  const fork = request.simulator.fork();
  const off = hostsBeside(request).filter(({ present }) => present?.up === false);
  if (off.length === 0) return [];
  for (const { path } of off) fork.operators.powerOn(path);
  fork.advance(0);
  const step = `Switch ${off.map(({ path }) => path).join(", ")} on.`;
  return someAdvice(adviceOf(request, { simulator: fork, step }));
}

function providerRemedy(request: Asked): readonly string[] {
  if (!request.isProviderDown) return [];
  const step = "Reboot it while a key server answers, as things are now.";
  return someAdvice(adviceOf(request, { isProviderDown: false, step }));
}

/** On this host alone if that is enough, else on every host of its cluster that could. */
async function persistenceRemedy(request: Asked): Promise<readonly string[]> {
  const { host } = request;
  const hosts = hostsBeside(request)
    .filter((each) => each.tpm.present && persistenceReason(each) === "PERSISTENCE_OFF")
    .map(({ path }) => path);
  const choices = hosts.includes(host) && hosts.length > 1 ? [[host], hosts] : [hosts];
  for (const chosen of choices.filter(({ length }) => length > 0)) {
    const kept = await withPersistence(request.simulator, chosen);
    const step = `Turn key persistence on at ${chosen.join(", ")} (keyPersistence: true), apply, and wait until the keys are archived, two hours at most.`;
    const advice = kept === undefined ? undefined : adviceOf(request, { simulator: kept, step });
    if (advice !== undefined) return [advice];
  }
  return [];
}

/** A settled copy in which these hosts keep their keys; undefined where one refuses. */
async function withPersistence(
  simulator: Simulator,
  hosts: readonly string[],
): Promise<Simulator | undefined> {
  const kept = simulator.fork();
  for (const host of hosts) {
    try {
      await kept.backend.hosts.enableKeyPersistence(host);
    } catch (error) {
      // The port's expected failure, told by its name: this folder does not import the port.
      if (error instanceof Error && error.name === "VsphereFault") return undefined;
      throw error;
    }
  }
  kept.advance(SETTLE_SECONDS);
  return kept;
}

/** The hosts of its cluster, itself among them. */
function hostsBeside({ simulator, host }: RebootRequest): readonly EstateHost[] {
  const estate = simulator.estate();
  return indexEstate(estate).hostsOf.get(estate.hosts.get(host)?.cluster ?? "") ?? [];
}

function someAdvice(advice: string | undefined): readonly string[] {
  return advice === undefined ? [] : [advice];
}
