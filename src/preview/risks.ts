// The author's risks, worst first: floors that the head breaks, workloads that it costs, rules that it breaks anew.

import { predictPlanned } from "../drill/predict-planned.js";
import { verdictText } from "../drill/reason-phrases.js";
import { remediesOf } from "../drill/remedies.js";
import { builtInScenario } from "../drill/resolve-scenario.js";
import { pathOfWorkload } from "../drill/workloads.js";
import type { Cause, Risk } from "../model/preview.js";
import type { BrokenFloor, Finding } from "../model/survival.js";
import { foldAlike } from "../report/fold-alike.js";
import { count, someOf } from "../report/text.js";
import { indexEstate } from "../vsphere/estate-index.js";
import type { AuthorChange } from "./author-changes.js";
import { compareRisks } from "./compare-risks.js";
import type { JudgedSide } from "./judge-side.js";
import type { EvidenceGround } from "./loss-evidence.js";
import { findLosses, type Loss } from "./losses.js";
import { type SharedEvidence, shareEvidence } from "./shared-evidence.js";
import { threatOf } from "./threat.js";

export interface RiskRequest {
  readonly base: JudgedSide;
  readonly head: JudgedSide;
  readonly ground: EvidenceGround;
  /** Floors that the head breaks more than the base. */
  readonly newlyBroken: readonly BrokenFloor[];
  /** Those of the head alone that are no decision. */
  readonly newFindings: readonly Finding[];
  readonly causeOf: (author: AuthorChange) => Cause;
}

export function findRisks(request: RiskRequest): readonly Risk[] {
  const losses = lossesByScenario(request);
  const evidence = shareEvidence();
  const all = losses(request.ground);
  const groups = foldLosses(request, all, evidence);
  const told = toldWithFloors(request, groups);
  const risks = [
    ...request.newlyBroken.map((floor) => floorRisk(request, floor, { losses, evidence })),
    ...groups
      .filter((group) => !told.has(group))
      .map((group) => lossRisk(request, group, evidence)),
    ...groupFindings(request.newFindings).map((findings) => findingRisk(request, findings)),
  ];
  return risks.sort(compareRisks);
}

/** Of clusters that fall alike: by the same faults, by the same lines of the program, and with the same remedy. */
type AlikeLosses = readonly [Loss, ...Loss[]];

function foldLosses(
  request: RiskRequest,
  losses: readonly Loss[],
  found: SharedEvidence,
): readonly AlikeLosses[] {
  return foldAlike(losses, (loss) => {
    const { verdict, isNew, reasons } = loss;
    const { causes, counterexample, reasons: broughtAbout } = found.outlineOf(request.ground, loss);
    const lines = causes.map((cause) => {
      const { source, action, differences } = request.causeOf(cause);
      return JSON.stringify([source, cause.type, action, differences]);
    });
    const fix = fixOf(request, loss, broughtAbout);
    return JSON.stringify([
      verdict,
      isNew,
      reasons,
      counterexample,
      [...new Set(lines)].sort(),
      fix,
    ]);
  });
}

/** A floor that falls by one loss alone tells all of it; to say it once more would be to bury the next risk. */
function toldWithFloors(
  { ground, newlyBroken }: RiskRequest,
  groups: readonly AlikeLosses[],
): ReadonlySet<AlikeLosses> {
  const told = newlyBroken.flatMap((floor) => {
    if (floor.scenario !== ground.scenario.name) return [];
    const fallen = new Set(floor.lost);
    const isFallen = (workload: string) => fallen.has(workload);
    const [group, ...others] = groups.filter((losses) =>
      losses.some(({ workloads }) => workloads.some(isFallen)),
    );
    const isWhole = group?.every(({ workloads }) => workloads.every(isFallen)) === true;
    return isWhole && others.length === 0 && group !== undefined ? [group] : [];
  });
  return new Set(told);
}

type Losses = (ground: EvidenceGround) => readonly Loss[];

