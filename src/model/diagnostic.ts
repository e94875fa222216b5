// What the user must know: an error stops the command, a warning does not. Diagnostics are collected,
// never thrown, so that all of them are shown at once. A detail says, in full sentences, what was
// received, what is allowed and what to do; it never contains a secret or a stack trace.

import type { AttributePath } from "./attribute-path.js";

export interface Diagnostic {
  readonly severity: "error" | "warning";
  /** One constant sentence without names, so that equal problems group. */
  readonly summary: string;
  readonly detail: string;
  /** Address of the resource instance, output, variable … it is about. */
  readonly address?: string;
  readonly attribute?: AttributePath;
  readonly source?: Source;
  /** What part of the text at `source`, as the language has it; for whoever looks for its place. */
  readonly part?: object;
  /** Of a check block: an apply asks it anew, whatever the plan said. */
  readonly isOfCheck?: true;
  /** What the names in the expression that it is about stand for, without secrets and what is not known. */
  readonly values?: readonly InvolvedValue[];
}

export interface InvolvedValue {
  /** As `var.sites`. */
  readonly traversal: string;
  /** What follows it in a sentence, as `is "edge"`. */
  readonly statement: string;
}

/** Where the text stands that caused a diagnostic; every part that is known. */
export interface Source {
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** From 1, in UTF-16 code units. */
  readonly column?: number;
  /** RFC 6901, into the JSON of `file`. */
  readonly pointer?: string;
  /** What stands there, as it is written; absent for containers, long texts' ends, and what may be a secret. */
  readonly excerpt?: string;
  /** All of it, as Terraform counts: for programs. */
  readonly range?: SourceRange;
  /** Path of the construct that was synthesised into it, as `stack/site/host`. */
  readonly construct?: string;
}

export interface SourceRange {
  readonly start: SourcePosition;
  /** Behind the last character. */
  readonly end: SourcePosition;
  readonly snippet?: Snippet;
}

export interface SourcePosition {
  /** From 1. */
  readonly line: number;
  /** From 1, in grapheme clusters. */
  readonly column: number;
  /** From 0, in UTF-8. */
  readonly byte: number;
}

/** The lines that a range is in. */
export interface Snippet {
  /** The blocks around it, as `resource.holdfast_host.a.lifecycle`. */
  readonly context: string | null;
  /** Without texts that may be secrets. */
  readonly code: string;
  readonly startLine: number;
  /** In bytes of `code`, both. */
  readonly highlightStart: number;
  readonly highlightEnd: number;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((d) => d.severity === "error");
}

export function errorDiagnostic(
  summary: string,
  detail: string,
  where: Omit<Diagnostic, "severity" | "summary" | "detail"> = {},
): Diagnostic {
  return { severity: "error", summary, detail, ...where };
}

export function warningDiagnostic(
  summary: string,
  detail: string,
  where: Omit<Diagnostic, "severity" | "summary" | "detail"> = {},
): Diagnostic {
  return { severity: "warning", summary, detail, ...where };
}

/** The same where a secret may be among the values, which are not shown then. */
export function withoutValues({ values: _, ...diagnostic }: Diagnostic): Diagnostic {
  return diagnostic;
}
