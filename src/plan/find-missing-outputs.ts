// Outputs of another stack that this one needs and that are not there: it was applied before the program referred to
// them, or destroyed since. Told where the other stack is read, since only there it is known which one that is.

import type { Expression } from "../language/expression.js";
import { nodeKey, partsOf } from "../language/references.js";
import {
  type Configuration,
  expressionsOfResource,
  type ModuleConfig,
} from "../load/configuration.js";
import { formatModule, localAddress, type ResourceAddress } from "../model/address.js";
import { isCrossStackOutput, stackOfInput } from "../model/cross-stack-output.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import type { ObjectValue } from "../model/value.js";

/** Of those that the CDK library writes; `outputs` are what the remote state at `address` gave. */
export function findMissingOutputs(
  configuration: Configuration,
  address: ResourceAddress,
  outputs: ObjectValue,
): readonly Diagnostic[] {
  const key = localAddress(address);
  const module = configuration.modules.get(formatModule(address.module));
  const expressions = module === undefined ? [] : expressionsIn(module, configuration);
  const needed = expressions.flatMap((each) => neededOutputs(each, key));
  const missing = [...new Set(needed)].filter((name) => !Object.hasOwn(outputs, name));
  if (missing.length === 0) return [];
  const stack = stackOfInput(address.name) ?? "that it reads";
  const detail =
    `This stack needs values that the stack ${stack} does not give yet: ${stack} is not applied as the program ` +
    `declares it now. Plan it too: add --stack ${stack}, or leave --stack out for all stacks.`;
  return [errorDiagnostic("The other stack is not applied", detail)];
}

function expressionsIn(module: ModuleConfig, { resources }: Configuration): readonly Expression[] {
  const path = formatModule(module.path);
  const inside = [...resources.values()].filter((r) => formatModule(r.address.module) === path);
  return [
    ...inside.flatMap(expressionsOfResource),
    ...module.locals.values(),
    ...[...module.outputs.values()].map(({ value }) => value),
  ];
}

/** Names behind `KEY.outputs.` in an expression. */
function neededOutputs(expression: Expression, key: string): readonly string[] {
  if (expression.kind === "literal") return [];
  const found: string[] = [];
  const open: Expression[] = [expression];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === "attribute" && isCrossStackOutput(next.name) && isOf(next.of, key)) {
      found.push(next.name);
    }
    for (const part of partsOf(next)) open.push(part);
  }
  return found;
}

/** Whether an expression is `KEY.outputs`. */
function isOf(expression: Expression, key: string): boolean {
  if (expression.kind !== "attribute" || expression.name !== "outputs") return false;
  return expression.of.kind === "traversal" && nodeKey(expression.of.reference) === key;
}
