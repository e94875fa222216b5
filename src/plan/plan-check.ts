// Check blocks in a plan: a data source that is read for nothing else, then assertions. Whatever is wrong with what
// they look at is a warning.

import type { CheckConfig, ResourceConfig } from "../load/configuration.js";
import { type Diagnostic, hasErrors } from "../model/diagnostic.js";
import { type AskingIn, checkAssertions, objectIn } from "./check-conditions.js";

/** Asserts nothing where the data source could not be read: that is the failure. */
export function checkBlock(check: CheckConfig, asking: AskingIn): readonly Diagnostic[] {
  const status = asking.ledger.statusOf(objectIn(asking.at, `check.${check.name}`));
  if (status === "fail" || status === "error") return [];
  return checkAssertions(check, asking);
}

/**
 * Notes whether the data source of a check could be read: what is wrong is shown as warnings then, and stands as the
 * problem of the check.
 */
export function noteReading(
  { check }: Pick<ResourceConfig, "check">,
  { ledger, at }: Pick<AskingIn, "ledger" | "at">,
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  if (check === undefined) return diagnostics;
  const [wrong] = diagnostics.filter(({ severity }) => severity === "error");
  const problem = wrong === undefined ? {} : { problem: `${wrong.summary}: ${wrong.detail}` };
  const status = hasErrors(diagnostics) ? "fail" : "pass";
  const checked = objectIn(at, `check.${check}`);
  ledger.admit(checked);
  ledger.note(checked, "data", [{ status, ...problem }]);
  return diagnostics.map((d) => ({ ...d, severity: "warning" as const, isOfCheck: true as const }));
}
