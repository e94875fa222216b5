// Which stacks a command is about: those of --config, or those that the program of this project declares. Looking at
// what was applied needs no program to run: then the last synthesis will do, if there is one.

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { loadConfiguration, type StackConfiguration } from "../load/load-configuration.js";
import { NODE_READER } from "../load/source-file.js";
import { closestName } from "../model/closest-name.js";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import type { Provider } from "../model/provider.js";
import { inWorkspace } from "../model/workspace.js";
import { providerFunctions } from "../provider/functions/provider-functions.js";
import { providerSchema } from "../schema/resource-schemas.js";
import { CommandFailed } from "./describe-failure.js";
import type { GivenOptions } from "./given-options.js";
import { untilInterrupted } from "./interrupts.js";
import { findSharedStates } from "./open-stacks.js";
import { filesOf } from "./outside.js";
import { findProject } from "./project.js";
import type { Session } from "./session.js";
import { synthesiseProject } from "./synthesise-project.js";
import { holdYoungGeneration } from "./v8-tuning.js";
import { currentWorkspace } from "./workspaces.js";

export interface LoadedStacks {
  /** Absolute folder of the project. */
  readonly root: string;
  /** In the order of their dependencies, in the workspace that is worked in. */
  readonly stacks: readonly StackConfiguration[];
  /** The same in the default workspace, which those of all others follow from. */
  readonly inDefault: readonly StackConfiguration[];
  /** No errors. */
  readonly warnings: readonly Diagnostic[];
}

/** `fresh` runs the program; `last` takes what its last run wrote. */
export type Synthesis = "fresh" | "last";

/** @throws CommandFailed with every error of every stack. */
export function loadStacks(
  session: Session,
  options: GivenOptions,
  synthesis: Synthesis,
): Promise<LoadedStacks> {
  return load(session, options, { synthesis, isTolerated: () => false });
}

/** What a command wants to know of a configuration that it does not plan. */
export type Wanted = "state" | "estate";

/** Blocks, by JSON pointer, whose mistakes leave it certain where the state or the estate is. */
const BESIDE_THE_POINT: Readonly<Record<Wanted, RegExp>> = {
  state: /^\/(resource|data|variable|locals|output|provider|moved|import)(\/|$)/,
  estate: /^\/(resource|data|output|moved|import)(\/|$)/,
};

/**
 * The stacks as the last synthesis left them, to look at what was applied: mistakes that say nothing about where
 * that is kept do not matter. Only names, roots, backends and, for an estate, providers may be used.
 *
 * @throws CommandFailed with the errors that do matter.
 */
export function loadPlaces(
  session: Session,
  options: GivenOptions,
  wanted: Wanted,
): Promise<LoadedStacks> {
  const isTolerated = ({ source }: Diagnostic) =>
    BESIDE_THE_POINT[wanted].test(source?.pointer ?? "");
  return load(session, options, { synthesis: "last", isTolerated });
}

interface Loading {
  readonly synthesis: Synthesis;
  readonly isTolerated: (diagnostic: Diagnostic) => boolean;
}

async function load(
  session: Session,
  options: GivenOptions,
  { synthesis, isTolerated }: Loading,
): Promise<LoadedStacks> {
  const place = await findConfiguration(session, options, synthesis);
  const given = { reader: NODE_READER, schema: providerSchema, functions: providerFunctions };
  const input = { ...place, ...given, rules: loadRules, files: filesOf };
  const loaded = await untilInterrupted(loadConfiguration(input), session.signal);
  holdYoungGeneration();
  const base = loaded.stacks[0]?.root ?? place.root ?? session.terminal.cwd;
  const workspace = currentWorkspace(session, base);
  const placed = loaded.stacks.map((stack) => inWorkspace(stack, workspace));
  const found = [...loaded.diagnostics, ...findSharedStates(placed)];
  const diagnostics = found.filter((diagnostic) => !isTolerated(diagnostic));
  if (hasErrors(diagnostics)) throw new CommandFailed(diagnostics);
  if (placed.length === 0) throw new CommandFailed([noStacks()]);
  const stacks = selectStacks(placed, options.list("stack"));
  const inDefault = selectStacks(loaded.stacks, options.list("stack"));
  return { root: base, stacks, inDefault, warnings: diagnostics };
}

/** Validation asks no vSphere. */
async function loadRules(): Promise<Provider["validate"]> {
  const { validateObject } = await import("../provider/make-provider.js");
  return validateObject;
}

interface Place {
  readonly path: string;
  readonly root?: string;
}

async function findConfiguration(
  session: Session,
  options: GivenOptions,
  synthesis: Synthesis,
): Promise<Place> {
  const given = options.text("config");
  if (given !== undefined) return { path: resolve(session.terminal.cwd, given) };
  if (synthesis === "last") {
    const { root, output } = findProject(session.terminal.cwd);
    if (existsSync(join(output, "manifest.json"))) return { path: output, root };
  }
  const { project, output } = await synthesiseProject(session, options);
  return { path: output, root: project.root };
}

function selectStacks(
  stacks: readonly StackConfiguration[],
  names: readonly string[],
): readonly StackConfiguration[] {
  const known = stacks.map(({ stack }) => stack);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new CommandFailed(unknown.map((name) => noStack(name, known)));
  return names.length === 0 ? stacks : stacks.filter(({ stack }) => names.includes(stack));
}

function noStacks(): Diagnostic {
  const detail = "The program declares no stack, so there is nothing to work on.";
  return errorDiagnostic("No stacks", `${detail} Add one: new Stack(app, "edge").`);
}

export function noStack(name: string, known: readonly string[]): Diagnostic {
  const near = closestName(name, known);
  const hint = near === undefined ? `There are: ${known.join(", ")}.` : `Did you mean "${near}"?`;
  return errorDiagnostic("Unknown stack", `There is no stack "${name}". ${hint}`);
}
