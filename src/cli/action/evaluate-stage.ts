// The stage that runs the pull request's own program: the project's Holdfast, in a process that is told no secret of the
// job. It posts and uploads nothing; what it leaves is a folder, outputs and the step summary.

import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { errorDiagnostic } from "../../model/diagnostic.js";
import type { Preview } from "../../model/preview.js";
import { NO_CUT, weakestCuts } from "../../report/comment/weakest-cuts.js";
import { CommandFailed } from "../describe-failure.js";
import { PREVIEW_FILE, readPreview } from "../read-preview.js";
import type { WorkflowEvent } from "./event.js";
import type { ActionInputs, Environment } from "./inputs.js";
import { runInGroup } from "./run-in-group.js";
import { LONGEST_SUMMARY_BYTES, type Runner } from "./runner.js";

export interface Stage {
  readonly inputs: ActionInputs;
  readonly event: WorkflowEvent;
  readonly env: Environment;
  readonly runner: Runner;
}

/** The exit code of the step: whether Holdfast's was 0. @throws CommandFailed when there is no preview. */
export async function evaluateStage(stage: Stage): Promise<0 | 1> {
  const { inputs, env, runner } = stage;
  const workspace = env.GITHUB_WORKSPACE ?? ".";
  const folder = resolve(workspace, inputs.path);
  for (const file of [PREVIEW_FILE, PLAN_FILE]) await rm(join(folder, file), { force: true });
  const code = await runner.withoutCommands(() => runHoldfast(stage, folder, workspace));
  runner.setOutput("exit-code", code);
  runner.setOutput("path", inputs.path);
  const preview = await previewAfter(code, folder);
  runner.setOutput("report-path", join(inputs.path, SUMMARY_FILE));
  // A head with errors has none.
  if (existsSync(join(folder, PLAN_FILE))) {
    runner.setOutput("plan-path", join(inputs.path, PLAN_FILE));
  }
  setOutputs(runner, preview);
  await addSummary(runner, join(folder, SUMMARY_FILE));
  return code === 0 ? 0 : 1;
}

/** Arguments of the command that evaluates. */
export function argumentsFor({ inputs, event }: Stage, folder: string): readonly string[] {
  const base = inputs.baseRef ?? event.pullRequest?.baseCommit;
  const head = inputs.headRef ?? event.pullRequest?.headCommit;
  return [
    "preview",
    ...(base === undefined ? [] : ["--base", base]),
    ...(head === undefined ? [] : ["--head", head]),
    ...inputs.snapshots.flatMap((snapshot) => ["--snapshot", snapshot]),
    "--fail-on",
    inputs.failOn,
    "--out-dir",
    folder,
    ...inputs.arguments,
  ];
}

async function runHoldfast(stage: Stage, folder: string, workspace: string): Promise<number> {
  const { inputs, env } = stage;
  try {
    return await runInGroup([...inputs.command, ...argumentsFor(stage, folder)], {
      cwd: resolve(workspace, inputs.workingDirectory),
      env: withoutSecrets(env),
      stdio: ["ignore", "inherit", "inherit"],
    });
  } catch {
    throw notStarted(inputs.command);
  }
}

/**
 * What a workflow gives its steps beyond the plain environment: rights to the caches and artifacts of the run, to sign in
 * elsewhere in its name, tokens, files that change later steps, and the inputs of this one.
 */
const SECRET_NAMES =
  /^(INPUT_|ACTIONS_|(GITHUB|GH|GITEA|FORGEJO|GITLAB)_TOKEN$|HOLDFAST_(FORGE_TOKEN|COMMENT_KEY)$|GITHUB_(ENV|PATH|OUTPUT|STATE|STEP_SUMMARY)$|NODE_AUTH_TOKEN$|NPM_TOKEN$)/i;

export function withoutSecrets(env: Environment): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !SECRET_NAMES.test(name)));
}

function notStarted(command: readonly string[]): CommandFailed {
  const detail = `"${command.join(" ")}" could not be started. Install the project's dependencies in a step before, such as npm ci, or say with the input command how Holdfast is started there.`;
  return new CommandFailed([errorDiagnostic("Holdfast could not be started", detail)]);
}

async function previewAfter(code: number, folder: string): Promise<Preview> {
  try {
    return await readPreview(folder);
  } catch (error) {
    if (!(error instanceof CommandFailed) || code === 0) throw error;
    const detail = `holdfast preview ended with exit code ${code} and left no preview; what it said stands above.`;
    throw new CommandFailed([errorDiagnostic("There is no preview", detail)]);
  }
}

export function setOutputs(runner: Runner, preview: Preview): void {
  const { counts, changes, verdict, conclusion } = preview;
  const total = (side: "base" | "head") => Object.values(counts[side]).reduce((a, b) => a + b, 0);
  const count = (...actions: readonly string[]) =>
    changes.filter(({ action }) => actions.includes(action)).length;
  const replaced = count("delete-then-create", "create-then-delete");
  runner.setOutput("verdict", verdict);
  runner.setOutput("conclusion", conclusion);
  runner.setOutput("changes", changes.length);
  runner.setOutput("adds", count("create") + replaced);
  runner.setOutput("updates", count("update"));
  runner.setOutput("destroys", count("delete") + replaced);
  runner.setOutput("survivability-before", `${counts.base.survived}/${total("base")}`);
  runner.setOutput("survivability-after", `${counts.head.survived}/${total("head")}`);
  const lost = preview.workloads.filter(
    ({ verdicts }) =>
      verdicts.base === "survived" && verdicts.head !== undefined && verdicts.head !== "survived",
  );
  runner.setOutput("lost-workloads", lost.length);
  const { base, head } = weakestCuts(preview.places);
  runner.setOutput("min-cut-before", cutText(base));
  runner.setOutput("min-cut-after", cutText(head));
}

/** Empty where nothing is lost, `>=2` where no more is known. */
function cutText({ faults, isExact } = NO_CUT): string {
  if (faults === null) return "";
  return isExact ? String(faults) : `>=${faults}`;
}

/** Beside the preview, as Markdown that this very run's page shows. */
const SUMMARY_FILE = "summary.md";

/** Beside it, as Terraform prints plans. */
const PLAN_FILE = "plan.json";

async function addSummary(runner: Runner, path: string): Promise<void> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined || Buffer.byteLength(text) >= LONGEST_SUMMARY_BYTES) return;
  runner.addSummary(text);
}
