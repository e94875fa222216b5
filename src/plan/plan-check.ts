// Check blocks in a plan: a data source that is read for nothing else, then assertions. Whatever is wrong with what
// they look at is a warning.

import type { CheckConfig, ResourceConfig } from "../load/configuration.js";
import { type Diagnostic, hasErrors } from "../model/diagnostic.js";
import { type Asking, alone, checkAssertions } from "./check-conditions.js";
import type { CheckLedger } from "./check-ledger.js";

/** Asserts nothing where the data source could not be read: that is the failure. */
export function checkBlock(check: CheckConfig, asking: Asking): readonly Diagnostic[] {
  const status = asking.ledger.statusOf(alone(`check.${check.name}`));
  if (status === "fail" || status === "error") return [];
  return checkAssertions(check, asking);
}

/**
 * Notes whether the data source of a check could be read: what is wrong is shown as warnings then, and stands as the
 * problem of the check.
 */
export function noteReading(
  { check }: Pick<ResourceConfig, "check">,
  ledger: CheckLedger,
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  if (check === undefined) return diagnostics;
  const [wrong] = diagnostics.filter(({ severity }) => severity === "error");
  const problem = wrong === undefined ? {} : { problem: `${wrong.summary}: ${wrong.detail}` };
  const status = hasErrors(diagnostics) ? "fail" : "pass";
  const checked = alone(`check.${check}`);
  ledger.expect(checked.of, [checked.object]);
  ledger.note(checked, "data", [{ status, ...problem }]);
  return diagnostics.map((d) => ({ ...d, severity: "warning" as const }));
}
