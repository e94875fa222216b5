// What became of a preview on its pull request, for people.

import type { PostedPreview } from "./post-preview.js";

const COMMENT_SENTENCES: Readonly<Record<PostedPreview["comment"]["done"], string>> = {
  created: "The preview is a new comment",
  updated: "The comment of the preview is updated",
  unchanged: "The comment says the same already",
  removed: "The earlier comment is removed, for there is nothing to say any more",
  nothing: "There is nothing to say, and no earlier comment",
  outdated: "The pull request has a later commit; its own preview will say what is true by now",
  off: "No comment was asked for",
};

export function postedSentences({ comment, checked }: PostedPreview): readonly string[] {
  const where = comment.url === undefined ? "" : `: ${comment.url}`;
  const check = checked === undefined ? [] : [`The check of ${checked} is set.`];
  return [`${COMMENT_SENTENCES[comment.done]}${where || "."}`, ...check];
}
