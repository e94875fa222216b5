// holdfast validate: everything that can be wrong without looking at state or vSphere.

import { randomUUID } from "node:crypto";
import { type Diagnostic, hasErrors } from "../../model/diagnostic.js";
import { emptyState } from "../../model/state.js";
import { UNKNOWN } from "../../model/value.js";
import { makePlan } from "../../plan/make-plan.js";
import { diagnosticJson } from "../../report/diagnostic-json.js";
import type { CommandCall } from "../command-definition.js";
import { CommandFailed } from "../describe-failure.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import type { GivenOptions } from "../given-options.js";
import { loadStacks } from "../load-stacks.js";
import { type OpenStack, openStacks } from "../open-stacks.js";
import { filesOf } from "../outside.js";
import { collectOutputs } from "../plan-stacks.js";
import { isMissingValue, readVariables } from "../read-variables.js";
import { print, printJson, type Session, sayDiagnostics } from "../session.js";

export async function run(session: Session, { options }: CommandCall): Promise<ExitCode> {
  const diagnostics = await findDiagnostics(session, options);
  const isValid = !hasErrors(diagnostics);
  if (options.has("json")) printJson(session, describe(diagnostics));
  else sayDiagnostics(session, diagnostics);
  if (isValid && !options.has("json")) print(session, [["The configuration is valid."]]);
  return isValid ? EXIT_CODES.done : EXIT_CODES.error;
}

/** In the form of `terraform validate -json`. */
function describe(diagnostics: readonly Diagnostic[]) {
  const count = (severity: Diagnostic["severity"]) =>
    diagnostics.filter((d) => d.severity === severity).length;
  return {
    format_version: "1.0",
    valid: !hasErrors(diagnostics),
    error_count: count("error"),
    warning_count: count("warning"),
    diagnostics: diagnostics.map(diagnosticJson),
  };
}

async function findDiagnostics(
  session: Session,
  options: GivenOptions,
): Promise<readonly Diagnostic[]> {
  try {
    const { stacks, warnings } = await loadStacks(session, options, "fresh");
    const variables = readVariables(session, options, stacks);
    // A configuration is valid whatever its variables will be.
    const wrong = variables.diagnostics.filter((d) => !isMissingValue(d));
    if (hasErrors(wrong)) return [...warnings, ...wrong];
    const inputs = stacks.map((configuration, i) => {
      const unknown = [...configuration.variables.keys()].map((name) => [name, UNKNOWN] as const);
      return {
        configuration,
        variables: { ...Object.fromEntries(unknown), ...variables.values[i] },
      };
    });
    const opened = openStacks(session, inputs, "look");
    return [...warnings, ...wrong, ...(await planNothing(opened.stacks))];
  } catch (error) {
    if (error instanceof CommandFailed) return error.diagnostics;
    throw error;
  }
}

/** A plan from nothing runs every rule. Imports and data sources are left out, as they would ask the vSphere. */
async function planNothing(stacks: readonly OpenStack[]): Promise<readonly Diagnostic[]> {
  const outputs = collectOutputs();
  const found: Diagnostic[] = [];
  for (const stack of stacks) {
    const { variables, provider } = stack;
    const configuration = { ...stack.configuration, imports: [] };
    const state = emptyState(randomUUID());
    const options = { refresh: false, readData: false };
    const request = {
      configuration,
      variables,
      provider,
      state,
      readRemoteState: outputs.read,
      outside: { files: filesOf(configuration.folder) },
      options,
    };
    const { plan, diagnostics } = await makePlan(request);
    outputs.add({ stack, state, ...(plan && { plan }), diagnostics });
    found.push(...diagnostics);
  }
  return found;
}
