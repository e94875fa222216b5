// Files of a checkout as the reader of a pull request knows them: in what is said of them relative to the repository, and
// in plans where the user's repository has them, without the temporary folder that they stood in.

import { isAbsolute, join, posix, relative, sep } from "node:path";
import type { Diagnostic, Source } from "../model/diagnostic.js";
import type { Change, Plan } from "../model/plan.js";
import { isList, isMarked, isObject, type ObjectValue, type Value } from "../model/value.js";

interface CheckedOut {
  /** Absolute, of the repository's checkout. */
  readonly folder: string;
  /** Of the project in it, with `/`. */
  readonly project: string;
}

export function inRepository(diagnostic: Diagnostic, checkedOut: CheckedOut): Diagnostic {
  const { source, detail } = diagnostic;
  const told = { ...diagnostic, detail: withoutFolder(detail, checkedOut) };
  return source === undefined ? told : { ...told, source: sourceIn(source, checkedOut) };
}

function withoutFolder(text: string, { folder }: CheckedOut): string {
  return text.replaceAll(`${folder}${sep}`, "").replaceAll(folder, "the repository");
}

function sourceIn(source: Source, { folder, project }: CheckedOut): Source {
  const { file } = source;
  if (file === undefined) return source;
  const path = isAbsolute(file) ? relative(folder, file) : join(project, file);
  // The user's own, such as a file of --var-file.
  if (path.startsWith("..")) return source;
  return { ...source, file: path.split(sep).join(posix.sep) };
}

interface Moved {
  /** Absolute, of the repository's checkout. */
  readonly folder: string;
  /** Absolute, of the user's repository. */
  readonly repository: string;
}

/** A program that gives a resource a path of its own would differ between base and head otherwise. */
export function atHome(plan: Plan, moved: Moved): Plan {
  return {
    ...plan,
    changes: plan.changes.map((change) => changeAtHome(change, moved)),
    outputs: plan.outputs.map((output) => ({ ...output, after: valueAtHome(output.after, moved) })),
  };
}

function changeAtHome(change: Change, moved: Moved): Change {
  if (change.after === null) return change;
  const after = objectAtHome(change.after, moved);
  return after === change.after ? change : { ...change, after };
}

/** The same object where nothing in it is moved, which nearly always is so. */
function objectAtHome(object: ObjectValue, moved: Moved): ObjectValue {
  let isMoved = false;
  const entries = Object.entries(object).map(([name, value]) => {
    const home = valueAtHome(value, moved);
    isMoved ||= home !== value;
    return [name, home] as const;
  });
  return isMoved ? Object.fromEntries(entries) : object;
}

function valueAtHome(value: Value, moved: Moved): Value {
  const { folder, repository } = moved;
  if (typeof value === "string") return value.replaceAll(folder, repository);
  if (isMarked(value)) return value;
  if (isList(value)) {
    const items = value.map((item) => valueAtHome(item, moved));
    return items.every((item, i) => item === value[i]) ? value : items;
  }
  return isObject(value) ? objectAtHome(value, moved) : value;
}
