// Commands that try and explain what survives.

import type { CommandDefinition, OptionDefinition } from "./command-definition.js";
import { CONFIGURATION, JSON_OUTPUT, VARIABLES } from "./option-definitions.js";

const ESTATE: readonly OptionDefinition[] = [
  {
    name: "scenario",
    value: "name|file",
    description: "a scenario by name, or a file of one in YAML or JSON",
    default: "provider-outage",
  },
  { name: "plan", value: "file", description: "the estate as it is after this saved plan" },
  { name: "snapshot", value: "file", description: "the estate of simulator snapshot" },
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
      ...CONFIGURATION,
      ...VARIABLES,
    ],
    load: () => import("./commands/drill.js"),
  },
  {
    name: "explain",
    summary: "show the key paths of a workload and what each fault does to them",
    examples: ["holdfast explain vm:vc01/vm/pos", "holdfast explain vtpm:vc01/vm/badge --json"],
    arguments: [{ syntax: "<workload>", description: "vm:PATH or vtpm:PATH" }],
    options: [...ESTATE, VERBOSE, JSON_OUTPUT, ...CONFIGURATION, ...VARIABLES],
    load: () => import("./commands/explain.js"),
  },
];
