// The stage that has a token and runs nothing of the pull request: it reads the folder that the other one left, and posts.
// Which pull request it is for is what the forge says, and never what the folder does.

import { resolve } from "node:path";
import type { Network } from "../../forge/forge.js";
import { ForgeFailure } from "../../forge/forge-failure.js";
import { findPullRequests } from "../../forge/github.js";
import { errorDiagnostic } from "../../model/diagnostic.js";
import { CommandFailed } from "../describe-failure.js";
import { actionsPage, forgeOfRunner } from "../forge-options.js";
import { postPreview } from "../post-preview.js";
import { postedSentences } from "../posted-sentences.js";
import { readPreview } from "../read-preview.js";
import { UsageError } from "../usage-error.js";
import { type Stage, setOutputs } from "./evaluate-stage.js";

interface Repository {
  readonly api: string;
  readonly repository: string;
  readonly token: string;
}

interface Subject {
  readonly pullRequest: number;
  /** Absent where the event has none. */
  readonly commit?: string;
}

/** The exit code of the step. @throws CommandFailed */
export async function postStage(stage: Stage, network: Network): Promise<0> {
  const { inputs, env, runner } = stage;
  const preview = await readPreview(resolve(env.GITHUB_WORKSPACE ?? ".", inputs.path));
  setOutputs(runner, preview);
  runner.setOutput("path", inputs.path);
  const where = repositoryOf(stage);
  const subject = await subjectOf(stage, where, network);
  if (subject === undefined) {
    runner.say("No open pull request has this commit as its head any more; nothing is posted.");
    return 0;
  }
  const { account, commentKey, labels, detail, longest } = inputs;
  const posted = await postPreview(preview, {
    forge: inputs.forge ?? forgeOfRunner(env) ?? "github",
    address: {
      ...where,
      pullRequest: subject.pullRequest,
      checks: inputs.check === "run" ? "run" : "status",
      ...(account === undefined ? {} : { account }),
    },
    comment: inputs.comment,
    mode: inputs.commentMode,
    hasCheck: inputs.check !== "off",
    labels,
    detail,
    ...(longest === undefined ? {} : { longest }),
    ...pagesOf(stage),
    network,
    ...(subject.commit === undefined ? {} : { commit: subject.commit }),
    ...(commentKey === undefined ? {} : { key: commentKey }),
  });
  if (posted.comment.url !== undefined) runner.setOutput("comment-url", posted.comment.url);
  runner.setOutput("comment", posted.comment.done);
  for (const sentence of postedSentences(posted)) runner.say(sentence);
  for (const warning of posted.warnings) runner.sayDiagnostic(warning);
  return 0;
}

function repositoryOf({ inputs, env }: Stage): Repository {
  const api = inputs.apiUrl ?? env.GITHUB_API_URL;
  const repository = env.GITHUB_REPOSITORY;
  const { token } = inputs;
  if (api === undefined || repository === undefined) {
    throw new UsageError("GITHUB_API_URL and GITHUB_REPOSITORY are missing: run it in a workflow.");
  }
  if (token === undefined) {
    throw new UsageError(
      "token is missing: the stage post writes with it, as ${{ github.token }}.",
    );
  }
  return { api, repository, token };
}

async function subjectOf(
  { inputs, event }: Stage,
  where: Repository,
  network: Network,
): Promise<Subject | undefined> {
  const { prNumber } = inputs;
  const { pullRequest, workflowRun } = event;
  if (workflowRun !== undefined) {
    const found = await openWith(where, workflowRun, network);
    const chosen = prNumber === undefined ? found : found.filter((n) => n === prNumber);
    if (chosen.length > 1) throw several(chosen);
    const [number] = chosen;
    return number === undefined ? undefined : { pullRequest: number, commit: workflowRun.commit };
  }
  if (pullRequest !== undefined) {
    return { pullRequest: pullRequest.number, commit: pullRequest.headCommit };
  }
  if (prNumber === undefined) {
    throw new UsageError(`pr-number is missing: a run on ${event.name} is of no pull request.`);
  }
  return { pullRequest: prNumber };
}

async function openWith(
  where: Repository,
  run: NonNullable<Stage["event"]["workflowRun"]>,
  network: Network,
): Promise<readonly number[]> {
  try {
    return await findPullRequests(where, run, network);
  } catch (error) {
    if (error instanceof ForgeFailure) throw new CommandFailed([error.diagnostic]);
    throw error;
  }
}

function several(numbers: readonly number[]): CommandFailed {
  const detail = `The pull requests ${numbers.join(", ")} have the same head, and a preview is of one of them. Say which with pr-number.`;
  return new CommandFailed([
    errorDiagnostic("It cannot be told which pull request is meant", detail),
  ]);
}

/** The run that evaluated has all there is to read in its artifact. */
function pagesOf({ env, event }: Stage): {
  readonly url?: string;
  readonly repositoryPage?: string;
} {
  const page = actionsPage(env);
  const run = event.workflowRun?.id ?? env.GITHUB_RUN_ID;
  if (page === undefined) return {};
  return { repositoryPage: page, url: `${page}/actions/runs/${run}` };
}
