// An existing object as the resource that takes it over declares it: what the configuration leaves to vSphere stays
// null wherever the object has what null stands for, so that the next plan finds nothing to do.

import type { ResourceConfig } from "../load/configuration.js";
import { hasErrors } from "../model/diagnostic.js";
import type { Provider, ReadObject } from "../model/provider.js";
import type { ObjectValue } from "../model/value.js";

export interface ImportRequest {
  readonly type: string;
  readonly id: string;
  /** What declares it; undefined for an object that nothing declares any more. */
  readonly resource: Pick<ResourceConfig, "attributes"> | undefined;
}

/** Null state when there is no such object. */
export async function readImport(
  provider: Provider,
  { type, id, resource }: ImportRequest,
): Promise<ReadObject> {
  const imported = await provider.import({ type, id });
  if (imported.state === null || hasErrors(imported.diagnostics)) return imported;
  if (resource === undefined) return imported;
  const open = openAttributes(provider, type, { resource, state: imported.state });
  if (open.length === 0) return imported;
  const state = { ...imported.state, ...Object.fromEntries(open.map((name) => [name, null])) };
  const read = await provider.read({ type, state });
  return { state: read.state, diagnostics: [...imported.diagnostics, ...read.diagnostics] };
}

/** Arguments that the object has and the configuration does not name. */
function openAttributes(
  provider: Provider,
  type: string,
  {
    resource,
    state,
  }: { readonly resource: Pick<ResourceConfig, "attributes">; readonly state: ObjectValue },
): readonly string[] {
  const attributes = provider.schema.resource_schemas[type]?.block.attributes ?? {};
  return Object.keys(attributes).filter(
    (name) =>
      attributes[name]?.optional === true &&
      !Object.hasOwn(resource.attributes, name) &&
      (state[name] ?? null) !== null,
  );
}
