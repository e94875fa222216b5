// Validation of one resource's configuration against its JSON Schema: every error at once, each with its
// path, the value received and what is allowed. Unknown values are skipped; they are validated again when
// they are known. Values of sensitive and write-only attributes are never shown.

import type { AttributePath } from "../model/attribute-path.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { invariant } from "../model/invariant.js";
import {
  isList,
  isObject,
  isSensitive,
  isUnknown,
  type ObjectValue,
  unmark,
  type Value,
} from "../model/value.js";
import { convertConfig } from "./convert-value.js";
import type {
  ArrayJsonSchema,
  ItemJsonSchema,
  ObjectJsonSchema,
  PropertyJsonSchema,
} from "./json-schema.js";
import { keywordErrors } from "./keyword-errors.js";
import { jsonSchemaOf } from "./resource-schemas.js";

/** All errors of a configuration as it was evaluated: names, types, missing attributes, keywords. */
export function validateValue(type: string, value: ObjectValue): readonly Diagnostic[] {
  const converted = convertConfig(type, value);
  return [...converted.diagnostics, ...validateConverted(type, converted.value)];
}

/** The keywords alone, for a value that `convertConfig` has already brought into shape. */
export function validateConverted(type: string, value: ObjectValue): readonly Diagnostic[] {
  const schema = jsonSchemaOf(type);
  invariant(schema !== undefined, `no schema for resource type ${type}`);
  const diagnostics: Diagnostic[] = [];
  validateObject(schema, value, [], diagnostics);
  return diagnostics;
}

function validateObject(
  schema: Pick<ObjectJsonSchema, "properties">,
  value: ObjectValue,
  path: AttributePath,
  diagnostics: Diagnostic[],
): void {
  for (const name in schema.properties) {
    const property = schema.properties[name];
    const given = value[name] ?? null;
    if (property === undefined || given === null || property["x-holdfast"]?.computed) continue;
    validateProperty(property, given, [...path, name], diagnostics);
  }
}

function validateProperty(
  property: PropertyJsonSchema | ItemJsonSchema,
  marked: Value,
  path: AttributePath,
  diagnostics: Diagnostic[],
): void {
  const value = unmark(marked);
  if (isUnknown(value)) return;
  if (property.type === "object") {
    if (isObject(value)) validateObject(property, value, path, diagnostics);
    return;
  }
  const secret = isSensitive(marked) || property.writeOnly || property["x-holdfast"]?.sensitive;
  for (const detail of keywordErrors(property, value, { path, secret: secret === true })) {
    diagnostics.push(errorDiagnostic("Invalid attribute value", detail, { attribute: path }));
  }
  if (property.type === "array" && isList(value)) {
    value.forEach((item, i) => {
      validateItem(property, item, [...path, i], diagnostics);
    });
  }
}

function validateItem(
  array: ArrayJsonSchema,
  item: Value,
  path: AttributePath,
  diagnostics: Diagnostic[],
): void {
  if (unmark(item) === null) {
    const detail = `"${path.at(-2)}" may not contain null. Leave the element out.`;
    diagnostics.push(errorDiagnostic("Invalid attribute value", detail, { attribute: path }));
    return;
  }
  validateProperty(array.items, item, path, diagnostics);
}
