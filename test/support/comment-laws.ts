// Laws of a comment, whatever a pull request puts into names, labels and messages: it is within its budget, a forge's
// parser sees the structure that the preview says and nothing that a name put there, every risk is told or counted, and
// equal previews give equal bytes. They hold of previews of any size; how many of which is for the tests that ask.

import fc from "fast-check";
import type { Nodes, Root } from "mdast";
import { expect } from "vitest";
import type { Preview } from "../../src/model/preview.js";
import {
  type Budget,
  GITHUB_COMMENT,
  GITHUB_STEP_SUMMARY,
  LEAST_BUDGET,
} from "../../src/report/comment/budget.js";
import type { CommentTexts } from "../../src/report/comment/comment-texts.js";
import { detailsOf } from "../../src/report/comment/details.js";
import { renderComment } from "../../src/report/comment/render-comment.js";
import { MOST_ITEMS, shortSections } from "../../src/report/comment/short-sections.js";
import { arbitraryPreview, arbitraryTexts } from "./arbitrary-preview.js";
import { countNodes, nodesOf, parseGfm, textOf } from "./gfm.js";

const anyBudget: fc.Arbitrary<Budget> = fc.oneof(
  fc.constant(GITHUB_COMMENT),
  fc.constant(GITHUB_STEP_SUMMARY),
  fc.record({
    most: fc.integer({ min: LEAST_BUDGET, max: 200_000 }),
    unit: fc.constantFrom<Budget["unit"][]>("characters", "bytes"),
  }),
);
/** Those of which a parser makes a tree in a moment. */
const smallBudget = fc.oneof(
  fc.constant(GITHUB_COMMENT),
  fc.record({
    most: fc.integer({ min: LEAST_BUDGET, max: 40_000 }),
    unit: fc.constant<Budget["unit"]>("characters"),
  }),
);

interface Case {
  readonly preview: Preview;
  readonly texts: CommentTexts;
  readonly budget: Budget;
}

export interface Trials {
  readonly runs: number;
  /** As of {@link arbitraryPreview}. */
  readonly longest: number;
}

/** It is never longer than its budget, and the same bytes for the same preview. */
export function holdsToBudget(trials: Trials): void {
  forAll(trials, anyBudget, ({ preview, texts, budget }) => {
    const { text, leftOut } = renderComment(preview, texts, budget);
    expect(budget.unit === "bytes" ? Buffer.byteLength(text) : text.length).toBeLessThanOrEqual(
      budget.most,
    );
    const again = structuredClone({ preview, texts });
    expect(renderComment(again.preview, again.texts, budget)).toEqual({ text, leftOut });
  });
}

/** It is to a forge's parser what the preview says, and nothing that a name in it wants it to be. */
export function saysWhatThePreviewSays(trials: Trials): void {
  forAll(trials, smallBudget, (given) => {
    const { text, leftOut } = renderComment(given.preview, given.texts, given.budget);
    const tree = parseGfm(text);
    expectStructure(tree, given, leftOut.details);
    expectNothingInjected(tree);
    expectEveryRisk(tree, given.preview);
    expectShortSections(tree, given.preview);
    expectMemory(text, given.preview);
  });
}

function forAll(
  { runs, longest }: Trials,
  budgets: fc.Arbitrary<Budget>,
  law: (given: Case) => void,
): void {
  fc.assert(
    fc.property(arbitraryPreview(longest), arbitraryTexts, budgets, (preview, texts, budget) =>
      law({ preview, texts, budget }),
    ),
    { numRuns: runs },
  );
}

function expectStructure(tree: Root, { preview, texts }: Case, leftOut: number): void {
  const counts = countNodes(nodesOf(tree));
  const html = tree.children.flatMap((node) => (node.type === "html" ? [node.value] : []));
  const titles = shortSections(preview).length + (preview.risks.length > 0 ? 1 : 0);
  const folded = detailsOf(preview, texts).length - leftOut;
  expect(counts.heading).toBe(1 + titles);
  expect(counts.table ?? 0).toBe(preview.places.length > 0 ? 1 : 0);
  expect(counts.thematicBreak).toBe(1);
  expect(counts.code ?? 0).toBe(folded);
  expect(html.filter((part) => part === "</details>")).toHaveLength(folded);
  expect(html.filter((part) => part.startsWith("<details>"))).toHaveLength(folded);
  expect(counts.tableRow ?? 1).toBeLessThanOrEqual(26);
  const hasVspheres = preview.places.some(({ vsphere }) => vsphere !== undefined);
  for (const cells of cellsOf(tree)) expect(cells).toBe(hasVspheres ? 10 : 9);
}

