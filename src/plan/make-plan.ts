// Configuration × State → Plan. One walk along the references evaluates, expands and plans everything in an
// order that depends on names alone; the provider is asked as it goes, and answers of the backend are the only
// thing that is not in the arguments. All errors are collected. Nothing is changed anywhere.

import { withBuiltin } from "../builtin/with-builtin.js";
import { evaluate } from "../language/evaluate.js";
import { type Outside, withFunctions } from "../language/outside.js";
import { type Configuration, importsByResource } from "../load/configuration.js";
import type { ConfigurationGraph, GraphNode } from "../load/configuration-graph.js";
import { locateAttributes } from "../load/locate-diagnostics.js";
import { namesInModules } from "../load/resolve-provider.js";
import { compareText, formatInstance, formatResource, modulePrefix } from "../model/address.js";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import { invariant } from "../model/invariant.js";
import type { Plan } from "../model/plan.js";
import type { Provider } from "../model/provider.js";
import type { State, StateInstance } from "../model/state.js";
import { assemblePlan } from "./assemble-plan.js";
import { checkVariable } from "./check-conditions.js";
import { createCheckLedger } from "./check-ledger.js";
import { findCreateBeforeDestroy } from "./create-before-destroy.js";
import {
  createScope,
  type LookUp,
  resolveVariables,
  type VariableValues,
} from "./evaluation-scope.js";
import { expandCall } from "./expand-call.js";
import { findCollisions } from "./find-collisions.js";
import { findWrongMoves } from "./find-wrong-moves.js";
import { findWrongReplacements } from "./find-wrong-replacements.js";
import { findMisdirectedImports } from "./import-objects.js";
import { findLiteralSecrets } from "./literal-secrets.js";
import type { ModuleInstance } from "./module-instances.js";
import { evaluateArgument } from "./module-variables.js";
import { orderSteps } from "./order-steps.js";
import { assemblePartialPlan, noteFailure } from "./partial-plan.js";
import { checkBlock } from "./plan-check.js";
import {
  addChange,
  groupInstances,
  type PlanContext,
  type PlanOptions,
  withDefaults,
} from "./plan-context.js";
import { planDeletions } from "./plan-deletions.js";
import { type OnPlanEvent, UNHEARD } from "./plan-event.js";
import { evaluateOutput } from "./plan-outputs.js";
import { planResource, unchanged } from "./plan-resource.js";
import { type PreparedState, prepareState } from "./prepare-state.js";
import { noteReads } from "./read-files.js";
import type { ReadRemoteState } from "./remote-state.js";
import { resourceDependencies } from "./resource-dependencies.js";

export type { VariableValues } from "./evaluation-scope.js";
export type { PlanOptions } from "./plan-context.js";
export type { ReadRemoteState } from "./remote-state.js";

export interface PlanRequest {
  readonly configuration: Configuration;
  /** By name, of the declared types; what is absent takes its default. */
  readonly variables: VariableValues;
  /** As the store has it; an empty one before the first apply. */
  readonly state: State;
  readonly provider: Provider;
  readonly readRemoteState: ReadRemoteState;
  /** Files, and the time of the plan. Without it functions that need them are refused. */
  readonly outside?: Omit<Outside, "moment" | "providers">;
  readonly options?: PlanOptions;
  readonly onEvent?: OnPlanEvent;
}

export interface PlanResult {
  /** Absent with errors, except those of protected objects: then it shows what they stop. */
  readonly plan?: Plan;
  /** With errors: what could be planned all the same, to be shown and not to be applied. */
  readonly partial?: Plan;
  /** The state as the backend has it now. */
  readonly refreshedState: State;
  readonly diagnostics: readonly Diagnostic[];
}

export async function makePlan(request: PlanRequest): Promise<PlanResult> {
  const result = await planUnlocated(request);
  return { ...result, diagnostics: locateAttributes(result.diagnostics, request.configuration) };
}

