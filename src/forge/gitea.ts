// Gitea and Forgejo, whose interface is the same: comments of issues and the status of a commit.
// https://docs.gitea.com/api (issue, repository, user)

import { type AnswerFields, fieldsOf } from "./answer-fields.js";
import { commentRequests } from "./comment-requests.js";
import { setCommitStatus } from "./commit-status.js";
import type { Forge, ForgeAddress, Network } from "./forge.js";
import { changeIssueLabels } from "./label-change.js";
import { openRestClient, type RestClient } from "./rest-client.js";

const PERMISSION = "the scopes `write:issue`, `write:repository` and `read:user`";
const LONGEST = { description: 255, comment: 65_536 };

export function openGitea(address: ForgeAddress, network: Network): Forge {
  const { api, token, repository, pullRequest } = address;
  const rest = openRestClient({ api, token, headers: {}, network });
  const subject = `${repository}#${pullRequest}`;
  return {
    longestComment: LONGEST.comment,
    ...commentRequests(rest, {
      all: `/repos/${repository}/issues/${pullRequest}/comments`,
      one: `/repos/${repository}/issues/comments/`,
      update: "PATCH",
      subject,
      permission: PERMISSION,
      reader: async () => {
        const login = address.account ?? (await readAccount(rest));
        return { isOwn: (comment) => isBy(login, comment), toComment };
      },
    }),
    setCheck: (check) =>
      setCommitStatus(rest, check, {
        repository,
        longestDescription: LONGEST.description,
        permission: PERMISSION,
      }),
    changeLabels: (change) =>
      changeIssueLabels(rest, change, {
        all: `/repos/${repository}/issues/${pullRequest}/labels`,
        subject,
        permission: PERMISSION,
        referenceTo: (name) => labelNumber(rest, repository, name),
      }),
    async readHead() {
      const path = `/repos/${repository}/pulls/${pullRequest}`;
      return (await read(rest, path, `reading ${subject}`)).inner("head").text("sha");
    },
  };
}

async function read(rest: RestClient, path: string, doing: string): Promise<AnswerFields> {
  const { body } = await rest.send({ method: "GET", path, doing, permission: PERMISSION });
  return fieldsOf(body, doing);
}

async function readAccount(rest: RestClient): Promise<string> {
  return (await read(rest, "/user", "asking whose token it is")).text("login");
}

const LABEL_COLOUR = "#ededed";

/** Of a label of the repository, which is made if it is not there. */
async function labelNumber(rest: RestClient, repository: string, name: string): Promise<number> {
  const doing = `looking for the label "${name}" of ${repository}`;
  const path = `/repos/${repository}/labels`;
  const entries = await rest.list({ path, doing, permission: PERMISSION });
  const labels = entries.map((entry) => fieldsOf(entry, doing));
  const known = labels.find((label) => label.text("name").toLowerCase() === name.toLowerCase());
  if (known !== undefined) return known.number("id");
  const body = { name, color: LABEL_COLOUR };
  const made = await rest.send({ method: "POST", path, body, doing, permission: PERMISSION });
  return fieldsOf(made.body, doing).number("id");
}

/** What was brought along from another forge is under the account that brought it, and names its author beside. */
function isBy(login: string, comment: AnswerFields): boolean {
  if (!comment.has("user") || (comment.optionalText("original_author") ?? "") !== "") return false;
  return comment.inner("user").text("login") === login;
}

function toComment(fields: AnswerFields) {
  const id = String(fields.number("id"));
  return { id, body: fields.text("body"), url: fields.text("html_url") };
}
