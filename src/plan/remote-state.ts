// `data.terraform_remote_state`: the outputs of another stack. It is the one data source that is no object
// of a vSphere, and how stacks of one app are wired to each other. Whoever runs several stacks answers
// with the planned outputs of the other, unknown where only its apply can tell.

import { resolve } from "node:path";
import { evaluate } from "../language/evaluate.js";
import type { Scope } from "../language/scope.js";
import type { TypedValue } from "../language/typed-value.js";
import type { ResourceConfig } from "../load/configuration.js";
import { formatResource } from "../model/address.js";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import {
  isObject,
  isUnknown,
  type ObjectValue,
  UNKNOWN,
  unmark,
  type Value,
} from "../model/value.js";

export const REMOTE_STATE = "terraform_remote_state";

/** Gives the outputs of the stack whose state is at `path` (absolute); undefined if there is none. */
export type ReadRemoteState = (request: { readonly path: string }) => Promise<{
  readonly outputs: ObjectValue | undefined;
  readonly diagnostics: readonly Diagnostic[];
}>;

export interface RemoteState extends TypedValue {
  readonly diagnostics: readonly Diagnostic[];
}

/** `root` is the folder that a relative path is resolved against. */
export async function evaluateRemoteState(
  resource: ResourceConfig,
  scope: Scope,
  readRemoteState: ReadRemoteState,
  root: string,
): Promise<RemoteState> {
  const where = { address: formatResource(resource.address), source: resource.source };
  const refused = (diagnostics: readonly Diagnostic[]): RemoteState => ({
    value: UNKNOWN,
    diagnostics: diagnostics.map((d) => ({ ...where, ...d })),
  });
  const given = evaluateArguments(resource, scope);
  if (hasErrors(given.diagnostics)) return refused(given.diagnostics);
  const { backend, config, defaults, path } = given.values;
  if (backend !== "local" || path === undefined) return refused([unsupportedBackend(backend)]);
  const { outputs, diagnostics } = await readRemoteState({ path: resolve(root, path) });
  if (hasErrors(diagnostics)) return refused(diagnostics);
  if (outputs === undefined && !isObject(defaults)) return refused([noState(path)]);
  const all = { ...(isObject(defaults) ? defaults : {}), ...outputs };
  const value = { backend, config, defaults: defaults ?? null, outputs: all, workspace: null };
  return { value, diagnostics };
}

function evaluateArguments(resource: ResourceConfig, scope: Scope) {
  const diagnostics: Diagnostic[] = [];
  const evaluateArgument = (name: string): Value => {
    const expression = resource.attributes[name];
    if (expression === undefined) return null;
    const evaluated = evaluate(expression, scope);
    for (const d of evaluated.diagnostics) diagnostics.push({ attribute: [name], ...d });
    return evaluated.value;
  };
  for (const name of Object.keys(resource.attributes)) {
    if (["backend", "config", "defaults", "workspace"].includes(name)) continue;
    const detail = `There is no argument "${name}".`;
    diagnostics.push(errorDiagnostic("Unknown attribute", detail, { attribute: [name] }));
  }
  const config = unmark(evaluateArgument("config"));
  const path = isObject(config) ? unmark(config.path ?? null) : undefined;
  if (path !== undefined && isUnknown(path)) diagnostics.push(unknownPath());
  return {
    diagnostics,
    values: {
      backend: unmark(evaluateArgument("backend")),
      config,
      defaults: unmark(evaluateArgument("defaults")),
      path: typeof path === "string" ? path : undefined,
    },
  };
}

function unknownPath(): Diagnostic {
  const detail = "Which state is read must be known when planning.";
  return errorDiagnostic("Path known only after apply", detail, { attribute: ["config", "path"] });
}

function unsupportedBackend(backend: Value): Diagnostic {
  const received = typeof backend === "string" ? `"${backend}"` : "none";
  const detail = `Only the backend "local" with config.path is supported, not ${received}.`;
  return errorDiagnostic("Unsupported backend", detail, { attribute: ["backend"] });
}

function noState(path: string): Diagnostic {
  const detail = `There is no state at ${path}. Apply the stack that it belongs to first.`;
  return errorDiagnostic("No state of the other stack", detail, { attribute: ["config", "path"] });
}
