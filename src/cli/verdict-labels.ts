// Labels that a pull request has while its preview has a verdict, each as VERDICT=LABEL.

import type { LabelChange } from "../forge/label-change.js";
import { PREVIEW_VERDICTS, type PreviewVerdict } from "../model/preview.js";

export interface VerdictLabel {
  readonly verdict: PreviewVerdict;
  readonly label: string;
}

export interface ReadLabels {
  readonly labels: readonly VerdictLabel[];
  /** A sentence on each that is no such pair. */
  readonly problems: readonly string[];
}

/** GitHub's. */
const LONGEST_LABEL = 50;

/** `name` is that of the option or input. */
export function readVerdictLabels(name: string, given: readonly string[]): ReadLabels {
  const labels: VerdictLabel[] = [];
  const problems: string[] = [];
  for (const pair of given) {
    const [before = "", ...after] = pair.split("=");
    const verdict = PREVIEW_VERDICTS.find((known) => known === before.trim());
    const label = after.join("=").trim();
    // GitLab takes lists of labels with commas between them.
    if (verdict !== undefined && /^[^,\p{Cc}]+$/u.test(label) && label.length <= LONGEST_LABEL) {
      labels.push({ verdict, label });
    } else {
      problems.push(
        `${name} must be a verdict (${PREVIEW_VERDICTS.join(", ")}), "=" and a label of ${LONGEST_LABEL} characters at most without commas; not "${pair}".`,
      );
    }
  }
  return { labels, problems };
}

export function labelsFor(verdict: PreviewVerdict, labels: readonly VerdictLabel[]): LabelChange {
  const named = (wanted: boolean) =>
    labels.filter((each) => (each.verdict === verdict) === wanted).map(({ label }) => label);
  const add = [...new Set(named(true))];
  return { add, remove: [...new Set(named(false))].filter((label) => !add.includes(label)) };
}
