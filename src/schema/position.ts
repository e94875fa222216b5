// Where the check of a value is, and where its errors go. A step further is one small object: the path, which only an
// error needs, is put together when there is one.

import type { AttributePath } from "../model/attribute-path.js";

export interface Position {
  /** Undefined at the object as a whole. */
  readonly parent: Position | undefined;
  readonly step: string | number;
  /** Set below anything sensitive or write-only: values are not shown. */
  readonly secret: boolean;
  readonly report: Report;
}

type Report = (summary: string, detail: string, path: AttributePath) => void;

export function startAt(report: Report): Position {
  return { parent: undefined, step: "", secret: false, report };
}

/** One step further into the value. */
export function within(parent: Position, step: string | number): Position {
  return { parent, step, secret: parent.secret, report: parent.report };
}

/** One step further by a key that the value itself has: within a secret the key is one too. */
export function withinKey(at: Position, key: string): Position {
  return at.secret ? at : within(at, key);
}

/** The same place, from here on without showing values. */
export function hidden(at: Position): Position {
  if (at.secret) return at;
  return { parent: at.parent, step: at.step, secret: true, report: at.report };
}

export function pathOf(at: Position): AttributePath {
  const path: (string | number)[] = [];
  for (let { parent, step } = at; parent !== undefined; { parent, step } = parent) path.push(step);
  return path.reverse();
}

/** The name of the attribute that the place is in. */
export function nameAt(at: Position): string {
  return String(pathOf(at).findLast((step) => typeof step === "string") ?? "");
}

/** Reports an error of this place. */
export function reportAt(at: Position, summary: string, detail: string): void {
  at.report(summary, detail, pathOf(at));
}
