#!/usr/bin/env node
// The executable. A reader that goes away (`holdfast plan | head`) is nothing to complain about, and must not stop
// an apply either: what can no longer be written is dropped. A disk that is full under the output is said once.

import * as nodeModule from "node:module";
import { EXIT_CODES, type ExitCode, mergeExitCodes } from "./exit-codes.js";
import { optimiseLater } from "./v8-tuning.js";

optimiseLater();

// Node 22.1 and later keep compiled code for the next start; what is imported from here on is kept.
(nodeModule as { readonly enableCompileCache?: () => unknown }).enableCompileCache?.();

let code: ExitCode = EXIT_CODES.done;
let reason: string | undefined;

process.stdout.on("error", async (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE" || reason !== undefined) return;
  reason = error.code ?? error.message;
  process.exitCode = mergeExitCodes([code, EXIT_CODES.error]);
  const { faultReason } = await import("../files/file-fault.js");
  const why = faultReason(error) ?? error.message;
  process.stderr.write(`\nError: The output could not be written\n\n  The output: ${why}\n`);
});
process.stderr.on("error", () => undefined);

const { runCommandLine } = await import("./run-command-line.js");
code = await runCommandLine(process.argv.slice(2));
process.exitCode = mergeExitCodes([code, reason === undefined ? code : EXIT_CODES.error]);
// What was given up may still hold the process.
if (code === EXIT_CODES.interrupted) process.exit(code);
