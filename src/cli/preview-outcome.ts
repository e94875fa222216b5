// What a preview means for whoever runs it in a pipeline: the exit code.

import { hasErrors } from "../model/diagnostic.js";
import type { Preview } from "../model/preview.js";
import { EXIT_CODES, type ExitCode, mergeExitCodes } from "./exit-codes.js";
import type { GivenOptions } from "./given-options.js";
import { FAIL_ON } from "./preview-choices.js";

/** A floor that the author breaks is an error of theirs. */
export function exitCodeOf(preview: Preview, options: GivenOptions): ExitCode {
  const levels: readonly string[] = FAIL_ON;
  const strictness = levels.indexOf(options.text("fail-on") ?? "");
  const holds = (one: (typeof FAIL_ON)[number]) => strictness >= levels.indexOf(one);
  const isUnknown = hasErrors(preview.problems.head);
  const isBroken = preview.conclusion === "failure" && !isUnknown;
  const isAtRisk = holds("risk") && preview.risks.length > 0;
  return mergeExitCodes([
    holds("error") && isUnknown ? EXIT_CODES.error : EXIT_CODES.done,
    (holds("error") && isBroken) || isAtRisk ? EXIT_CODES.notSurvived : EXIT_CODES.done,
    holds("changes") && preview.changes.length > 0 ? EXIT_CODES.changesPending : EXIT_CODES.done,
  ]);
}