function expectNothingInjected(tree: Root): void {
  const nodes = nodesOf(tree);
  const counts = countNodes(nodes);
  for (const type of FORBIDDEN) expect([type, counts[type] ?? 0]).toEqual([type, 0]);
  for (const node of nodes) {
    if (node.type === "link") expect(node.url).toMatch(OUR_ADDRESS);
    if (node.type === "html") expect(node.value).toMatch(OUR_HTML);
    if (node.type === "text") expect(node.value).not.toMatch(ACTIVE_TEXT);
    if ("value" in node) expect(node.value.replaceAll("\n", "")).not.toMatch(UNSEEN);
  }
}

/** Told in their order, or counted by kind and severity. */
function expectEveryRisk(tree: Root, { risks }: Preview): void {
  const items = riskItems(tree);
  items.forEach((item, i) => {
    expect(item).toMatch(new RegExp(`^\\S+ ${risks[i]?.severity}:`));
  });
  const counted = risks.slice(items.length);
  expect(countedIn(textOf(tree))).toEqual({
    floor: counted.filter(({ kind }) => kind === "floor").length,
    survival: counted.filter(({ kind }) => kind === "survival").length,
    finding: counted.filter(({ kind }) => kind === "finding").length,
  });
}

/** The last line, and no other: what the next run reads. */
function expectMemory(text: string, { origin, verdict }: Preview): void {
  const last = text.trimEnd().split("\n").at(-1) ?? "";
  const commit = origin.head?.commit.slice(0, 10);
  if (commit === undefined) expect(last).not.toMatch(/^<!--/);
  else expect(last).toBe(`<!-- holdfast-history ${commit}=${verdict} -->`);
}

function expectShortSections(tree: Root, preview: Preview): void {
  const shown = listsAfterHeadings(tree).filter(({ title }) => !title.startsWith("Risks"));
  expect(shown.map(({ items, more }) => items + more)).toEqual(
    shortSections(preview).map(({ total }) => total),
  );
  for (const { items } of shown) expect(items).toBeLessThanOrEqual(MOST_ITEMS);
}

const FORBIDDEN = [
  ...["image", "imageReference", "linkReference", "definition", "footnoteReference"],
  ...["footnoteDefinition", "delete", "emphasis", "blockquote", "break"],
];
const OUR_ADDRESS = /^https:\/\/(forge\.example\/owner\/name\/blob\/0123\/|ci\.example\/run\/1$)/;
const OUR_HTML =
  /^(<\/details>|<!-- holdfast-history [\w=,-]+ -->|<details>\n<summary>[^<>\n]*(<code>[^<>\n]*<\/code>)?<\/summary>)$/;
/** What forges act on in text that is not code. */
const ACTIVE_TEXT =
  /[@#<>|$^~`*_[\]{}\\=+]|\bwww\.|:\/\/|GH-|:\w+:|!\w|\b(?=\d*[a-f])[0-9a-f]{7,}\b/;
const UNSEEN = /(?! )[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Zs}]|\u3164/u;

function cellsOf(tree: Root): readonly number[] {
  return nodesOf(tree).flatMap((node) => (node.type === "tableRow" ? [node.children.length] : []));
}

interface ShownList {
  readonly title: string;
  readonly items: number;
  readonly more: number;
}

function listsAfterHeadings({ children }: Root): readonly ShownList[] {
  return children.flatMap((node, i) => {
    const next = children[i + 1];
    if (node.type !== "heading" || node.depth !== 3) return [];
    if (next?.type !== "list") return [{ title: textOf(node), items: 0, more: 0 }];
    const last = next.children.at(-1);
    const [, more] = /^(\d+) more$/.exec(last === undefined ? "" : textOf(last)) ?? [];
    const items = next.children.length - (more === undefined ? 0 : 1);
    return [{ title: textOf(node), items, more: Number(more ?? 0) }];
  });
}

function riskItems({ children }: Root): readonly string[] {
  const lists = children.filter((node) => node.type === "list" && node.ordered === true);
  return lists.flatMap((node: Nodes) => ("children" in node ? node.children.map(textOf) : []));
}

function countedIn(text: string): Readonly<Record<string, number>> {
  const of = (words: string) => {
    const pattern = new RegExp(`(\\d+) ${words} \\((\\d+) critical, (\\d+) high, (\\d+) medium\\)`);
    const [all, ...severities] = (pattern.exec(text) ?? []).slice(1).map(Number);
    expect(severities.reduce((sum, each) => sum + each, 0)).toBe(all ?? 0);
    return all ?? 0;
  };
  return {
    floor: of("broken floors"),
    survival: of("losses of survival"),
    finding: of("broken rules"),
  };
}
