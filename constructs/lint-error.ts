// What the synthesis lint finds: one silent mis-synthesis each, with where it is and what to write instead.

import { PRIMARY_CHILD } from "./logical-id.js";

export interface LintError {
  /** Number in SYNTHESIS_TRAPS, absent for what is wrong but no trap of the CDK library. */
  readonly trap?: number;
  /** Path of the construct that was synthesised into it. */
  readonly construct: string;
  /** RFC 6901, into the stack's JSON; absent while there is no JSON yet. */
  readonly pointer?: string;
  /** What came out, in a full sentence. */
  readonly problem: string;
  /** What to write instead, in a full sentence. */
  readonly fix: string;
}

/** The binding below a construct, which is none of the program's words. */
const BINDING = new RegExp(`/${PRIMARY_CHILD}$`);

/** `[stack/host] /resource/…: problem fix`. */
export function describeLintError(error: LintError): string {
  const where = error.pointer === undefined ? "" : `${error.pointer}: `;
  const construct = error.construct.replace(BINDING, "");
  return `[${construct}] ${where}${error.problem} ${error.fix}`;
}

/** RFC 6901 pointer of a list of steps. */
export function formatPointer(steps: readonly (string | number)[]): string {
  return steps.map((s) => `/${String(s).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
