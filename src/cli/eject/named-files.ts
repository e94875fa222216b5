// Which files functions such as file() name, as far as the text of a configuration says: by a plain text, or by one that
// begins with path.module or path.root. Any other name only a plan finds out.

import { resolve } from "node:path";
import type { Expression } from "../../language/expression.js";
import { parseTemplate } from "../../language/parse.js";
import { partsOf } from "../../language/references.js";
import type { SourceFile } from "../../load/source-file.js";
import { isJsonArray, isJsonObject, type Json } from "../../model/json.js";

const READS_FILES = /^(?:core::)?(?:file\w*|templatefile)$/;

export interface NamedFiles {
  /** Whether any function reads files. */
  readonly isAny: boolean;
  /** Absolute, of those that are named relative to the configuration; whether or not they are there. */
  readonly paths: readonly string[];
}

/** In the files of one module, which path.module is `module` for; `folder` is absolute, of the root module. */
export function namedFiles(
  files: readonly SourceFile[],
  { folder, module }: { readonly folder: string; readonly module: string },
): NamedFiles {
  const texts = files.flatMap(({ json }) => textsIn(json)).filter((text) => /file/.test(text));
  const calls = texts.flatMap((text) => callsIn(parseTemplate(text).expression));
  const named = calls.map(([path]) => path && textOf(path, module));
  const relative = named.filter((text) => text !== undefined && !/^[/~]/.test(text));
  return { isAny: calls.length > 0, paths: relative.map((text = "") => resolve(folder, text)) };
}

function textsIn(json: Json): readonly string[] {
  if (typeof json === "string") return [json];
  if (isJsonArray(json)) return json.flatMap(textsIn);
  if (!isJsonObject(json)) return [];
  return Object.entries(json).flatMap(([key, value]) => [key, ...textsIn(value)]);
}

/** The arguments of each call that reads files. */
function callsIn(expression: Expression | undefined): readonly (readonly Expression[])[] {
  const found: (readonly Expression[])[] = [];
  const open = expression === undefined ? [] : [expression];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === "call" && READS_FILES.test(next.name)) found.push(next.args);
    open.push(...partsOf(next));
  }
  return found;
}

/** Undefined where it takes more than the text. */
function textOf(expression: Expression, module: string): string | undefined {
  if (expression.kind === "literal") return String(expression.value);
  if (expression.kind === "template") {
    const parts = expression.parts.map((part) => textOf(part, module));
    return parts.includes(undefined) ? undefined : parts.join("");
  }
  if (expression.kind !== "traversal" || expression.reference.kind !== "path") return undefined;
  const { attribute } = expression.reference;
  return attribute === "cwd" ? undefined : attribute === "module" ? module : ".";
}
