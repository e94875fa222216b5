// The author's risks, worst first: floors that the head breaks, workloads that it costs, rules that it breaks anew.

import { predictPlanned } from "../drill/predict-planned.js";
import { verdictText } from "../drill/reason-phrases.js";
import { remediesOf } from "../drill/remedies.js";
import { builtInScenario } from "../drill/resolve-scenario.js";
import { pathOfWorkload } from "../drill/workloads.js";
import { compareText } from "../model/address.js";
import type { Cause, Risk } from "../model/preview.js";
import type { BrokenFloor, Finding } from "../model/survival.js";
import { count, someOf } from "../report/text.js";
import { indexEstate } from "../vsphere/estate-index.js";
import type { AuthorChange } from "./author-changes.js";
import type { JudgedSide } from "./judge-side.js";
import { type Evidence, type EvidenceGround, evidenceOf } from "./loss-evidence.js";
import { findLosses, type Loss } from "./losses.js";
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

const SEVERITIES: readonly Risk["severity"][] = ["critical", "high", "medium"];

const KINDS: readonly Risk["kind"][] = ["floor", "survival", "finding"];

export function findRisks(request: RiskRequest): readonly Risk[] {
  const losses = lossesByScenario(request);
  const evidence = evidenceOnce();
  const all = losses(request.ground);
  const told = toldWithFloors(request, all);
  const own = all.filter((loss) => !told.has(loss));
  const risks = [
    ...request.newlyBroken.map((floor) => floorRisk(request, floor, { losses, evidence })),
    ...own.map((loss) => lossRisk(request, loss, evidence(request.ground, loss))),
    ...groupFindings(request.newFindings).map((findings) => findingRisk(request, findings)),
  ];
  const rank = ({ severity, kind }: Risk) =>
    SEVERITIES.indexOf(severity) * KINDS.length + KINDS.indexOf(kind);
  return risks.sort(
    (a, b) =>
      rank(a) - rank(b) || b.workloads.length - a.workloads.length || compareText(a.title, b.title),
  );
}

/** A floor that falls by one loss alone tells all of it; to say it once more would be to bury the next risk. */
function toldWithFloors({ ground, newlyBroken }: RiskRequest, losses: readonly Loss[]): Set<Loss> {
  const told = newlyBroken.flatMap((floor) => {
    if (floor.scenario !== ground.scenario.name) return [];
    const fallen = new Set(floor.lost);
    const [loss, ...others] = losses.filter((each) => each.workloads.some((w) => fallen.has(w)));
    const isWhole = loss?.workloads.every((workload) => fallen.has(workload)) === true;
    return isWhole && others.length === 0 && loss !== undefined ? [loss] : [];
  });
  return new Set(told);
}

type Losses = (ground: EvidenceGround) => readonly Loss[];
type EvidenceOnce = (ground: EvidenceGround, loss: Loss) => Evidence;

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

function evidenceOnce(): EvidenceOnce {
  const known = new Map<Loss, Evidence>();
  return (ground, loss) => {
    const evidence = known.get(loss) ?? evidenceOf(ground, loss);
    known.set(loss, evidence);
    return evidence;
  };
}

function lossRisk(request: RiskRequest, loss: Loss, evidence: Evidence): Risk {
  const { verdict, reasons, workloads } = loss;
  const [workload = ""] = workloads;
  const example = workloads.length === 1 ? workload : `${workload}, for one`;
  return {
    kind: "survival",
    severity: verdict === "lost" ? "critical" : verdict === "locked" ? "high" : "medium",
    title: titleOf(loss, threatOf(request.ground.scenario)),
    why: [`${example}: ${verdictText(verdict, reasons)}`, ...evidence.why].join(" "),
    workloads,
    keyPaths: evidence.keyPaths,
    counterexample: evidence.counterexample,
    causes: evidence.causes.map(request.causeOf),
    fix: fixOf(request, loss, evidence),
  };
}

function titleOf({ cluster, verdict, workloads, isNew }: Loss, threat: string): string {
  const what = `${count(workloads.length, isNew ? "new workload" : "workload")} in ${cluster}`;
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
function fixOf({ head }: RiskRequest, { cluster, reasons }: Loss, evidence: Evidence): string {
  const hosts = indexEstate(head.estate).hostsOf.get(cluster) ?? [];
  const kept = hosts.flatMap(({ recoveryKeyLocation }) => recoveryKeyLocation ?? []);
  const context = { recoveryKeyLocation: kept[0] ?? null };
  const remedies = [evidence.reasons, reasons].flatMap((each) => remediesOf(each, context));
  return remedies[0] ?? "Leave out the changes that bring it about.";
}

function floorRisk(
  request: RiskRequest,
  floor: BrokenFloor,
  found: { readonly losses: Losses; readonly evidence: EvidenceOnce },
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
  const evidence = losses.map((loss) => found.evidence(there, loss));
  const [first] = evidence;
  const [loss] = losses;
  const causes = new Set(evidence.flatMap((each) => each.causes));
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
        : fixOf(request, loss, first),
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
