// `import` statements: an object that exists but is in no state is read by its id and planned against.

import { evaluate } from "../language/evaluate.js";
import { undeclaredImport } from "../load/check-moves.js";
import type { ImportConfig } from "../load/configuration.js";
import { formatInstance, formatResource, type InstanceAddress } from "../model/address.js";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import type { StateInstance } from "../model/state.js";
import { isSensitive } from "../model/value.js";
import type { PlanContext } from "./plan-context.js";
import { readImport } from "./read-import.js";
import { assertReadable } from "./refresh-state.js";

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
  const statement = context.imports.get(address);
  if (statement === undefined || context.instances.has(address)) return NOTHING;
  const { id, diagnostics } = evaluateId(context, statement);
  if (id === undefined) return { diagnostics };
  const { type } = instance.resource;
  const resource = context.configuration.resources.get(formatResource(instance.resource));
  const answer = await readImport(context.provider, { type, id, resource });
  if (hasErrors(answer.diagnostics)) return { diagnostics: answer.diagnostics };
  if (answer.state === null) return { diagnostics: [missingObject(statement, id)] };
  assertReadable(context.provider, type, answer.state);
  const schemaVersion = context.provider.schema.resource_schemas[type]?.version ?? 0;
  const imported: StateInstance = {
    address: instance,
    schemaVersion,
    attributes: answer.state,
    dependencies: [],
  };
  return { id, instance: imported, diagnostics: answer.diagnostics };
}

function evaluateId(context: PlanContext, statement: ImportConfig) {
  const { value, diagnostics } = evaluate(statement.id, context.scope.outer);
  const where = { address: formatInstance(statement.to), source: statement.source };
  if (hasErrors(diagnostics)) return { diagnostics: diagnostics.map((d) => ({ ...where, ...d })) };
  if (typeof value === "string" && value !== "") return { id: value, diagnostics };
  const why = isSensitive(value) ? "It is a sensitive value." : "It is empty or not known yet.";
  const detail = `The id of an import must be a text that is known when planning. ${why}`;
  return { diagnostics: [errorDiagnostic("Invalid import id", detail, where)] };
}

function missingObject(statement: ImportConfig, id: string): Diagnostic {
  const address = formatInstance(statement.to);
  const detail = `There is no object with the id "${id}" to import to ${address}.`;
  const where = { address, source: statement.source };
  return errorDiagnostic("Cannot import what does not exist", detail, where);
}

/** Errors for statements that import to an instance that is not declared; known after the walk. */
export function findMisdirectedImports(context: PlanContext): readonly Diagnostic[] {
  return context.configuration.imports.flatMap(({ to, source }) => {
    const address = formatInstance(to);
    const key = formatResource(to.resource);
    const isOpen = context.unexpanded.has(key) || !context.selection.includesNode(key);
    if (context.declared.has(address) || isOpen) return [];
    return [undeclaredImport({ to, source })];
  });
}
