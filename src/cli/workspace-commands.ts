// Commands about workspaces: several states of one configuration.

import type { CommandDefinition, OptionDefinition } from "./command-definition.js";
import { CONFIGURATION_OF_ESTATE, JSON_OUTPUT, LOCK } from "./option-definitions.js";

/** A workspace is one of all stacks of a project. */
const CONFIGURATION: readonly OptionDefinition[] = CONFIGURATION_OF_ESTATE.filter(
  ({ name }) => name === "config",
);

/** Scripts for Terraform give it all the same. */
const LOCK_OF_NOTHING: OptionDefinition = {
  ...LOCK,
  description: "taken as Terraform takes it; a new workspace has no state to lock",
};

const NAME = { syntax: "<name>", description: "of the workspace" };

export const WORKSPACE_COMMANDS: readonly CommandDefinition[] = [
  {
    name: "workspace list",
    summary: "list the workspaces, the one worked in with a star",
    examples: ["holdfast workspace list"],
    options: [...CONFIGURATION, JSON_OUTPUT],
    load: () => import("./commands/workspace-list.js"),
  },
  {
    name: "workspace show",
    summary: "print the name of the workspace worked in",
    details: "TF_WORKSPACE says it, or what was selected last; else it is default.",
    examples: ["holdfast workspace show"],
    options: CONFIGURATION,
    load: () => import("./commands/workspace-show.js"),
  },
  {
    name: "workspace new",
    summary: "make a workspace and work in it",
    details:
      'A workspace has states of its own. The simulated vSphere is the same for all, as a vCenter is: what two workspaces declare must differ in its names, such as "edge-${terraform.workspace}", or the provider block give each a simulator, such as ".holdfast/${terraform.workspace}.db".',
    examples: ["holdfast workspace new lab"],
    arguments: [NAME],
    options: [...CONFIGURATION, LOCK_OF_NOTHING],
    load: () => import("./commands/workspace-new.js"),
  },
  {
    name: "workspace select",
    summary: "work in another workspace",
    examples: ["holdfast workspace select lab", "holdfast workspace select --or-create lab"],
    arguments: [NAME],
    options: [{ name: "or-create", description: "make it if it is not there" }, ...CONFIGURATION],
    load: () => import("./commands/workspace-select.js"),
  },
  {
    name: "workspace delete",
    summary: "delete a workspace with its states",
    details:
      "One that still manages objects is not deleted without --force, after which nothing remembers them. Nor is the one that is worked in, or default.",
    examples: ["holdfast workspace delete lab"],
    arguments: [NAME],
    options: [
      { name: "force", description: "also if it still manages objects, which stay" },
      ...CONFIGURATION,
      LOCK,
    ],
    load: () => import("./commands/workspace-delete.js"),
  },
];
