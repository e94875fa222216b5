// The rules of resource types for a configuration in which something is wrong already, and which no plan will be
// made of: values that are not allowed, attributes that do not go together. A resource with errors of its own is
// held to what is said of each attribute alone, for a rule between attributes might be misled.

import { evaluate } from "../language/evaluate.js";
import { ANYTHING } from "../language/typed-value.js";
import { formatResource } from "../model/address.js";
import { pointerTo } from "../model/json.js";
import type { Provider } from "../model/provider.js";
import { providerNameOf } from "../model/provider-address.js";
import type { ObjectValue } from "../model/value.js";
import { convertToSchema } from "../schema/convert-value.js";
import { validateConverted } from "../schema/validate-value.js";
import type { ResourceConfig } from "./configuration.js";
import type { Draft } from "./draft.js";
import { type StaticScopes, schemaOf } from "./static-scope.js";

/** Reports to the draft's diagnostics. */
export function checkRules(
  draft: Draft,
  scopes: StaticScopes,
  validate: Provider["validate"],
): void {
  const wrong = new Set(draft.diagnostics.map(({ address }) => address));
  for (const resource of draft.resources.values()) {
    const { mode, type } = resource.address;
    if (mode === "data" || providerNameOf(type) !== "holdfast") continue;
    const address = formatResource(resource.address);
    const config = configOf(resource, scopes, draft);
    if (config === undefined) continue;
    const found = wrong.has(address) ? validateConverted(type, config) : validate({ type, config });
    for (const diagnostic of found) {
      const { attribute = [] } = diagnostic;
      const pointer = attribute.reduce<string>(pointerTo, resource.source.pointer ?? "");
      draft.report({ address, source: { ...resource.source, pointer }, ...diagnostic });
    }
  }
}

/** As far as it is known; undefined for a type that there is not. */
function configOf(
  resource: ResourceConfig,
  scopes: StaticScopes,
  draft: Draft,
): ObjectValue | undefined {
  const schema = schemaOf(resource.address, draft);
  if (schema === undefined) return undefined;
  const scope = scopes.scopeFor({ of: resource, each: ANYTHING });
  const values = Object.entries(resource.attributes).map(
    ([name, expression]) => [name, evaluate(expression, scope).value] as const,
  );
  return convertToSchema(schema, Object.fromEntries(values)).value;
}