async function planUnlocated(given: PlanRequest): Promise<PlanResult> {
  const { onEvent = UNHEARD } = given;
  const request = { ...given, provider: withBuiltin(given.provider), onEvent };
  const options = withDefaults(request.options ?? {});
  const { graph } = request.configuration;
  invariant(graph.cycles.length === 0, "loading refuses cycles of references");
  const prepared = await prepareState({ ...request, graph, options });
  const context = createContext(request, { options, graph, prepared });
  const { state } = request;
  const stored: State = { ...state, instances: prepared.instances };
  if (hasErrors(context.diagnostics))
    return { refreshedState: stored, diagnostics: context.diagnostics };
  report(context, findLiteralSecrets(request.configuration, request.provider.schema));
  await planChanges(context);
  const instances = new Map([...prepared.instances, ...context.data]);
  const refreshedState: State = { ...state, instances };
  const diagnostics = [...context.diagnostics, ...context.blocks];
  if (hasErrors(context.diagnostics)) {
    const partial = assemblePartialPlan(context, prepared);
    return { ...(partial === undefined ? {} : { partial }), refreshedState, diagnostics };
  }
  const errored = hasErrors(context.blocks) ? { errored: true as const } : {};
  const plan = { ...assemblePlan(context, prepared), ...errored };
  const ordered = orderSteps(plan.changes);
  if (ordered.cycle === undefined) return { plan, refreshedState, diagnostics };
  return { refreshedState, diagnostics: [...diagnostics, cycleError(ordered.cycle)] };
}

function cycleError(addresses: readonly string[]): Diagnostic {
  const detail = `These changes wait for each other: ${addresses.join(", ")}. Their dependencies in the`;
  const advice = "state form a circle. Apply them one after the other with --target.";
  return errorDiagnostic("Changes that wait for each other", `${detail} ${advice}`);
}

type HeardRequest = PlanRequest & Required<Pick<PlanRequest, "onEvent">>;

interface Parts {
  readonly options: Required<PlanOptions>;
  readonly graph: ConfigurationGraph;
  readonly prepared: PreparedState;
}

function createContext(request: HeardRequest, { options, graph, prepared }: Parts): PlanContext {
  const { configuration, provider, readRemoteState, onEvent, state, outside } = request;
  const variables = resolveVariables(configuration, request.variables);
  const filesSeen: PlanContext["filesSeen"] = new Map();
  const noted = outside?.files && { ...outside, files: noteReads(outside.files, filesSeen) };
  const reach = withFunctions(noted ?? outside, provider.functions, namesInModules(configuration));
  const values: PlanContext["values"] = new Map();
  const lookUp: LookUp = (key, at) => values.get(at.prefix === "" ? key : `${at.prefix}${key}`);
  const data: PlanContext["data"] = new Map();
  const changes: PlanContext["changes"] = new Map();
  const diagnostics = [
    ...(options.mode === "destroy" ? [] : variables.diagnostics),
    ...prepared.diagnostics,
    ...findWrongReplacements(options.replace, prepared.instances),
  ];
  return {
    configuration,
    provider,
    readRemoteState,
    onEvent,
    options,
    graph,
    selection: prepared.selection,
    state,
    instances: prepared.instances,
    keysOf: groupInstances(prepared.instances),
    storedData: prepared.data,
    asStored: new Map(prepared.differences.map((d) => [d.key, d.instance.attributes])),
    previous: prepared.previous,
    adopted: prepared.adopted,
    importStatements: importsByResource(configuration.imports),
    imports: new Map(),
    createBeforeDestroy: findCreateBeforeDestroy(graph),
    dependencies: resourceDependencies(graph, {
      hasObjects: (key) => options.mode === "refresh-only" || hasObjects(key, changes, prepared),
      isReadLater: (key) => changes.has(key),
    }),
    planTime: outside?.planTime,
    filesSeen,
    scope: createScope(
      configuration,
      { variables: variables.values, lookUp, knownOutput: lookUp, isApplying: false },
      reach,
    ),
    checks: createCheckLedger(configuration),
    values,
    changes,
    data,
    pending: new Map(),
    pendingBehind: new Map(),
    triggers: new Map(),
    declared: new Set(),
    unexpanded: new Set(),
    failures: { failed: new Set(), unfounded: new Set() },
    diagnostics,
    blocks: [],
  };
}

