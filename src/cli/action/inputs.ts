// Inputs of the action, as the runner hands them over: INPUT_ and the name in capitals. All that is wrong is said at once.

import { FORGE_NAMES, type ForgeName } from "../../forge/open-forge.js";
import type { CommentMode } from "../../forge/post-comment.js";
import { DETAILS, type Detail } from "../../report/comment/comment-texts.js";
import { lengthProblem } from "../preview-choices.js";
import { OCCASIONS, type Occasion } from "../preview-occasion.js";
import { UsageError } from "../usage-error.js";
import { readVerdictLabels, type VerdictLabel } from "../verdict-labels.js";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ActionInputs {
  readonly stage: "evaluate" | "post";
  /** Folder of the project, relative to the workspace. */
  readonly workingDirectory: string;
  /** Folder of the preview's files, relative to the workspace. */
  readonly path: string;
  /** Words to start Holdfast with. */
  readonly command: readonly string[];
  readonly baseRef: string | undefined;
  readonly headRef: string | undefined;
  /** One a line, as `--snapshot` takes them. */
  readonly snapshots: readonly string[];
  /** Further arguments of `holdfast preview`, one a line. */
  readonly arguments: readonly string[];
  readonly failOn: FailOn;
  readonly comment: Occasion;
  readonly commentMode: CommentMode;
  readonly labels: readonly VerdictLabel[];
  readonly detail: Detail;
  /** Of the comment, in UTF-16 code units. */
  readonly longest: number | undefined;
  readonly check: "run" | "status" | "off";
  readonly token: string | undefined;
  readonly commentKey: string | undefined;
  readonly account: string | undefined;
  readonly prNumber: number | undefined;
  readonly forge: ForgeName | undefined;
  readonly apiUrl: string | undefined;
}

export type FailOn = "never" | "error" | "risk" | "changes";

/** @throws UsageError */
export function readInputs(env: Environment): ActionInputs {
  const wrong: string[] = [];
  const text = (name: string): string | undefined =>
    env[`INPUT_${name.toUpperCase()}`]?.trim() || undefined;
  const choice = <T extends string>(name: string, choices: readonly T[], preset: T): T => {
    const value = text(name) ?? preset;
    const found = choices.find((allowed) => allowed === value);
    if (found === undefined) wrong.push(`${name} must be ${choices.join(", ")}; not "${value}".`);
    return found ?? preset;
  };
  const lines = (name: string) =>
    (text(name) ?? "")
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
  const stage = choice("stage", ["evaluate", "post", ""] as const, "");
  if (stage === "") wrong.push("stage is missing: evaluate or post.");
  const number = text("pr-number");
  if (number !== undefined && !/^[1-9]\d{0,9}$/.test(number)) {
    wrong.push(`pr-number must be a number from 1 on; not "${number}".`);
  }
  const longest = text("max-chars");
  const problem = lengthProblem("max-chars", longest);
  if (problem !== undefined) wrong.push(problem);
  const { labels, problems } = readVerdictLabels("labels", lines("labels"));
  wrong.push(...problems);
  const forge = text("forge");
  const inputs: ActionInputs = {
    stage: stage === "" ? "evaluate" : stage,
    workingDirectory: text("working-directory") ?? ".",
    path: text("path") ?? "holdfast-preview",
    command: (text("command") ?? "npx --no-install holdfast").split(/\s+/),
    baseRef: text("base-ref"),
    headRef: text("head-ref"),
    snapshots: lines("snapshot"),
    arguments: lines("arguments"),
    failOn: choice("fail-on", ["never", "error", "risk", "changes"], "error"),
    comment: choice("comment", OCCASIONS, "always"),
    commentMode: choice("comment-mode", ["update", "recreate", "new"], "update"),
    labels,
    detail: choice("detail", DETAILS, "full"),
    longest: longest === undefined ? undefined : Number(longest),
    check: choice("check", ["run", "status", "off"], "run"),
    token: text("token"),
    commentKey: text("comment-key"),
    account: text("account"),
    prNumber: number === undefined ? undefined : Number(number),
    forge: forge === undefined ? undefined : choice("forge", FORGE_NAMES, "github"),
    apiUrl: text("api-url")?.replace(/\/+$/, ""),
  };
  if (wrong.length > 0) throw new UsageError(wrong.join("\n"));
  return inputs;
}
