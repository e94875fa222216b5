// Static checks of one call of a module: what it is given is held against the variables that the module declares.

import { isFailure } from "../language/convert.js";
import { describeType } from "../language/types.js";
import { suggestion } from "../model/closest-name.js";
import { errorDiagnostic } from "../model/diagnostic.js";
import { unmark } from "../model/value.js";
import { findEphemeralArgument } from "./check-ephemeral.js";
import { checkPassed } from "./check-passed.js";
import { type Check, checkRepetition, evaluateFor, report } from "./check-repetition.js";
import type { ModuleCallConfig } from "./configuration.js";
import { convertVariable, describeMisfit } from "./convert-variable.js";
import type { Draft } from "./draft.js";
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
