// The last words of a command that threw.

import { diagnosticsReport } from "../report/diagnostics-report.js";
import { renderLines } from "../report/text.js";
import { describeFailure } from "./describe-failure.js";
import type { ExitCode } from "./exit-codes.js";
import type { Secrets } from "./secrets.js";
import type { Terminal } from "./terminal.js";

export interface Circumstances {
  readonly terminal: Terminal;
  readonly version: string;
  readonly secrets: Secrets;
  /** Whether stack traces are shown. */
  readonly debug: boolean;
}

/** Says what failed and gives the exit code for it. */
export function sayFailure(error: unknown, circumstances: Circumstances): ExitCode {
  const { terminal, version, secrets, debug } = circumstances;
  const { err } = terminal;
  const { diagnostics, code } = describeFailure(error, version);
  err.write(secrets.hide(renderLines(diagnosticsReport(diagnostics, err), err)));
  if (debug && error instanceof Error) err.write(`${secrets.hide(error.stack ?? "")}\n`);
  return code;
}