/** Under the scenario of a ground, worked out once. */
function lossesByScenario({ base, head, ground }: RiskRequest): Losses {
  const known = new Map([[ground.scenario, findLosses(head.estate, sidesOf(base, head))]]);
  return ({ scenario }) => {
    const predict = ({ estate, steps }: JudgedSide) => {
      const all = predictPlanned(estate, { steps, scenario });
      return new Map(all.map((prediction) => [prediction.workload, prediction]));
    };
    const losses =
      known.get(scenario) ?? findLosses(head.estate, { base: predict(base), head: predict(head) });
    known.set(scenario, losses);
    return losses;
  };
}

function sidesOf(base: JudgedSide, head: JudgedSide) {
  return { base: base.predictions, head: head.predictions };
}

function lossRisk(request: RiskRequest, losses: AlikeLosses, found: SharedEvidence): Risk {
  const [loss] = losses;
  const { ground, causeOf } = request;
  const evidence = found.of(ground, loss);
  const { verdict, reasons } = loss;
  const workloads = losses.flatMap((each) => each.workloads).sort();
  const [workload = ""] = loss.workloads;
  const example = workloads.length === 1 ? workload : `${workload}, for one`;
  const causes = new Set(losses.flatMap((each) => found.outlineOf(ground, each).causes));
  const clusters = losses.map((each) => ({ cluster: each.cluster, workloads: each.workloads }));
  return {
    kind: "survival",
    severity: verdict === "lost" ? "critical" : verdict === "locked" ? "high" : "medium",
    title: titleOf(losses, threatOf(ground.scenario)),
    why: [`${example}: ${verdictText(verdict, reasons)}`, ...evidence.why].join(" "),
    workloads,
    ...(losses.length === 1 ? {} : { clusters }),
    keyPaths: evidence.keyPaths,
    counterexample: evidence.counterexample,
    causes: [...causes].map(causeOf),
    fix: fixOf(request, loss, evidence.reasons),
  };
}

function titleOf(losses: AlikeLosses, threat: string): string {
  const [{ cluster, verdict, isNew }] = losses;
  const lost = losses.reduce((sum, { workloads }) => sum + workloads.length, 0);
  const where = losses.length === 1 ? cluster : `${losses.length} clusters`;
  const what = `${count(lost, isNew ? "new workload" : "workload")} in ${where}`;
  switch (verdict) {
    case "lost":
      return `${what} would be lost for good in ${threat}`;
    case "unknown":
      return `It cannot be told whether ${what} would survive ${threat}`;
    case "locked":
    case "survived":
      return `${what} would ${isNew ? "not" : "no longer"} survive ${threat}`;
  }
}

/** Against what the author brought about, else against whatever stands in the way. */
function fixOf(
  { head }: RiskRequest,
  { cluster, reasons }: Loss,
  broughtAbout: Loss["reasons"],
): string {
  const hosts = indexEstate(head.estate).hostsOf.get(cluster) ?? [];
  const kept = hosts.flatMap(({ recoveryKeyLocation }) => recoveryKeyLocation ?? []);
  const context = { recoveryKeyLocation: kept[0] ?? null };
  const remedies = [broughtAbout, reasons].flatMap((each) => remediesOf(each, context));
  return remedies[0] ?? "Leave out the changes that bring it about.";
}

