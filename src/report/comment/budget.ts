// How long a comment may be. GitHub refuses more than 65,536 characters in some places and more than 262,144 bytes in
// others; 65,536 UTF-16 code units are within both, as none takes more than three bytes. A step summary of more than
// 1,024 KiB is dropped whole.

import type { Markdown } from "./safe-markdown.js";

export interface Budget {
  /** At least {@link LEAST_BUDGET}. */
  readonly most: number;
  /** UTF-16 code units, or bytes of UTF-8. */
  readonly unit: "characters" | "bytes";
}

export const GITHUB_COMMENT: Budget = { most: 65_536, unit: "characters" };
export const GITHUB_STEP_SUMMARY: Budget = { most: 1_048_576, unit: "bytes" };
export const GITLAB_COMMENT: Budget = { most: 1_000_000, unit: "characters" };

/** Below it there is no room for a verdict, a roll-up and counts of all risks. */
export const LEAST_BUDGET = 8192;

export function sizeOf({ markdown }: Markdown, { unit }: Budget): number {
  return unit === "bytes" ? Buffer.byteLength(markdown, "utf8") : markdown.length;
}
