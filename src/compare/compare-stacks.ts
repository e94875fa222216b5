// Compares two stacks of one program: what they declare otherwise, and how their workloads fare otherwise. Pure; it is
// handed plans' objects and predictions, and judges neither.

import type {
  Pair,
  ResourceDifference,
  StackComparison,
  VerdictCounts,
  WorkloadDifference,
} from "../model/comparison.js";
import { VERDICTS, type Verdict } from "../model/survival.js";
import type { AttributeSchemas } from "../model/type.js";
import type { ObjectValue } from "../model/value.js";
import { compareAttributes } from "./compare-attributes.js";
import { type Match, type Matches, matchResources, roleOf } from "./match-resources.js";
import { type Renaming, renameOwnNames } from "./own-names.js";

export interface ComparedStack {
  readonly stack: string;
  /** As planned. */
  readonly resources: readonly DeclaredResource[];
  readonly workloads: readonly ComparedWorkload[];
}

export interface DeclaredResource {
  readonly address: string;
  readonly type: string;
  readonly construct?: string;
  readonly object: ObjectValue;
}

export interface ComparedWorkload {
  /** `vm:PATH`, `vtpm:PATH`, or `vsan:PATH` of a cluster. */
  readonly workload: string;
  readonly verdict: Verdict;
  /** What becomes of it, and why. */
  readonly sentence: string;
}

export interface CompareRequest {
  readonly scenario: string;
  readonly stacks: Pair<ComparedStack>;
  readonly attributesOf: (type: string) => AttributeSchemas | undefined;
}

export function compareStacks(request: CompareRequest): StackComparison {
  const { stacks, scenario } = request;
  const renaming = renameOwnNames(stacks);
  const found = matchResources([stacks[0].resources, stacks[1].resources], renaming);
  const different = found.matches.flatMap((match) => differenceOf(match, request, renaming));
  const onlyInOne = loneOf(stacks, found, renaming);
  const fates = compareWorkloads(stacks, found);
  return {
    format: "holdfast.comparison/1",
    scenario,
    stacks: [stacks[0].stack, stacks[1].stack],
    ownNames: renaming.ownNames,
    isSameConfiguration: different.length + onlyInOne.length === 0,
    isSameSurvival: fates.length === 0,
    matched: found.matches.length,
    different,
    onlyInOne,
    survival: { counts: [countsOf(stacks[0]), countsOf(stacks[1])], different: fates },
  };
}

function differenceOf(
  { by, role, resources: [first, second] }: Match,
  { attributesOf }: CompareRequest,
  { rename }: Renaming,
): readonly ResourceDifference[] {
  const { type } = first;
  const objects = [first.object, second.object] as const;
  const attributes = compareAttributes({ objects, attributes: attributesOf(type), rename });
  if (attributes.length === 0) return [];
  const addresses = [first.address, second.address] as const;
  return [{ type, role, matchedBy: by, addresses, attributes }];
}

function loneOf(
  stacks: Pair<ComparedStack>,
  { lone }: Matches,
  { rename }: Renaming,
): StackComparison["onlyInOne"] {
  return lone.flatMap((resources, side) =>
    resources.map((resource) => ({
      stack: (side === 0 ? stacks[0] : stacks[1]).stack,
      type: resource.type,
      role: roleOf("construct", resource, side === 0 ? rename[0] : rename[1]),
      address: resource.address,
    })),
  );
}

function countsOf({ workloads }: ComparedStack): VerdictCounts {
  const count = (verdict: Verdict) => workloads.filter((each) => each.verdict === verdict).length;
  return {
    survived: count("survived"),
    unknown: count("unknown"),
    locked: count("locked"),
    lost: count("lost"),
  };
}

/** Workloads are one where their machines are, or the encryption of their vSAN. */
function compareWorkloads(
  stacks: Pair<ComparedStack>,
  { matches, lone }: Matches,
): readonly WorkloadDifference[] {
  const [first, second] = [byPath(stacks[0]), byPath(stacks[1])];
  const pairs = matches.flatMap(({ resources: [mine, yours] }) => {
    const pair = [workloadOf(first, mine), workloadOf(second, yours)] as const;
    const isInBoth = pair[0] !== undefined && pair[1] !== undefined;
    // What is not encrypted in one of them is no workload there, and cannot be locked.
    if (!isInBoth) return [...fallen(pair[0], 0), ...fallen(pair[1], 1)];
    return pair[0].verdict === pair[1].verdict ? [] : [differenceBetween(pair)];
  });
  const alone = [
    ...lone[0].flatMap((resource) => fallen(workloadOf(first, resource), 0)),
    ...lone[1].flatMap((resource) => fallen(workloadOf(second, resource), 1)),
  ];
  return [...pairs, ...alone];
}

type Workloads = ReadonlyMap<string, ComparedWorkload>;

function byPath({ workloads }: ComparedStack): Workloads {
  return new Map(
    workloads.map((each) => [each.workload.slice(each.workload.indexOf(":") + 1), each]),
  );
}

function workloadOf(
  workloads: Workloads,
  resource: DeclaredResource,
): ComparedWorkload | undefined {
  const path = workloadPath(resource);
  return path === undefined ? undefined : workloads.get(path);
}

/** What its workload is called by, where a resource can be one: a vSAN is named by its cluster. */
export function workloadPath({ type, object }: DeclaredResource): string | undefined {
  const isVsan = type === "holdfast_vsan_encryption";
  if (!isVsan && type !== "holdfast_virtual_machine") return undefined;
  const path = isVsan ? object.cluster : object.id;
  return typeof path === "string" ? path : undefined;
}

function fallen(found: ComparedWorkload | undefined, side: 0 | 1): readonly WorkloadDifference[] {
  if (found === undefined || found.verdict === "survived") return [];
  return [differenceBetween(side === 0 ? [found, undefined] : [undefined, found])];
}

function differenceBetween([first, second]: Pair<
  ComparedWorkload | undefined
>): WorkloadDifference {
  const rank = (each: ComparedWorkload | undefined) =>
    each === undefined ? -1 : VERDICTS.indexOf(each.verdict);
  const worse = rank(first) >= rank(second) ? first : second;
  return {
    workloads: [first?.workload ?? null, second?.workload ?? null],
    verdicts: [first?.verdict ?? null, second?.verdict ?? null],
    sentence: worse?.sentence ?? "",
  };
}
