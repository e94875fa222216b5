// Looks into the values of one element before the CDK library resolves them, tokens and function calls
// included. Here a mistake is still visible that is gone from the JSON: a dash swallowed by a number token,
// a date that will become `{}`, a conditional that will lose its parentheses.
//
// Calls and operators are recognised by the fields the library gives them; a test for each trap, run on both
// libraries, notices when those change.

import { Construct, Node } from "constructs";
import { Token, Tokenization } from "./cdk.js";

export interface ValueProblem {
  readonly trap: number;
  readonly problem: string;
  readonly fix: string;
}

interface Walk {
  readonly report: (problem: ValueProblem) => void;
  readonly seen: Set<object>;
  /** Inside a function call or an operation, where text is not escaped as elsewhere. */
  readonly isInExpression: boolean;
  /** Whether this library drops 0, "", false and null from expressions. */
  readonly dropsFalsy: boolean;
}

/** What the CDK library takes for the text of a number token; it swallows neighbours. */
const TAKEN_FOR_NUMBER = /[-|\d.+]+e[-|\d.eE+]+/g;
const NUMBER_TOKEN = /-\d+(?:\.\d+)?e\+\d{3}/;
const NEEDS_ESCAPE = /["\\\r]|%\{/;
const KEY_NEEDS_ESCAPE = /["\\\r\n]|%\{|\$\{/;

/** Keys of elements that hold no values of the user's. */
const SKIPPED = new Set(["node", "dependsOn", "provider", "terraformGeneratorMetadata"]);

/** `report` is called with every problem in the fields of `element`. */
export function lintFields(element: object, options: Pick<Walk, "report" | "dropsFalsy">): void {
  walkFields(element, { ...options, seen: new Set(), isInExpression: false });
}

function walk(value: unknown, w: Walk): void {
  if (typeof value === "string") walkText(value, w);
  else if (typeof value === "number") walkNumber(value, w);
  else if (typeof value === "symbol") w.report(becomesNothing("A Symbol"));
  else if (typeof value === "object" && value !== null && !w.seen.has(value)) walkObject(value, w);
}

function walkText(text: string, w: Walk): void {
  if (text.includes("e+")) walkNumberTokens(text, w);
  if (text.includes("TfToken[")) {
    const fragments = Tokenization.reverseString(text);
    for (const literal of fragments.literals) walkLiteral(String(literal), w);
    for (const token of fragments.tokens) walk(token, w);
  } else walkLiteral(text, w);
}

function walkLiteral(text: string, w: Walk): void {
  if (!w.isInExpression || !NEEDS_ESCAPE.test(text)) return;
  w.report({
    trap: 8,
    problem: `The text ${JSON.stringify(text)} inside a function or operator is not escaped.`,
    fix: "Wrap it: literal(…) of holdfast.",
  });
}

function walkNumberTokens(text: string, w: Walk): void {
  for (const [taken] of text.matchAll(TAKEN_FOR_NUMBER)) {
    const token = NUMBER_TOKEN.exec(taken)?.[0];
    if (token === undefined || Tokenization.reverseNumber(Number(token)) === undefined) continue;
    if (taken === token && !w.isInExpression) continue;
    w.report({
      trap: taken.startsWith(token) ? 3 : 2,
      problem:
        "A number that is only known later was put into text, and what stands next to it is lost.",
      fix: "Write text`…${number}…` of holdfast, or Token.asString(number).",
    });
  }
}

function walkNumber(value: number, w: Walk): void {
  const token = Tokenization.reverseNumber(value);
  if (token !== undefined) walk(token, w);
  else if (!Number.isFinite(value)) w.report(becomesNothing(String(value)));
}

function becomesNothing(what: string): ValueProblem {
  return {
    trap: 12,
    problem: `${what} has no form in JSON and would be dropped or become null or {}.`,
    fix: "Convert it to a string, a number, a list or an object first.",
  };
}

function walkObject(value: object, w: Walk): void {
  w.seen.add(value);
  if (Construct.isConstruct(value) || value instanceof Node) return;
  if (Array.isArray(value)) walkArray(value, w);
  else if (Tokenization.isResolvable(value)) walkResolvable(value, w);
  else if (hasNoJson(value)) w.report(becomesNothing(`A ${value.constructor.name}`));
  else {
    const tokens = Token.isUnresolved(value) ? Tokenization.reverse(value) : [];
    for (const token of tokens) walk(token, w);
    walkFields(value, w);
  }
}

const WITHOUT_JSON = [Date, Map, Set, RegExp, WeakMap, WeakSet, ArrayBuffer];

function hasNoJson(value: object): boolean {
  if (Object.getPrototypeOf(value) === Object.prototype) return false;
  return WITHOUT_JSON.some((kind) => value instanceof kind) || ArrayBuffer.isView(value);
}

function walkArray(items: readonly unknown[], w: Walk): void {
  if (Token.isUnresolved(items)) {
    for (const token of Tokenization.reverse(items)) walk(token, w);
    return;
  }
  for (const item of items) {
    if (item === null && w.isInExpression && w.dropsFalsy) w.report(losesOperand(9, "null"));
    walk(item, w);
  }
}

/** The own fields of anything: an element, a nested block, a plain object. */
function walkFields(value: object, w: Walk): void {
  const fields = value as Fields;
  for (const key of Object.keys(fields)) {
    if (SKIPPED.has(key)) continue;
    walkKey(key, w);
    walk(fields[key], w);
  }
}

function walkKey(key: string, w: Walk): void {
  if (key.includes("e+")) walkNumberTokens(key, w);
  if (!w.isInExpression || !KEY_NEEDS_ESCAPE.test(key) || key.includes("TfToken[")) return;
  w.report({
    trap: 8,
    problem: `The key ${JSON.stringify(key)} of a map inside a function is not escaped.`,
    fix: "Put the map into a TerraformLocal and pass that.",
  });
}

interface Fields {
  readonly [field: string]: unknown;
}

/** By its own fields: the attributes of a block, which is resolvable too, are of its class. */
function walkResolvable(token: object, w: Walk): void {
  const has = (field: string) => Object.hasOwn(token, field);
  const inside: Walk = w.isInExpression ? w : { ...w, isInExpression: true };
  const fields = token as Fields;
  if (has("operator") && has("left")) walkOperation(fields, inside);
  else if (has("condition")) walkConditional(fields, inside);
  else if (has("args") && Array.isArray(fields.args)) {
    if (has("target")) walkAccess(fields, inside);
    else if (has("name") && typeof fields.name === "string") walk(fields.args, inside);
  } else if (has("input") && has("valueExpression")) {
    walk([fields.input, fields.valueExpression, fields.keyExpression], inside);
  } else if (has("str") && typeof fields.str === "string" && /\\|%\{/.test(fields.str)) {
    walkLiteral(fields.str, inside);
  }
}

function walkOperation(token: Fields, w: Walk): void {
  for (const operand of [token.left, token.right]) {
    if (isConditional(operand)) w.report(losesParentheses("an operator"));
    walk(operand, w);
  }
  const { right } = token;
  if (w.dropsFalsy && (right === 0 || right === "" || right === false)) {
    w.report(losesOperand(5, JSON.stringify(right)));
  }
}

function walkConditional(token: Fields, w: Walk): void {
  if (isConditional(token.condition)) w.report(losesParentheses("a condition"));
  for (const part of [token.condition, token.trueValue, token.falseValue]) walk(part, w);
}

/** Steps are names, not text, so only what they start from is looked at. */
function walkAccess(token: Fields, w: Walk): void {
  if (isConditional(token.target)) w.report(losesParentheses("an attribute"));
  if (typeof token.target !== "string" || token.target.includes("TfToken[")) walk(token.target, w);
}

function isConditional(value: unknown): boolean {
  if (typeof value === "string" && value.includes("TfToken[")) {
    const { tokens, literals } = Tokenization.reverseString(value);
    return literals.length === 0 && tokens.length === 1 && isConditional(tokens[0]);
  }
  if (typeof value === "number") return isConditional(Tokenization.reverseNumber(value));
  return Tokenization.isResolvable(value) && "condition" in value && "trueValue" in value;
}

function losesParentheses(inside: string): ValueProblem {
  return {
    trap: 6,
    problem: `A conditional was used inside ${inside}, where it loses its parentheses.`,
    fix: "Put the conditional into a TerraformLocal and use that.",
  };
}

function losesOperand(trap: number, operand: string): ValueProblem {
  return {
    trap,
    problem: `This CDK library drops ${operand} from expressions.`,
    fix: "Put the value into a TerraformLocal and use that, or use cdktn.",
  };
}
