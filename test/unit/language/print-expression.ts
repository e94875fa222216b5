// An expression as text that parses to the same expression. For tests only: it shows what a parser made.

import type { Expression, Reference } from "../../../src/language/expression.js";
import { isList, isObject, type Value } from "../../../src/model/value.js";

/** Without `${}` around it. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case "literal":
      return printValue(expression.value);
    case "template":
      return `"${expression.parts.map(printPart).join("")}"`;
    case "traversal":
      return printReference(expression.reference);
    case "item":
      return "";
    case "attribute":
      return `${printBase(expression.of)}.${expression.name}`;
    case "index":
      return `${printBase(expression.of)}[${printExpression(expression.index)}]`;
    case "splat":
      return `${printBase(expression.of)}[*]${printExpression(expression.each)}`;
    case "call":
      return `${expression.name}(${expression.args.map(printExpression).join(", ")})`;
    case "list":
      return `[${expression.items.map(printExpression).join(", ")}]`;
    case "object":
      return `{${expression.entries.map((e) => `${printKey(e.key)} = ${printExpression(e.value)}`).join(", ")}}`;
  }
}

/** What steps stand behind; a splat would take them as its own. */
function printBase(of: Expression): string {
  if (of.kind === "item") return "";
  const text = printExpression(of);
  return of.kind === "splat" || of.kind === "literal" ? `(${text})` : text;
}

function printPart(part: Expression): string {
  return part.kind === "literal" && typeof part.value === "string"
    ? escapeText(part.value)
    : `\${${printExpression(part)}}`;
}

function printKey(key: Expression): string {
  const isText = key.kind === "literal" && typeof key.value === "string";
  return isText ? printExpression(key) : `(${printExpression(key)})`;
}

function printValue(value: Value): string {
  if (typeof value === "string") return `"${escapeText(value)}"`;
  if (isList(value)) return `[${value.map(printValue).join(", ")}]`;
  if (!isObject(value)) return String(value);
  const entries = Object.entries(value).map(([k, v]) => `"${escapeText(k)}" = ${printValue(v)}`);
  return `{${entries.join(", ")}}`;
}

function escapeText(text: string): string {
  const quoted = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll("\\b", "\\u0008")
    .replaceAll("\\f", "\\u000c");
  return quoted.replaceAll("${", () => "$${").replaceAll("%{", "%%{");
}

function printReference(reference: Reference): string {
  switch (reference.kind) {
    case "resource": {
      const { mode, type, name } = reference;
      return `${mode === "data" ? "data." : ""}${type}.${name}`;
    }
    case "variable":
      return `var.${reference.name}`;
    case "local":
      return `local.${reference.name}`;
    case "self":
      return "self";
    default:
      return `${reference.kind}.${reference.attribute}`;
  }
}
