// The event that a workflow runs for, as far as posting and refusing need it. GitHub's runner writes it to a file; those of
// Gitea and Forgejo write the same form.

import { readFileSync } from "node:fs";
import { parseJson } from "../../files/parse-json.js";
import { errorDiagnostic } from "../../model/diagnostic.js";
import { CommandFailed } from "../describe-failure.js";
import type { Environment } from "./inputs.js";

export interface WorkflowEvent {
  /** `pull_request`, `workflow_run` … */
  readonly name: string;
  readonly pullRequest?: {
    readonly number: number;
    readonly headCommit: string;
    readonly baseCommit: string;
    /** Whether its branch is in another repository. */
    readonly isFromFork: boolean;
  };
  readonly workflowRun?: {
    readonly id: number;
    readonly owner: string;
    readonly branch: string;
    readonly commit: string;
  };
}

interface Repository {
  readonly full_name?: string;
  readonly owner?: { readonly login?: string };
}

/** As much of GitHub's form as is read; anything may be missing. */
interface Payload {
  readonly pull_request?: {
    readonly number?: number;
    readonly head?: { readonly sha?: string; readonly repo?: Repository | null };
    readonly base?: { readonly sha?: string; readonly repo?: Repository };
  };
  readonly workflow_run?: {
    readonly id?: number;
    readonly head_branch?: string;
    readonly head_sha?: string;
    readonly head_repository?: Repository;
  };
}

/** @throws CommandFailed for an event file that cannot be read. */
export function readEvent(env: Environment): WorkflowEvent {
  const path = env.GITHUB_EVENT_PATH ?? "";
  const parsed = parseJson(readFileSync(path, "utf8"), path);
  if (parsed.error !== undefined) throw new CommandFailed([parsed.error]);
  const { pull_request: pull, workflow_run: run } = (parsed.value ?? {}) as Payload;
  const name = env.GITHUB_EVENT_NAME ?? "";
  return {
    name,
    ...(pull === undefined ? {} : { pullRequest: pullRequestOf(pull) }),
    ...(run === undefined ? {} : { workflowRun: workflowRunOf(run) }),
  };
}

function pullRequestOf(pull: NonNullable<Payload["pull_request"]>) {
  const { number, head, base } = pull;
  return {
    number: number ?? missing("pull_request.number"),
    headCommit: head?.sha ?? missing("pull_request.head.sha"),
    baseCommit: base?.sha ?? missing("pull_request.base.sha"),
    // A fork that was deleted has no repository any more.
    isFromFork:
      head?.repo?.full_name === undefined || head.repo.full_name !== base?.repo?.full_name,
  };
}

function workflowRunOf(run: NonNullable<Payload["workflow_run"]>) {
  return {
    id: run.id ?? missing("workflow_run.id"),
    owner: run.head_repository?.owner?.login ?? missing("workflow_run.head_repository.owner"),
    branch: run.head_branch ?? missing("workflow_run.head_branch"),
    commit: run.head_sha ?? missing("workflow_run.head_sha"),
  };
}

function missing(field: string): never {
  const detail = `The file that GITHUB_EVENT_PATH names has no ${field}. It is written by the runner of the forge; run the action in a workflow.`;
  throw new CommandFailed([errorDiagnostic("The event cannot be read", detail)]);
}
