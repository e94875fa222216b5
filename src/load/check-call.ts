// Static checks of one call of a module: what it is given is held against the variables that the module declares.

import { isFailure } from "../language/convert.js";
import { describeType } from "../language/types.js";
import { suggestion } from "../model/closest-name.js";
import { errorDiagnostic } from "../model/diagnostic.js";
import { unmark } from "../model/value.js";
import { findEphemeralArgument } from "./check-ephemeral.js";
import { type Check, checkRepetition, evaluateFor, report } from "./check-repetition.js";
import type { ModuleCallConfig } from "./configuration.js";
import { convertVariable, describeMisfit } from "./convert-variable.js";
import type { Draft } from "./draft.js";
import { checkProviderKey, isKeyOf } from "./read-provider-key.js";
import type { StaticScopes } from "./static-scope.js";

export function checkCall(call: ModuleCallConfig, scopes: StaticScopes, draft: Draft): void {
  const check: Check = { of: call, address: `module.${call.name}`, draft };
  const each = checkRepetition(check, scopes.scopeFor({}));
  const scope = scopes.scopeFor({ of: call, each });
  const variables = draft.callees.get(call.name)?.variables;
  for (const [name, expression] of Object.entries(call.arguments)) {
    const evaluated = evaluateFor(check, expression, scope, name);
    const variable = variables?.get(name);
    if (variable !== undefined) {
      for (const d of findEphemeralArgument(variable, evaluated.value)) report(check, d, [name]);
      const isDefault = unmark(evaluated.value) === null && variable.default !== undefined;
      const converted = convertVariable(variable, evaluated);
      if (!isFailure(converted) || (isDefault && !variable.nullable)) continue;
      const misfit = describeMisfit(variable, evaluated.value, converted);
      const detail = `"${name}" does not fit the variable of the module, ${describeType(variable.type)}: ${misfit}.`;
      report(check, errorDiagnostic("Invalid value for a variable", detail), [name]);
    } else if (variables !== undefined) {
      const near = suggestion(name, variables.keys());
      const detail = `The module in ${call.moduleSource} has no variable "${name}".${near}`;
      report(check, errorDiagnostic("Unknown argument", detail), [name]);
    }
  }
  for (const variable of variables?.values() ?? []) {
    if (variable.default !== undefined || Object.hasOwn(call.arguments, variable.name)) continue;
    const detail = `The module needs a value for its variable "${variable.name}", which has no default.`;
    report(check, errorDiagnostic("Missing required argument", detail), [variable.name]);
  }
  for (const d of scopes.missingAmong(call.dependsOn)) report(check, d, ["depends_on"]);
  checkPassed(check, call);
}

const BUILT_IN = ["holdfast", "terraform"] as const;

/**
 * Each configuration of a provider that is passed is one here, and each that the module wants is passed. A provider that
 * is in the required_providers of one of the two alone is another there, as Terraform has it.
 */
function checkPassed(
  check: Check,
  { name, moduleSource, providers, source }: ModuleCallConfig,
): void {
  const { draft } = check;
  for (const key of Object.values(providers)) checkProviderKey(key, source, draft);
  const callee = draft.callees.get(name);
  if (callee === undefined) return;
  const wanted = [...BUILT_IN, ...callee.aliases.keys()];
  for (const key of Object.keys(providers)) {
    if (wanted.includes(key)) continue;
    const detail = `The module in ${moduleSource} takes no configuration ${key} of a provider.${suggestion(key, wanted)}`;
    report(check, errorDiagnostic("Unknown provider configuration", detail), ["providers"]);
  }
  for (const key of Object.keys(providers)) {
    const provider = BUILT_IN.find((each) => isKeyOf(each, key));
    if (provider === undefined || !wanted.includes(key)) continue;
    if (draft.requires.has(provider) === callee.requires.has(provider)) continue;
    const where = draft.requires.has(provider) ? `the module in ${moduleSource}` : "this one";
    const detail = `Only what both modules name in required_providers is known to be one provider, and ${where} does not name ${provider}. Add it there.`;
    report(check, errorDiagnostic("Other provider", detail), ["providers"]);
  }
  for (const key of callee.aliases.keys()) {
    if (Object.hasOwn(providers, key)) continue;
    const detail = `The module in ${moduleSource} needs the configuration ${key} of a provider. Pass one with "providers".`;
    report(check, errorDiagnostic("Missing provider configuration", detail), []);
  }
}
