// The first line of a comment: one symbol and the verdict, and what the forge's check will show.

import type { Preview, PreviewVerdict } from "../../model/preview.js";
import { type Markdown, md, prose } from "./safe-markdown.js";

export function verdictLine(preview: Preview): Markdown {
  return md`## ${verdictSymbol(preview)} ${prose(preview.sentence, 500)}`;
}

export const VERDICT_SYMBOLS: Readonly<Record<PreviewVerdict, Markdown>> = {
  unchanged: md`✅`,
  improves: md`✅`,
  drops: md`❌`,
  "broken-before": md`⚠️`,
  first: md`✅`,
  unknown: md`⛔`,
};

function verdictSymbol({ verdict, conclusion }: Preview): Markdown {
  if (verdict === "unknown") return VERDICT_SYMBOLS.unknown;
  if (conclusion === "failure") return VERDICT_SYMBOLS.drops;
  return conclusion === "neutral" && VERDICT_SYMBOLS[verdict].markdown === "✅"
    ? VERDICT_SYMBOLS["broken-before"]
    : VERDICT_SYMBOLS[verdict];
}
