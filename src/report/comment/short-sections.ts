// What is never folded besides verdict, roll-up and risks: errors, decisions, what cannot be undone, orders that are not
// safe, and drift where it matters. Each shows its first items and how many more there are.

import { formatPath } from "../../model/attribute-path.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { Decision, IrreversibleStep, Preview, UndeclaredStack } from "../../model/preview.js";
import type { BrokenFloor, Finding } from "../../model/survival.js";
import { count } from "../text.js";
import { nameList } from "./name-list.js";
import {
  blocks,
  code,
  join,
  list,
  type Markdown,
  md,
  NOTHING,
  prose,
  strong,
} from "./safe-markdown.js";

export interface ShortSection {
  readonly title: Markdown;
  /** The first of them. */
  readonly items: readonly Markdown[];
  /** How many there are. */
  readonly total: number;
}

export const MOST_ITEMS = 10;

/** With at most so many items; those beyond are counted. */
export function shortSection({ title, items, total }: ShortSection, mostItems: number): Markdown {
  const shown = items.slice(0, mostItems);
  const more = total - shown.length;
  return blocks([title, list(more === 0 ? shown : [...shown, md`${more} more`])]);
}

export function shortSections(preview: Preview): readonly ShortSection[] {
  const { problems, decisions, irreversible, undeclared, hazards } = preview;
  const errors = (all: readonly Diagnostic[]) => all.filter(({ severity }) => severity === "error");
  const sections = [
    sectionOf(md`### Errors of this pull request`, errors(problems.head), problemItem),
    sectionOf(md`### Errors of the base`, errors(problems.base), problemItem),
    sectionOf(md`### Decisions`, decisions, decisionItem),
    sectionOf(md`### Stacks that are no longer declared`, undeclared, (each) =>
      undeclaredItem(each, preview),
    ),
    sectionOf(md`### Cannot be undone`, irreversible, irreversibleItem),
    sectionOf(md`### Unsafe orders`, hazards, findingItem),
    sectionOf(md`### Broken before this pull request`, floorsBroken(preview), floorItem),
    sectionOf(md`### Drift, not of this pull request`, driftItems(preview), (item) => item),
  ];
  return sections.filter(({ total }) => total > 0);
}

function sectionOf<T>(
  title: Markdown,
  all: readonly T[],
  itemOf: (each: T) => Markdown,
): ShortSection {
  return { title, items: all.slice(0, MOST_ITEMS).map(itemOf), total: all.length };
}

function irreversibleItem({ address, sentence }: IrreversibleStep): Markdown {
  return md`${code(address)}: ${prose(sentence, 400)}`;
}

/** Apply and destroy are of the stacks that a program declares, so who would remove what is left goes back to one that does. */
function undeclaredItem(undeclared: UndeclaredStack, { origin }: Preview): Markdown {
  const { stack, objects, pending, inForce, neverInForce } = undeclared;
  const [stays, them] = objects === 1 ? ["stays as it is", "it"] : ["stay as they are", "them"];
  const command = PLAIN_NAME.test(stack) ? ` --stack ${stack}` : "";
  const place =
    origin.base === undefined
      ? md`with a program that declares the stack`
      : md`in a checkout of ${code(origin.base.commit.slice(0, 10))}, which declares the stack`;
  const parts = [
    objects === 0
      ? [md`Nothing of it was applied, and nothing of it will be.`]
      : [md`Its ${prose(count(objects, "object"))} ${prose(stays)}, and nobody applies the stack.`],
    pending === 0 || objects === 0
      ? []
      : [
          md`${prose(count(pending, "change"))} that ${pending === 1 ? md`is` : md`are`} not applied yet never will be.`,
        ],
    inForce.length === 0
      ? []
      : [md`In force as applied, though no program declares it: ${nameList(inForce, 5)}.`],
    neverInForce.length === 0
      ? []
      : [md`**Lost**, as not in force the way it is declared: ${nameList(neverInForce, 5)}.`],
    objects === 0
      ? []
      : [md`To remove ${prose(them)}: ${code(`holdfast destroy${command}`)} ${place}.`],
  ].flat();
  return join([md`${code(stack)}:`, ...parts], " ");
}

/** People copy commands into a shell. */
const PLAIN_NAME = /^[\w-]+$/;

/** Where it stands, what is wrong, and how to mend it. */
function problemItem({ summary, detail, address, attribute, source }: Diagnostic): Markdown {
  const { file, line, construct } = source ?? {};
  const name = [address ?? construct, attribute && formatPath(attribute)]
    .filter((part) => part !== undefined && part !== "")
    .join(", ");
  const place = file === undefined ? "" : line === undefined ? file : `${file}:${line}`;
  const where = [name, place].filter((part) => part !== "").map((part) => code(part));
  const at = where.length === 0 ? NOTHING : md` (${join(where, ", ")})`;
  return md`${strong(summary, 300)}${at}: ${prose(detail, 800)}`;
}

const DECISIONS: Readonly<Record<Decision["status"], Markdown>> = {
  needed: md`**Decision needed**`,
  recorded: md`Recorded`,
  "expires-soon": md`**Expires soon**`,
  expired: md`**Expired**`,
  "reason-gone": md`**Reason gone**`,
};

function decisionItem({ status, code: rule, subjects, sentence, advice }: Decision): Markdown {
  const about = subjects.length === 0 ? NOTHING : md` (${nameList(subjects, 3)})`;
  return join(
    [md`${DECISIONS[status]}, ${code(rule)}${about}:`, prose(sentence, 500), prose(advice, 400)],
    " ",
  );
}

function findingItem({ code: rule, subject, sentence, remedy }: Finding): Markdown {
  return join(
    [md`${code(rule)}, ${code(subject)}:`, prose(sentence, 500), prose(remedy, 400)],
    " ",
  );
}

/** Floors that were broken already; those that the pull request breaks are risks. */
function floorsBroken({ verdict, brokenFloors }: Preview): readonly BrokenFloor[] {
  return verdict === "broken-before" ? brokenFloors : [];
}

function floorItem({ floor, scenario, lost, maxLost }: BrokenFloor): Markdown {
  return md`Floor ${code(floor)} (${code(scenario)}): ${lost.length} workloads do not survive, ${maxLost} may: ${nameList(lost, 5)}`;
}

/** Only what breaks a floor, costs workloads, or is all there is to see. */
function driftItems({ drift, changes }: Preview): readonly Markdown[] {
  const { lost, breaksFloor } = drift;
  const isAll = changes.length === 0 && drift.changes.length > 0;
  return [
    breaksFloor
      ? [md`The live estate breaks a floor already, whatever becomes of this pull request.`]
      : [],
    lost.length === 0
      ? []
      : [
          md`${prose(count(lost.length, "workload"))} would survive had the base been applied: ${nameList(lost, 5)}`,
        ],
    isAll || breaksFloor || lost.length > 0
      ? [
          md`${prose(count(drift.changes.length, "object"))} of the live estate ${drift.changes.length === 1 ? md`is` : md`are`} otherwise than the base declares.`,
        ]
      : [],
  ].flat();
}
