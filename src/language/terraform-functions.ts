// The functions of Terraform's own provider, exactly as Terraform 1.11 has them: values as text of its language, and files
// of variables.

import { isObject, isWhollyKnown, UNKNOWN } from "../model/value.js";
import { accept, type Cursor, cursorOf, failInvalid, isAt, isAtEnd, skipBlanks } from "./cursor.js";
import { evaluate } from "./evaluate.js";
import type { Expression } from "./expression.js";
import type { FunctionSpec } from "./function-call.js";
import { printMembers, printValue } from "./print-value.js";
import { readExpression } from "./read-expression.js";
import { acceptIdentifier, isIdentifier } from "./read-reference.js";
import { partsOf } from "./references.js";
import { isNeverNull, refine } from "./refine.js";
import { type Outcome, type Refusal, refuse } from "./refusal.js";
import { textOf } from "./text-call.js";
import { normalize } from "./text-order.js";
import { NOTHING, objectOf, type Shape, shapeOf, type TypedValue } from "./typed-value.js";

const ERROR = "Error in function call";

/** How the text of a value begins that is not null, whatever it is. */
const BEGINNINGS: { readonly [S in Shape]?: string } = {
  object: "{",
  map: "{",
  tuple: "[",
  list: "[",
  set: "[",
  string: '"',
};

const encodeExpr: FunctionSpec = {
  parameters: [{ name: "value", type: "dynamic", accepts: { unknown: true, anyType: true } }],
  resultType: () => "string",
  apply: ([given = NOTHING]) => {
    if (isWhollyKnown(given.value)) {
      return { value: normalize(printValue(given.value)), type: "string" };
    }
    const prefix = isNeverNull(given.value) ? BEGINNINGS[shapeOf(given)] : undefined;
    const open = { value: UNKNOWN, type: "string" } as const;
    return refine(open, { isNotNull: true, ...(prefix === undefined ? {} : { prefix }) });
  },
};

const encodeTfvars: FunctionSpec = {
  parameters: [{ name: "value", type: "dynamic", accepts: { unknown: true, anyType: true } }],
  resultType: () => "string",
  apply: ([given = NOTHING]) => {
    if (!isWhollyKnown(given.value)) return { value: UNKNOWN, type: "string" };
    if (!isObject(given.value)) {
      const detail = "encode_tfvars() takes an object, whose attributes become variables.";
      return refuse(ERROR, detail);
    }
    if (!Object.keys(given.value).every(isIdentifier)) {
      const detail =
        "A name given to encode_tfvars() cannot be that of a variable: it is made of letters, digits, _ and -.";
      return refuse(ERROR, detail);
    }
    return { value: normalize(printMembers(given.value)), type: "string" };
  },
};

const decodeTfvars: FunctionSpec = {
  parameters: [{ name: "src", type: "string" }],
  resultType: () => "dynamic",
  apply: ([text]) => readVariables(cursorOf(textOf(text))),
};

/** By the name that they are called by. */
export const TERRAFORM_FUNCTIONS: ReadonlyMap<string, FunctionSpec> = new Map([
  ["decode_tfvars", decodeTfvars],
  ["encode_expr", encodeExpr],
  ["encode_tfvars", encodeTfvars],
]);

/** What the text says is not repeated: it may be a secret. */
function readVariables(cursor: Cursor): Outcome {
  cursor.newlines = "count";
  const members = new Map<string, TypedValue>();
  let refusal: Refusal | undefined;
  for (skipNewlines(cursor); !isAtEnd(cursor); skipNewlines(cursor)) {
    const at = cursor.position;
    const { name, expression } = readVariable(cursor);
    if (cursor.problem !== undefined) return refuseText(cursor, cursor.problem.position);
    const value = valueOfConstant(expression);
    if (value === undefined || members.has(name)) refusal ??= refuseText(cursor, at);
    else members.set(name, value);
  }
  return refusal ?? objectOf([...members]);
}

function readVariable(cursor: Cursor): { readonly name: string; readonly expression: Expression } {
  const name = acceptIdentifier(cursor) ?? "";
  skipBlanks(cursor);
  const isOne = name !== "" && !isAt(cursor, "==") && accept(cursor, "=");
  if (!isOne) failInvalid(cursor, "");
  skipBlanks(cursor);
  if (isAt(cursor, "\n")) failInvalid(cursor, "");
  const expression = readExpression(cursor);
  if (!isAtEnd(cursor) && !isAt(cursor, "\n")) failInvalid(cursor, "");
  return { name, expression };
}

/** Undefined for an expression with references or calls, or one that has no value. */
function valueOfConstant(expression: Expression): TypedValue | undefined {
  const open = [expression];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === "traversal" || next.kind === "call") return undefined;
    open.push(...partsOf(next));
  }
  const { diagnostics, ...typed } = evaluate(expression, { resolve: () => NOTHING });
  return diagnostics.length > 0 ? undefined : typed;
}

function refuseText({ text }: Cursor, position: number): Refusal {
  const before = text.slice(0, position).split("\n");
  const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  const detail =
    `The text given to decode_tfvars() goes wrong at ${place}. A variable is written as NAME = VALUE, once, on lines of ` +
    "its own, and its value has neither references nor calls in it.";
  return refuse(ERROR, detail);
}

function skipNewlines(cursor: Cursor): void {
  do skipBlanks(cursor);
  while (accept(cursor, "\n"));
}
