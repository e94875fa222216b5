// The command that judges a pull request.

import { BUILT_IN_SCENARIOS } from "../drill/built-in-scenarios.js";
import type { CommandDefinition } from "./command-definition.js";
import { JSON_OUTPUT, VARIABLES } from "./option-definitions.js";
import { COMMENT_ON, FAIL_ON } from "./preview-choices.js";

export const PREVIEW_COMMAND: CommandDefinition = {
  name: "preview",
  summary: "what a pull request does to survival, as the comment to post on it",
  details:
    "Base and head are checked out into temporary folders, run and planned there, against the states and the simulated vSphere of the project in this folder; nothing is written to either, and nothing of the work tree is touched. What live has otherwise than the base declares is drift, what the head has otherwise than the base is the author's. Checkouts use what is installed here: node_modules and .gen of the project and of the folders above it, and files of variables that git does not track.\n\nThe programs of both commits are run: give the call no secrets where a pull request comes from a stranger. With --plan-json no program is run, and plans of real Terraform (terraform show -json FILE) are taken as well; each is of the stack that its file is called after.\n\nExits with 1 when the head cannot be evaluated and with 3 when it breaks a survival floor that the base does not break.",
  examples: [
    "holdfast preview --base origin/main",
    "holdfast preview --base origin/main --head feature --out comment.md --json",
    "holdfast preview --plan-json head.json --snapshot estate.jsonl",
  ],
  options: [
    {
      name: "base",
      value: "ref",
      description:
        "the branch that is merged into; the commit where the head left it is compared with. Default: the default branch of origin",
    },
    {
      name: "head",
      value: "ref",
      description: "what would be merged, without what is not committed. Default: HEAD",
    },
    { name: "no-merge-base", description: "compare with --base as it is" },
    {
      name: "plan-json",
      value: "file",
      description: "a plan of the head that was made elsewhere; may be repeated",
      repeatable: true,
    },
    {
      name: "base-plan-json",
      value: "file",
      description: "a plan of the base that was made elsewhere; may be repeated",
      repeatable: true,
    },
    {
      name: "snapshot",
      value: "[vsphere=]file",
      description:
        "the estate of simulator snapshot, instead of the one that the stacks are on, or of the one that they name so; may be repeated",
      repeatable: true,
    },
    {
      name: "scenario",
      value: "name|file",
      description: "a scenario by name, or a file of one in YAML or JSON",
      default: "provider-outage",
      offers: [...BUILT_IN_SCENARIOS.keys()],
    },
    {
      name: "drill",
      description:
        "also carry the head out on a copy of the estate and drill it, to be shown folded; not with --plan-json",
    },
    { name: "out", value: "file", description: "write the comment to this file, not to stdout" },
    {
      name: "out-dir",
      value: "folder",
      description:
        "write preview.json, comment.md, summary.md, annotations.sarif (SARIF), gitlab-terraform.json, junit.xml (JUnit) and plan.json (the head's plans as `show --json`) to this folder",
    },
    {
      name: "comment",
      value: "when",
      description: "when there is anything to post; else the comment is empty",
      choices: COMMENT_ON,
      default: "always",
    },
    {
      name: "fail-on",
      value: "what",
      description:
        "what is a failure: nothing; errors of the head and floors that it breaks; any risk, too; any change, too",
      choices: FAIL_ON,
      default: "error",
    },
    { name: "stack", value: "name", description: "only this stack", repeatable: true },
    ...VARIABLES,
    JSON_OUTPUT,
  ],
  load: () => import("./commands/preview.js"),
};
