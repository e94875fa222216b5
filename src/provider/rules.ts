// Small parts of validation rules that several resource types share.

import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import type { Value } from "../model/value.js";
import { isAtLeast, parseVersion, type Version } from "../vsphere/versions.js";
import type { Attributes } from "./attributes.js";
import { hasForm } from "./inventory-path.js";

/** An error about one attribute. */
export function invalid(summary: string, detail: string, ...path: readonly string[]): Diagnostic {
  return errorDiagnostic(summary, detail, { attribute: path });
}

/** Whether a release is known and earlier than `minimum`. */
export function isBefore(version: Value, minimum: string): version is string {
  if (typeof version !== "string") return false;
  const parsed: Version | undefined = parseVersion(version);
  return parsed !== undefined && !isAtLeast(version, minimum);
}

/** An error unless the attribute is null, unknown or an inventory path of one of the forms. */
export function requireForm(
  config: Attributes,
  name: string,
  forms: readonly string[],
): readonly Diagnostic[] {
  const value = config.value(name);
  if (typeof value !== "string" || forms.some((form) => hasForm(value, form))) return [];
  const detail = `"${name}" must be an id of the form ${forms.join(" or ")}, not "${value}". Refer to the resource's attribute id.`;
  return [invalid("Not an id of the right kind", detail, name)];
}
