// What the failure catalogue says about an estate: every rule that can be decided from its facts, applied
// once. Linear in the size of the estate. Those that a waiver holds for say so.

import type { Finding } from "../../model/survival.js";
import type { Estate } from "../estate.js";
import { type FindingRule, viewOf } from "./finding-rule.js";
import { HOST_FINDINGS } from "./host-findings.js";
import { KEY_FINDINGS } from "./key-findings.js";
import { KEY_PROVIDER_FINDINGS } from "./key-provider-findings.js";
import { KEY_SERVER_FINDINGS } from "./key-server-findings.js";
import { MACHINE_FINDINGS } from "./machine-findings.js";
import { TRUST_FINDINGS } from "./trust-findings.js";
import { VSAN_FINDINGS } from "./vsan-findings.js";
import { waiveFindings } from "./waivers.js";

/** All rules, by code. */
export const FINDING_RULES: readonly FindingRule[] = [
  ...KEY_FINDINGS,
  ...KEY_SERVER_FINDINGS,
  ...KEY_PROVIDER_FINDINGS,
  ...HOST_FINDINGS,
  ...MACHINE_FINDINGS,
  ...TRUST_FINDINGS,
  ...VSAN_FINDINGS,
].sort((a, b) => compare(a.code, b.code));

const found = new WeakMap<Estate, readonly Finding[]>();

/** Every finding about an estate, by code and then by subject. Looked for once in the same estate. */
export function findFindings(estate: Estate): readonly Finding[] {
  const known = found.get(estate) ?? applyRules(estate);
  found.set(estate, known);
  return known;
}

function applyRules(estate: Estate): readonly Finding[] {
  const view = viewOf(estate);
  const findings = FINDING_RULES.flatMap((rule) =>
    rule
      .find(view)
      .map(
        ({ subject, sentence, severity = rule.severity }): Finding => ({
          code: rule.code,
          severity,
          subject,
          sentence,
          remedy: rule.remedy,
        }),
      )
      .sort((a, b) => compare(a.subject, b.subject)),
  );
  return waiveFindings(estate, findings);
}

/** Whether two findings say the same about the same thing, and count or do not count for the same reason. */
export function findingKey({ code, subject, waiver }: Finding): string {
  return `${code} ${subject} ${waiver?.name ?? ""}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
