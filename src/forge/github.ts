// GitHub, github.com and Enterprise Server: comments of issues, for a pull request is one; check runs and commit statuses.
// https://docs.github.com/rest/issues/comments, /checks/runs, /commits/statuses, /pulls/pulls

import type { Diagnostic } from "../model/diagnostic.js";
import { type AnswerFields, fieldsOf } from "./answer-fields.js";
import { setCheckRun } from "./check-run.js";
import { commentRequests } from "./comment-requests.js";
import { setCommitStatus } from "./commit-status.js";
import type { Check, Comment, Forge, ForgeAddress, Network } from "./forge.js";
import { ForgeFailure } from "./forge-failure.js";
import { changeIssueLabels } from "./label-change.js";
import { openRestClient, type RestClient } from "./rest-client.js";

const READ = "`pull-requests: read`";
const LONGEST = { description: 140, comment: 65_536 };

export function openGitHub(address: ForgeAddress, network: Network): Forge {
  const { repository, pullRequest, checks = "run" } = address;
  const rest = openClient(address, network);
  const subject = `${repository}#${pullRequest}`;
  return {
    longestComment: LONGEST.comment,
    ...commentRequests(rest, {
      all: `/repos/${repository}/issues/${pullRequest}/comments`,
      one: `/repos/${repository}/issues/comments/`,
      update: "PATCH",
      subject,
      permission: "`pull-requests: write`",
      reader: async () => {
        const login = address.account ?? (await readAccount(rest, address.api));
        return { isOwn: (comment) => isBy(login, comment), toComment };
      },
    }),
    setCheck: (check) => setCheckOrStatus(rest, check, { repository, isRun: checks === "run" }),
    changeLabels: (change) =>
      changeIssueLabels(rest, change, {
        all: `/repos/${repository}/issues/${pullRequest}/labels`,
        subject,
        permission: "`pull-requests: write`",
        referenceTo: async (name) => name,
      }),
    async readHead() {
      const doing = `reading ${subject}`;
      const path = `/repos/${repository}/pulls/${pullRequest}`;
      const { body } = await rest.send({ method: "GET", path, doing, permission: READ });
      return fieldsOf(body, doing).inner("head").text("sha");
    },
  };
}

export interface HeadBranch {
  /** Owner of the repository that the branch is in, which may be a fork. */
  readonly owner: string;
  readonly branch: string;
  /** Full hash. */
  readonly commit: string;
}

/**
 * Numbers of the open pull requests whose head is this commit of this branch: what a `workflow_run` event does not say of
 * forks, and what their artifacts must not be believed.
 */
export async function findPullRequests(
  address: Omit<ForgeAddress, "pullRequest">,
  { owner, branch, commit }: HeadBranch,
  network: Network,
): Promise<readonly number[]> {
  const doing = `looking for the pull request of ${owner}:${branch}`;
  const entries = await openClient(address, network).list({
    path: `/repos/${address.repository}/pulls`,
    query: { state: "open", head: `${owner}:${branch}` },
    doing,
    permission: READ,
  });
  return entries
    .map((entry) => fieldsOf(entry, doing))
    .filter((pull) => pull.inner("head").text("sha") === commit)
    .map((pull) => pull.number("number"));
}

function openClient(
  { api, token }: Pick<ForgeAddress, "api" | "token">,
  network: Network,
): RestClient {
  const headers = { Accept: "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28" };
  return openRestClient({ api, token, headers, network });
}

/**
 * Login of the token's account. A workflow's token may not ask `/user`; GraphQL tells it. Enterprise Server has that at
 * `/api/graphql`, beside `/api/v3`.
 */
async function readAccount(rest: RestClient, api: string): Promise<string> {
  const doing = "asking whose token it is";
  const { body } = await rest.send({
    method: "POST",
    path: `${api.replace(/\/v3$/, "")}/graphql`,
    body: { query: "query { viewer { login } }" },
    doing,
    permission: "nothing more than to be valid",
  });
  return fieldsOf(body, doing).inner("data").inner("viewer").text("login");
}

/** No person's login has brackets, so that no person is taken for an app whose name is given without them. */
function isBy(login: string, comment: AnswerFields): boolean {
  // Nothing is left of an account that was deleted.
  if (!comment.has("user")) return false;
  const user = comment.inner("user");
  const name = user.text("login");
  return name === login || (user.optionalText("type") === "Bot" && name === `${login}[bot]`);
}

function toComment(fields: AnswerFields): Comment {
  return {
    id: String(fields.number("id")),
    body: fields.optionalText("body") ?? "",
    url: fields.text("html_url"),
  };
}

/** A check run, or the status of the commit where the token may set no check run, which has no annotations. */
async function setCheckOrStatus(
  rest: RestClient,
  check: Check,
  { repository, isRun }: { readonly repository: string; readonly isRun: boolean },
): Promise<readonly Diagnostic[]> {
  const target = { repository, longestDescription: LONGEST.description };
  const setStatus = () =>
    setCommitStatus(rest, check, { ...target, permission: "`statuses: write`" });
  if (!isRun) return await setStatus();
  try {
    return await setCheckRun(rest, repository, check);
  } catch (error) {
    if (!(error instanceof ForgeFailure) || error.status !== FORBIDDEN) throw error;
    return await setStatus().catch((second: unknown) => {
      // What was asked for is what is told.
      throw second instanceof ForgeFailure ? error : second;
    });
  }
}

const FORBIDDEN = 403;
