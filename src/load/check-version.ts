// Version constraints of a configuration, held against the versions that there are.

import { errorDiagnostic } from "../model/diagnostic.js";
import { TERRAFORM_VERSION } from "../model/terraform-version.js";
import { VERSION } from "../schema/generated/version.js";
import type { Draft } from "./draft.js";
import { literalText, type Property, sourceOf } from "./json-body.js";
import { formatConstraint, isVersionMet } from "./version-constraint.js";

export interface Versioned {
  /** With its version, as in "Terraform 1.11.4, whose language Holdfast reads". */
  readonly what: string;
  /** Absent where any will do. */
  readonly version?: string;
}

export const LANGUAGE_VERSION: Versioned = {
  what: `Terraform ${TERRAFORM_VERSION}, whose language Holdfast reads`,
  version: TERRAFORM_VERSION,
};
export const HOLDFAST_VERSION: Versioned = {
  what: `holdfast ${VERSION}, which is the provider built in`,
  version: VERSION,
};
export const BUILTIN_VERSION: Versioned = { what: "Terraform's own provider" };

/** The constraint in Terraform's form, if there is one and it is met. */
export function checkVersion(
  property: Property | undefined,
  { what, version }: Versioned,
  draft: Draft,
): string | undefined {
  const constraint = literalText(property, draft.report);
  if (constraint === undefined || property === undefined) return undefined;
  const isMet = isVersionMet(constraint, version ?? "0.0.0");
  if (isMet === true || (isMet === false && version === undefined))
    return formatConstraint(constraint);
  const detail =
    isMet === undefined
      ? `"${constraint}" is no version constraint. One is written as ">= 1.5, < 2.0".`
      : `"${constraint}" excludes ${what}. Widen the constraint.`;
  const source = sourceOf(property);
  draft.report(errorDiagnostic("Unmet version constraint", detail, { source }));
  return undefined;
}
