// What a comment shows beside the preview: texts that were made elsewhere, all optional.

/** Of `summary` the folded parts are left out. */
export const DETAILS = ["full", "summary"] as const;
export type Detail = (typeof DETAILS)[number];

export interface CommentTexts {
  /** Default `full`. */
  readonly detail?: Detail;
  /** The plan of each stack, without colour. */
  readonly plans?: readonly { readonly stack: string; readonly text: string }[];
  /** What the drill of the head says. */
  readonly drill?: string;
  /** Commands, one a line. */
  readonly reproduce?: readonly string[];
  /** Where the full report is: a web address. */
  readonly reportAddress?: string;
  /** What a file's path is put behind, as `https://forge/owner/name/blob/COMMIT/`. */
  readonly filesAddress?: string;
  /** The comment that this one takes the place of: it knows the verdicts of former pushes. */
  readonly formerComment?: string;
}
