// `import` statements: an object that exists but is in no state is read by its id and planned against.

import { convert, isFailure } from "../language/convert.js";
import { evaluate } from "../language/evaluate.js";
import { elementsOf } from "../language/evaluate-for.js";
import type { Expression } from "../language/expression.js";
import type { Scope } from "../language/scope.js";
import { undeclaredImport } from "../load/check-moves.js";
import type { ImportConfig } from "../load/configuration.js";
import {
  formatInstance,
  formatResource,
  type InstanceAddress,
  withModuleKeys,
} from "../model/address.js";
import { type Diagnostic, errorDiagnostic, hasErrors, type Source } from "../model/diagnostic.js";
import type { StateInstance } from "../model/state.js";
import { containsMarks, isMarked } from "../model/value.js";
import type { PlanContext } from "./plan-context.js";
import { identified } from "./plan-event.js";
import { readImport } from "./read-import.js";
import { assertReadable } from "./refresh-state.js";
import { NO_REPETITION, type Repetition } from "./repetition.js";

export interface ImportedObject {
  readonly id?: string;
  readonly instance?: StateInstance;
  readonly diagnostics: readonly Diagnostic[];
}

const NOTHING: ImportedObject = { diagnostics: [] };

/** What the statement for `address` imports; nothing without one, or if the state has the object. */
export async function findImport(
  context: PlanContext,
  instance: InstanceAddress,
  address: string,
): Promise<ImportedObject> {
  const found = context.imports.get(address);
  if (found === undefined || context.instances.has(address)) return NOTHING;
  const { id, diagnostics } = evaluateId(found);
  if (id === undefined) return { diagnostics };
  const { type } = instance.resource;
  const resource = context.configuration.resources.get(formatResource(instance.resource));
  const about = { operation: "refresh", instance } as const;
  context.onEvent({ kind: "started", ...about, id });
  const answer = await readImport(context.provider, { type, id, resource });
  if (hasErrors(answer.diagnostics)) return { diagnostics: answer.diagnostics };
  if (answer.state === null) return { diagnostics: [missingObject(found, id)] };
  assertReadable(context.provider, type, answer.state);
  context.onEvent({ kind: "finished", ...about, ...identified(answer.state) });
  const schemaVersion = context.provider.schema.resource_schemas[type]?.version ?? 0;
  const imported: StateInstance = {
    address: instance,
    schemaVersion,
    attributes: answer.state,
    dependencies: [],
  };
  return { id, instance: imported, diagnostics: answer.diagnostics };
}

/** One object that a statement imports. */
export interface ResolvedImport {
  readonly to: InstanceAddress;
  readonly id: Expression;
  readonly scope: Scope;
  readonly source: Source;
}

/** Finds out which instances of a resource the statements for it import to; what they refer to was visited. */
export function resolveImports(context: PlanContext, resource: string): void {
  for (const statement of context.importStatements.get(resource) ?? []) {
    for (const repetition of repetitionsOf(context, statement)) {
      const scope = context.scope.forInstance({ at: context.scope.modules.root, repetition });
      const to = addressOf(context, statement, scope);
      if (to === undefined) continue;
      const address = formatInstance(to);
      const { id, source } = statement;
      if (context.imports.has(address)) {
        const detail = `Two objects are to be imported to ${address}. It can have one.`;
        context.diagnostics.push(errorDiagnostic("Declared twice", detail, { address, source }));
      }
      context.imports.set(address, { to, id, scope, source });
    }
  }
}

function repetitionsOf(context: PlanContext, statement: ImportConfig): readonly Repetition[] {
  const { forEach, source } = statement;
  if (forEach === undefined) return [NO_REPETITION];
  const where = { address: formatResource(statement.to.resource), source };
  const { diagnostics, ...of } = evaluate(forEach, context.scope.outer(context.scope.modules.root));
  for (const d of diagnostics) context.diagnostics.push({ ...where, ...d });
  if (hasErrors(diagnostics)) return [];
  const elements = containsMarks(of.value) ? undefined : elementsOf(of);
  if (elements !== undefined && !("summary" in elements)) {
    return elements.map(({ key, value }) => {
      const isNumber = typeof key.value === "number";
      return { kind: "each", key: isNumber ? key.value : String(key.value), value };
    });
  }
  const why = containsMarks(of.value)
    ? "It is sensitive or ephemeral, and addresses are shown and kept."
    : (elements?.detail ?? "It is not known yet.");
  const detail = `"for_each" of an import must be a collection that is known when planning. ${why}`;
  context.diagnostics.push(errorDiagnostic("Invalid for_each argument", detail, where));
  return [];
}

function addressOf(
  context: PlanContext,
  { to, openKeys = [], source }: ImportConfig,
  scope: Scope,
): InstanceAddress | undefined {
  const keys = openKeys.map((key) => key && keyOf(context, { key, to, source }, scope));
  if (openKeys.some((key, i) => key !== undefined && keys[i] === undefined)) return undefined;
  const { resource, moduleKeys = [] } = to;
  const own = (resource.module ?? []).map((_, i) => keys[i] ?? moduleKeys[i]);
  return { resource, key: keys[own.length] ?? to.key, ...withModuleKeys(own) };
}

/** Undefined, with an error, for what is no key. */
function keyOf(
  context: PlanContext,
  { key, to, source }: Pick<ImportConfig, "to" | "source"> & { readonly key: Expression },
  scope: Scope,
): string | number | undefined {
  const where = { address: formatResource(to.resource), source };
  const { value, diagnostics } = evaluate(key, scope);
  for (const d of diagnostics) context.diagnostics.push({ ...where, ...d });
  if (typeof value === "string" || typeof value === "number") return value;
  if (!hasErrors(diagnostics)) {
    const detail = "The key of an instance must be a text or a number that is known when planning.";
    context.diagnostics.push(errorDiagnostic("Invalid address", detail, where));
  }
  return undefined;
}

function evaluateId({ to, id, scope, source }: ResolvedImport) {
  const { diagnostics, ...typed } = evaluate(id, scope);
  const where = { address: formatInstance(to), source };
  if (hasErrors(diagnostics)) return { diagnostics: diagnostics.map((d) => ({ ...where, ...d })) };
  const converted = convert(typed, "string");
  const value = isFailure(converted) ? typed.value : converted.value;
  if (typeof value === "string" && value !== "") return { id: value, diagnostics };
  const why = isMarked(value)
    ? "It is a sensitive or ephemeral value."
    : "It is empty or not known yet.";
  const detail = `The id of an import must be a text that is known when planning. ${why}`;
  return { diagnostics: [errorDiagnostic("Invalid import id", detail, where)] };
}

function missingObject(statement: ResolvedImport, id: string): Diagnostic {
  const address = formatInstance(statement.to);
  const detail = `There is no object with the id "${id}" to import to ${address}.`;
  const where = { address, source: statement.source };
  return errorDiagnostic("Cannot import what does not exist", detail, where);
}

/** Errors for statements that import to an instance that is not declared; known after the walk. */
export function findMisdirectedImports(context: PlanContext): readonly Diagnostic[] {
  const { imports, configuration } = context;
  const undeclared = configuration.imports.filter(
    ({ to }) => !configuration.resources.has(formatResource(to.resource)),
  );
  return [...imports.values(), ...undeclared].flatMap(({ to, source }) => {
    const key = formatResource(to.resource);
    const isOpen = context.unexpanded.has(key) || !context.selection.includesNode(key);
    if (context.declared.has(formatInstance(to)) || isOpen) return [];
    return [undeclaredImport({ to, source })];
  });
}
