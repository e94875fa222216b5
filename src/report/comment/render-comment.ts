// The comment of a pull request, in the order in which a reviewer reads: verdict, roll-up, risks, decisions, what cannot
// be undone, drift, then what is folded, then what it all rests on. It never is longer than its budget. Verdict, roll-up and
// every risk are always in it (risk-list.ts says how), details fill what is left. The last line is for the next run
// (push-history.ts). The line by which a poster knows its own comment is the poster's, who puts it first and takes its
// length off the budget.

import { invariant } from "../../model/invariant.js";
import type { Preview } from "../../model/preview.js";
import { count } from "../text.js";
import { type Budget, LEAST_BUDGET, sizeOf } from "./budget.js";
import type { CommentTexts } from "./comment-texts.js";
import { detailsOf, type FittedDetails, fitDetails } from "./details.js";
import { footer } from "./footer.js";
import { riskSection } from "./risk-list.js";
import { ROW_LIMITS, rollUpTable } from "./roll-up-table.js";
import { blocks, type Markdown, md, NOTHING, prose } from "./safe-markdown.js";
import { type ShortSection, shortSection, shortSections } from "./short-sections.js";
import { verdictLine } from "./verdict-line.js";

export interface RenderedComment {
  /** Markdown; ends with a line feed. */
  readonly text: string;
  /** Folded parts that had no room, and lines of the one that was cut. */
  readonly leftOut: FittedDetails["leftOut"];
}

/** @param budget of the text alone. */
export function renderComment(
  preview: Preview,
  texts: CommentTexts,
  budget: Budget,
): RenderedComment {
  invariant(budget.most >= LEAST_BUDGET, `a comment has room for ${LEAST_BUDGET} at least`);
  const size = (piece: Markdown) => (piece.markdown === "" ? 0 : sizeOf(piece, budget) + BETWEEN);
  const verdict = verdictLine(preview);
  const end = footer(preview, texts);
  const short = shortSections(preview);
  const least = short.reduce((sum, section) => sum + size(shortSection(section, 0)), 0);
  let left = budget.most - size(verdict) - size(end) - NOTE_ROOM - least;
  const table = fittingTable(preview, { room: left / 3, size });
  left -= size(table);
  const wanted = short.reduce(
    (sum, section) => sum + size(shortSection(section, section.items.length)),
    0,
  );
  const extra = Math.min(wanted - least, Math.floor(left / 3));
  const risks = riskSection(preview.risks, { budget, room: left - extra, ...filesOf(texts) });
  left -= size(risks);
  const sections = fitSections(short, { room: left + least, size });
  left += least - sections.reduce((sum, section) => sum + size(section), 0);
  const folded = texts.detail === "summary" ? [] : detailsOf(preview, texts);
  const details = fitDetails(folded, { budget, room: left });
  const note = leftOutNote(details.leftOut);
  const text = `${blocks([verdict, table, risks, ...sections, ...details.shown, note, end]).markdown}\n`;
  invariant(sizeOf({ markdown: text }, budget) <= budget.most, "a comment is within its budget");
  return { text, leftOut: details.leftOut };
}

/** The empty line between two blocks. */
const BETWEEN = 2;
const NOTE_ROOM = 200;

type Size = (piece: Markdown) => number;

function filesOf({ filesAddress }: CommentTexts): Pick<CommentTexts, "filesAddress"> {
  return filesAddress === undefined ? {} : { filesAddress };
}

function fittingTable({ places }: Preview, { room, size }: { room: number; size: Size }): Markdown {
  if (places.length === 0) return NOTHING;
  const tables = ROW_LIMITS.map((rows) => rollUpTable(places, rows));
  return tables.find((table) => size(table) <= room) ?? tables.at(-1) ?? NOTHING;
}

/** Errors and decisions take what they need before what comes after them does; each has its title and a count at least. */
function fitSections(
  sections: readonly ShortSection[],
  { room, size }: { room: number; size: Size },
): readonly Markdown[] {
  let spare = room - sections.reduce((sum, section) => sum + size(shortSection(section, 0)), 0);
  return sections.map((section) => {
    const least = size(shortSection(section, 0));
    let fitting = shortSection(section, 0);
    for (let items = section.items.length; items > 0; items -= 1) {
      const longer = shortSection(section, items);
      if (size(longer) - least > spare) continue;
      fitting = longer;
      break;
    }
    spare -= size(fitting) - least;
    return fitting;
  });
}

function leftOutNote({ details, lines }: FittedDetails["leftOut"]): Markdown {
  if (details === 0 && lines === 0) return NOTHING;
  const parts = [
    details === 0 ? [] : [count(details, "folded part")],
    lines === 0 ? [] : [`${count(lines, "line")} of the last one above`],
  ].flat();
  return md`Left out, as there is no room: ${prose(parts.join(" and "))}. The full report has all.`;
}
