// Whether a host can be rebooted now, from mechanism: the reboot is predicted and carried out on copies of the estate,
// and the two opinions have to agree. Where the answer is no, what could be done first is tried on copies too, so that
// no advice is given that does not help.

import type { RebootedMachine, RebootForecast, RebootRemedy } from "../model/reboot.js";
import { byPath } from "../vsphere/estate-index.js";
import type { InferredRule } from "../vsphere/rules/vsphere-rules.js";
import { isoTime } from "./readiness.js";
import { downtimeOf } from "./reboot-effects.js";
import { AWAY_SECONDS } from "./reboot-scenario.js";
import { rebootSentence } from "./reboot-sentence.js";
import { remediesOf } from "./remedies.js";
import type { WatchedDrill } from "./run-drill.js";
import { drillView, lookAhead, type Outlook, type RebootRequest } from "./run-reboot-outlook.js";
import { triedRemedies } from "./run-reboot-remedies.js";
import { isWorkload, workloadId } from "./workloads.js";

export type { RebootRequest } from "./run-reboot-outlook.js";

/** The host must be up. Throws InvariantError where prediction and observation differ. */
export async function forecastReboot(request: RebootRequest): Promise<RebootForecast> {
  const { simulator, host, isProviderDown, isDowntimeAllowed } = request;
  const outlook = lookAhead(request);
  const meanwhile = drillView(request, "meanwhile");
  const { verdict, through, effects, hostAfter } = outlook;
  const machines = machinesOf(host, { meanwhile, through });
  const sentence = rebootSentence({ host, verdict, effects, hostAfter, machines });
  const steps = through.result.manualSteps;
  return {
    format: "holdfast.can-reboot/1",
    host,
    at: isoTime(simulator.nowSeconds),
    while: isProviderDown ? "provider-down" : null,
    isDowntimeAllowed,
    verdict,
    sentence,
    awaySeconds: AWAY_SECONDS,
    hostAfter,
    machines,
    effects,
    first: verdict === "no" ? await remediesFor(request, outlook) : [],
    afterwards: effects.length === 0 && hostAfter.isUp ? [] : steps,
    inferredRules: inferredRulesOf(outlook, machines),
  };
}

function machinesOf(
  host: string,
  { meanwhile, through }: { readonly meanwhile: WatchedDrill; readonly through: WatchedDrill },
): readonly RebootedMachine[] {
  const { before, after } = through.history;
  const own = [...before.virtualMachines.values()].filter((machine) => machine.host === host);
  return own.sort(byPath).map((machine) => ({
    machine: machine.path,
    workload: isWorkload(machine) ? workloadId(machine) : null,
    now: placeIn(before, machine.path),
    meanwhile: placeIn(meanwhile.history.after, machine.path),
    after: placeIn(after, machine.path),
    ...downtimeOf(through, machine),
  }));
}

function placeIn(estate: WatchedDrill["history"]["after"], path: string): string | null {
  const machine = estate.virtualMachines.get(path);
  return machine?.running === true ? machine.host : null;
}

/** What was tried and helps; else what speaks to the reasons. */
async function remediesFor(
  request: RebootRequest,
  outlook: Outlook,
): Promise<readonly RebootRemedy[]> {
  const tried = await triedRemedies(request, outlook);
  if (tried.length > 0) return tried.map((step) => ({ step, isTried: true }));
  const { hostAfter, effects, through } = outlook;
  const location = through.history.before.hosts.get(request.host)?.recoveryKeyLocation ?? null;
  const ownReasons = hostAfter.isUp ? [] : (["CONFIGURATION_UNREADABLE"] as const);
  const reasons = [...ownReasons, ...effects.flatMap((effect) => effect.reasons)];
  const steps = remediesOf(reasons, { recoveryKeyLocation: location });
  return steps.map((step) => ({ step, isTried: false }));
}

/** Of the machines on the host, of those that the reboot affects, and of how long it takes. */
function inferredRulesOf(
  { effects, through }: Outlook,
  machines: readonly RebootedMachine[],
): readonly string[] {
  const names = new Set([...machines, ...effects].map(({ workload }) => workload));
  const own = through.result.workloads.filter(({ workload }) => names.has(workload));
  const rules = new Set(own.flatMap((each) => each.inferredRules));
  const isTimed = effects.some(({ effect }) => effect === "goes-down");
  const time: readonly InferredRule[] = isTimed ? ["boot-takes-ten-minutes"] : [];
  return [...new Set([...rules, ...time])].sort();
}
