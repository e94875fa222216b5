// When a preview is worth a comment.

import type { Preview } from "../model/preview.js";

export const OCCASIONS = ["always", "changes", "risk", "off"] as const;

/** `--comment`. */
export type Occasion = (typeof OCCASIONS)[number];

/** What could not be evaluated is always told, but for `off`. */
export function hasSomethingToSay(preview: Preview, occasion: Occasion): boolean {
  const isRisky = preview.risks.length > 0 || preview.verdict === "unknown";
  switch (occasion) {
    case "off":
      return false;
    case "always":
      return true;
    case "changes":
      return isRisky || preview.changes.length > 0 || preview.verdict === "drops";
    case "risk":
      return isRisky;
  }
}
