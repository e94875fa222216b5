// Where in the text of a template the part is that a diagnostic is about. Trees carry no positions, as nearly all of them
// are evaluated without fault: the text is read again, and the part is the first that is written alike.

import type { Diagnostic } from "../model/diagnostic.js";
import { type Cursor, cursorOf, type Span } from "./cursor.js";
import type { Expression } from "./expression.js";
import { readTemplate } from "./read-template.js";

/** A node, or a place at which the text could not be read. */
export type TemplatePart =
  | { readonly node: Expression; readonly which: "whole" | "step" | "name" | "end" | "results" }
  | { readonly position: number };

/** With the whole of `node` as what it is about. */
export function about(node: Expression, diagnostic: Diagnostic): Diagnostic {
  const part: TemplatePart = { node, which: "whole" };
  return { part, ...diagnostic };
}

/** The one that a refusal of `node` is about, as Terraform has it. */
export function partOf(node: Expression, { summary, operand }: Blamed): TemplatePart {
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
      return partOfCall(node, summary);
    default:
      return { node, which: "whole" };
  }
}

interface Blamed {
  readonly summary: string;
  readonly operand?: "left" | "right";
}

function partOfCall(
  node: Extract<Expression, { readonly kind: "call" }>,
  summary: string,
): TemplatePart {
  const [only, ...others] = node.args;
  if (summary === "Not enough function arguments") return { node, which: "end" };
  const isOfOnly = summary === "Invalid function argument" && others.length === 0;
  return isOfOnly && only !== undefined ? { node: only, which: "whole" } : { node, which: "name" };
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
    return within(text, { node, span, which: part.which, spans });
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
  readonly which: "whole" | "step" | "name" | "end" | "results";
  readonly spans: ReadonlyMap<Expression, Span>;
}

function within(text: string, { node, span, which, spans }: Found): Span {
  const spanOf = (part: Expression) => spans.get(part) ?? span;
  switch (which) {
    case "whole":
      return isModule(node) ? withOutput(text, span) : span;
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
