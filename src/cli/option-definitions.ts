// Options that several commands share, under Terraform's names.

import type { OptionDefinition } from "./command-definition.js";

export const GLOBAL_OPTIONS: readonly OptionDefinition[] = [
  { name: "chdir", value: "dir", description: "run as if started in this folder" },
  {
    name: "simulator",
    value: "file",
    description: "the simulated vSphere, before what the program says and HOLDFAST_SIMULATOR",
  },
  {
    name: "lock-timeout",
    value: "duration",
    description: "wait this long for a locked state, such as 30s",
    default: "0s",
  },
  { name: "no-color", description: "no colour; NO_COLOR and FORCE_COLOR are heeded as well" },
  { name: "debug", description: "with stack traces and all that a program printed" },
];

export const CONFIGURATION = configurationWith("only this stack; may be repeated");

/** Of commands that look at the simulated vSphere, all of it, and at no stack. */
export const CONFIGURATION_OF_ESTATE = configurationWith(
  "the simulated vSphere that this stack is on, all of it; needed where stacks are on several",
);

/** Of the command that takes two stacks, no more and no fewer. */
export const CONFIGURATION_OF_PAIR = configurationWith("one of the two stacks; given twice");

function configurationWith(stack: string): readonly OptionDefinition[] {
  return [
    {
      name: "config",
      value: "path",
      description: "a file or folder of Terraform JSON, instead of running the app of cdktf.json",
    },
    { name: "stack", value: "name", description: stack, repeatable: true },
  ];
}

export const VARIABLES: readonly OptionDefinition[] = [
  { name: "var", value: "name=value", description: "set an input variable", repeatable: true },
  {
    name: "var-file",
    value: "file",
    description: "read input variables from a JSON file",
    repeatable: true,
  },
];

export const JSON_OUTPUT: OptionDefinition = {
  name: "json",
  description: "machine-readable data on stdout",
};

export const SHOW_SENSITIVE: OptionDefinition = {
  name: "show-sensitive",
  description: "with the values of sensitive variables in the JSON",
};

export const EXPAND: OptionDefinition = {
  name: "expand",
  description: "show changes one by one, also where many are alike",
};

export const LOCK: OptionDefinition = {
  name: "lock",
  value: "true|false",
  description: "hold the lock of the state meanwhile",
  choices: ["true", "false"],
  default: "true",
  preset: "true",
};

export const INPUT: OptionDefinition = {
  name: "input",
  value: "true|false",
  description: "ask when something is missing and there is a terminal",
  choices: ["true", "false"],
  default: "true",
  preset: "true",
};

/** Of commands that never ask: scripts for Terraform give it all the same. */
export const INPUT_OF_NOBODY: OptionDefinition = {
  ...INPUT,
  description: "taken as Terraform takes it; this command never asks",
};

export const COMPACT_WARNINGS: OptionDefinition = {
  name: "compact-warnings",
  description: "warnings by their summaries alone, where there are no errors",
};

export const PLANNING: readonly OptionDefinition[] = [
  {
    name: "target",
    value: "address",
    description: "only this resource or instance and what it depends on",
    repeatable: true,
  },
  {
    name: "exclude",
    value: "address",
    description: "all but this resource or instance and what depends on it",
    repeatable: true,
  },
  {
    name: "replace",
    value: "address",
    description: "replace this instance whether or not it must be",
    repeatable: true,
  },
  {
    name: "refresh",
    value: "true|false",
    description: "look what is there first",
    choices: ["true", "false"],
    default: "true",
    preset: "true",
  },
  {
    name: "refresh-only",
    description: "change no object; only bring the state up to date with what is there",
  },
  { name: "parallelism", value: "n", description: "operations at the same time", default: "10" },
  EXPAND,
  COMPACT_WARNINGS,
  LOCK,
];

export const APPLYING: readonly OptionDefinition[] = [
  { name: "auto-approve", description: "do not ask" },
  { name: "yes", description: "the same as --auto-approve" },
  {
    name: "accept-floor-breach",
    value: "reason",
    description: "apply although a survival floor breaks; the reason is kept",
  },
  INPUT,
];
