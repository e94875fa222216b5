// Which pull request on which forge is meant: what was said, else what the forge's own CI says in the environment. All that
// is missing is said at once. Tokens come from the environment alone: arguments are in the list of processes.

import { readFileSync } from "node:fs";
import { parseJson } from "../files/parse-json.js";
import type { ForgeAddress } from "../forge/forge.js";
import { FORGE_NAMES, type ForgeName } from "../forge/open-forge.js";
import type { GivenOptions } from "./given-options.js";
import { UsageError } from "./usage-error.js";

type Environment = Readonly<Record<string, string | undefined>>;

export interface ChosenForge {
  readonly forge: ForgeName;
  readonly address: ForgeAddress;
  readonly commit?: string;
  /** Where the repository is looked at, if the environment says so. */
  readonly repositoryPage?: string;
}

/** Before the forge's own. */
export const TOKEN_VARIABLE = "HOLDFAST_FORGE_TOKEN";
export const KEY_VARIABLE = "HOLDFAST_COMMENT_KEY";

const TOKENS: Readonly<Record<ForgeName, readonly string[]>> = {
  github: [TOKEN_VARIABLE, "GITHUB_TOKEN", "GH_TOKEN"],
  gitlab: [TOKEN_VARIABLE, "GITLAB_TOKEN"],
  gitea: [TOKEN_VARIABLE, "GITEA_TOKEN", "FORGEJO_TOKEN", "GITHUB_TOKEN"],
};

/** @throws UsageError with everything that is missing or wrong, `others` among it. */
export function chooseForge(
  options: GivenOptions,
  env: Environment,
  others: readonly string[] = [],
): ChosenForge {
  const forge = forgeNamed(options.text("forge") ?? forgeOfRunner(env));
  const told = forge === "gitlab" ? toldByGitLab(env) : toldByActions(env);
  const api = (options.text("api") ?? told.api)?.replace(/\/+$/, "");
  const repository = options.text("repository") ?? told.repository;
  const number = options.text("pull-request") ?? told.pullRequest;
  const commit = options.text("commit") ?? told.commit;
  const token = TOKENS[forge].map((name) => env[name]).find((value) => value);
  const account = options.text("account");
  const wrong = [
    ...others,
    ...(api === undefined ? ["--api, the address of the forge's REST interface, is missing."] : []),
    ...(api !== undefined && !/^https?:\/\/[^/]/.test(api)
      ? ["--api must begin with https:// and a host."]
      : []),
    ...repositoryProblems(forge, repository),
    ...numberProblems(number),
    ...commitProblems(commit),
    ...(token === undefined ? [`A token is missing: set ${TOKENS[forge].join(" or ")}.`] : []),
  ];
  if (wrong.length > 0) throw new UsageError(wrong.join("\n"));
  return {
    forge,
    address: {
      api: api ?? "",
      repository: repository ?? "",
      pullRequest: Number(number),
      token: token ?? "",
      checks: options.text("check") === "run" ? "run" : "status",
      ...(account === undefined ? {} : { account }),
    },
    ...(commit === undefined ? {} : { commit }),
    ...(told.page === undefined ? {} : { repositoryPage: told.page }),
  };
}

function forgeNamed(name: string | undefined): ForgeName {
  const found = FORGE_NAMES.find((known) => known === name);
  if (found !== undefined) return found;
  throw new UsageError(
    `--forge is missing, and this is no job of a forge that would tell it. It is one of ${FORGE_NAMES.join(", ")}.`,
  );
}

/** Runners of Gitea and Forgejo say that they are GitHub's, and then which they are. */
export function forgeOfRunner(env: Environment): ForgeName | undefined {
  if (env.GITLAB_CI !== undefined) return "gitlab";
  if (env.GITEA_ACTIONS !== undefined || env.FORGEJO_ACTIONS !== undefined) return "gitea";
  return env.GITHUB_ACTIONS === undefined ? undefined : "github";
}

interface Told {
  readonly api?: string | undefined;
  readonly repository?: string | undefined;
  readonly pullRequest?: string | undefined;
  readonly commit?: string | undefined;
  readonly page?: string | undefined;
}

/** https://docs.gitlab.com/ci/variables/predefined_variables. The commit of a pipeline for merged results is not the head. */
function toldByGitLab(env: Environment): Told {
  return {
    api: env.CI_API_V4_URL,
    repository: env.CI_PROJECT_PATH,
    pullRequest: env.CI_MERGE_REQUEST_IID,
    commit: env.CI_MERGE_REQUEST_SOURCE_BRANCH_SHA || env.CI_COMMIT_SHA,
    page: env.CI_PROJECT_URL,
  };
}

function toldByActions(env: Environment): Told {
  return {
    api: env.GITHUB_API_URL,
    repository: env.GITHUB_REPOSITORY,
    pullRequest: /^refs\/pull\/(\d+)\//.exec(env.GITHUB_REF ?? "")?.[1],
    commit: headOfEvent(env.GITHUB_EVENT_PATH),
    page: actionsPage(env),
  };
}

/** Page of the repository that a workflow of GitHub's kind runs in. */
export function actionsPage(env: Environment): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = env;
  return server === undefined || repository === undefined ? undefined : `${server}/${repository}`;
}

/** GITHUB_SHA is that of a merge, which has no check that anybody looks at. */
function headOfEvent(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  const { value } = parseJson(readFileSync(path, "utf8"), path);
  const event = value as { readonly pull_request?: { readonly head?: { readonly sha?: string } } };
  return event?.pull_request?.head?.sha;
}

function repositoryProblems(forge: ForgeName, repository: string | undefined): readonly string[] {
  if (repository === undefined) return ["--repository is missing, such as --repository acme/site."];
  const form = forge === "gitlab" ? /^(\d+|[\w.-]+(\/[\w.-]+)+)$/ : /^[\w.-]+\/[\w.-]+$/;
  const isUp = repository.split("/").some((step) => step === "." || step === "..");
  return form.test(repository) && !isUp
    ? []
    : [`--repository must be as acme/site, and not "${repository}".`];
}

function numberProblems(number: string | undefined): readonly string[] {
  if (number === undefined) return ["--pull-request is missing, such as --pull-request 12."];
  const isNumber = /^[1-9]\d{0,9}$/.test(number);
  return isNumber ? [] : [`--pull-request must be a number from 1 on, and not "${number}".`];
}

function commitProblems(commit: string | undefined): readonly string[] {
  if (commit === undefined || /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit)) return [];
  return [`--commit must be the full hash of a commit, and not "${commit}".`];
}
