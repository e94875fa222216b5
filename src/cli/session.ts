// One call of holdfast: what was said about the whole run, and how to speak to the user. Data goes to stdout,
// messages to stderr; what is secret in this run is known here, so that not even a crash prints it.

import { type Diagnostic, hasErrors } from "../model/diagnostic.js";
import { compactWarnings, diagnosticsReport } from "../report/diagnostics-report.js";
import { type Line, type ReportWidth, renderLines } from "../report/text.js";
import type { GivenOptions } from "./given-options.js";
import { jsonParts } from "./json-parts.js";
import { parseDuration } from "./parse-duration.js";
import type { Secrets } from "./secrets.js";
import type { Terminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";

export interface Session {
  readonly terminal: Terminal;
  readonly version: string;
  readonly debug: boolean;
  /** `--simulator`, relative to the working folder. */
  readonly simulator: string | undefined;
  readonly lockTimeoutSeconds: number;
  readonly hasCompactWarnings: boolean;
  /** The first Ctrl-C. */
  readonly signal: AbortSignal;
  readonly secrets: Secrets;
  readonly now: () => Date;
  /** Where diagnostics go; as text to stderr unless given. */
  readonly sendDiagnostics?: (diagnostics: readonly Diagnostic[]) => void;
}

export interface SessionParts {
  readonly terminal: Terminal;
  readonly version: string;
  readonly signal: AbortSignal;
  readonly secrets: Secrets;
}

/** @throws UsageError for a duration that is none, and a variable without a name. */
export function openSession(parts: SessionParts, options: GivenOptions): Session {
  const text = options.text("lock-timeout") ?? "0s";
  const lockTimeoutSeconds = parseDuration(text);
  if (lockTimeoutSeconds === undefined) {
    throw new UsageError(`--lock-timeout must be a duration such as 30s, and not "${text}".`);
  }
  // The text may hold a secret, so it is not repeated.
  if (options.list("var").some((flag) => !/^\s*[^=\s].*=/s.test(flag))) {
    throw new UsageError("--var takes a name and a value, as in --var site=edge-01.");
  }
  return {
    ...parts,
    debug: options.has("debug"),
    simulator: options.text("simulator"),
    lockTimeoutSeconds,
    hasCompactWarnings: options.has("compact-warnings"),
    now: () => new Date(),
  };
}

/** Data, to stdout. */
export function print(session: Session, lines: readonly Line[]): void {
  const { out } = session.terminal;
  out.write(renderLines(lines, out));
}

/** Data for programs, to stdout. */
export function printJson(session: Session, data: unknown): void {
  for (const part of jsonParts(data)) session.terminal.out.write(part);
  session.terminal.out.write("\n");
}

/** Messages, to stderr. */
export function say(session: Session, lines: readonly Line[]): void {
  const { err } = session.terminal;
  err.write(renderLines(lines, err));
}

export function sayDiagnostics(session: Session, diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length === 0) return;
  if (session.sendDiagnostics !== undefined) {
    session.sendDiagnostics(diagnostics);
    return;
  }
  const { err } = session.terminal;
  const isShort = session.hasCompactWarnings && !hasErrors(diagnostics);
  const lines = (isShort ? compactWarnings : diagnosticsReport)(diagnostics, err);
  err.write(session.secrets.hide(renderLines(lines, err)));
}

export function widthOf(session: Session): ReportWidth {
  return { width: session.terminal.out.width };
}
