// The comment of a preview, as a forge gets it.

import type { Preview } from "../model/preview.js";
import type { CommentTexts } from "../report/comment/comment-texts.js";
import { renderComment } from "../report/comment/render-comment.js";
import type { Occasion } from "./preview-occasion.js";

/** Markdown of `longest` UTF-16 code units at most. */
export function renderPreview(preview: Preview, texts: CommentTexts, longest: number): string {
  return renderComment(preview, texts, { most: longest, unit: "characters" }).text;
}

/** In place of an earlier comment once there is nothing of the kind to say any more. */
export function renderQuiet(occasion: Occasion): string {
  const what = occasion === "risk" ? "puts nothing at risk" : "changes nothing";
  return `Holdfast: this pull request ${what} any more. An earlier comment stood here.\n`;
}
