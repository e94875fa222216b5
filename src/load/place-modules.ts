// The modules that a configuration calls, in the places where the calls put them: one text of a module may stand in many.

import {
  formatModule,
  formatResource,
  inModule,
  type ModulePath,
  type TargetAddress,
} from "../model/address.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import {
  type CheckConfig,
  type Configuration,
  checkKey,
  type ModuleCallConfig,
  type ModuleConfig,
  type MovedConfig,
  type RemovedConfig,
  type ResourceConfig,
} from "./configuration.js";
import type { Draft } from "./draft.js";

/** More calls than anybody writes: modules that call each other several times grow without bounds. */
const MOST_MODULES = 100_000;

/** The modules of a configuration in the places where calls put them; an error if there are too many. */
export function placeModules(root: Draft): Pick<
  Configuration,
  "resources" | "checks" | "modules" | "moved" | "removed"
> & {
  readonly diagnostics: readonly Diagnostic[];
} {
  const modules = new Map<string, ModuleConfig>();
  if (root.calls.size === 0) {
    const { resources, moved, removed } = root;
    const checks = new Map([...root.checks.values()].map((c) => [checkKey(c), c] as const));
    modules.set("", placed(root, { path: [] }));
    return { resources, checks, moved, removed, modules, diagnostics: [] };
  }
  const resources = new Map<string, ResourceConfig>();
  const checks = new Map<string, CheckConfig>();
  const moved: MovedConfig[] = [];
  const removed: RemovedConfig[] = [];
  const open: Open[] = [{ draft: root, path: [] }];
  for (const each of open) {
    const { draft, path } = each;
    modules.set(formatModule(path), placed(draft, each));
    if (modules.size > MOST_MODULES)
      return { resources, checks, moved, removed, modules, diagnostics: [tooMany()] };
    const module = inModule(path);
    for (const resource of draft.resources.values()) {
      const address = { ...resource.address, ...module };
      resources.set(formatResource(address), { ...resource, address });
    }
    for (const check of draft.checks.values()) {
      const inside = { ...check, ...module };
      checks.set(checkKey(inside), inside);
    }
    for (const statement of draft.moved) moved.push({ ...statement, ...module });
    for (const { from, ...rest } of draft.removed) {
      removed.push({ from: below(path, from), ...rest });
    }
    for (const call of draft.calls.values()) {
      const callee = draft.callees.get(call.name);
      if (callee === undefined) continue;
      open.push({ draft: callee, path: [...path, call.name], call });
    }
  }
  return { resources, checks, moved, removed, modules, diagnostics: [] };
}

interface Open {
  readonly draft: Draft;
  readonly path: ModulePath;
  readonly call?: ModuleCallConfig;
}

function placed(
  { folder, variables, locals, outputs, requires }: Draft,
  { path, call }: Omit<Open, "draft">,
): ModuleConfig {
  const called = call === undefined ? {} : { call };
  return { path, folder, ...called, requires: [...requires.values()], variables, locals, outputs };
}

/** An address as seen from the root module. */
function below(path: ModulePath, { module, resource, key }: TargetAddress): TargetAddress {
  const steps = [...path.map((name) => ({ name, key: undefined })), ...module];
  if (resource === undefined) return { module: steps };
  return {
    module: steps,
    resource: { ...resource, ...inModule(steps.map(({ name }) => name)) },
    key,
  };
}

function tooMany(): Diagnostic {
  const detail = `Modules that call modules come to more than ${MOST_MODULES} calls. Let them call each other less often.`;
  return errorDiagnostic("Too many modules", detail);
}
