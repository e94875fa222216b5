// What was thrown, as what a user is told. A file that cannot be used and wrong usage are the user's to mend;
// anything else is a bug of Holdfast, and said to be one.

import { describeFault } from "../files/file-fault.js";
import { faultCode } from "../files/file-system.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { InvariantError } from "../model/invariant.js";
import { EXIT_CODES, type ExitCode } from "./exit-codes.js";
import { Interrupted } from "./interrupts.js";
import { UsageError } from "./usage-error.js";

export interface Failure {
  readonly code: ExitCode;
  readonly diagnostics: readonly Diagnostic[];
}

/** Errors with the given diagnostics, thrown where a command cannot go on. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
  constructor(
    readonly diagnostics: readonly Diagnostic[],
    readonly code: ExitCode = EXIT_CODES.error,
  ) {
    super(diagnostics.map((d) => d.summary).join("; "));
  }
}

/** Names of errors whose messages are sentences for the user. */
const EXPECTED: Readonly<Record<string, string>> = {
  SimulatorStoreError: "The simulated vSphere cannot be used",
  SnapshotError: "The snapshot cannot be used",
  VsphereFault: "The simulated vSphere refused",
};

export function describeFailure(error: unknown, version: string): Failure {
  if (error instanceof CommandFailed) return error;
  if (error instanceof Interrupted) return { code: EXIT_CODES.interrupted, diagnostics: [] };
  if (error instanceof UsageError) {
    const diagnostic = errorDiagnostic("Wrong usage", error.message);
    return { code: EXIT_CODES.usage, diagnostics: [diagnostic] };
  }
  const expected = error instanceof Error ? EXPECTED[error.name] : undefined;
  if (error instanceof Error && expected !== undefined) {
    return failed(errorDiagnostic(expected, error.message));
  }
  return failed(fileFailure(error) ?? bug(error, version));
}

function failed(diagnostic: Diagnostic): Failure {
  return { code: EXIT_CODES.error, diagnostics: [diagnostic] };
}

/** What a user would call it. */
const DONE_BY: Readonly<Record<string, string>> = {
  open: "opened",
  stat: "read",
  lstat: "read",
  read: "read",
  write: "written",
  mkdir: "made",
  chdir: "entered",
  scandir: "listed",
};

function fileFailure(error: unknown): Diagnostic | undefined {
  const isOfFile = error instanceof Error && "syscall" in error && "path" in error;
  if (!isOfFile || faultCode(error) === undefined) return undefined;
  // Of a change of folder, the path is where it came from.
  const path = error.syscall === "chdir" && "dest" in error ? error.dest : error.path;
  const summary = "A file cannot be used";
  return describeFault(error, {
    summary,
    doing: DONE_BY[String(error.syscall)] ?? `used (${error.syscall})`,
    path: String(path),
  });
}

function bug(error: unknown, version: string): Diagnostic {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const own = error instanceof InvariantError ? error.message : what;
  const advice = `Please report it with what you did; --debug shows where it happened.`;
  return errorDiagnostic("This is a bug in holdfast", `Holdfast ${version}: ${own}. ${advice}`);
}
