// What a pull request does to survival: the plans of its base and of its head, both made against one state and one
// snapshot of the estate, become a preview. Pure; it runs nothing, reads nothing and asks no backend.

import { UNSAFE_PREFIX_CODE } from "../drill/assess-prefixes.js";
import type { PredictionCache } from "../drill/predict.js";
import { verdictText } from "../drill/reason-phrases.js";
import type { Scenario } from "../drill/scenario.js";
import { clusterOfWorkload } from "../drill/workloads.js";
import { compareText } from "../model/address.js";
import { formatConstruct } from "../model/construct-path.js";
import { type Diagnostic, hasErrors } from "../model/diagnostic.js";
import type { Plan } from "../model/plan.js";
import type {
  Cause,
  Preview,
  PreviewChange,
  PreviewOrigin,
  PreviewWorkload,
  Sides,
} from "../model/preview.js";
import { count } from "../report/text.js";
import type { Estate } from "../vsphere/estate.js";
import {
  type AttributesOf,
  type AuthorChange,
  authorChanges,
  type TwoSides,
} from "./author-changes.js";
import { sortHeadChanges } from "./cluster-trial.js";
import { findDecisions, findingsAdded, isDecision } from "./decisions.js";
import { findDrift, NO_DRIFT } from "./drift.js";
import { irreversibleSteps } from "./irreversible.js";
import { countsOf, type JudgedSide, judgeSide } from "./judge-side.js";
import { type Judged, judgeVerdict, newlyBrokenFloors } from "./judge-verdict.js";
import { authorsByCluster, type EvidenceGround } from "./loss-evidence.js";
import { rankOf } from "./losses.js";
import { findRisks } from "./risks.js";
import { rollUp, siteFinder } from "./roll-up.js";
import { withSmallestCuts } from "./smallest-cuts.js";
import { threatOf } from "./threat.js";
import { findUndeclared, hasEffect, underHeadNames } from "./undeclared-stacks.js";

export interface PreviewRequest {
  /** As {@link Preview.project}. */
  readonly project: string;
  readonly scenario: Scenario;
  /** As the backend has it: the snapshot that both sides were planned against. */
  readonly estate: Estate;
  /** Absent where there is none, and the head is compared with the live estate alone. */
  readonly base?: PreviewSide;
  readonly head: PreviewSide;
  /** What of a resource type can be declared; undefined for types that nobody described. */
  readonly attributesOf: AttributesOf;
  /** Where a side's program declares something, relative to the repository; undefined where nobody knows. */
  readonly sourceOf: (declared: Declared) => Cause["source"];
  readonly origin: PreviewOrigin;
}

export interface PreviewSide {
  /** Of stacks that are applied in this order. Not looked at if there are errors. */
  readonly plans: readonly Plan[];
  /** Of evaluating and planning it. With an error among them the side has no plans. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface Declared {
  readonly side: "base" | "head";
  readonly stack: string;
  readonly address: string;
  /** Path of the construct as the plan has it. */
  readonly construct?: string;
}

/**
 * Looks at hosts and machines that the search for causes and counterexamples may take; the worst losses come first. Clusters
 * that are alike are looked at once, so that only a fleet of different ones comes near: 200 shops of which no two are alike, with
 * 4,000 workloads, take all but 5,000, in about as long as all else about them. A look took 7 µs in shops of two hosts and 33 µs in
 * clusters of ten, so that 60,000 workloads were judged in 18 s and the search could add 7 s and a third of the memory.
 */
const MOST_LOOKS = 200_000;

/** Deterministic. Linear in the estate and the plans, but for the hosts of a cluster that loses workloads. */
export function judgePreview(request: PreviewRequest): Preview {
  const { estate: live, scenario, base, head } = request;
  const cache: PredictionCache = new Map();
  const judge = (plans: readonly Plan[]) => judgeSide({ live, scenario, cache }, plans);
  const atRest = judge([]);
  const isBaseGood = base !== undefined && !hasErrors(base.diagnostics);
  const before = isBaseGood ? judge(base.plans) : atRest;
  const context = { request, live: atRest, base: before, isBaseGood };
  if (hasErrors(head.diagnostics)) return previewWithoutHead(context);
  return previewOf({ ...context, head: judge(head.plans) });
}

interface Context {
  readonly request: PreviewRequest;
  readonly live: JudgedSide;
  /** The live estate where there is no base that could be evaluated. */
  readonly base: JudgedSide;
  readonly isBaseGood: boolean;
}

/** Nobody knows what it would do, anywhere; how many survive live and at the base stands all the same. */
function previewWithoutHead(context: Context): Preview {
  const { live, base, request } = context;
  const sides = { live, base, head: { ...base, predictions: new Map() } };
  const errors = request.head.diagnostics.filter(({ severity }) => severity === "error");
  return {
    ...frameOf(context, sides),
    verdict: "unknown",
    conclusion: "failure",
    sentence: `It cannot be told what this change does to survival: the head has ${count(errors.length, "error")}.`,
    ...{ workloads: [], places: [], risks: [], decisions: [], irreversible: [] },
    ...{ undeclared: [], hazards: [], changes: [], brokenFloors: [] },
  };
}

