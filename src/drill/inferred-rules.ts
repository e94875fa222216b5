// Which rules that no document of the vendor states a verdict rests on, from what was seen in a drill.

import type { WorkloadResult } from "../model/survival.js";
import type { InferredRule } from "../vsphere/defaults.js";
import { indexEstate } from "../vsphere/estate-index.js";
import type { History } from "./history.js";

/** Ids of the rules, each once. */
export function inferredRulesOf(
  history: History,
  result: Pick<
    WorkloadResult,
    "verdict" | "reasons" | "recoversByItself" | "ranAtStart" | "startableOn"
  >,
): readonly InferredRule[] {
  const rules: InferredRule[] = [];
  if (result.verdict === "survived" && result.reasons.includes("KEY_STORED")) {
    rules.push("stored-at-archive", "pushed-again-after-enable", "host-key-persisted");
    if (history.conditions.faults["vcenter-down"].size > 0) rules.push("host-needs-no-courier");
    const isRecovered = history.timeline.some(({ kind }) => kind === "recovery-key-entered");
    if (isRecovered) rules.push("kept-through-recovery");
  }
  rules.push(...trustRulesOf(history, result));
  if (result.reasons.includes("PROVIDER_NOT_FOUND")) rules.push("forgotten-once");
  if (result.reasons.includes("HOST_NOT_CRYPTO_SAFE")) rules.push("incapable-after-boot");
  if (result.verdict === "locked" && !result.recoversByItself) rules.push("locked-until-asked");
  return rules;
}

/** What a verdict owes to rules about attestation: a start without one, or that one is still in force. */
function trustRulesOf(
  { after }: History,
  { verdict, reasons, startableOn }: Pick<WorkloadResult, "verdict" | "reasons" | "startableOn">,
): readonly InferredRule[] {
  const { authorityOf } = indexEstate(after);
  const trusted = startableOn.flatMap((path) => {
    const host = after.hosts.get(path);
    return host !== undefined && authorityOf.has(host.cluster) ? [host] : [];
  });
  const isAttested = (until: number | null | undefined) => (until ?? 0) > after.nowSeconds;
  const areAttested = trusted.map(({ present }) => isAttested(present?.attestedUntilSeconds));
  const isOver = reasons.includes("HOST_NOT_ATTESTED");
  return [
    ...(isOver || areAttested.includes(true) ? (["attested-for-a-day"] as const) : []),
    ...(verdict === "survived" && areAttested.includes(false)
      ? (["stored-key-needs-no-attestation"] as const)
      : []),
  ];
}
