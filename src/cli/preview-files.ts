// What a preview leaves: the comment alone, or a folder with all that a pipeline shows or posts.

import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describeFault } from "../files/file-fault.js";
import { NODE_FILES } from "../files/file-system.js";
import { type FileContent, writeFileAtomically } from "../files/write-file.js";
import { hasErrors } from "../model/diagnostic.js";
import type { Preview } from "../model/preview.js";
import { GITHUB_COMMENT, GITHUB_STEP_SUMMARY } from "../report/comment/budget.js";
import type { CommentTexts } from "../report/comment/comment-texts.js";
import { gitlabTerraformReport } from "../report/comment/gitlab-terraform-report.js";
import { junitReport } from "../report/comment/junit-report.js";
import { renderComment } from "../report/comment/render-comment.js";
import { sarifLog } from "../report/comment/sarif-log.js";
import { planReport } from "../report/plan-report.js";
import { renderLines } from "../report/text.js";
import { CommandFailed } from "./describe-failure.js";
import type { EvaluatedSide } from "./evaluate-side.js";
import type { GivenOptions } from "./given-options.js";
import { jsonParts } from "./json-parts.js";
import { meaningOfNull } from "./null-meanings.js";
import { oneDocument } from "./plan-documents.js";
import { COMMENT_WIDTH } from "./preview-choices.js";
import { hasSomethingToSay, type Occasion } from "./preview-occasion.js";
import { PROJECT_FILE } from "./project.js";
import { printJson, type Session, say } from "./session.js";
import { attributesOf } from "./show-plans.js";

export interface ShownPreview {
  readonly preview: Preview;
  readonly head: EvaluatedSide;
}

/** @throws CommandFailed for what cannot be written. */
export async function showPreview(
  session: Session,
  options: GivenOptions,
  { preview, head }: ShownPreview,
): Promise<void> {
  const texts = textsOf(session, preview, head);
  const isTold = hasSomethingToSay(preview, (options.text("comment") ?? "always") as Occasion);
  const comment = isTold ? renderComment(preview, texts, GITHUB_COMMENT).text : "";
  const folder = options.text("out-dir");
  if (folder !== undefined) await writeFolder(session, folder, { preview, head, texts, comment });
  const file = options.text("out");
  if (file !== undefined) await write(resolve(session.terminal.cwd, file), comment);
  if (options.has("json")) printJson(session, preview);
  else if (file === undefined) session.terminal.out.write(comment);
}

interface Rendered extends ShownPreview {
  readonly texts: CommentTexts;
  readonly comment: string;
}

async function writeFolder(
  session: Session,
  name: string,
  { preview, head, texts, comment }: Rendered,
): Promise<void> {
  const folder = resolve(session.terminal.cwd, name);
  const programFile = preview.project === "." ? PROJECT_FILE : `${preview.project}/${PROJECT_FILE}`;
  // Some stacks alone would pass for all.
  const plans = hasErrors(head.diagnostics) ? [] : (head.documents?.() ?? []);
  const contents: { readonly [file: string]: FileContent } = {
    "preview.json": `${JSON.stringify(preview)}\n`,
    "comment.md": comment,
    "summary.md": renderComment(preview, texts, GITHUB_STEP_SUMMARY).text,
    "annotations.sarif": sarifLog(preview, { programFile }),
    "gitlab-terraform.json": gitlabTerraformReport(preview),
    "junit.xml": junitReport(preview),
    ...(plans.length === 0 ? {} : { "plan.json": jsonParts(oneDocument(plans)) }),
  };
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw unwritable(error, folder);
  }
  for (const [file, text] of Object.entries(contents)) await write(join(folder, file), text);
  say(session, [[`In ${name}: ${Object.keys(contents).join(", ")}.`]]);
}

async function write(path: string, text: FileContent): Promise<void> {
  try {
    await writeFileAtomically(NODE_FILES, path, text);
  } catch (error) {
    throw unwritable(error, path);
  }
}

function unwritable(error: unknown, path: string): CommandFailed {
  const summary = "The preview could not be written";
  return new CommandFailed([describeFault(error, { summary, doing: "written", path })]);
}

function textsOf(
  session: Session,
  { origin }: Preview,
  { plans, drill }: EvaluatedSide,
): CommentTexts {
  const shown = { width: COMMENT_WIDTH, expand: false, meaningOfNull, attributesOf };
  const texts = plans.map((plan) => {
    const text = renderLines(planReport(plan, shown), { colour: false });
    return { stack: plan.stack, text: session.secrets.hide(text) };
  });
  const { base, head } = origin;
  const made = { plans: texts, ...(drill === undefined ? {} : { drill }) };
  if (base === undefined || head === undefined) return made;
  // The base is the merge base already.
  const again = `holdfast preview --no-merge-base --base ${base.commit} --head ${head.commit}`;
  return { ...made, reproduce: [again] };
}
