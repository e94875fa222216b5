// `data.terraform_remote_state`: the outputs of another stack. It is the one data source that is no object
// of a vSphere, and how stacks of one app are wired to each other. Whoever runs several stacks answers
// with the planned outputs of the other, unknown where only its apply can tell.

import { resolve } from "node:path";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import type { ReadObject } from "../model/provider.js";
import { isObject, type ObjectValue, type Value } from "../model/value.js";

/** Gives the outputs of the stack whose state is at `path` (absolute); undefined if there is none. */
export type ReadRemoteState = (request: { readonly path: string }) => Promise<{
  readonly outputs: ObjectValue | undefined;
  readonly diagnostics: readonly Diagnostic[];
}>;

/** `config` is wholly known; `root` is the folder that a relative path is resolved against. */
export async function readOutputs(
  config: ObjectValue,
  readRemoteState: ReadRemoteState,
  root: string,
): Promise<ReadObject> {
  const { backend = null, config: settings = null, defaults = null } = config;
  const path = isObject(settings) ? settings.path : undefined;
  if (backend !== "local" || typeof path !== "string") return refused([unsupported(backend)]);
  const { outputs, diagnostics } = await readRemoteState({ path: resolve(root, path) });
  if (hasErrors(diagnostics)) return refused(diagnostics);
  if (outputs === undefined && !isObject(defaults)) return refused([noState(path)]);
  const all = { ...(isObject(defaults) ? defaults : {}), ...outputs };
  return { state: { ...config, outputs: all }, diagnostics };
}

function refused(diagnostics: readonly Diagnostic[]): ReadObject {
  return { state: null, diagnostics };
}

function unsupported(backend: Value): Diagnostic {
  const received = typeof backend === "string" ? `"${backend}"` : "none";
  const detail = `Only the backend "local" with config.path is supported, not ${received}.`;
  return errorDiagnostic("Unsupported backend", detail, { attribute: ["backend"] });
}

function noState(path: string): Diagnostic {
  const advice =
    "Apply the stack that it belongs to first, or plan both together: leave --stack out.";
  const detail = `There is no state at ${path}. ${advice}`;
  return errorDiagnostic("No state of the other stack", detail, { attribute: ["config", "path"] });
}
