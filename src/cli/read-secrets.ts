// The variables of saved plans that are not in them: sensitive ones, for a plan holds no secrets, and ephemeral ones, which
// are kept nowhere. Whoever carries a plan out, or shows what is secret, gives them again.

import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import type { VariableValues } from "../plan/evaluation-scope.js";
import { type SavedPlan, unsavedVariables } from "../plan/saved-plan.js";
import { CommandFailed } from "./describe-failure.js";
import type { GivenOptions } from "./given-options.js";
import { findOtherValues, nameOfFlag, readUnsavedVariables } from "./read-variables.js";
import type { Session } from "./session.js";
import { UsageError } from "./usage-error.js";

/** Each configuration with its variables, those that are not saved read again. @throws CommandFailed */
export function readSecrets(session: Session, options: GivenOptions, plans: readonly SavedPlan[]) {
  return readAgain(session, options, { plans, namesOf: unsavedVariables });
}

/** The same for showing: ephemeral values are not shown, and none is asked for. */
export function readShownSecrets(
  session: Session,
  options: GivenOptions,
  plans: readonly SavedPlan[],
) {
  const namesOf = ({ configuration, sensitiveVariables }: SavedPlan) => {
    const isShown = (name: string) => !configuration.variables.get(name)?.ephemeral;
    return new Set(sensitiveVariables.filter(isShown));
  };
  return readAgain(session, options, { plans, namesOf });
}

interface ToRead {
  readonly plans: readonly SavedPlan[];
  /** Names of the variables to read. */
  readonly namesOf: (plan: SavedPlan) => ReadonlySet<string>;
}

function readAgain(session: Session, options: GivenOptions, { plans, namesOf }: ToRead) {
  refuseOpenVariables(options, new Set(plans.flatMap((plan) => [...namesOf(plan)])));
  const diagnostics: Diagnostic[] = [];
  const inputs = plans.map((plan) => {
    const names = namesOf(plan);
    const read = readUnsavedVariables(session, options, { ...plan, names });
    const misgiven = findMisgiven(plan, { names, given: new Set(Object.keys(read.given)) });
    const isSaid = ({ address }: Diagnostic) => misgiven.some((d) => d.address === address);
    const wrong = read.diagnostics.filter((d) => d.severity === "error" && !isSaid(d));
    diagnostics.push(...wrong, ...misgiven, ...findOtherValues(session, options, plan));
    const variables: VariableValues = { ...plan.variables, ...read.values };
    const given: VariableValues = { ...plan.given, ...read.given };
    return { configuration: plan.configuration, variables, given };
  });
  if (hasErrors(diagnostics)) throw new CommandFailed(diagnostics);
  return inputs;
}

/** An ephemeral variable is given for the plan and for its apply, or for neither. */
function findMisgiven(
  { configuration, ephemeralVariables, sensitiveVariables }: SavedPlan,
  { names, given }: { readonly names: ReadonlySet<string>; readonly given: ReadonlySet<string> },
): readonly Diagnostic[] {
  const before = new Set(ephemeralVariables);
  return [...names].flatMap((name): readonly Diagnostic[] => {
    const where = { address: `var.${name}` };
    if (!configuration.variables.get(name)?.ephemeral || given.has(name) === before.has(name)) {
      return [];
    }
    if (before.has(name)) {
      const detail = `The ephemeral variable "${name}" was given a value when the plan was made, which is in no plan. Give it again: set TF_VAR_${name} in the environment or pass --var ${name}=…`;
      return [errorDiagnostic("No value for a required variable", detail, where)];
    }
    // The default of one that is sensitive too is not in the plan either.
    if (sensitiveVariables.includes(name)) return [];
    const detail = `The ephemeral variable "${name}" was given no value when the plan was made, and must be given none when it is applied. Plan again with the value, or leave it out.`;
    return [errorDiagnostic("Ephemeral variable was not set when planning", detail, where)];
  });
}

function refuseOpenVariables(options: GivenOptions, unsaved: ReadonlySet<string>): void {
  const open = options
    .list("var")
    .map(nameOfFlag)
    .find((name) => !unsaved.has(name));
  if (open === undefined) return;
  throw new UsageError(
    `The saved plan has its variables; only sensitive and ephemeral ones are read again, and "${open}" is none.`,
  );
}
