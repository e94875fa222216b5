// Commands that try and explain what survives.

import { BUILT_IN_SCENARIOS } from "../drill/built-in-scenarios.js";
import type { CommandDefinition, OptionDefinition } from "./command-definition.js";
import {
  CONFIGURATION_OF_ESTATE,
  CONFIGURATION_OF_PAIR,
  EXPAND,
  JSON_OUTPUT,
  VARIABLES,
} from "./option-definitions.js";

const SUBJECT: readonly OptionDefinition[] = [
  { name: "plan", value: "file", description: "the estate as it is after this saved plan" },
  { name: "snapshot", value: "file", description: "the estate of simulator snapshot" },
];

const ESTATE: readonly OptionDefinition[] = [
  {
    name: "scenario",
    value: "name|file",
    description: "a scenario by name, or a file of one in YAML or JSON",
    default: "provider-outage",
    offers: [...BUILT_IN_SCENARIOS.keys()],
  },
  ...SUBJECT,
];

const VERBOSE: OptionDefinition = {
  name: "verbose",
  description: "every workload, key path and event",
};

export const SURVIVAL_COMMANDS: readonly CommandDefinition[] = [
  {
    name: "drill",
    summary: "break things in a copy of the estate and see which workloads survive",
    details:
      "Drills work on a copy in memory; the estate stays as it is. Exits with 3 when workloads are locked or lost, or a survival floor breaks.",
    examples: [
      "holdfast drill",
      "holdfast drill --scenario wan-partition",
      "holdfast drill --plan edge.plan",
    ],
    options: [
      ...ESTATE,
      { name: "no-settle", description: "begin the outage at once, before keys are archived" },
      VERBOSE,
      JSON_OUTPUT,
      ...CONFIGURATION_OF_ESTATE,
      ...VARIABLES,
    ],
    load: () => import("./commands/drill.js"),
  },
  {
    name: "explain",
    summary: "show the key paths of a workload and what each fault does to them",
    examples: [
      "holdfast explain vm:vc01/vm/pos",
      "holdfast explain vtpm:vc01/vm/badge --json",
      "holdfast explain vsan:vc01/edge",
    ],
    arguments: [
      { syntax: "<workload>", description: "vm:PATH, vtpm:PATH or vsan:PATH of a cluster" },
    ],
    options: [...ESTATE, VERBOSE, JSON_OUTPUT, ...CONFIGURATION_OF_ESTATE, ...VARIABLES],
    load: () => import("./commands/explain.js"),
  },
  {
    name: "readiness",
    summary: "which keys each host has where, and whether it would come through a power cut now",
    details:
      "Each host is tried without its power in the prediction, with neither a key server nor vCenter to ask; a host that is not safe yet is told from when it will be by itself.",
    examples: ["holdfast readiness", "holdfast readiness --plan edge.plan --json"],
    options: [...SUBJECT, VERBOSE, JSON_OUTPUT, ...CONFIGURATION_OF_ESTATE, ...VARIABLES],
    load: () => import("./commands/readiness.js"),
  },
  {
    name: "can-reboot",
    summary: "whether a host can be rebooted now, what would lock or go down, what to do first",
    details:
      "The reboot is predicted and carried out on a copy of the estate. Exits with 0 for yes, 3 for no and 1 if it cannot be told, for patch automation.",
    examples: [
      "holdfast can-reboot esx01",
      "holdfast can-reboot vc01/edge/esx01 --while provider-down",
      "holdfast can-reboot esx01 --allow-downtime --json",
    ],
    arguments: [
      { syntax: "<host>", description: "inventory path, or hostname if only one host has it" },
    ],
    options: [
      {
        name: "while",
        value: "provider-down",
        description:
          "what is taken to be broken meanwhile: every key server and Trust Authority host unreachable",
        choices: ["provider-down"],
      },
      {
        name: "allow-downtime",
        description: "machines may be down as long as the host is, if they come back by themselves",
      },
      ...SUBJECT,
      VERBOSE,
      JSON_OUTPUT,
      ...CONFIGURATION_OF_ESTATE,
      ...VARIABLES,
    ],
    load: () => import("./commands/can-reboot.js"),
  },
  {
    name: "compare",
    summary: "how two stacks of one program are declared and survive otherwise",
    details:
      "Both stacks are planned, with those they depend on, and provider-outage is predicted for what is planned. Resources are matched by type and construct path below the stack, and those left over by type and inventory path. Names of one stack only are taken for those of the other: words of the stacks' names, vCenters and sites, first with first. Differences are no failure: --detailed-exitcode tells them by the exit code.",
    examples: [
      "holdfast compare --stack lab --stack production",
      "holdfast compare --stack lab --stack production --detailed-exitcode --json",
    ],
    options: [
      {
        name: "detailed-exitcode",
        description: "exit with 2 when they differ, in configuration or survival",
      },
      ...CONFIGURATION_OF_PAIR,
      ...VARIABLES,
      EXPAND,
      JSON_OUTPUT,
    ],
    load: () => import("./commands/compare.js"),
  },
];
