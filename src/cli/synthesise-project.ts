// From a project to Terraform JSON: runs its program and says, in the user's words, what went wrong. What counts is
// a manifest that this run wrote; an older one is never taken for it.

import { statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { coverProgramText, type ProgramPlace } from "./cover-program-text.js";
import { CommandFailed } from "./describe-failure.js";
import { EXIT_CODES } from "./exit-codes.js";
import type { GivenOptions } from "./given-options.js";
import { Interrupted } from "./interrupts.js";
import { placeInProgram, withoutTraces } from "./program-traces.js";
import { findProject, PROJECT_FILE, type Project } from "./project.js";
import { type AppRun, runApp } from "./run-app.js";
import { type Session, say } from "./session.js";

/** The longest a program may take. */
export const SYNTHESIS_SECONDS = 60;

export interface Synthesis {
  readonly project: Project;
  /** Absolute folder with manifest.json. */
  readonly output: string;
}

/** @throws CommandFailed with what is wrong; Interrupted. */
export async function synthesiseProject(
  session: Session,
  options: GivenOptions,
): Promise<Synthesis> {
  const project = findProject(session.terminal.cwd);
  if (project.root !== resolve(session.terminal.cwd)) say(session, [[`Project: ${project.root}`]]);
  const manifest = join(project.output, "manifest.json");
  const before = identityOf(manifest);
  const timeoutSeconds = timeoutOf(project);
  const { terminal, signal, debug } = session;
  const run = await runApp(project, { terminal, timeoutSeconds, signal });
  const isWritten = identityOf(manifest) !== before;
  const cover = await coverOf(session, options, {
    run,
    root: project.root,
    manifest: isWritten ? manifest : undefined,
  });
  terminal.err.write(cover(run.stdout));
  if (run.ended === "interrupted") throw new Interrupted("interrupted");
  const printed = cover(run.stderr);
  const problem = describeRun(run, project, { timeoutSeconds, isWritten, debug, printed });
  if (debug || problem === undefined) terminal.err.write(printed);
  if (problem !== undefined) throw new CommandFailed([problem], EXIT_CODES.error);
  return { project, output: project.output };
}

/** To look for secrets in nothing is not worth a second look at what was synthesised. */
async function coverOf(
  session: Session,
  options: GivenOptions,
  { run, ...place }: ProgramPlace & { readonly run: AppRun },
): Promise<(text: string) => string> {
  if (run.stdout === "" && run.stderr === "") return (text) => text;
  return await coverProgramText(session, options, place);
}

/** Differs when the file was written anew, even with the same content. */
function identityOf(file: string): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false, bigint: true });
  return stat === undefined ? undefined : `${stat.ino} ${stat.mtimeNs} ${stat.size}`;
}

/** `context.holdfast.synthesisSeconds` may ask for less. */
function timeoutOf({ context }: Project): number {
  const settings = context.holdfast;
  if (typeof settings !== "object" || settings === null) return SYNTHESIS_SECONDS;
  const seconds: unknown = Reflect.get(settings, "synthesisSeconds");
  if (typeof seconds !== "number" || !(seconds > 0)) return SYNTHESIS_SECONDS;
  return Math.min(seconds, SYNTHESIS_SECONDS);
}

interface Circumstances {
  readonly timeoutSeconds: number;
  readonly isWritten: boolean;
  readonly debug: boolean;
  /** What it wrote to stderr, as far as it may be repeated. */
  readonly printed: string;
}

const TAKEN_ID = /^.*There is already a Construct with name '([^']*)' in .*$/m;

/** The library of constructs says what it could not do, and not what the program should do. */
function withAdvice(printed: string): string {
  return printed.replace(TAKEN_ID, (sentence, id) => {
    const advice = `Each construct of a scope needs an id of its own: give one of the two another id.`;
    return `${sentence}\n${advice} What it declares may still be called "${id}", with the property for its name.`;
  });
}

function describeRun(
  run: AppRun,
  project: Project,
  { timeoutSeconds, isWritten, debug, printed: whole }: Circumstances,
): Diagnostic | undefined {
  const printed = debug ? "" : withoutTraces(whole);
  const said = printed === "" ? "" : `\n\n${withAdvice(printed)}`;
  const source = placeInProgram(run.stderr, project.root) ?? {
    file: join(project.root, PROJECT_FILE),
  };
  const failed = (what: string) =>
    errorDiagnostic("The program failed", `"${project.app}" ${what}${said}`, { source });
  if (run.ended === "out-of-time") {
    return failed(`had not ended after ${timeoutSeconds} seconds and was stopped.`);
  }
  if (run.ended === "by-signal") return failed("was ended by a signal.");
  if (run.exitCode !== 0) return failed(`ended with exit code ${run.exitCode}.`);
  if (isWritten) return undefined;
  const where = relative(project.root, project.output) || ".";
  const advice = "Does it call app.synth()? Does it write elsewhere than CDKTF_OUTDIR says?";
  return failed(`wrote no manifest.json to ${where}. ${advice}`);
}
