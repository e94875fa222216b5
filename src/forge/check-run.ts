// A check run of GitHub with annotations, which are shown beside the lines that they are about.
// https://docs.github.com/rest/checks/runs

import { type Diagnostic, warningDiagnostic } from "../model/diagnostic.js";
import { fieldsOf } from "./answer-fields.js";
import type { Annotation, Check } from "./forge.js";
import { ForgeFailure } from "./forge-failure.js";
import type { RestClient } from "./rest-client.js";
import { cutText } from "./text-limits.js";

/** Of a title and of a summary, in UTF-16 code units. */
const LONGEST = { title: 140, summary: 65_535 };

/** In one request; those of the next are added to them. */
const MOST_AT_ONCE = 50;

/** Of an annotation. GitHub takes 64 KB of a message, and nobody reads that beside a line. */
const LONGEST_ANNOTATION = { title: 255, message: 4_000 };

/**
 * The run is complete with its first request: what annotations come later changes no conclusion, and if they are refused,
 * that is a warning. Returns such warnings. @throws ForgeFailure
 */
export async function setCheckRun(
  rest: RestClient,
  repository: string,
  check: Check,
): Promise<readonly Diagnostic[]> {
  const annotations = (check.annotations ?? []).map(toAnnotation);
  const output = (from: number) => ({
    title: cutText(check.description, LONGEST.title),
    summary: cutText(check.details, LONGEST.summary),
    annotations: annotations.slice(from, from + MOST_AT_ONCE),
  });
  const doing = `setting the check of ${check.commit}`;
  const permission = "`checks: write`";
  const path = `/repos/${repository}/check-runs`;
  const body = {
    name: check.name,
    head_sha: check.commit,
    status: "completed",
    conclusion: check.conclusion,
    details_url: check.url,
    output: output(0),
  };
  const made = await rest.send({ method: "POST", path, body, doing, permission });
  if (annotations.length <= MOST_AT_ONCE) return [];
  const run = `${path}/${fieldsOf(made.body, doing).number("id")}`;
  for (let from = MOST_AT_ONCE; from < annotations.length; from += MOST_AT_ONCE) {
    const more = { output: output(from) };
    try {
      await rest.send({ method: "PATCH", path: run, body: more, doing, permission });
    } catch (error) {
      if (!(error instanceof ForgeFailure)) throw error;
      return [notAllShown({ shown: from, of: annotations.length }, error)];
    }
  }
  return [];
}

/** The forge's advice on permissions does not matter: the first request was allowed. */
function notAllShown(
  count: { readonly shown: number; readonly of: number },
  { diagnostic }: ForgeFailure,
): Diagnostic {
  const detail =
    `The check is set with its conclusion. Of its ${count.of} annotations ${count.shown} are shown, the worst, for the ` +
    `rest was refused: ${diagnostic.detail} The comment has all risks; run it again for the other annotations.`;
  return warningDiagnostic("Not all annotations are shown", detail);
}

function toAnnotation({ file, line, level, title, message }: Annotation) {
  return {
    path: file,
    start_line: line,
    end_line: line,
    annotation_level: level,
    title: cutText(title, LONGEST_ANNOTATION.title),
    message: cutText(message, LONGEST_ANNOTATION.message),
  };
}
