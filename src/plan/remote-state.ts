// `data.terraform_remote_state`: the outputs of another stack. It is the one data source that is no object
// of a vSphere, and how stacks of one app are wired to each other. Whoever runs several stacks answers
// with the planned outputs of the other, unknown where only its apply can tell.

import { resolve } from "node:path";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import type { ReadObject } from "../model/provider.js";
import { isObject, type ObjectValue, type Value } from "../model/value.js";
import {
  DEFAULT_WORKSPACE,
  isWorkspaceName,
  statePathIn,
  type WorkspaceLayout,
} from "../model/workspace.js";

/** Gives the outputs of the stack whose state is at `path` (absolute); undefined if there is none. */
export type ReadRemoteState = (request: { readonly path: string }) => Promise<{
  readonly outputs: ObjectValue | undefined;
  readonly diagnostics: readonly Diagnostic[];
}>;

/** Of the configuration that reads: where its paths are relative to, and where it has the states of workspaces. */
export interface StatePlaces {
  /** Absolute. */
  readonly root: string;
  readonly workspaces: WorkspaceLayout;
}

/** `config` is wholly known. */
export async function readOutputs(
  config: ObjectValue,
  readRemoteState: ReadRemoteState,
  { root, workspaces }: StatePlaces,
): Promise<ReadObject> {
  const { backend = null, config: settings = null, defaults = null, workspace = null } = config;
  const given = isObject(settings) ? settings.path : undefined;
  if (backend !== "local" || typeof given !== "string") return refused([unsupported(backend)]);
  const name = typeof workspace === "string" ? workspace : DEFAULT_WORKSPACE;
  if (!isWorkspaceName(name)) return refused([invalidWorkspace(name)]);
  const folder = isObject(settings) ? settings.workspace_dir : undefined;
  const layout = typeof folder === "string" ? { ...workspaces, folder } : workspaces;
  const path = statePathIn(name, given, layout);
  const { outputs, diagnostics } = await readRemoteState({ path: resolve(root, path) });
  if (hasErrors(diagnostics)) return refused(diagnostics);
  // As by Terraform, defaults are for what a state lacks, not for a state that there is not.
  if (outputs === undefined) return refused([noState(path)]);
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

function invalidWorkspace(name: string): Diagnostic {
  const detail = `"${name}" cannot be the name of a workspace.`;
  return errorDiagnostic("Invalid workspace name", detail, { attribute: ["workspace"] });
}

function noState(path: string): Diagnostic {
  const advice =
    "Apply the stack that it belongs to first, or plan both together: leave --stack out.";
  const detail = `There is no state at ${path}. ${advice}`;
  return errorDiagnostic("No state of the other stack", detail, { attribute: ["config", "path"] });
}
