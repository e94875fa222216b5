// An expression as text that parses to the same expression. For tests only: it shows what a parser made.

import type { Expression, ForExpression, Reference } from "../../../src/language/expression.js";
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
    case "name":
      return expression.name;
    case "unary":
      return `(${expression.operator}${printExpression(expression.of)})`;
    case "binary": {
      const { operator, left, right } = expression;
      return `(${printExpression(left)} ${operator} ${printExpression(right)})`;
    }
    case "conditional": {
      const { condition, whenTrue, whenFalse } = expression;
      const results = `${printExpression(whenTrue)} : ${printExpression(whenFalse)}`;
      return `(${printExpression(condition)} ? ${results})`;
    }
    case "for":
      return printFor(expression);
    case "join":
      return `"${printDirective(expression)}"`;
    case "call": {
      const { name, args, isExpanded } = expression;
      return `${name}(${args.map(printExpression).join(", ")}${isExpanded ? "..." : ""})`;
    }
    case "list":
      return `[${expression.items.map(printExpression).join(", ")}]`;
    case "object":
      return `{${expression.entries.map((e) => `${printKey(e.key)} = ${printExpression(e.value)}`).join(", ")}}`;
  }
}

function printFor({ key, value, condition, isGrouped, ...intro }: ForExpression): string {
  const result = `${printIntro(intro)} : `;
  const end = condition === undefined ? "" : ` if ${printExpression(condition)}`;
  if (key === undefined) return `[for ${result}${printExpression(value)}${end}]`;
  const group = isGrouped ? "..." : "";
  return `{for ${result}${printExpression(key)} => ${printExpression(value)}${group}${end}}`;
}

function printIntro({ of, keyName, valueName }: Omit<ForExpression, "value">): string {
  const names = keyName === undefined ? valueName : `${keyName}, ${valueName}`;
  return `${names} in ${printExpression(of)}`;
}

function printDirective({ of }: Extract<Expression, { readonly kind: "join" }>): string {
  const body = of.value.kind === "template" ? of.value.parts : [of.value];
  return `%{ for ${printIntro(of)} }${body.map(printPart).join("")}%{ endfor }`;
}

/** What steps stand behind; a splat would take them as its own. */
function printBase(of: Expression): string {
  if (of.kind === "item") return "";
  const text = printExpression(of);
  return of.kind === "splat" || of.kind === "literal" ? `(${text})` : text;
}

function printPart(part: Expression): string {
  if (part.kind === "join") return printDirective(part);
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
    case "module":
      return `module.${reference.name}`;
    case "self":
      return "self";
    default:
      return `${reference.kind}.${reference.attribute}`;
  }
}
