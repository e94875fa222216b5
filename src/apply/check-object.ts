// Holds an object as it is by now to the conditions of its resource: some of them could not be known when planning.

import { schemaOfResource } from "../builtin/terraform-schema.js";
import type { ResourceConfig } from "../load/configuration.js";
import { formatResource } from "../model/address.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Change } from "../model/plan.js";
import { checkConditions } from "../plan/check-conditions.js";
import type { Place } from "../plan/evaluation-scope.js";
import { typeOfObject } from "../plan/resource-value.js";
import type { Bench } from "./apply-step.js";
import { currentKey } from "./starting-state.js";

/** One that does not change. Nothing is asked of one that is no longer declared, as in a refresh. */
export function checkObject(bench: Bench, change: Change): readonly Diagnostic[] {
  const key = currentKey(change);
  const resource = bench.configuration.resources.get(formatResource(change.instance.resource));
  const place = resource && bench.values.placeOf(change.instance);
  if (resource === undefined || place === undefined) return [];
  const scope = bench.values.scope.forInstance(place);
  const asking = { scope, ledger: bench.checks, address: key };
  const before = checkConditions("precondition", resource, asking);
  return [...before, ...checkMade(bench, resource, place, key)];
}

/** The postconditions of what is there now. */
export function checkMade(
  bench: Bench,
  resource: ResourceConfig,
  place: Place,
  key: string,
): readonly Diagnostic[] {
  const { attributes: value, types } = bench.instances.get(key) ?? {};
  const schema = schemaOfResource(resource.address, bench.provider.schema);
  if (value === undefined || schema === undefined) return [];
  const self = { value, type: typeOfObject(schema, types) };
  const scope = bench.values.scope.forInstance(place, self);
  return checkConditions("postcondition", resource, { scope, ledger: bench.checks, address: key });
}
