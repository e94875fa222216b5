// Labels of a pull request that follow from its preview. Others are left alone, whoever set them.

import { fieldsOf } from "./answer-fields.js";
import { ForgeFailure } from "./forge-failure.js";
import type { RestClient } from "./rest-client.js";

export interface LabelChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

export interface LabelPlaces {
  /** Path of the labels of the pull request. */
  readonly all: string;
  readonly subject: string;
  readonly permission: string;
  /** How the forge wants labels named in its paths and bodies. */
  readonly referenceTo: (name: string) => Promise<string | number>;
}

/** Of a forge whose pull requests are issues: only what is not so already is changed. Names do not differ by case alone. */
export async function changeIssueLabels(
  rest: RestClient,
  { add, remove }: LabelChange,
  { all, subject, permission, referenceTo }: LabelPlaces,
): Promise<void> {
  const doing = `labelling ${subject}`;
  const entries = await rest.list({ path: all, doing, permission });
  const has = new Set(entries.map((entry) => fieldsOf(entry, doing).text("name").toLowerCase()));
  const missing = add.filter((name) => !has.has(name.toLowerCase()));
  if (missing.length > 0) {
    const labels = await Promise.all(missing.map(referenceTo));
    await rest.send({ method: "POST", path: all, body: { labels }, doing, permission });
  }
  for (const name of remove.filter((each) => has.has(each.toLowerCase()))) {
    const label = encodeURIComponent(await referenceTo(name));
    try {
      await rest.send({ method: "DELETE", path: `${all}/${label}`, doing, permission });
    } catch (error) {
      // Somebody else was faster.
      if (!(error instanceof ForgeFailure && error.status === 404)) throw error;
    }
  }
}
