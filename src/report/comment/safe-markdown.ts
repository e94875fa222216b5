// Markdown out of text that nobody vouches for: names, labels and messages come from a pull request. This module alone
// makes Markdown of strings; everything else puts pieces of it together with `md`, whose literal parts are ours. Names
// become code, in which forges see no mention, reference, link, emoji or formula; a sentence keeps its plain words, and
// whatever else stands in it becomes code too. What has no width or turns the reading direction is shown as `\u202e`.

import { withoutHalves } from "../../model/well-formed.js";
import { visible } from "../text.js";

/** Markdown that is safe to post. Only this module makes it. */
export interface Markdown {
  readonly markdown: string;
}

/** Code units that a name and a sentence may have before they are cut. */
export const LONGEST_NAME = 160;
export const LONGEST_SENTENCE = 1200;

/** Literal parts stand as they are, pieces as what they are. */
export function md(parts: TemplateStringsArray, ...pieces: readonly (Markdown | number)[]) {
  const text = parts.map((part, i) => {
    const piece = pieces[i];
    if (piece === undefined) return part;
    return part + (typeof piece === "number" ? String(piece) : piece.markdown);
  });
  return { markdown: text.join("") };
}

export const NOTHING: Markdown = { markdown: "" };

/** With a blank, a comma or `<br>` between them; what is empty is left out. */
export function join(pieces: readonly Markdown[], between: " " | ", " | " · " | "<br>"): Markdown {
  return { markdown: filled(pieces).join(between) };
}

/** Blocks, an empty line between each. */
export function blocks(pieces: readonly Markdown[]): Markdown {
  return { markdown: filled(pieces).join("\n\n") };
}

/** A list; paragraphs after the first of an item are part of it. */
export function list(items: readonly Markdown[], style: "bullets" | "numbers" = "bullets") {
  const lines = items.map(({ markdown }, i) => {
    const mark = style === "bullets" ? "- " : `${i + 1}. `;
    return mark + markdown.replaceAll(/\n(?=.)/g, `\n${" ".repeat(mark.length)}`);
  });
  return { markdown: lines.join("\n") };
}

/** A table; cells are one line each. */
export function table(head: readonly Markdown[], rows: readonly (readonly Markdown[])[]): Markdown {
  const line = (cells: readonly Markdown[]) =>
    `| ${cells.map(({ markdown }) => markdown).join(" | ")} |`;
  return {
    markdown: [line(head), `|${" --- |".repeat(head.length)}`, ...rows.map(line)].join("\n"),
  };
}

/** A name: code, on one line. */
export function code(text: string, most = LONGEST_NAME): Markdown {
  const shown = inlineCode(text, most);
  const longest = longestRun(shown, "`");
  if (longest === 0) return { markdown: `\`${shown}\`` };
  const fence = "`".repeat(longest + 1);
  return { markdown: `${fence} ${shown} ${fence}` };
}

/** A sentence: plain words, and code for all that is none. One line. */
export function prose(text: string, most = LONGEST_SENTENCE): Markdown {
  const words = clip(text, most)
    .split(/\s+/u)
    .filter((word) => word !== "");
  const shown: string[] = [];
  let length = 0;
  for (const word of words) {
    const next = proseWord(word);
    length += next.length + 1;
    if (length > most && shown.length > 0) return { markdown: [...shown, "…"].join(" ") };
    shown.push(next);
  }
  return { markdown: shown.join(" ") };
}

/** The same in bold; nothing where there is no word, for which the stars would stay. */
export function strong(text: string, most = LONGEST_SENTENCE): Markdown {
  const { markdown } = prose(text, most);
  return markdown === "" ? NOTHING : { markdown: `**${markdown}**` };
}

/** A web address that was given, and a path below it; the label alone where they make none. */
export function link(label: Markdown, { prefix, path = "", line }: LinkTarget): Markdown {
  const address = webAddress(prefix, path);
  if (address === undefined) return label;
  const anchor = line === undefined ? "" : `#L${line}`;
  return { markdown: `[${label.markdown}](<${address}${anchor}>)` };
}

export interface LinkTarget {
  readonly prefix: string;
  readonly path?: string;
  /** From 1. */
  readonly line?: number;
}

