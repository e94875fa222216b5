// Every command of holdfast, in the order of help: declare, plan, apply, look, drill.

import type { CommandDefinition, CommandGroup } from "./command-definition.js";
import {
  APPLYING,
  CONFIGURATION,
  EXPAND,
  INPUT_OF_NOBODY,
  JSON_OUTPUT,
  LOCK,
  PLANNING,
  SHOW_SENSITIVE,
  VARIABLES,
} from "./option-definitions.js";
import { POSTING_COMMANDS } from "./posting-commands.js";
import { PREVIEW_COMMAND } from "./preview-command.js";
import { SIMULATOR_COMMANDS } from "./simulator-commands.js";
import { STATE_COMMANDS } from "./state-commands.js";
import { SURVIVAL_COMMANDS } from "./survival-commands.js";
import { WORKSPACE_COMMANDS } from "./workspace-commands.js";

const DECLARING: readonly CommandDefinition[] = [
  {
    name: "synth",
    summary: "run the program and write Terraform JSON",
    details:
      "Runs the app of the nearest cdktf.json, upward from here, for 60 seconds at most. A program with a mistake writes nothing.",
    examples: ["holdfast synth", "holdfast synth --chdir examples/edge-site"],
    options: [JSON_OUTPUT],
    load: () => import("./commands/synth.js"),
  },
  {
    name: "validate",
    summary: "check what the program declares, without looking at state or vSphere",
    examples: ["holdfast validate", "holdfast validate --config main.tf.json --json"],
    options: [...CONFIGURATION, ...VARIABLES, JSON_OUTPUT],
    load: () => import("./commands/validate.js"),
  },
];

const PLANNING_AND_APPLYING: readonly CommandDefinition[] = [
  {
    name: "plan",
    summary: "show what apply would do, and what that does to survival",
    details:
      "Several stacks are planned in the order of their dependencies. A plan that breaks a survival floor exits with 3.",
    examples: [
      "holdfast plan --out edge.plan",
      "holdfast plan --detailed-exitcode",
      "holdfast plan --config main.tf.json --var site=north",
    ],
    options: [
      { name: "out", value: "file", description: "keep the plan, for apply, show and drill" },
      {
        name: "detailed-exitcode",
        description: "exit with 2 when there are changes",
      },
      { name: "destroy", description: "plan to destroy everything" },
      ...CONFIGURATION,
      ...VARIABLES,
      ...PLANNING,
      INPUT_OF_NOBODY,
      JSON_OUTPUT,
    ],
    load: () => import("./commands/plan.js"),
  },
  {
    name: "apply",
    summary: "carry out a plan, a saved one or a new one",
    details:
      "A saved plan holds no secrets: sensitive and ephemeral variables are read again, from --var, --var-file or TF_VAR_NAME. Ctrl-C lets what was begun end and saves the state; a second Ctrl-C stops at once.",
    examples: [
      "holdfast apply edge.plan",
      "holdfast apply --auto-approve",
      'holdfast apply --accept-floor-breach "site closes on Friday"',
    ],
    arguments: [{ syntax: "[file]", description: "plan kept by plan --out" }],
    options: [
      ...APPLYING,
      { name: "destroy", description: "destroy everything" },
      ...CONFIGURATION,
      ...VARIABLES,
      ...PLANNING,
      JSON_OUTPUT,
    ],
    carriesOut: true,
    load: () => import("./commands/apply.js"),
  },
  {
    name: "destroy",
    summary: "destroy everything the stacks manage",
    examples: ["holdfast destroy", "holdfast destroy --target holdfast_virtual_machine.pos"],
    options: [...APPLYING, ...CONFIGURATION, ...VARIABLES, ...PLANNING, JSON_OUTPUT],
    carriesOut: true,
    load: () => import("./commands/destroy.js"),
  },
];

