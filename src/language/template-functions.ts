// templatefile and templatestring, exactly as Terraform 1.11 has them.

import { isUnknown, UNKNOWN, unmark } from "../model/value.js";
import type { Attempt, LazyFunction } from "./attempt-functions.js";
import { convert, isFailure } from "./convert.js";
import { filesOf, nameOf, readBytes, textOf } from "./file-functions.js";
import { callFunction, type FunctionSpec, TAKES_ALL } from "./function-call.js";
import type { Outside } from "./outside.js";
import { isRefusal, type Outcome, refuse } from "./refusal.js";
import { refuseInTemplate, renderTemplate } from "./render-template.js";
import { markedLike, NOTHING, type TypedValue } from "./typed-value.js";

const OPEN: TypedValue = { value: UNKNOWN, type: "string" };

export const templatefile: FunctionSpec = {
  parameters: [
    { name: "path", type: "string", accepts: { unknown: true, marks: true } },
    { name: "vars", type: "dynamic" },
  ],
  resultType: () => "dynamic",
  apply: ([path = NOTHING, names = NOTHING], outside) => {
    const files = refuseInTemplate(outside) ?? filesOf(outside);
    if (files === undefined) return { value: UNKNOWN };
    if (isUnknown(unmark(path.value))) return markedLike({ value: UNKNOWN }, [path]);
    if ("summary" in files) return files;
    const bytes = readBytes(path, files);
    if ("summary" in bytes) return bytes;
    const text = textOf(bytes)?.replace(/^\ufeff/, "");
    const called = nameOf(path);
    if (text === undefined) return refuse("Error in function call", `${called} is not UTF-8.`);
    const rendered = renderTemplate({ text, names, called, kind: "file" }, outside);
    return isRefusal(rendered) ? rendered : markedLike(rendered, [path]);
  },
};

/** Its template is a reference: who has the text at hand writes it in quotes and needs no function. */
export const templatestring: LazyFunction = {
  lazyCount: 1,
  applyLazily: ([template, ...others], outside) => {
    const text = template?.isReference ? template.evaluate() : undefined;
    const spec: FunctionSpec = {
      parameters: [
        { name: "template", type: "string", accepts: TAKES_ALL },
        { name: "vars", type: "dynamic" },
      ],
      resultType: () => "string",
      apply: ([, names = NOTHING]) => renderText(text, names, outside),
    };
    // What is wrong with the template does not count while the names are not known.
    const first = template === undefined ? [] : [OPEN];
    const given = [...first, ...others.map(({ evaluate }) => evaluate())];
    return callFunction("templatestring", spec, given, outside);
  },
};

function renderText(
  attempted: ReturnType<Attempt["evaluate"]> | undefined,
  names: TypedValue,
  outside: Outside | undefined,
): Outcome {
  const nested = refuseInTemplate(outside);
  if (nested !== undefined) return nested;
  if (attempted === undefined) return refuseTemplate(NO_REFERENCE);
  const { diagnostics, ...template } = attempted;
  if (diagnostics[0] !== undefined) return refuseTemplate(diagnostics[0].detail);
  const text = unmark(template.value);
  if (isUnknown(text)) return OPEN;
  if (typeof text !== "string")
    return refuseTemplate("It has to be a text, and is something else.");
  const called = "The template";
  const rendered = renderTemplate({ text, names, called, kind: "text" }, outside);
  if (isRefusal(rendered)) return rendered;
  const converted = convert(rendered, "string");
  if (!isFailure(converted)) return markedLike(converted, [template]);
  return refuse("Error in function call", `${called} gives no text: ${converted.failure}.`);
}

const NO_REFERENCE =
  "It has to be a direct reference to a text, such as local.greeting, without quotes or parentheses. " +
  'Write a template that is known here in quotes, as in "Hello ${var.name}!"; ' +
  "put one that is made of others into a local value and refer to that.";

function refuseTemplate(why: string) {
  return refuse(
    "Invalid function argument",
    `The template of templatestring() does not fit. ${why}`,
  );
}
