// The last door before a diagnostic leaves the provider: whatever was marked sensitive or ephemeral in the configuration,
// and every write-only value, is taken out of its text. No message is trusted to have thought of it.

import type { Diagnostic } from "../model/diagnostic.js";
import type { AttributeSchema, AttributeSchemas } from "../model/type.js";
import { isList, isMarked, isObject, type ObjectValue, type Value } from "../model/value.js";
import { describeValue } from "../schema/describe-value.js";
import { resourceSchemaOf } from "../schema/resource-schemas.js";

const REDACTED = "(sensitive value)";

/** The diagnostics of one resource, without the secrets of any of its objects. */
export function redactDiagnostics(
  type: string,
  objects: readonly (ObjectValue | null)[],
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  if (diagnostics.length === 0) return diagnostics;
  const attributes = resourceSchemaOf(type)?.block.attributes ?? {};
  const secrets = new Set(
    objects.flatMap((o) => (o === null ? [] : secretsIn(attributes, o))).flatMap(formsOf),
  );
  // The longest first, so that a secret within another leaves no remainder.
  const ordered = [...secrets].sort((a, b) => b.length - a.length);
  return diagnostics.map((d) => ({
    ...d,
    detail: ordered.reduce((text, secret) => text.replaceAll(secret, REDACTED), d.detail),
  }));
}

/** A text as it is, and as messages show it: escaped, and cut where it is long. */
function formsOf(secret: string): readonly string[] {
  const withoutQuotes = (text: string) => text.replace(/^"|"$/g, "");
  return [secret, ...[JSON.stringify(secret), describeValue(secret)].map(withoutQuotes)];
}

function secretsIn(attributes: AttributeSchemas, object: ObjectValue): readonly string[] {
  return Object.entries(object).flatMap(([name, value]) => secretsOf(attributes[name], value));
}

function secretsOf(attribute: AttributeSchema | undefined, value: Value): readonly string[] {
  if (isMarked(value)) return leavesOf(value.value);
  if (attribute?.write_only || attribute?.sensitive) return leavesOf(value);
  if (isList(value)) return value.flatMap((item) => secretsOf(attribute, item));
  return isObject(value) ? secretsIn(attribute?.nested_type?.attributes ?? {}, value) : [];
}

function leavesOf(value: Value): readonly string[] {
  if (isMarked(value)) return leavesOf(value.value);
  if (isList(value)) return value.flatMap(leavesOf);
  if (isObject(value)) return Object.values(value).flatMap(leavesOf);
  const isText = typeof value === "string" || typeof value === "number";
  return isText && value !== "" ? [String(value)] : [];
}