function previewOf(context: Context & { readonly head: JudgedSide }): Preview {
  const { request, live, base, head, isBaseGood } = context;
  const sides = { live, base, head };
  const threat = threatOf(request.scenario);
  const plans = plansOf(context);
  const authors = authorChanges(plans, request.attributesOf);
  const acting = authors.filter(hasEffect);
  const undeclared = findUndeclared(plans);
  const newlyBroken = newlyBrokenFloors(base, head);
  const comparedWith = isBaseGood ? "base" : request.base === undefined ? "none" : "live";
  const judged: Judged = { comparedWith, base, head, newlyBroken, threat, undeclared };
  const decisions = findDecisions({ base, head, threat });
  const added = findingsAdded({ base, head }).filter(({ waiver }) => waiver === undefined);
  const ground: EvidenceGround = {
    ...{ live: request.estate, planned: head.estate, base: base.estate, authors: acting },
    scenario: request.scenario,
    changes: sortHeadChanges(request.head.plans),
    authorsOf: authorsByCluster([base.estate, head.estate], acting),
    budget: { left: MOST_LOOKS },
    attributesOf: request.attributesOf,
  };
  const risks = findRisks({
    ...{ base, head, newlyBroken, ground },
    newFindings: added.filter(
      (finding) => finding.code !== UNSAFE_PREFIX_CODE && !isDecision(finding, decisions),
    ),
    causeOf: (author) => causeOf(author, request),
  });
  return {
    ...frameOf(context, sides),
    ...judgeVerdict(judged),
    workloads: workloadsOf(sides),
    places: withSmallestCuts(rollUp(sides, authors), { base, head, ground }),
    ...{ risks, decisions, irreversible: irreversibleSteps(authors), undeclared },
    hazards: added.filter(({ code }) => code === UNSAFE_PREFIX_CODE),
    changes: authors.map(changeOf),
    brokenFloors: head.brokenFloors,
  };
}

function plansOf({ request, isBaseGood }: Context): TwoSides {
  const { base, head } = request;
  const both = { base: base?.plans, head: head.plans };
  return isBaseGood ? { ...both, base: underHeadNames(both) } : { ...both, base: undefined };
}

type Frame = Pick<
  Preview,
  "format" | "project" | "scenario" | "threat" | "counts" | "drift" | "problems" | "origin"
>;

function frameOf({ request, isBaseGood }: Context, sides: Sides<JudgedSide>): Frame {
  const { project, scenario, base, head, origin, attributesOf } = request;
  const { live } = sides;
  const plans = isBaseGood ? base?.plans : undefined;
  return {
    ...{ format: "holdfast.preview/1", project, origin },
    ...{ scenario: scenario.name, threat: threatOf(scenario) },
    counts: {
      live: countsOf(live.predictions.values()),
      base: countsOf(sides.base.predictions.values()),
      head: countsOf(sides.head.predictions.values()),
    },
    drift:
      plans === undefined
        ? NO_DRIFT
        : findDrift({ live, base: sides.base, plans, scenario, attributesOf }),
    problems: { base: base?.diagnostics ?? [], head: head.diagnostics },
  };
}

/** Those that base and head do not have alike, worst first. */
function workloadsOf(sides: Sides<JudgedSide>): readonly PreviewWorkload[] {
  const { live, base, head } = sides;
  const ids = new Set([...base.predictions.keys(), ...head.predictions.keys()]);
  const sitesOf = siteFinder(sides);
  const differing = [...ids].flatMap((workload): readonly PreviewWorkload[] => {
    const [was, is] = [base.predictions.get(workload), head.predictions.get(workload)];
    if (was?.verdict === is?.verdict) return [];
    const here = live.predictions.get(workload);
    const cluster = clusterOfWorkload(is === undefined ? base.estate : head.estate, workload);
    const verdicts = {
      ...(here === undefined ? {} : { live: here.verdict }),
      ...(was === undefined ? {} : { base: was.verdict }),
      ...(is === undefined ? {} : { head: is.verdict }),
    };
    const sentence =
      is === undefined ? "It is no longer there." : verdictText(is.verdict, is.reasons);
    const reasons = is?.reasons ?? [];
    return [{ workload, site: sitesOf(cluster), cluster, verdicts, sentence, reasons }];
  });
  return differing.sort(worstFirst);
}

function worstFirst(a: PreviewWorkload, b: PreviewWorkload): number {
  const rank = ({ verdicts: { head } }: PreviewWorkload) =>
    head === undefined ? -1 : rankOf(head);
  return rank(b) - rank(a) || compareText(a.workload, b.workload);
}

function changeOf(author: AuthorChange): PreviewChange {
  const { stack, address, type, action, differences, construct } = author;
  return {
    ...{ stack, address, type, action, differences },
    ...(construct === undefined ? {} : { construct: formatConstruct(construct) }),
  };
}

function causeOf(author: AuthorChange, { sourceOf }: PreviewRequest): Cause {
  const { stack, address, action, differences, construct, objects } = author;
  const side = objects[1] === null ? "base" : "head";
  const known = construct === undefined ? {} : { construct };
  const source = sourceOf({ side, stack, address, ...known });
  return {
    ...{ address, action, differences },
    ...(construct === undefined ? {} : { construct: formatConstruct(construct) }),
    ...(source === undefined ? {} : { source }),
  };
}
