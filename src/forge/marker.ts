// What tells our comment of one project on one pull request from everything else. Two locks: the account that wrote it,
// which the forge vouches for and which nobody can write as without its token, and a marker in its first line with a digest
// over repository, pull request and project. The account alone is not enough, for workflows share it and may quote texts of
// a pull request; hence the first line, where a quotation does not stand, and a key for the digest, if one is given. What
// no digest keeps out is a copy of the marker within the same pull request: should another workflow of the same account
// post one as its first line, that comment is taken for a duplicate of ours and removed. Nobody's text ever becomes ours.

import { createHmac } from "node:crypto";
import type { Comment, ForgeAddress } from "./forge.js";

export interface MarkedSubject extends Pick<ForgeAddress, "repository" | "pullRequest"> {
  /** Folder of the project; `.` for the root. */
  readonly project: string;
}

/** `key` is the same in every run, so it cannot be a token that each run gets anew. Without one anybody can compute the digest. */
export function markerOf(subject: MarkedSubject, key = ""): string {
  const { repository, pullRequest, project } = subject;
  const text = JSON.stringify([repository.toLowerCase(), pullRequest, project]);
  // In hexadecimal: two hyphens may not stand in a comment of HTML.
  const digest = createHmac("sha256", `holdfast.preview/1:${key}`).update(text).digest("hex");
  return `<!-- holdfast-preview ${digest} -->`;
}

/** All markers have this length, with the end of their line. */
export const MARKER_LENGTH = markerOf({ repository: "", pullRequest: 0, project: "" }).length + 1;

export function withMarker(marker: string, body: string): string {
  return `${marker}\n${body}`;
}

/** Whether it is ours, given that our account wrote it. */
export function isMarked(marker: string, { body }: Comment): boolean {
  return body.split(/\r?\n/, 1)[0]?.trimEnd() === marker;
}
