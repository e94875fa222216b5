// Annotations: the risks beside the lines of the program that bring them about, for forges that show such notes with a check.
// They are plain text there, and never markup.

import type { Preview, Risk } from "../../model/preview.js";
import { withoutHalves } from "../../model/well-formed.js";
import { visible } from "../text.js";

export interface RiskAnnotation {
  /** Relative to the repository, with `/`. */
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
  readonly level: "failure" | "warning";
  readonly title: string;
  readonly message: string;
}

/** Risks come worst first; the comment tells or counts all of them. */
const MOST_ANNOTATIONS = 200;

/** One for each risk whose line is known, on the first of its causes that has one. */
export function annotationsOf({ risks }: Preview): readonly RiskAnnotation[] {
  return risks.flatMap(annotationOf).slice(0, MOST_ANNOTATIONS);
}

function annotationOf({ severity, title, why, fix, causes }: Risk): readonly RiskAnnotation[] {
  const source = causes.find((cause) => cause.source !== undefined)?.source;
  if (source === undefined) return [];
  const shown = (text: string) => visible(withoutHalves(text));
  return [
    {
      file: withoutHalves(source.file),
      line: Math.max(1, source.line),
      level: severity === "medium" ? "warning" : "failure",
      title: shown(title),
      message: shown([`${title}.`, why, fix].filter((each) => each !== "").join(" ")),
    },
  ];
}
