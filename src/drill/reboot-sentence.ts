// The answer whether a host can be rebooted, in words.

import type { RebootEffectKind, RebootForecast } from "../model/reboot.js";

type Told = Pick<RebootForecast, "host" | "verdict" | "effects" | "hostAfter" | "machines">;

/** `No: rebooting vc01/edge/esx01 now would lock 2 machines.` */
export function rebootSentence(told: Told): string {
  const { host, verdict, machines } = told;
  if (verdict === "unknown") {
    const count = told.effects.filter(({ effect }) => effect === "unknown").length;
    return `It cannot be told: what a reboot of ${host} does to ${machinesText(count)} is not known.`;
  }
  const running = machines.filter(({ now }) => now !== null);
  const harm = harmText(told);
  if (verdict === "no") return `No: if ${host} were rebooted now, ${harm}.`;
  const moved = running.length === 0 ? "it runs no machine" : "its machines are moved away first";
  return `Yes: ${host} can be rebooted now; ${harm === "" ? moved : `as allowed, ${harm}`}.`;
}

const VERBS: readonly (readonly [RebootEffectKind, string])[] = [
  ["is-lost", "would be lost"],
  ["locks", "would be locked"],
  ["cannot-start", "could start nowhere any more"],
  ["stays-down", "would stay down"],
  ["goes-down", "would go down until started again"],
];

function harmText({ effects, hostAfter }: Told): string {
  const parts = VERBS.flatMap(([kind, verb]) => {
    const struck = effects.filter(({ effect }) => effect === kind);
    const vsans = struck.filter(({ workload }) => workload?.startsWith("vsan:") === true);
    const machines = struck.length - vsans.length;
    const names = vsans.map(({ machine }) => `the vSAN of ${machine}`);
    const all = machines === 0 ? names : [machinesText(machines), ...names];
    return all.length === 0 ? [] : [`${all.join(" and ")} ${verb}`];
  });
  if (!hostAfter.isUp) parts.unshift("it would not come back by itself");
  const last = parts.pop();
  if (last === undefined) return "";
  return parts.length === 0 ? last : `${parts.join(", ")} and ${last}`;
}

function machinesText(count: number): string {
  return count === 1 ? "1 machine" : `${count} machines`;
}