/** What is folded: a line to click and a text as it is, in a fence. */
export function foldedText(summary: readonly (Markdown | Named)[], text: string): Markdown {
  const shown = summary.map((part) => ("name" in part ? htmlName(part.name) : part.markdown));
  return {
    markdown: `<details>\n<summary>${shown.join("")}</summary>\n\n${fenced(text)}\n\n</details>`,
  };
}

/** A name within a line to click, which is HTML. */
export interface Named {
  readonly name: string;
}

/** What nobody sees, for the next run: words of letters, digits, `=`, `,`, `.` and `-`. */
export function hidden(words: readonly string[]): Markdown {
  return { markdown: `<!-- ${words.filter((word) => /^[\w=,.-]+$/.test(word)).join(" ")} -->` };
}

/** Lines as a block of code shows them, so that they can be counted and cut before. */
export function codeLines(text: string): readonly string[] {
  const lines = withoutHalves(text)
    .split(/\r?\n/)
    .map((line) => seen(line.replaceAll("\t", "  ")).trimEnd());
  while (lines.at(-1) === "") lines.pop();
  return lines;
}

function fenced(text: string): string {
  const lines = codeLines(text);
  const longest = lines.reduce((most, line) => Math.max(most, longestRun(line, "`")), 2);
  const fence = "`".repeat(longest + 1);
  return [fence, ...lines, fence].join("\n");
}

const PLAIN_WORD = /^[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*%?$/u;
const PLAIN_SIGN = /^[–—→·…]$/u;
/** Hashes of commits and numbers of tickets, of which forges make links. */
const LINKED_WORD = /^[0-9a-f]{7,}$|^[a-z]+-\d+$/i;
const AROUND = /^([("“]*)(.*?)([.,;:!?)"”…]*)$/su;

function proseWord(word: string): string {
  if (PLAIN_SIGN.test(word)) return word;
  const [, before = "", core = "", after = ""] = AROUND.exec(word) ?? [];
  if (core === "") return code(word).markdown;
  const isPlain = PLAIN_WORD.test(core) && !LINKED_WORD.test(core) && seen(core) === core;
  return before + (isPlain ? core : code(core).markdown) + escapeEnd(core, after);
}

/** `1.` begins a list, and `!` an image. */
function escapeEnd(core: string, signs: string): string {
  const escaped = signs.replaceAll("!", "\\!");
  return /^\d+$/.test(core) ? escaped.replaceAll(/[.)]/g, "\\$&") : escaped;
}

function inlineCode(text: string, most: number): string {
  const shown = seen(clip(text, most)).replaceAll("|", PIPE);
  return clip(shown === shown.trim() && shown !== "" ? shown : JSON.stringify(shown), most);
}

/** It ends the cell of a table, in code too, and parsers differ on how it is escaped there. */
const PIPE = "\\u007c";

/** Signs that have no width, and blanks that are no blank. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}|(?! )\p{Zs}/gu;

/** On one line, with nothing in it that a reader does not see. */
function seen(text: string): string {
  return visible(text).replaceAll(
    UNSEEN,
    (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}

function clip(text: string, most: number): string {
  const whole = withoutHalves(text);
  if (whole.length <= most) return whole;
  return `${whole.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

function longestRun(text: string, sign: string): number {
  let longest = 0;
  let run = 0;
  for (const each of text) {
    run = each === sign ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}

function htmlName(name: string): string {
  const shown = inlineCode(name, LONGEST_NAME).replaceAll(
    /[&<>"'`]/g,
    (sign) => `&#${sign.charCodeAt(0)};`,
  );
  return `<code>${shown}</code>`;
}

const LONGEST_ADDRESS = 1000;

function webAddress(prefix: string, path: string): string | undefined {
  if (!/^https?:\/\/[^\s<>@\\|`]+$/.test(prefix) || !URL.canParse(prefix)) return undefined;
  const steps = path.split("/");
  if (steps.some((step) => step === ".." || step === ".")) return undefined;
  const below = steps.map((step) => encodeURIComponent(withoutHalves(step))).join("/");
  const address = new URL(prefix + below).href.replaceAll("|", "%7C");
  return address.length > LONGEST_ADDRESS ? undefined : address;
}

function filled(pieces: readonly Markdown[]): readonly string[] {
  return pieces.map(({ markdown }) => markdown).filter((text) => text !== "");
}
