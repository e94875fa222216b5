// What GitLab's merge request shows as "Terraform": how many resources the pull request adds, changes and deletes. A
// replacement counts as both added and deleted, as it does where GitLab's own template makes the report.

import type { Preview } from "../../model/preview.js";

/** JSON that ends with a line feed: the artefact `reports: terraform`. */
export function gitlabTerraformReport({ changes }: Pick<Preview, "changes">): string {
  let [create, update, deleted] = [0, 0, 0];
  for (const { action } of changes) {
    const isReplace = action === "delete-then-create" || action === "create-then-delete";
    if (action === "create" || isReplace) create += 1;
    if (action === "update") update += 1;
    if (action === "delete" || isReplace) deleted += 1;
  }
  return `${JSON.stringify({ create, update, delete: deleted })}\n`;
}
