// What a comment rests on: commits, digests, serials, version, and where the full report is.

import type { Preview, Revision } from "../../model/preview.js";
import type { CommentTexts } from "./comment-texts.js";
import { historyMemory, historyStrip, pushesOf } from "./push-history.js";
import { blocks, code, join, link, type Markdown, md, NOTHING } from "./safe-markdown.js";

const MOST_SERIALS = 5;

export function footer(preview: Preview, texts: CommentTexts): Markdown {
  const { origin, project, scenario } = preview;
  const pushes = pushesOf(preview, texts.formerComment);
  const facts = [
    md`Project ${code(project, 80)}`,
    md`scenario ${code(scenario, 80)}`,
    revision(md`base`, origin.base),
    revision(md`head`, origin.head),
    md`estate ${code(shortDigest(origin.estateDigest))}`,
    md`plan ${code(origin.planDigest, 80)}`,
    serials(origin.serials),
    md`Holdfast ${code(origin.version, 40)}`,
    texts.reportAddress === undefined
      ? NOTHING
      : link(md`full report`, { prefix: texts.reportAddress }),
  ];
  return blocks([md`---`, historyStrip(pushes), join(facts, " · "), historyMemory(pushes)]);
}

function revision(side: Markdown, of: Revision | undefined): Markdown {
  return of === undefined
    ? NOTHING
    : md`${side} ${of.ref === of.commit ? NOTHING : md`${code(of.ref, 60)} at `}${code(of.commit.slice(0, 10))}`;
}

function shortDigest(digest: string): string {
  return digest.slice(0, 12);
}

function serials(all: Preview["origin"]["serials"]): Markdown {
  const stacks = Object.keys(all).sort();
  if (stacks.length === 0) return NOTHING;
  const shown = stacks
    .slice(0, MOST_SERIALS)
    .map((stack) => md`${code(stack, 40)} ${all[stack] ?? 0}`);
  const more = stacks.length - shown.length;
  return md`state serials ${join(shown, ", ")}${more === 0 ? NOTHING : md` and ${more} more`}`;
}
