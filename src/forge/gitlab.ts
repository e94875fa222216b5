// GitLab, gitlab.com and self-managed: notes of a merge request, and the status of a commit.
// https://docs.gitlab.com/api/notes, /api/commits (statuses), /api/merge_requests

import { type AnswerFields, fieldsOf } from "./answer-fields.js";
import { commentRequests } from "./comment-requests.js";
import type { Check, Forge, ForgeAddress, Network } from "./forge.js";
import { ForgeFailure } from "./forge-failure.js";
import { openRestClient, type RestClient } from "./rest-client.js";
import { cutText } from "./text-limits.js";

const PERMISSION = "the scope `api` and the role Developer; a job's CI_JOB_TOKEN may not comment";
const LONGEST = { description: 255, comment: 1_000_000 };

export function openGitLab(address: ForgeAddress, network: Network): Forge {
  const { api, token, repository, pullRequest } = address;
  const rest = openRestClient({ api, token, headers: {}, network });
  const project = `/projects/${encodeURIComponent(repository)}`;
  const request = `${project}/merge_requests/${pullRequest}`;
  const subject = `${repository}!${pullRequest}`;
  const read = (path: string, doing: string) => readFields(rest, path, doing);
  return {
    longestComment: LONGEST.comment,
    ...commentRequests(rest, {
      all: `${request}/notes`,
      one: `${request}/notes/`,
      update: "PUT",
      query: { sort: "asc", order_by: "created_at" },
      subject,
      permission: PERMISSION,
      reader: async () => {
        const login = address.account ?? (await readAccount(rest));
        const page = (await read(request, `reading ${subject}`)).text("web_url");
        return {
          isOwn: (note) => note.inner("author").text("username") === login && !note.flag("system"),
          toComment: (note) => {
            const id = String(note.number("id"));
            return { id, body: note.text("body"), url: `${page}#note_${id}` };
          },
        };
      },
    }),
    setCheck: async (check) => {
      await setStatus(rest, project, check);
      return [];
    },
    async changeLabels({ add, remove }) {
      const body = { add_labels: add.join(","), remove_labels: remove.join(",") };
      const doing = `labelling ${subject}`;
      await rest.send({ method: "PUT", path: request, body, doing, permission: PERMISSION });
    },
    readHead: async () => (await read(request, `reading ${subject}`)).text("sha"),
  };
}

async function readFields(rest: RestClient, path: string, doing: string): Promise<AnswerFields> {
  const { body } = await rest.send({ method: "GET", path, doing, permission: PERMISSION });
  return fieldsOf(body, doing);
}

async function readAccount(rest: RestClient): Promise<string> {
  return (await readFields(rest, "/user", "asking whose token it is")).text("username");
}

async function setStatus(rest: RestClient, project: string, check: Check): Promise<void> {
  const state = check.conclusion === "failure" ? "failed" : "success";
  try {
    await rest.send({
      method: "POST",
      path: `${project}/statuses/${check.commit}`,
      body: {
        state,
        name: check.name,
        description: cutText(check.description, LONGEST.description),
        target_url: check.url,
      },
      doing: `setting the status of ${check.commit}`,
      permission: PERMISSION,
    });
  } catch (error) {
    if (!(error instanceof ForgeFailure && isSetAlready(error, state))) throw error;
  }
}

/** GitLab refuses to set a status to what it is: `Cannot transition status via :succeed from :success`. */
function isSetAlready({ status, diagnostic }: ForgeFailure, state: string): boolean {
  const refusal = `Cannot transition status via \\S+ from :${state}\\b`;
  return status === 400 && new RegExp(refusal).test(diagnostic.detail);
}
