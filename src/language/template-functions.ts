// templatefile, exactly as Terraform 1.11 has it.

import { isUnknown, UNKNOWN, unmark } from "../model/value.js";
import { filesOf, nameOf, readBytes, textOf } from "./file-functions.js";
import type { FunctionSpec } from "./function-call.js";
import { isRefusal, refuse } from "./refusal.js";
import { renderTemplate } from "./render-template.js";
import { markedLike } from "./typed-value.js";

export const templatefile: FunctionSpec = {
  parameters: [
    { name: "path", type: "string", accepts: { marks: true } },
    { name: "vars", type: "dynamic" },
  ],
  resultType: () => "dynamic",
  apply: ([path = { value: null }, names = { value: null }], outside) => {
    const files = filesOf(outside);
    if (files === undefined || isUnknown(unmark(path.value))) return { value: UNKNOWN };
    if ("summary" in files) return files;
    const bytes = readBytes(path, files);
    if ("summary" in bytes) return bytes;
    const text = textOf(bytes);
    const called = nameOf(path);
    if (text === undefined) return refuse("Error in function call", `${called} is not UTF-8.`);
    const rendered = renderTemplate({ text, names, called }, outside);
    return isRefusal(rendered) ? rendered : markedLike(rendered, [path]);
  },
};
