// The way of every command that plans: run the program, load, read variables, open.

import { hasErrors } from "../model/diagnostic.js";
import type { PlanOptions } from "../plan/make-plan.js";
import { CommandFailed } from "./describe-failure.js";
import type { GivenOptions } from "./given-options.js";
import { type LoadedStacks, loadStacks } from "./load-stacks.js";
import { type EstateUse, type OpenStacks, openStacks } from "./open-stacks.js";
import { readVariables } from "./read-variables.js";
import { type Session, sayDiagnostics } from "./session.js";
import { UsageError } from "./usage-error.js";

export interface PreparedStacks extends OpenStacks {
  /** Absolute folder of the project. */
  readonly root: string;
}

/** Says the warnings. @throws CommandFailed with every error. */
export async function prepareStacks(
  session: Session,
  options: GivenOptions,
  use: EstateUse,
): Promise<PreparedStacks> {
  return openLoaded(session, options, { ...(await loadStacks(session, options, "fresh")), use });
}

/** {@link prepareStacks}, from stacks that are loaded already. */
export function openLoaded(
  session: Session,
  options: GivenOptions,
  { stacks, root, warnings, use }: LoadedStacks & { readonly use: EstateUse },
): PreparedStacks {
  const variables = readVariables(session, options, stacks);
  const diagnostics = [...warnings, ...variables.diagnostics];
  if (hasErrors(diagnostics)) throw new CommandFailed(diagnostics);
  sayDiagnostics(session, diagnostics);
  const inputs = stacks.map((configuration, i) => ({
    configuration,
    variables: variables.values[i] ?? {},
    given: variables.given[i] ?? {},
  }));
  return { root, ...openStacks(session, inputs, use) };
}

/** @throws UsageError for options that exclude each other. */
export function planOptionsOf(options: GivenOptions): PlanOptions {
  const isDestroy = options.has("destroy");
  const isRefreshOnly = options.has("refresh-only");
  if (isDestroy && isRefreshOnly) throw new UsageError("--destroy excludes --refresh-only.");
  const replace = options.list("replace");
  if (replace.length > 0 && (isDestroy || isRefreshOnly)) {
    throw new UsageError(`--${isDestroy ? "destroy" : "refresh-only"} excludes --replace.`);
  }
  const refresh = options.text("refresh") !== "false";
  if (isRefreshOnly && !refresh) throw new UsageError("--refresh-only excludes --refresh=false.");
  return {
    mode: isDestroy ? "destroy" : isRefreshOnly ? "refresh-only" : "normal",
    refresh,
    targets: options.list("target"),
    excludes: options.list("exclude"),
    replace,
    parallelism: parallelismOf(options),
  };
}

export function parallelismOf(options: GivenOptions): number {
  const text = options.text("parallelism") ?? "10";
  const n = Number(text);
  if (Number.isInteger(n) && n >= 1 && n <= 1_000) return n;
  throw new UsageError(`--parallelism must be a whole number from 1 to 1000, and not "${text}".`);
}
