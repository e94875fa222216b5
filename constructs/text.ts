// Text with values that are only known later. In a plain template literal a number token loses the
// characters beside it, inside functions quotes and backslashes are not escaped: these two say it right.

import { type IResolvable, type IResolveContext, Token, Tokenization } from "./cdk.js";

/** What may stand in `text`…``. A boolean known later is an IResolvable. */
export type TextPart = string | number | boolean | IResolvable;

/**
 * A template literal in which every value comes out right: text`10.0.0.${host.number}`.
 *
 * @throws for a list or a map, which has no single text: take an element of it, or join it first.
 */
export function text(strings: TemplateStringsArray, ...parts: readonly TextPart[]): string {
  return strings.reduce((all, string, i) => `${all}${toText(parts[i - 1])}${string}`);
}

function toText(part: TextPart | undefined): string {
  if (typeof part === "string" || typeof part === "boolean") return String(part);
  if (typeof part === "number") return Token.isUnresolved(part) ? Token.asString(part) : `${part}`;
  if (Tokenization.isResolvable(part)) return Token.asString(part);
  throw new Error(
    "Only strings, numbers and booleans can be put into text. Take one element of the list, or use Fn.join.",
  );
}

/**
 * Text exactly as it stands, wherever it is used: as an attribute, or as the argument of a function, where
 * the CDK library would leave quotes, backslashes and `%{` as they are.
 */
export function literal(value: string): string {
  const resolvable: IResolvable = {
    creationStack: [],
    resolve: (context: IResolveContext) =>
      context.suppressBraces ? quote(value) : escapeTemplates(value),
    toString: () => Token.asString(resolvable),
  };
  return resolvable.toString();
}

/** As a string of Terraform's language; of JSON's escapes it lacks \b and \f. */
function quote(value: string): string {
  const json = JSON.stringify(value).replace(/\\./g, (sequence) => {
    if (sequence === "\\b") return "\\u0008";
    return sequence === "\\f" ? "\\u000c" : sequence;
  });
  return escapeTemplates(json);
}

function escapeTemplates(value: string): string {
  return value.replace(/[$%]\{/g, (opening) => opening.charAt(0) + opening);
}
