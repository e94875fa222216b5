// The stacks of one call, ready to work on: configuration, variables, state store and Terraform provider of each.
// Simulated estates are opened once for all stacks that use them, and only when something asks.

import { evaluate } from "../language/evaluate.js";
import { withFunctions } from "../language/outside.js";
import type { Configuration } from "../load/configuration.js";
import { namesInModules } from "../load/resolve-provider.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import type { Provider } from "../model/provider.js";
import { isSensitive, unmark } from "../model/value.js";
import { createScope, resolveVariables, type VariableValues } from "../plan/evaluation-scope.js";
import { providerFunctions } from "../provider/functions/provider-functions.js";
import { makeProvider, type ProviderPorts } from "../provider/make-provider.js";
import { makeBackupWriter } from "../provider/write-backup.js";
import type { Simulator } from "../simulator/simulator.js";
import { createLocalStateStore } from "../state/local-state-store.js";
import type { StateStore } from "../state/state-store.js";
import { filesOf } from "./outside.js";
import type { Session } from "./session.js";
import { estatePath, openEstate, openEstateToRead } from "./simulated-estate.js";
import { isAlive } from "./state-locks.js";

export interface OpenStack {
  readonly configuration: Configuration;
  readonly variables: VariableValues;
  /** The variables as they were given. */
  readonly given?: VariableValues;
  readonly store: StateStore;
  readonly provider: Provider;
  /** Absolute path of the simulated vSphere it is on. */
  readonly estateFile: string;
}

export interface OpenStacks {
  /** In the order of their dependencies. */
  readonly stacks: readonly OpenStack[];
  /** The simulated vSphere in a file, opened once. */
  readonly estate: (file: string) => Promise<Simulator>;
  readonly close: () => void;
}

export interface StackInput {
  readonly configuration: Configuration;
  readonly variables: VariableValues;
  readonly given?: VariableValues;
}

/** With `look`, an estate that is not there yet is not made; one that is shared is closed by whoever shares it. */
export type EstateUse = "look" | "change" | SharedEstates;

export interface SharedEstates {
  /** The simulated vSphere that stands for the one in a file. */
  readonly estate: (file: string) => Promise<Simulator>;
  /** Where the state of a stack is kept, which is read once for all who share it. */
  readonly store: (configuration: Pick<Configuration, "root" | "backend">) => StateStore;
}

export function openStacks(
  session: Session,
  inputs: readonly StackInput[],
  use: EstateUse,
): OpenStacks {
  const opened = new Map<string, Promise<Simulator>>();
  const simulators: Simulator[] = [];
  const open = async (file: string): Promise<Simulator> => {
    if (typeof use === "object") return await use.estate(file);
    const simulator = await (use === "look" ? openEstateToRead(file) : openEstate(file));
    simulators.push(simulator);
    return simulator;
  };
  const estate = (file: string) => {
    const found = opened.get(file) ?? open(file);
    opened.set(file, found);
    return found;
  };
  const storeOf = typeof use === "object" ? use.store : openStore;
  const stacks = inputs.map(({ configuration, variables, given = {} }): OpenStack => {
    const { root } = configuration;
    const estateFile = estatePath(session, {
      root,
      declared: declaredEstate(configuration, variables),
    });
    const backend = async () => (await estate(estateFile)).backend;
    return {
      configuration,
      variables,
      given,
      estateFile,
      store: storeOf(configuration),
      provider: makeProvider(backend, {
        writeBackup: makeBackupWriter(root),
        drill: drillOf(() => estate(estateFile)),
        place: estateFile,
      }),
    };
  });
  const close = () => {
    for (const simulator of simulators) simulator.close();
  };
  return { stacks, estate, close };
}

/** What needs the drill, for the data source; its code is loaded by those who drill. */
export function drillOf(open: () => Promise<Simulator>): NonNullable<ProviderPorts["drill"]> {
  return async (request) => {
    const { runNamedDrill } = await import("../drill/run-named-drill.js");
    return runNamedDrill(await open(), request);
  };
}

export function openStore({ root, backend }: Pick<Configuration, "root" | "backend">): StateStore {
  return createLocalStateStore({ root, path: backend.path, isAlive });
}

/** `simulator` of the provider block; what cannot be evaluated is reported when the stack is planned. */
export function declaredEstate(
  configuration: Configuration,
  variables: VariableValues,
): string | undefined {
  const [ours] = [...configuration.providers.values()].filter(({ name }) => name === "holdfast");
  const expression = ours?.attributes.simulator;
  if (expression === undefined) return undefined;
  const { values } = resolveVariables(configuration, variables);
  const files = { files: filesOf(configuration.folder) };
  const outside = withFunctions(files, providerFunctions, namesInModules(configuration));
  const nothing = () => undefined;
  const known = { variables: values, lookUp: nothing, knownOutput: nothing, isApplying: false };
  const { outer, modules } = createScope(configuration, known, outside);
  const { value } = evaluate(expression, outer(modules.root));
  const path = isSensitive(value) ? null : unmark(value);
  return typeof path === "string" && path !== "" ? path : undefined;
}

/** Stacks that would overwrite each other's state. */
export function findSharedStates(configurations: readonly Configuration[]): readonly Diagnostic[] {
  const owners = new Map<string, string>();
  return configurations.flatMap(({ stack, root, backend }) => {
    const key = JSON.stringify([root, backend.path]);
    const owner = owners.get(key);
    owners.set(key, owner ?? stack);
    if (owner === undefined) return [];
    const detail = `The stacks ${owner} and ${stack} both keep their state in ${backend.path}. Give each a`;
    return [errorDiagnostic("Two stacks with one state", `${detail} path of its own.`)];
  });
}
