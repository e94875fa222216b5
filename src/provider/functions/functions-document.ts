// The page about the functions, made from their signatures and from examples that are called for it.

import type { FunctionParameter, ProviderFunctions } from "../../model/provider-function.js";
import type { Type } from "../../model/type.js";
import type { Value } from "../../model/value.js";
import { FEATURES, type Feature } from "../../vsphere/features.js";
import { providerFunctions } from "./provider-functions.js";

/** Calls without the namespace. */
const EXAMPLES: Readonly<Record<keyof typeof providerFunctions, readonly string[]>> = {
  duration_seconds: ['duration_seconds("72h")', 'duration_seconds("90s") + 30'],
  inventory_path: [
    'inventory_path("vc01", "edge", "esx01")',
    'inventory_path("vc01", ["vm", "till"]...)',
  ],
  minimum_version: ['minimum_version("key_persistence")'],
  parse_inventory_path: [
    'parse_inventory_path("vc01/edge/esx01")',
    'parse_inventory_path("vc01/vm/till").kind',
  ],
  supports: ['supports("7.0 U2", "key_persistence")', 'supports("9.0", "trust_authority")'],
  version_at_least: ['version_at_least("8.0 U3", "7.0 U2")', 'version_at_least("7.0", "7.0 U1")'],
};

/** docs/functions.md. `evaluateCall` evaluates a call without its namespace. */
export function functionsDocument(evaluateCall: (call: string) => Value): string {
  const functions: ProviderFunctions = providerFunctions;
  const sections = Object.entries(functions).flatMap(([name, { signature }]) => {
    const { parameters, variadic_parameter: rest, return_type, summary, description } = signature;
    const names = [...parameters.map(({ name }) => name), ...(rest ? [`${rest.name}...`] : [])];
    const rows = [...parameters, ...(rest ? [{ ...rest, name: `${rest.name}...` }] : [])];
    return [
      "",
      `## ${name}`,
      "",
      `\`provider::holdfast::${name}(${names.join(", ")})\` → ${typeText(return_type)}. ${summary}.`,
      "",
      description,
      "",
      "| Argument | Type | Is |",
      "| --- | --- | --- |",
      ...rows.map(parameterRow),
      "",
      "```hcl",
      ...EXAMPLES[name as keyof typeof EXAMPLES].map((call) =>
        exampleLine(call, evaluateCall(call)),
      ),
      "```",
    ];
  });
  return `${[...HEADING, ...sections, ...featureLines()].join("\n")}\n`;
}

const HEADING = [
  "# Functions of the provider",
  "",
  "<!-- Made from the signatures in src/provider/functions and from calls of them; a test compares. -->",
  "",
  "Pure functions that a configuration may call wherever it has expressions, in a precondition for one. Holdfast evaluates",
  "them itself. Terraform asks the provider, from 1.8 on, and wants the provider in `required_providers` under the name that",
  "stands after `provider::`; what a CDKTF program synthesises has it there. How Terraform comes by the provider:",
  "[terraform.md](terraform.md). Wrong names, counts and types are found by `holdfast validate` and `terraform validate`.",
  "",
  "No argument may be null. With one that is not known yet the result is not known yet, with one that is sensitive or ephemeral",
  "so is the result, and an error then says only which argument is wrong. To Terraform an error never quotes an argument, for",
  "Terraform does not tell which are sensitive. Programs write them with `HoldfastFn` ([constructs.md](constructs.md)).",
];

function parameterRow({ name, type, description }: FunctionParameter): string {
  return `| \`${name}\` | ${typeText(type)} | ${description} |`;
}

function typeText(type: Type): string {
  if (typeof type === "string") return type;
  if (type[0] !== "object") return `${type[0]}(…)`;
  const members = Object.entries(type[1]).map(([name, member]) => `${name} = ${typeText(member)}`);
  return `object({ ${members.join(", ")} })`;
}

function exampleLine(call: string, value: Value): string {
  return `provider::holdfast::${call} # ${JSON.stringify(value)}`;
}

function featureLines(): readonly string[] {
  const rows = Object.entries<Feature>(FEATURES).map(([name, feature]) => {
    const until = feature.end === undefined ? "" : `, until ${feature.end}`;
    const { minimum, of, means, source } = feature;
    return `| \`${name}\` | ${minimum}${until} | ${of} | ${means} | ${source} |`;
  });
  return [
    "",
    "## Features",
    "",
    "What `supports` and `minimum_version` know, from which release of what.",
    "",
    "| Feature | From | Of | Means | Source |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ];
}
