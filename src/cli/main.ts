#!/usr/bin/env node
// The executable. A reader that goes away (`holdfast plan | head`) is nothing to complain about, and must not stop
// an apply either: what can no longer be written is dropped.

import { EXIT_CODES } from "./exit-codes.js";
import { runCommandLine } from "./run-command-line.js";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") return;
  process.stderr.write(`\nError: The output could not be written: ${error.message}\n`);
  process.exitCode = EXIT_CODES.error;
});
process.stderr.on("error", () => undefined);

const code = await runCommandLine(process.argv.slice(2));
process.exitCode ??= code;
// What was given up may still hold the process.
if (code === EXIT_CODES.interrupted) process.exit(code);
