// The configuration of an instance when it is carried out: everything that it refers to is done by now.

import { schemaOfResource } from "../builtin/terraform-schema.js";
import type { ResourceConfig } from "../load/configuration.js";
import { formatResource } from "../model/address.js";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import { invariant } from "../model/invariant.js";
import type { Provider } from "../model/provider.js";
import { isWhollyKnown, type ObjectValue } from "../model/value.js";
import { checkConditions } from "../plan/check-conditions.js";
import { type EvaluatedConfig, evaluateConfig } from "../plan/evaluate-config.js";
import type { Place } from "../plan/evaluation-scope.js";
import { ignoreChanges } from "../plan/ignore-changes.js";
import { attributesOfType } from "../plan/plan-object.js";
import type { Bench } from "./apply-step.js";

/** The configuration of an instance with what is known by now; undefined with errors. */
export function configOf(
  bench: Bench,
  resource: ResourceConfig,
  place: Place,
  key: string,
): EvaluatedConfig {
  const { type, mode } = resource.address;
  const { provider } = bench;
  const scope = bench.values.scope.forInstance(place);
  const asking = { scope, ledger: bench.checks, address: key };
  const before = checkConditions("precondition", resource, asking);
  if (hasErrors(before)) return { config: undefined, diagnostics: before };
  const schema = schemaOfResource(resource.address, provider.schema);
  invariant(schema !== undefined, `no schema for ${formatResource(resource.address)}`);
  const { config, diagnostics: wrong, ...typed } = evaluateConfig(resource, schema, scope, key);
  const diagnostics = [...before, ...wrong];
  if (config === undefined) return { config, diagnostics };
  if (!isWhollyKnown(config))
    return { config: undefined, diagnostics: [...diagnostics, stillUnknown(config, key)] };
  const rules = mode === "data" ? provider.validateData : provider.validate;
  const found = [...diagnostics, ...rules({ type, config })];
  return { config: hasErrors(found) ? undefined : config, ...typed, diagnostics: found };
}

function stillUnknown(config: ObjectValue, address: string): Diagnostic {
  const names = Object.keys(config).filter((name) => !isWhollyKnown(config[name] ?? null));
  const detail = `${names.join(", ")} of ${address} is still unknown: what it comes from gave no value.`;
  return errorDiagnostic("Value still unknown", detail, { address });
}

/** The same without changes that are to be ignored. */
export function ignoredConfig(
  provider: Provider,
  resource: ResourceConfig,
  prior: ObjectValue | null,
  config: ObjectValue,
): ObjectValue {
  const { ignoreChanges: ignored } = resource.lifecycle;
  if (prior === null || ignored.length === 0) return config;
  const attributes = attributesOfType(provider, resource.address.type);
  return ignoreChanges(attributes, { prior, config }, ignored);
}
