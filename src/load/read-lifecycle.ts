// The block `lifecycle` of a resource. Every setting is honoured or refused, since what is meant to protect
// keys must not be lost on the way.

import type { Expression } from "../language/expression.js";
import { parseExpression } from "../language/parse.js";
import type { ResourceAddress } from "../model/address.js";
import type { AttributePath } from "../model/attribute-path.js";
import { errorDiagnostic } from "../model/diagnostic.js";
import { isJsonArray } from "../model/json.js";
import type { Condition, Lifecycle } from "./configuration.js";
import { type Draft, readExpressionOf } from "./draft.js";
import {
  at,
  blocksOf,
  literalBool,
  type Property,
  reportWrong,
  sourceOf,
  takeArguments,
} from "./json-body.js";
import { readResourceReference } from "./read-static-reference.js";

export const NO_LIFECYCLE: Lifecycle = {
  createBeforeDestroy: false,
  preventDestroy: false,
  ignoreChanges: [],
  replaceTriggeredBy: [],
  preconditions: [],
  postconditions: [],
};

const CONDITIONS = ["precondition", "postcondition"];
const ARGUMENTS = {
  managed: {
    block: "a lifecycle block",
    known: [
      "create_before_destroy",
      "prevent_destroy",
      "ignore_changes",
      "replace_triggered_by",
      ...CONDITIONS,
    ],
  },
  data: { block: "the lifecycle block of a data source", known: CONDITIONS },
} as const;

export function readLifecycle(
  property: Property | undefined,
  mode: ResourceAddress["mode"],
  draft: Draft,
): Lifecycle {
  if (property === undefined) return NO_LIFECYCLE;
  const [block, another] = blocksOf(property, 0, draft.report);
  if (another !== undefined) {
    const detail = "A resource can have one lifecycle block.";
    draft.report(errorDiagnostic("Declared twice", detail, { source: another.source }));
  }
  if (block === undefined) return NO_LIFECYCLE;
  const given = takeArguments(block, ARGUMENTS[mode], draft.report);
  const { report } = draft;
  return {
    createBeforeDestroy: literalBool(given.get("create_before_destroy"), report) ?? false,
    preventDestroy: literalBool(given.get("prevent_destroy"), report) ?? false,
    ignoreChanges: readIgnored(given.get("ignore_changes"), draft),
    replaceTriggeredBy: readTriggers(given.get("replace_triggered_by"), draft),
    preconditions: readConditions(given.get("precondition"), draft),
    postconditions: readConditions(given.get("postcondition"), draft),
  };
}

function readIgnored(property: Property | undefined, draft: Draft): Lifecycle["ignoreChanges"] {
  if (property === undefined) return [];
  const { value } = property;
  const source = sourceOf(property);
  if (value === "all") return "all";
  if (!isJsonArray(value)) {
    reportWrong(property, 'a list of attributes, or "all"', draft.report);
    return [];
  }
  return value.flatMap((item, i) => {
    const path = typeof item === "string" ? parsePath(item) : undefined;
    if (path !== undefined) return [path];
    const detail =
      "The path of an attribute is expected here, such as key_persistence.enabled or disks[0].";
    draft.report(errorDiagnostic("Invalid attribute path", detail, { source: at(source, i) }));
    return [];
  });
}

/** A path has the form of the steps behind a reference. */
function parsePath(text: string): AttributePath | undefined {
  const { expression, diagnostics } = parseExpression(`self.${text}`);
  return diagnostics.length > 0 ? undefined : pathOf(expression);
}

function pathOf(expression: Expression): AttributePath | undefined {
  const steps: (string | number)[] = [];
  let current = expression;
  for (;;) {
    if (current.kind === "traversal") return steps.reverse();
    if (current.kind === "attribute") steps.push(current.name);
    else if (current.kind === "index" && current.index.kind === "literal") {
      const step = current.index.value;
      if (typeof step !== "string" && typeof step !== "number") return undefined;
      steps.push(step);
    } else return undefined;
    current = current.of;
  }
}

function readTriggers(property: Property | undefined, draft: Draft): readonly Expression[] {
  if (property === undefined) return [];
  const { value } = property;
  const source = sourceOf(property);
  if (!isJsonArray(value)) {
    reportWrong(property, "a list of references", draft.report);
    return [];
  }
  return value.flatMap((item, i) => {
    const reference = readResourceReference({ value: item, source: at(source, i) }, draft);
    return reference === undefined ? [] : [reference.expression];
  });
}

const CONDITION = { block: "a condition", known: ["condition", "error_message"] };

export function readConditions(property: Property | undefined, draft: Draft): readonly Condition[] {
  if (property === undefined) return [];
  return blocksOf(property, 0, draft.report).flatMap((block) => {
    const given = takeArguments(block, CONDITION, draft.report);
    const condition = given.get("condition");
    const message = given.get("error_message");
    if (condition !== undefined && message !== undefined) {
      return [
        {
          condition: readExpressionOf(condition, draft),
          errorMessage: readExpressionOf(message, draft),
          source: sourceOf(condition),
          messageSource: sourceOf(message),
        },
      ];
    }
    const detail = 'A condition needs both "condition" and "error_message".';
    const missing = condition === undefined ? "condition" : "error_message";
    const source = at(block.source, missing);
    draft.report(errorDiagnostic("Missing required argument", detail, { source }));
    return [];
  });
}
