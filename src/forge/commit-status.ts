// The status of a commit as GitHub's interface has it, and Gitea's and Forgejo's after it.

import type { Diagnostic } from "../model/diagnostic.js";
import type { Check } from "./forge.js";
import type { RestClient } from "./rest-client.js";
import { cutText } from "./text-limits.js";

export interface StatusTarget {
  /** `owner/name` */
  readonly repository: string;
  readonly longestDescription: number;
  /** What the token must be allowed, for whoever is refused. */
  readonly permission: string;
}

/** Without warnings. There is no neutral status: it is a success, whose description says more. */
export async function setCommitStatus(
  rest: RestClient,
  check: Check,
  { repository, longestDescription, permission }: StatusTarget,
): Promise<readonly Diagnostic[]> {
  await rest.send({
    method: "POST",
    path: `/repos/${repository}/statuses/${check.commit}`,
    body: {
      state: check.conclusion === "failure" ? "failure" : "success",
      context: check.name,
      description: cutText(check.description, longestDescription),
      target_url: check.url,
    },
    doing: `setting the status of ${check.commit}`,
    permission,
  });
  return [];
}
