// One call from its arguments to its exit code. Only what parsing and help need is imported before the command is
// known, so that `--help` is as fast as Node itself.

import { CommanderError } from "commander";
import { VERSION } from "../schema/generated/version.js";
import { buildProgram, knownOptions } from "./build-program.js";
import type { CommandCall, CommandDefinition } from "./command-definition.js";
import { EXIT_CODES, type ExitCode } from "./exit-codes.js";
import { rewriteArguments } from "./rewrite-arguments.js";
import { openTerminal, type Terminal } from "./terminal.js";

/** `argv` without Node and script. */
export async function runCommandLine(argv: readonly string[]): Promise<ExitCode> {
  const args = rewriteArguments(argv, knownOptions());
  const end = args.indexOf("--");
  const noColor = args.slice(0, end === -1 ? undefined : end).includes("--no-color");
  const terminal = openTerminal({ env: process.env, noColor });
  let code: ExitCode = EXIT_CODES.done;
  const program = buildProgram({
    version: VERSION,
    writeOut: terminal.out.write,
    writeErr: terminal.err.write,
    width: terminal.out.width,
    onCall: async (definition, call) => {
      code = await runCommand(definition, call, { terminal, version: VERSION });
    },
  });
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return exitCodeOf(error);
    throw error;
  }
  return code;
}

/** Help and version that were asked for are no errors; everything else is wrong usage. */
function exitCodeOf(error: CommanderError): ExitCode {
  return error.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.usage;
}

interface Surroundings {
  readonly terminal: Terminal;
  readonly version: string;
}

async function runCommand(
  definition: CommandDefinition,
  call: CommandCall,
  { terminal, version }: Surroundings,
): Promise<ExitCode> {
  const [failures, interrupts, { makeSecrets }, { openSession }] = await Promise.all([
    import("./say-failure.js"),
    import("./interrupts.js"),
    import("./secrets.js"),
    import("./session.js"),
  ]);
  const secrets = makeSecrets();
  const debug = call.options.has("debug");
  const sayFailure = (error: unknown) =>
    failures.sayFailure(error, { terminal, version, secrets, debug });
  process.on("uncaughtException", (error) => process.exit(sayFailure(error)));
  const signal = interrupts.listenForInterrupts(
    (sentence) => terminal.err.write(`\n${sentence}\n`),
    definition.carriesOut === true ? "carriesOut" : "onlyLooks",
  );
  try {
    const here = changeFolder(terminal, call);
    const session = openSession({ terminal: here, version, signal, secrets }, call.options);
    const { run } = await definition.load();
    return await run(session, call);
  } catch (error) {
    return sayFailure(error);
  }
}

/** `--chdir`. Files of other arguments are relative to it, as in Terraform. */
function changeFolder(terminal: Terminal, { options }: CommandCall): Terminal {
  const folder = options.text("chdir");
  if (folder === undefined) return terminal;
  process.chdir(folder);
  return { ...terminal, cwd: process.cwd() };
}
