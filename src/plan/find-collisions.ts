// Objects that could not be told apart: the id of an object is its place, so that two resources with one id would be
// one object, and a new object cannot be made beside the old one at the same place. Told when planning, since apply
// would stop half way.

import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { type Change, isReplace } from "../model/plan.js";
import type { PlanContext } from "./plan-context.js";

export function findCollisions({ changes, configuration }: PlanContext): readonly Diagnostic[] {
  const owners = new Map<string, Change>();
  const diagnostics: Diagnostic[] = [];
  for (const [resource, group] of changes) {
    const { source } = configuration.resources.get(resource) ?? {};
    for (const change of group.values()) {
      const id = change.after?.id;
      if (typeof id !== "string" || change.action === "read") continue;
      const key = `${change.instance.resource.type} ${id}`;
      const owner = owners.get(key);
      const { address } = change;
      const where = { address, ...(source === undefined ? {} : { source }) };
      if (owner === undefined) owners.set(key, change);
      else if (isNew(change) || isNew(owner)) {
        diagnostics.push(errorDiagnostic("Same object twice", sameTwice(id, owner), where));
      }
      if (change.action !== "create-then-delete" || change.before?.id !== id) continue;
      diagnostics.push(errorDiagnostic("No place for a replacement", noPlace(id), where));
    }
  }
  return diagnostics;
}

/** Where both exist already, nobody knows better than the state. */
function isNew(change: Change): boolean {
  return change.action === "create" || isReplace(change);
}

function sameTwice(id: string, owner: Change): string {
  return (
    `Its id would be "${id}", which is that of ${owner.address} already. Give them different names, or remove ` +
    "one of them."
  );
}

function noPlace(id: string): string {
  return (
    `It is to be created before the old object is destroyed, but both have the id "${id}". Remove ` +
    "create_before_destroy here and from what depends on it, or change the name as well."
  );
}
