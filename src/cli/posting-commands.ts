// The command that speaks to a forge.

import { FORGE_NAMES } from "../forge/open-forge.js";
import { DETAILS } from "../report/comment/comment-texts.js";
import type { CommandDefinition } from "./command-definition.js";
import { JSON_OUTPUT } from "./option-definitions.js";
import { LEAST_CHARACTERS } from "./preview-choices.js";
import { OCCASIONS } from "./preview-occasion.js";

export const POSTING_COMMANDS: readonly CommandDefinition[] = [
  {
    name: "post-preview",
    summary: "comment on a pull request with a preview made before, and set its check",
    details:
      "Evaluates nothing: it reads the preview.json of a folder, renders the comment of it and keeps that the only one of its project. In a job of GitHub, GitLab, Gitea or Forgejo the environment says where to. The token is read from HOLDFAST_FORGE_TOKEN, else from GITHUB_TOKEN, GITLAB_TOKEN or GITEA_TOKEN. docs/forges.md.",
    examples: [
      "holdfast post-preview --from holdfast-preview",
      "holdfast post-preview --comment risk --comment-mode recreate --check off",
    ],
    options: [
      {
        name: "from",
        value: "folder",
        description: "where preview.json is",
        default: "holdfast-preview",
      },
      {
        name: "forge",
        value: "name",
        description: "github, gitlab or gitea, which is Forgejo too",
        choices: [...FORGE_NAMES],
      },
      {
        name: "api",
        value: "address",
        description: "base of the forge's REST interface, such as https://git.example/api/v4",
      },
      { name: "repository", value: "name", description: "as acme/site" },
      { name: "pull-request", value: "number", description: "GitLab: of the merge request" },
      {
        name: "commit",
        value: "hash",
        description: "that the preview is of; posts no comment once the pull request has another",
      },
      {
        name: "comment",
        value: "when",
        description: "always, changes, risk or off",
        choices: [...OCCASIONS],
        default: "always",
      },
      {
        name: "comment-mode",
        value: "how",
        description: "update keeps its place, recreate moves it to the end, new keeps earlier ones",
        choices: ["update", "recreate", "new"],
        default: "update",
      },
      {
        name: "detail",
        value: "much",
        description: "full, or a summary without the folded parts",
        choices: [...DETAILS],
        default: "full",
      },
      {
        name: "max-chars",
        value: "number",
        description: `of the comment, from ${LEAST_CHARACTERS} on; never more than the forge takes`,
      },
      {
        name: "label",
        value: "verdict=label",
        description:
          "the pull request has this label while its preview has this verdict; may be repeated",
        repeatable: true,
      },
      {
        name: "check",
        value: "kind",
        description:
          "status of the commit; run, of GitHub, for tokens of apps and workflows; or off",
        choices: ["status", "run", "off"],
        default: "status",
      },
      {
        name: "account",
        value: "login",
        description: "of the token, where the forge does not say",
      },
      { name: "url", value: "address", description: "where the check leads to" },
      JSON_OUTPUT,
    ],
    load: () => import("./commands/post-preview.js"),
  },
];
