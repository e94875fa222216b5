// Combinations of stage and trigger that would run a stranger's program where there are secrets, or that let anybody at all
// start something that writes. They are refused, and not warned of: whoever can open a pull request could use them.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Diagnostic, errorDiagnostic } from "../../model/diagnostic.js";
import { CommandFailed } from "../describe-failure.js";
import type { WorkflowEvent } from "./event.js";
import type { ActionInputs, Environment } from "./inputs.js";

const SUMMARY = "This is not safe, and refused";
const MORE = "docs/forges.md has both workflows and the reasons.";

/** Triggers whose runs have no more rights than whoever started them. */
const EVALUATES_ON = ["pull_request", "push", "merge_group", "workflow_dispatch", "schedule"];
const POSTS_ON = ["workflow_run", "pull_request", "push", "workflow_dispatch", "schedule"];

/** @throws CommandFailed with everything that is unsafe. */
export function refuseUnsafe(inputs: ActionInputs, event: WorkflowEvent, env: Environment): void {
  const unsafe = inputs.stage === "evaluate" ? evaluating(inputs, event) : posting(event, env);
  if (unsafe.length > 0) throw new CommandFailed(unsafe);
}

function evaluating(inputs: ActionInputs, { name }: WorkflowEvent): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  if (!EVALUATES_ON.includes(name)) {
    const why =
      name === "pull_request_target" || name === "workflow_run"
        ? `A run on ${name} has the repository's secrets and a token that may write, also when a fork's pull request caused it. Evaluating runs the pull request's own program, which could take them.`
        : name === "issue_comment"
          ? "Anybody may comment, and a run on issue_comment has the repository's secrets. Evaluating would run the pull request's own program beside them, and a commit pushed after the comment was read."
          : `Evaluating runs the pull request's own program, and it is not known which rights a run on ${name} has.`;
    found.push(refusal(`${why} Evaluate on pull_request, and post in a second workflow.`));
  }
  const secrets = [
    ...(inputs.token === undefined ? [] : ["token"]),
    ...(inputs.commentKey === undefined ? [] : ["comment-key"]),
  ];
  if (secrets.length > 0) {
    found.push(
      refusal(
        `The stage evaluate was given ${secrets.join(" and ")}. It runs the pull request's own program, which could read them, and it posts nothing. Give them to the stage post.`,
      ),
    );
  }
  return found;
}

function posting(event: WorkflowEvent, env: Environment): readonly Diagnostic[] {
  const { name, pullRequest, workflowRun } = event;
  if (!POSTS_ON.includes(name)) {
    return [
      refusal(
        `A run on ${name} has the repository's secrets for whoever caused it, and there is no finished run of the stage evaluate that it belongs to. Post on workflow_run, after the workflow that evaluates.`,
      ),
    ];
  }
  if (name === "pull_request" && pullRequest?.isFromFork === true) {
    return [
      refusal(
        "This pull request comes from a fork, whose runs have a token that may only read; giving them another would give it to the fork. Post on workflow_run, after the workflow that evaluates.",
      ),
    ];
  }
  if (workflowRun !== undefined && checkedOut(env) === workflowRun.commit) {
    return [
      refusal(
        "The pull request's commit is checked out in a job that may write. Whatever else the job starts of it, such as an installation, runs with its token. Check nothing out in the workflow that posts: it needs the artifact alone.",
      ),
    ];
  }
  return [];
}

function refusal(detail: string): Diagnostic {
  return errorDiagnostic(SUMMARY, `${detail} ${MORE}`);
}

/** Commit in the workspace, as `actions/checkout` leaves it; undefined where there is none, or a branch. */
function checkedOut({ GITHUB_WORKSPACE: workspace }: Environment): string | undefined {
  if (workspace === undefined) return undefined;
  try {
    return readFileSync(join(workspace, ".git/HEAD"), "utf8").trim();
  } catch {
    return undefined;
  }
}
