// Plans one object: what stays, what becomes unknown, and whether it must be replaced. Deterministic, and
// without a backend. The rules are those that Terraform enforces on a provider: arguments are planned as
// configured (null included), write-only ones as null, and only computed attributes are decided here.

import type { AttributePath } from "../model/attribute-path.js";
import { invariant } from "../model/invariant.js";
import type { PlannedObject } from "../model/provider.js";
import { areValuesEqual, type ObjectValue, type Value } from "../model/value.js";
import { jsonSchemaOf } from "../schema/resource-schemas.js";
import { type Attributes, attributesOf } from "./attributes.js";
import type { ObjectChange, ResourceType, UpdateChange } from "./resource-type.js";
import { withoutWriteOnly } from "./without-write-only.js";

/** Plans a creation (null `prior`) or an update; `proposed` is Terraform's proposed new state. */
export function planObject(
  resource: ResourceType,
  objects: { readonly prior: ObjectValue | null; readonly proposed: ObjectValue },
): PlannedObject {
  const desired = withoutWriteOnly(resource.type, objects.proposed);
  const change = changeOf(resource.type, objects.prior, desired);
  const planned = planComputed(resource, change);
  if (!isUpdate(change)) return { planned, requiresReplace: [], diagnostics: [] };
  const requiresReplace = findReplacePaths(resource, change);
  // A replaced object is planned again as a new one, to which no rule about changes in place applies.
  const diagnostics = requiresReplace.length > 0 ? [] : (resource.refuse?.(change) ?? []);
  return { planned, requiresReplace, diagnostics };
}

/** The same change as apply sees it, with everything but computed attributes known. */
export function changeOf(
  type: string,
  prior: ObjectValue | null,
  planned: ObjectValue,
): ObjectChange {
  const before = prior === null ? null : attributesOf(type, prior);
  const after = attributesOf(type, planned);
  // Several computed attributes follow from the same arguments.
  const known = new Map<string, boolean>();
  const hasOneChanged = (name: string): boolean => {
    const answer = known.get(name) ?? isDifferent(before, after, name);
    known.set(name, answer);
    return answer;
  };
  return { before, after, hasChanged: (...names) => names.some(hasOneChanged) };
}

/** Whether there is an object before. */
export function isUpdate(change: ObjectChange): change is UpdateChange {
  return change.before !== null;
}

function isDifferent(before: Attributes | null, after: Attributes, name: string): boolean {
  return before === null || !areValuesEqual(before.value(name), after.value(name));
}

/** What is desired, with the computed attributes decided. */
function planComputed(resource: ResourceType, change: ObjectChange): ObjectValue {
  const planned: { [name: string]: Value } = { ...change.after.object };
  for (const name in resource.computed) {
    planned[name] = resource.computed[name]?.(change, name) ?? null;
  }
  planned.id = resource.idOf(change.after);
  return planned;
}

function findReplacePaths(resource: ResourceType, change: UpdateChange): readonly AttributePath[] {
  const declared = replacingNames(resource.type)
    .filter((name) => change.hasChanged(name))
    .map((name) => [name]);
  return [...declared, ...(resource.replacePaths?.(change) ?? [])];
}

const replacing = new Map<string, readonly string[]>();

/** The attributes that force a replace by their schema, looked up once for each type. */
function replacingNames(type: string): readonly string[] {
  const properties = jsonSchemaOf(type)?.properties;
  invariant(properties !== undefined, `no schema for resource type ${type}`);
  const names =
    replacing.get(type) ??
    Object.keys(properties).filter((name) => properties[name]?.["x-holdfast"]?.replaces);
  replacing.set(type, names);
  return names;
}
