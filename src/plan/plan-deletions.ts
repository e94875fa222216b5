// What the state has and the configuration does not: planned to be deleted, each with the reason. A plan to
// destroy is the same for everything. As in Terraform, an object that nothing declares is shown as it was stored,
// everything else as it was read.

import { type Configuration, providerKey } from "../load/configuration.js";
import {
  formatInstance,
  formatModule,
  formatResource,
  formatTarget,
  modulePrefix,
} from "../model/address.js";
import {
  type Diagnostic,
  errorDiagnostic,
  hasErrors,
  warningDiagnostic,
} from "../model/diagnostic.js";
import type { ActionReason, Change } from "../model/plan.js";
import { providerNameOf, providerReference } from "../model/provider-address.js";
import type { StateInstance } from "../model/state.js";
import { addChange, type PlanContext } from "./plan-context.js";
import { protect } from "./plan-instance.js";
import { planDelete } from "./plan-object.js";
import { storedDependents } from "./stored-dependents.js";

export function planDeletions(context: PlanContext): void {
  const doomed = [...context.instances].flatMap(([key, instance]) => {
    const reason = deleteReason(context, instance);
    if (reason === undefined || !context.selection.includesDeletion(instance.address)) return [];
    return { key, instance, reason, resourceKey: formatResource(instance.address.resource) };
  });
  const names = doomed.map(({ resourceKey }) => resourceKey);
  const dependents = storedDependents(context.instances.values(), names);
  const isForgotten = forgottenBy(context.configuration);
  const left: string[] = [];
  for (const { key, instance, reason, resourceKey } of doomed) {
    const resource = context.configuration.resources.get(resourceKey);
    if (reason !== "none" && isForgotten(instance)) {
      const change = deletion(context, { key, instance, reason, waitsFor: [] });
      addChange(context, resourceKey, { ...change, action: "forget" });
      left.push(key);
      continue;
    }
    if (isWithoutProvider(context, instance)) {
      context.diagnostics.push(missingProvider(key, instance));
      continue;
    }
    const diagnostics = planDelete(
      context.provider,
      instance.address.resource.type,
      instance.attributes,
    );
    context.diagnostics.push(...diagnostics.map((d) => ({ address: key, ...d })));
    if (hasErrors(diagnostics)) continue;
    if (resource !== undefined && instance.deposed === undefined) protect(context, resource, key);
    const waitsFor = dependents.get(resourceKey) ?? [];
    addChange(context, resourceKey, deletion(context, { key, instance, reason, waitsFor }));
  }
  if (left.length > 0) context.diagnostics.push(leftBehind(left));
}

/** An object is deleted with the configuration of its provider that it was made with. */
function isWithoutProvider(
  { configuration: { providers } }: PlanContext,
  { address, providerAlias: alias }: StateInstance,
): boolean {
  const name = providerNameOf(address.resource.type);
  return alias !== undefined && !providers.has(providerKey({ name, alias }));
}

function missingProvider(address: string, { address: at, providerAlias: alias }: StateInstance) {
  const reference = providerReference(at.resource.type, alias);
  const detail = `${address} was made with ${reference}, which is no longer configured. Put its "provider" block back to delete the object; then remove the block.`;
  return errorDiagnostic("Provider configuration not present", detail, { address });
}

/** What `removed` statements leave in vSphere. */
export function forgottenBy({ removed }: Configuration): (instance: StateInstance) => boolean {
  const forgotten = new Set(
    removed.flatMap(({ from, destroy }) => (destroy ? [] : formatTarget(from))),
  );
  if (forgotten.size === 0) return () => false;
  return ({ address: { resource } }) => {
    const { module = [] } = resource;
    const modules = module.map((_, i) => formatModule(module.slice(0, i + 1)));
    return [formatResource(resource), ...modules].some((key) => forgotten.has(key));
  };
}

function leftBehind(addresses: readonly string[]): Diagnostic {
  const [first, ...others] = addresses;
  const which = others.length === 0 ? `${first}` : `${first} and ${others.length} more`;
  const detail = `${which} will no longer be in the state, but will stay in vSphere.`;
  const advice = "To delete them there, remove them by hand, or import them again.";
  return warningDiagnostic("Objects are forgotten, not destroyed", `${detail} ${advice}`);
}

type Reason = ActionReason | "none";

/** Undefined for what stays; none for deposed objects and when everything is destroyed. */
function deleteReason(context: PlanContext, instance: StateInstance): Reason | undefined {
  const { resource: address, key } = instance.address;
  const resourceKey = formatResource(address);
  if (instance.deposed !== undefined || context.options.mode === "destroy") return "none";
  const resource = context.configuration.resources.get(resourceKey);
  if (resource === undefined) {
    const isMoved = context.previous.has(formatInstance(instance.address));
    return isMoved ? "delete_because_no_move_target" : "delete_because_no_resource_config";
  }
  const isOpen =
    context.unexpanded.has(resourceKey) || !context.selection.includesNode(resourceKey);
  if (isOpen || context.declared.has(formatInstance(instance.address))) return undefined;
  const prefix = modulePrefix(address.module, instance.address.moduleKeys);
  if (context.scope.modules.at(prefix) === undefined) return "delete_because_no_module";
  if (resource.count !== undefined && typeof key === "number") return "delete_because_count_index";
  if (resource.forEach !== undefined && typeof key === "string") return "delete_because_each_key";
  return "delete_because_wrong_repetition";
}

interface Deletion {
  readonly key: string;
  readonly instance: StateInstance;
  readonly reason: Reason;
  readonly waitsFor: readonly string[];
}

function deletion(context: PlanContext, { key, instance, reason, waitsFor }: Deletion): Change {
  const stored = reason === "none" ? undefined : context.asStored.get(key);
  const previousAddress = context.previous.get(key);
  const importId = context.adopted.get(key);
  return {
    address: key,
    instance: instance.address,
    ...(instance.deposed === undefined ? {} : { deposed: instance.deposed }),
    ...(previousAddress === undefined ? {} : { previousAddress }),
    ...(importId === undefined ? {} : { importId }),
    action: "delete",
    ...(reason === "none" ? {} : { reason }),
    before: stored ?? instance.attributes,
    ...(instance.tainted ? { tainted: true } : {}),
    after: null,
    replacePaths: [],
    dependsOn: waitsFor,
    dependencies: instance.dependencies,
    ...(instance.createBeforeDestroy ? { createBeforeDestroy: true } : {}),
    ...(instance.providerAlias === undefined ? {} : { providerAlias: instance.providerAlias }),
  };
}
