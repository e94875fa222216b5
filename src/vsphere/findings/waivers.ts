// Waivers: who has taken which finding upon themselves, and until when. A waived finding is found and shown all the
// same. What is wrong with a waiver is a finding of its own, which nobody can waive.

import { suggestion } from "../../model/closest-name.js";
import { matcherOf } from "../../model/patterns.js";
import type { Finding } from "../../model/survival.js";
import type { Estate, EstateWaiver } from "../estate.js";
import { known, NOT_KNOWN } from "../maybe.js";
import type { FindingRule } from "./finding-rule.js";
import { some } from "./finding-rule.js";

const EXPIRED_CODE = "FC-67";
const WAIVES_NOTHING_CODE = "FC-68";

/** The findings, those that a waiver holds for with that waiver: of several the first by name. */
export function waiveFindings(
  { waivers, nowSeconds }: Pick<Estate, "waivers" | "nowSeconds">,
  findings: readonly Finding[],
): readonly Finding[] {
  const inForce = waivers
    .filter(({ expiresAt }) => isInForce(expiresAt, nowSeconds))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((waiver) => ({ waiver, holdsFor: holdsFor(waiver) }));
  if (inForce.length === 0) return findings;
  return findings.map((finding) => {
    const waiver = inForce.find((each) => each.holdsFor(finding))?.waiver;
    if (waiver === undefined) return finding;
    const { name, owner, reason, expiresAt } = waiver;
    return { ...finding, waiver: { name, owner, reason, until: String(expiresAt) } };
  });
}

/** Waivers that have ended, and waivers that hold for nothing that was found. */
export function waiverFindings(
  { waivers, nowSeconds }: Pick<Estate, "waivers" | "nowSeconds">,
  findings: readonly Finding[],
): readonly Finding[] {
  return waivers.flatMap((waiver): readonly Finding[] => {
    const { expiresAt } = waiver;
    if (expiresAt === NOT_KNOWN) return [];
    if (!isInForce(expiresAt, nowSeconds)) return [expired(waiver, findings)];
    return waivesNothing(waiver, findings);
  });
}

/** What is wrong with the code of a waiver, in a sentence or two; undefined if it can be waived. */
export function waiverCodeError(code: string, rules: readonly FindingRule[]): string | undefined {
  const codes = rules.map((rule) => rule.code);
  if (codes.includes(code)) return undefined;
  return (
    `"${code}" is no finding that can be waived.${suggestion(code, codes)} docs/findings.md lists them; what is ` +
    "found about a plan itself cannot be waived, nor can a broken survival floor."
  );
}

function isInForce(expiresAt: EstateWaiver["expiresAt"], nowSeconds: number): boolean {
  return expiresAt !== NOT_KNOWN && Date.parse(expiresAt) > nowSeconds * 1000;
}

function holdsFor({ code, subjects }: EstateWaiver): (finding: Finding) => boolean {
  const covers = matcherOf(subjects);
  return (finding) => finding.code === code && covers(finding.subject);
}

function expired(waiver: EstateWaiver, findings: readonly Finding[]): Finding {
  const { name, code, owner, expiresAt } = waiver;
  const subjects = findings.filter(holdsFor(waiver)).map(({ subject }) => subject);
  const effect =
    subjects.length === 0
      ? `${code} is not found there any more.`
      : `${code} of ${some(subjects)} counts again.`;
  return {
    code: EXPIRED_CODE,
    severity: "warning",
    subject: `waiver/${name}`,
    sentence: `It ended at ${known(expiresAt)}: ${effect} ${owner} answers for it.`,
    remedy: `Do what is advised for ${code}, give the waiver a later end, or remove it.`,
  };
}

function waivesNothing(waiver: EstateWaiver, findings: readonly Finding[]): readonly Finding[] {
  const { name, code, subjects } = waiver;
  const idle = (subjects ?? ["*"]).filter(
    (pattern) => !findings.some(holdsFor({ ...waiver, subjects: [pattern] })),
  );
  if (idle.length === 0) return [];
  const where = subjects === null ? "anywhere" : `at ${idle.map((p) => `"${p}"`).join(" or ")}`;
  return [
    {
      code: WAIVES_NOTHING_CODE,
      severity: "warning",
      subject: `waiver/${name}`,
      sentence: `${code} is not found ${where}, so it waives nothing there.`,
      remedy: `Remove what is not needed, or write the subjects as ${code} shows them.`,
    },
  ];
}
