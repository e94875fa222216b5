// The comment of a preview, as posted and as written to the step summary.

import type { Preview } from "../model/preview.js";
import type { Occasion } from "./preview-occasion.js";

/** What a comment shows beside the preview. */
export interface CommentTexts {
  /** Commands, one a line. */
  readonly reproduce?: readonly string[];
  /** Where the full report is: a web address. */
  readonly reportAddress?: string;
  /** What a file's path is put behind, as `https://forge/owner/name/blob/COMMIT/`. */
  readonly filesAddress?: string;
  /** The comment that this one takes the place of: it knows the verdicts of former pushes. */
  readonly formerComment?: string;
}

/** Markdown of `longest` UTF-16 code units at most. Texts of the pull request stand in a code block, where nothing is markup. */
export function renderPreview(preview: Preview, texts: CommentTexts, longest: number): string {
  const lines = [
    preview.sentence,
    ...preview.risks.flatMap(({ severity, title, fix }) => ["", `${severity}: ${title}`, fix]),
    ...(texts.reproduce ?? []).flatMap((command) => ["", command]),
  ];
  const text = lines.join("\n").replaceAll("\r", " ");
  const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length);
  const fence = "`".repeat(Math.max(2, ...runs) + 1);
  const { reportAddress } = texts;
  const end = reportAddress === undefined ? "" : `\n[full report](${reportAddress})\n`;
  const room = longest - "### Holdfast\n\ntext\n\n\n".length - 2 * fence.length - end.length;
  return `### Holdfast\n\n${fence}text\n${text.slice(0, room)}\n${fence}\n${end}`;
}

/** In place of an earlier comment once there is nothing of the kind to say any more. */
export function renderQuiet(occasion: Occasion): string {
  const what = occasion === "risk" ? "puts nothing at risk" : "changes nothing";
  return `Holdfast: this pull request ${what} any more. An earlier comment stood here.\n`;
}
