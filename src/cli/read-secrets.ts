// The sensitive variables of saved plans, which hold no secrets: whoever carries one out, or shows what is secret, gives
// them again.

import { type Diagnostic, hasErrors } from "../model/diagnostic.js";
import type { VariableValues } from "../plan/evaluation-scope.js";
import type { SavedPlan } from "../plan/saved-plan.js";
import { CommandFailed } from "./describe-failure.js";
import type { GivenOptions } from "./given-options.js";
import { findOtherValues, nameOfFlag, readSensitiveVariables } from "./read-variables.js";
import type { Session } from "./session.js";
import { UsageError } from "./usage-error.js";

/** Each configuration with its variables, the sensitive ones read again. @throws CommandFailed */
export function readSecrets(session: Session, options: GivenOptions, plans: readonly SavedPlan[]) {
  const declared = new Set(plans.flatMap(({ sensitiveVariables }) => sensitiveVariables));
  refuseOpenVariables(options, declared);
  const diagnostics: Diagnostic[] = [];
  const inputs = plans.map((plan) => {
    const read = readSensitiveVariables(session, options, plan);
    diagnostics.push(...read.diagnostics.filter(({ severity }) => severity === "error"));
    diagnostics.push(...findOtherValues(session, options, plan));
    const variables: VariableValues = { ...plan.variables, ...read.values };
    const given: VariableValues = { ...plan.given, ...read.given };
    return { configuration: plan.configuration, variables, given };
  });
  if (hasErrors(diagnostics)) throw new CommandFailed(diagnostics);
  return inputs;
}

function refuseOpenVariables(options: GivenOptions, sensitive: ReadonlySet<string>): void {
  const open = options
    .list("var")
    .map(nameOfFlag)
    .find((name) => !sensitive.has(name));
  if (open === undefined) return;
  throw new UsageError(
    `The saved plan has its variables; only sensitive ones are read again, and "${open}" is none.`,
  );
}
