// A provider for tests of what is decided without a backend: reaching for one fails the test.

import type { PlannedObject } from "../../../src/model/provider.js";
import type { ObjectValue } from "../../../src/model/value.js";
import { proposeNewState } from "../../../src/plan/propose-new-state.js";
import { makeProvider } from "../../../src/provider/make-provider.js";
import { convertConfig } from "../../../src/schema/convert-value.js";
import { resourceSchemaOf } from "../../../src/schema/resource-schemas.js";

export const offline = makeProvider(() => Promise.reject(new Error("a backend was asked for")), {
  writeBackup: () => Promise.reject(new Error("a backup was written")),
});

/** `attribute.path: summary` of each diagnostic of a configuration. */
export function complaints(type: string, config: ObjectValue): readonly string[] {
  const { value } = convertConfig(type, config);
  return offline
    .validate({ type, config: value })
    .map((d) => `${(d.attribute ?? []).join(".")}: ${d.summary}`);
}

/** Plans as the engine does. */
export function plan(
  type: string,
  given: { readonly prior?: ObjectValue; readonly config: ObjectValue },
): PlannedObject {
  const config = convertConfig(type, given.config).value;
  const prior = given.prior ?? null;
  const attributes = resourceSchemaOf(type)?.block.attributes ?? {};
  const proposed = proposeNewState(attributes, prior, config);
  return offline.plan({ type, prior, proposed, config });
}

/** A complete object, as it stands in state. */
export function stateOf(type: string, attributes: ObjectValue): ObjectValue {
  const names = Object.keys(resourceSchemaOf(type)?.block.attributes ?? {});
  return Object.fromEntries(names.map((name) => [name, attributes[name] ?? null]));
}