function floorRisk(
  request: RiskRequest,
  floor: BrokenFloor,
  found: { readonly losses: Losses; readonly evidence: SharedEvidence },
): Risk {
  const { ground } = request;
  const isOwn = floor.scenario === ground.scenario.name;
  const scenario = isOwn ? ground.scenario : builtInScenario(floor.scenario);
  const there = { ...ground, scenario: scenario ?? ground.scenario };
  const fallen = new Set(floor.lost);
  const losses =
    scenario === undefined
      ? []
      : found.losses(there).filter(({ workloads }) => workloads.some((each) => fallen.has(each)));
  const [loss] = losses;
  const first = loss === undefined ? undefined : found.evidence.of(there, loss);
  const causes = new Set(losses.flatMap((each) => found.evidence.outlineOf(there, each).causes));
  if (losses.length === 0) for (const each of changesOfFloor(request, floor)) causes.add(each);
  const threat = threatOf(there.scenario);
  return {
    kind: "floor",
    severity: "critical",
    title: `The floor ${floor.floor} is broken: ${count(floor.lost.length, "workload")} would not survive ${threat}, and ${floor.maxLost === 0 ? "none" : floor.maxLost} may be lost`,
    why: [`The floor stands because: ${floor.reason}`, whyBroken(floor, loss)].join(" "),
    workloads: floor.lost,
    keyPaths: first?.keyPaths ?? { base: null, head: null },
    counterexample: first === undefined ? null : first.counterexample,
    causes: [...causes].map(request.causeOf),
    fix:
      loss === undefined || first === undefined
        ? "Declare a floor that holds, or first make the workloads survive."
        : fixOf(request, loss, first.reasons),
  };
}

function whyBroken({ lost }: BrokenFloor, loss: Loss | undefined): string {
  if (loss === undefined) {
    return `${someOf(lost, 3)} did not survive before either, and the floor did not ask for it.`;
  }
  return `${loss.workloads[0] ?? ""}: ${verdictText(loss.verdict, loss.reasons)}`;
}

function changesOfFloor({ ground }: RiskRequest, { floor }: BrokenFloor): readonly AuthorChange[] {
  return ground.authors.filter(
    ({ type, objects }) =>
      type === "holdfast_survival_floor" && objects.some((object) => object?.name === floor),
  );
}

/** Those that count, by code and severity: one rule that is broken at many places is one risk. */
function groupFindings(findings: readonly Finding[]): readonly Findings[] {
  const groups = new Map<string, Findings & Finding[]>();
  for (const finding of findings) {
    if (finding.severity === "info") continue;
    const key = `${finding.code} ${finding.severity}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}

type Findings = readonly [Finding, ...Finding[]];

function findingRisk(request: RiskRequest, findings: Findings): Risk {
  const [{ code, severity, sentence, remedy }] = findings;
  const subjects = new Set(findings.map(({ subject }) => subject));
  const more = findings.length === 1 ? "" : `, and at ${count(findings.length - 1, "more place")}`;
  const rule = `(${code}${more})`;
  const { predictions } = request.head;
  const isAbout = (workload: string) => subjects.has(pathOfWorkload(workload));
  return {
    kind: "finding",
    severity: severity === "error" ? "high" : "medium",
    code,
    title: `${sentence.replace(/\.$/, "")} ${rule}`,
    why: findings
      .slice(0, MOST_SENTENCES)
      .map((finding) => finding.sentence)
      .join(" "),
    workloads: [...predictions.keys()].filter(isAbout),
    keyPaths: { base: null, head: null },
    counterexample: null,
    causes: causesOfFindings(request, subjects).map(request.causeOf),
    fix: remedy,
  };
}

/** Of what is found at many places alike. */
const MOST_SENTENCES = 3;

/** The changes of what it was found at; if that did not change, those that have to do with its cluster. */
function causesOfFindings(
  { ground, head }: RiskRequest,
  subjects: ReadonlySet<string>,
): readonly AuthorChange[] {
  const { authors, authorsOf } = ground;
  const own = authors.filter(({ objects }) =>
    objects.some((object) => subjects.has(String(object?.id))),
  );
  if (own.length > 0) return own;
  const { hosts, virtualMachines } = head.estate;
  const clusters = [...subjects].map(
    (path) => (hosts.get(path) ?? virtualMachines.get(path))?.cluster ?? path,
  );
  const near = new Set(clusters.flatMap((cluster) => authorsOf.get(cluster) ?? []));
  return authors.filter((author) => near.has(author));
}
