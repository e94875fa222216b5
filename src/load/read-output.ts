// Blocks `output` and `locals` → their expressions.

import { hasTemplates } from "../language/parse.js";
import { isName } from "../model/address.js";
import { isCrossStackOutput } from "../model/cross-stack-output.js";
import { errorDiagnostic } from "../model/diagnostic.js";
import { type Draft, readExpressionOf, reportDuplicate } from "./draft.js";
import {
  at,
  type Block,
  literalBool,
  literalText,
  reportName,
  sourceOf,
  takeArguments,
} from "./json-body.js";
import { readConditions } from "./read-lifecycle.js";
import { readDependsOn } from "./read-resource.js";

const ARGUMENTS = {
  block: "an output",
  known: ["value", "description", "sensitive", "depends_on", "ephemeral", "precondition"],
};

export function readOutput(block: Block, draft: Draft): void {
  const [name = ""] = block.labels;
  const { source } = block;
  const given = takeArguments(block, ARGUMENTS, draft.report);
  const existing = draft.outputs.get(name);
  if (existing !== undefined) {
    reportDuplicate(`output.${name}`, { first: existing.source, second: source }, draft.report);
  }
  if (!isName(name)) reportName("an output", name, source, draft.report);
  const description = literalText(given.get("description"), draft.report);
  const value = given.get("value");
  if (value === undefined) {
    const detail = `The output "${name}" has no "value".`;
    draft.report(
      errorDiagnostic("Missing required argument", detail, { source: at(source, "value") }),
    );
    return;
  }
  const isDeclaredSensitive = literalBool(given.get("sensitive"), draft.report) ?? false;
  const expression = readExpressionOf(value, draft);
  draft.outputs.set(name, {
    name,
    ...(description === undefined ? {} : { description }),
    value: expression,
    ...(hasTemplates(value.value) ? { written: value.value } : {}),
    sensitive: isDeclaredSensitive && !isCrossStackOutput(name),
    ephemeral: literalBool(given.get("ephemeral"), draft.report) ?? false,
    preconditions: readConditions(given.get("precondition"), draft),
    dependsOn: readDependsOn(given.get("depends_on"), draft),
    source,
  });
}

/** One block `locals`; there may be several. */
export function readLocals(block: Block, draft: Draft): void {
  for (const property of block.properties) {
    const { name } = property;
    const source = sourceOf(property);
    const first = draft.localSources.get(name);
    if (first !== undefined)
      reportDuplicate(`local.${name}`, { first, second: source }, draft.report);
    if (!isName(name)) reportName("a local value", name, source, draft.report);
    draft.localSources.set(name, source);
    draft.locals.set(name, readExpressionOf(property, draft));
  }
}
