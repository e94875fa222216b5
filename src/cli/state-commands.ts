// Commands that work on the state.

import type { CommandDefinition, OptionDefinition } from "./command-definition.js";
import {
  CONFIGURATION,
  INPUT_OF_NOBODY,
  JSON_OUTPUT,
  LOCK,
  VARIABLES,
} from "./option-definitions.js";

const DRY_RUN: OptionDefinition = {
  name: "dry-run",
  description: "only say what would be done",
};

export const STATE_COMMANDS: readonly CommandDefinition[] = [
  {
    name: "state list",
    summary: "list the objects in the state",
    examples: [
      "holdfast state list",
      "holdfast state list holdfast_host.esx01",
      "holdfast state list module.edge",
    ],
    arguments: [
      { syntax: "[address...]", description: "only these resources, instances or modules" },
    ],
    options: [
      { name: "id", value: "id", description: "only the object with this id" },
      ...CONFIGURATION,
      JSON_OUTPUT,
    ],
    load: () => import("./commands/state-list.js"),
  },
  {
    name: "state show",
    summary: "show one object of the state",
    details:
      'What vSphere tells of itself, such as "crypto_state", is as of the last read: "holdfast apply --refresh-only" reads again.',
    examples: ["holdfast state show holdfast_host.esx01"],
    arguments: [{ syntax: "<address>", description: "of an instance" }],
    options: [...CONFIGURATION, JSON_OUTPUT],
    load: () => import("./commands/state-show.js"),
  },
  {
    name: "state rm",
    summary: "forget objects without destroying them",
    examples: [
      "holdfast state rm holdfast_host.esx01",
      "holdfast state rm --dry-run holdfast_host.esx",
    ],
    arguments: [{ syntax: "<address...>", description: "resources, instances or modules" }],
    options: [DRY_RUN, ...CONFIGURATION, LOCK],
    load: () => import("./commands/state-rm.js"),
  },
  {
    name: "state mv",
    summary: "remember an object under another address",
    examples: [
      "holdfast state mv holdfast_host.old holdfast_host.new",
      "holdfast state mv module.edge 'module.edge[\"north\"]'",
    ],
    arguments: [
      { syntax: "<source>", description: "address now" },
      { syntax: "<destination>", description: "address then" },
    ],
    options: [DRY_RUN, ...CONFIGURATION, LOCK],
    load: () => import("./commands/state-mv.js"),
  },
  {
    name: "import",
    summary: "take over an object that exists",
    details: "The configuration must declare the resource. The id is the inventory path.",
    examples: ["holdfast import holdfast_host.esx01 vc01/edge/esx01"],
    arguments: [
      { syntax: "<address>", description: "where it is declared" },
      { syntax: "<id>", description: "inventory path of the object" },
    ],
    options: [...CONFIGURATION, ...VARIABLES, INPUT_OF_NOBODY, LOCK],
    load: () => import("./commands/import.js"),
  },
];
