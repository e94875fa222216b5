// Where in the text of a template the part is that a diagnostic is about. Trees carry no positions, as nearly all of them
// are evaluated without fault: the text is read again, and the part is the first that is written alike.

import type { Diagnostic } from "../model/diagnostic.js";
import { type Cursor, cursorOf, type Span } from "./cursor.js";
import type { Expression } from "./expression.js";
import { readTemplate } from "./read-template.js";

/** A node, or a place at which the text could not be read. */
export type TemplatePart =
  | { readonly node: Expression; readonly which: Which }
  | { readonly position: number };

type Which = "whole" | "start" | "step" | "name" | "end" | "results";

/** With the whole of `node` as what it is about. */
export function about(node: Expression, diagnostic: Diagnostic): Diagnostic {
  const part: TemplatePart = { node, which: "whole" };
  return { part, ...diagnostic };
}

/** The one that a refusal of `node` is about, as Terraform has it. */
export function partOf(node: Expression, blamed: Blamed): TemplatePart {
  const { operand } = blamed;
  switch (node.kind) {
    case "attribute":
    case "index":
      return { node, which: "step" };
    case "conditional":
      return { node, which: "results" };
    case "binary": {
      const side = operand === undefined ? node : node[operand];
      return { node: side, which: "whole" };
    }
    case "unary":
    case "for":
      return { node: node.of, which: "whole" };
    case "call":
      return partOfCall(node, blamed);
    default:
      return { node, which: "whole" };
  }
}

interface Blamed {
  readonly summary: string;
  readonly operand?: "left" | "right";
  readonly argument?: number;
}

function partOfCall(
  node: Extract<Expression, { readonly kind: "call" }>,
  { summary, argument }: Blamed,
): TemplatePart {
  if (summary === "Not enough function arguments") return { node, which: "end" };
  const isOfOnly = summary === "Invalid function argument" && node.args.length === 1;
  const wrong = node.args[argument ?? (isOfOnly ? 0 : -1)];
  if (wrong === undefined) return { node, which: "name" };
  return { node: wrong, which: node.isExpanded && wrong === node.args.at(-1) ? "whole" : "start" };
}

/** Longer texts are not searched. */
const LONGEST_TEXT = 10_000;

/** Undefined where it is not found: then the diagnostic is about all of the text. */
export function findPart(text: string, part: TemplatePart): Span | undefined {
  if (text.length > LONGEST_TEXT) return undefined;
  if ("position" in part) return tokenAt(text, part.position);
  const spans = new Map<Expression, Span>();
  const cursor: Cursor = { ...cursorOf(text), spans };
  readTemplate(cursor, "bare");
  const wanted = written(part.node);
  for (const [node, span] of spans) {
    if (node.kind !== part.node.kind || written(node) !== wanted) continue;
    const spanOf = (inner: Expression) => (inner === node ? span : (spans.get(inner) ?? span));
    return within(text, { node, span, which: part.which, spanOf });
  }
  return undefined;
}

function written(node: Expression): string {
  return JSON.stringify(node, (name, value: unknown) => (name === "source" ? undefined : value));
}

const TOKEN = /[A-Za-z_][\w-]*(?:::[\w-]+)*|[\s\S]/y;

function isModule(node: Expression): boolean {
  return node.kind === "traversal" && node.reference.kind === "module";
}

/** What is referred to is an output of a module. */
function withOutput(text: string, { start, end }: Span): Span {
  const [output = ""] = /^\.[\w-]+/.exec(text.slice(end)) ?? [];
  return { start, end: end + output.length };
}

function tokenAt(text: string, position: number): Span | undefined {
  TOKEN.lastIndex = position;
  return TOKEN.test(text) ? { start: position, end: TOKEN.lastIndex } : undefined;
}

interface Found {
  readonly node: Expression;
  readonly span: Span;
  readonly which: Which;
  readonly spanOf: (part: Expression) => Span;
}

function within(text: string, { node, span, which, spanOf }: Found): Span {
  switch (which) {
    case "whole":
      return isModule(node) ? withOutput(text, span) : span;
    case "start":
      return startOf(text, { node, spanOf });
    case "step":
      return "of" in node ? { start: spanOf(node.of).end, end: span.end } : span;
    case "name":
      // With the bracket behind it.
      return { start: span.start, end: text.indexOf("(", span.start) + 1 };
    case "end":
      return { start: span.end - 1, end: span.end };
    case "results":
      if (node.kind !== "conditional") return span;
      return { start: spanOf(node.whenTrue).start, end: spanOf(node.whenFalse).end };
  }
}

/** What Terraform calls the start of an expression: its first operand, name, sign or bracket. */
function startOf(
  text: string,
  { node, spanOf }: { readonly node: Expression; readonly spanOf: (part: Expression) => Span },
): Span {
  const span = spanOf(node);
  switch (node.kind) {
    case "conditional":
      return startOf(text, { node: node.condition, spanOf });
    case "binary":
      return startOf(text, { node: node.left, spanOf });
    case "call":
      return within(text, { node, span, which: "name", spanOf });
    case "list":
    case "object":
    case "for":
    case "unary":
      return { start: span.start, end: span.start + 1 };
    case "literal":
    case "template":
      return text[span.start] === '"' ? firstOfText(text, span) : span;
    default:
      return isModule(node) ? withOutput(text, span) : span;
  }
}

/** Of a quoted text what stands before its first interpolation. */
function firstOfText(text: string, { start, end }: Span): Span {
  const [first = ""] =
    /^(?:[$]{2}\{|%%\{|(?![$%]\{)[\s\S])*/.exec(text.slice(start + 1, end - 1)) ?? [];
  return { start: start + 1, end: start + 1 + first.length };
}