function hasObjects(
  key: string,
  changes: PlanContext["changes"],
  { selection }: PreparedState,
): boolean {
  return changes.has(key) || !selection.isComplete;
}

async function planChanges(context: PlanContext): Promise<void> {
  if (context.options.mode === "destroy") {
    for (const name of context.configuration.outputs.keys())
      context.checks.expect(`output.${name}`, [`output.${name}`]);
  } else {
    for (const node of context.graph.order) {
      if (!context.selection.includesNode(node.key)) continue;
      const known = context.diagnostics.length;
      await visit(context, node);
      noteFailure(context, node.key, hasErrors(context.diagnostics.slice(known)));
    }
    for (const key of context.failures.unfounded) context.unexpanded.add(key);
  }
  if (context.options.mode === "refresh-only") {
    for (const [key, instance] of context.instances) {
      addChange(
        context,
        formatResource(instance.address.resource),
        unchanged(context, key, withNewDependencies(context, instance)),
      );
    }
    return;
  }
  planDeletions(context);
  if (context.options.mode === "destroy") return;
  report(context, findCollisions(context));
  report(context, findMisdirectedImports(context));
  const { configuration, declared } = context;
  report(context, findWrongMoves({ configuration, modules: context.scope.modules, declared }));
}

/** Terraform's refresh adds what an object is declared to depend on to what it depended on. */
function withNewDependencies(context: PlanContext, instance: StateInstance): StateInstance {
  const isDeclared = context.declared.has(formatInstance(instance.address));
  if (!isDeclared || instance.deposed !== undefined) return instance;
  const stored = new Set(instance.dependencies);
  const declared = context.dependencies.allOf(formatResource(instance.address.resource));
  const added = declared.filter((name) => !stored.has(name));
  if (added.length === 0) return instance;
  return { ...instance, dependencies: [...stored, ...added].sort(compareText) };
}

/** One by one: as arguments of a call, 100,000 are too many. */
function report(context: PlanContext, diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics) context.diagnostics.push(diagnostic);
}

async function visit(context: PlanContext, node: GraphNode): Promise<void> {
  // Asked of every node in the graph's order, so that whoever comes later finds the answer.
  context.dependencies.allOf(node.key);
  if (node.kind === "resource") return await planResource(context, node.resource, node.module);
  if (node.kind === "module") {
    report(context, expandCall(node, context.configuration, context.scope));
    return;
  }
  if (node.kind === "module end") return;
  const instances = context.scope.modules.of(node.module) ?? [];
  if (node.kind !== "local") {
    const local = node.key.slice(modulePrefix(node.module.path).length);
    context.checks.expect(
      node.key,
      instances.map(({ prefix }) => `${prefix}${local}`),
    );
  }
  for (const at of instances) visitAt(context, node, at);
  if (node.kind === "output") context.scope.modules.noteOutput(node.module);
}

/** What has one value in each instance of the module that it is in. */
type ValueNode = Exclude<GraphNode, { readonly kind: "resource" | "module" | "module end" }>;

function visitAt(context: PlanContext, node: ValueNode, at: ModuleInstance): void {
  const asking = { scope: context.scope.outer(at), ledger: context.checks, at };
  switch (node.kind) {
    case "local": {
      const key = `${at.prefix}local.${node.name}`;
      const { diagnostics, ...typed } = evaluate(node.value, asking.scope);
      for (const d of diagnostics) context.diagnostics.push({ address: key, ...d });
      context.values.set(key, typed);
      return;
    }
    case "output": {
      const { typed, diagnostics } = evaluateOutput(node.output, asking);
      context.diagnostics.push(...diagnostics);
      if (typed !== undefined) context.values.set(`${at.prefix}output.${node.output.name}`, typed);
      return;
    }
    case "variable": {
      const { typed, diagnostics } = evaluateArgument(node.variable, at, context.scope);
      context.diagnostics.push(...diagnostics);
      if (typed !== undefined) context.values.set(`${at.prefix}var.${node.variable.name}`, typed);
      if (!hasErrors(diagnostics)) report(context, checkVariable(node.variable, asking));
      return;
    }
    case "check":
      report(context, checkBlock(node.check, asking));
  }
}