const LOOKING: readonly CommandDefinition[] = [
  {
    name: "show",
    summary: "show a saved plan, or what the state remembers",
    details:
      "A saved plan holds no secrets: with --show-sensitive they are read again, from --var, --var-file or TF_VAR_NAME, and stand in its JSON as Terraform has them.",
    examples: ["holdfast show edge.plan", "holdfast show --json edge.plan", "holdfast show"],
    arguments: [{ syntax: "[file]", description: "plan kept by plan --out" }],
    options: [...CONFIGURATION, ...VARIABLES, EXPAND, JSON_OUTPUT, SHOW_SENSITIVE],
    load: () => import("./commands/show.js"),
  },
  {
    name: "output",
    summary: "print the outputs of the state",
    details:
      "Those of several stacks stand under the name of their stack, with --json too. A sensitive one, which only a state of Terraform's has, is printed alone and hidden among others.",
    examples: ["holdfast output", "holdfast output --json site", "holdfast output --raw site"],
    arguments: [{ syntax: "[name]", description: "only this output" }],
    options: [
      ...CONFIGURATION,
      { name: "raw", description: "the bare text of one output" },
      JSON_OUTPUT,
    ],
    load: () => import("./commands/output.js"),
  },
  ...STATE_COMMANDS,
  ...WORKSPACE_COMMANDS,
  {
    name: "graph",
    summary: "print what depends on what",
    examples: ["holdfast graph | dot -Tsvg > graph.svg", "holdfast graph --format mermaid"],
    options: [
      {
        name: "format",
        value: "name",
        description: "dot, mermaid or json",
        choices: ["dot", "mermaid", "json"],
        default: "dot",
      },
      ...CONFIGURATION,
      ...VARIABLES,
    ],
    load: () => import("./commands/graph.js"),
  },
];

const ABOUT_ITSELF: readonly CommandDefinition[] = [
  {
    name: "terraform install",
    summary: "make the resource types available to the terraform command",
    details:
      "Lays out DIR/mirror, with the Terraform plugin, and DIR/terraformrc, which tells Terraform of it. The plugin is a program for Node, which must be on the PATH.",
    examples: ["holdfast terraform install --dir terraform"],
    options: [
      {
        name: "dir",
        value: "folder",
        description: "where to",
        default: ".terraform-holdfast",
      },
      { name: "packed", description: "the plugin as the zip archive that a registry would have" },
      JSON_OUTPUT,
    ],
    load: () => import("./commands/terraform-install.js"),
  },
  {
    name: "eject",
    summary: "write what it takes to go on with Terraform",
    details:
      "Lays out DIR/stacks/STACK, with the Terraform JSON and the states of all workspaces, DIR/mirror with DIR/terraformrc, and a README.md with what to type. The first plan of Terraform finds nothing to do. Project, state and simulated vSphere stay as they are; DIR must be new or empty, and is written whole or not at all.",
    examples: [
      "holdfast eject --out ../edge-terraform",
      "holdfast eject --out terraform --stack edge",
      "holdfast eject --out terraform --config main.tf.json",
    ],
    options: [
      { name: "out", value: "folder", description: "where to; a new or empty folder" },
      ...CONFIGURATION,
      ...VARIABLES,
      LOCK,
      JSON_OUTPUT,
    ],
    load: () => import("./commands/eject.js"),
  },
  {
    name: "completion",
    summary: "print a script that completes commands and options in a shell",
    examples: [
      "source <(holdfast completion bash)",
      "holdfast completion zsh > ~/.zfunc/_holdfast",
      "holdfast completion fish > ~/.config/fish/completions/holdfast.fish",
    ],
    arguments: [
      { syntax: "<shell>", description: "bash, zsh or fish", choices: ["bash", "zsh", "fish"] },
    ],
    load: () => import("./commands/completion.js"),
  },
  {
    name: "version",
    summary: "print the version",
    examples: ["holdfast version"],
    options: [JSON_OUTPUT],
    load: () => import("./commands/version.js"),
  },
];

export const COMMANDS: readonly CommandDefinition[] = [
  ...DECLARING,
  ...PLANNING_AND_APPLYING,
  ...LOOKING,
  ...SURVIVAL_COMMANDS,
  PREVIEW_COMMAND,
  ...POSTING_COMMANDS,
  ...SIMULATOR_COMMANDS,
  ...ABOUT_ITSELF,
];

export const GROUPS: readonly CommandGroup[] = [
  {
    name: "terraform",
    summary: "use the resource types with the terraform command",
    examples: ["holdfast terraform install --dir terraform"],
  },
  {
    name: "state",
    summary: "look at the state and change what it remembers",
    examples: ["holdfast state list"],
  },
  {
    name: "workspace",
    summary: "several states of one configuration, by name",
    examples: ["holdfast workspace new lab"],
  },
  {
    name: "simulator",
    summary: "the simulated vSphere: its clock, its faults, and hands on its machines",
    examples: ["holdfast simulator show"],
  },
];
