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
  validateObject(schema, value, { path: [], secret: false }, diagnostics);
  return diagnostics;
}

/** Where a value stands, and whether it or what it is part of may not be shown. */
interface Place {
  readonly path: AttributePath;
  readonly secret: boolean;
}

function within({ path, secret }: Place, step: string | number): Place {
  return { path: [...path, step], secret };
}

function validateObject(
  schema: Pick<ObjectJsonSchema, "properties">,
  value: ObjectValue,
  place: Place,
  diagnostics: Diagnostic[],
): void {
  for (const name in schema.properties) {
    const property = schema.properties[name];
    const given = value[name] ?? null;
    if (property === undefined || given === null || property["x-holdfast"]?.computed) continue;
    validateProperty(property, given, within(place, name), diagnostics);
  }
}

function validateProperty(
  property: PropertyJsonSchema | ItemJsonSchema,
  marked: Value,
  { path, secret: isWithinSecret }: Place,
  diagnostics: Diagnostic[],
): void {
  const value = unmark(marked);
  if (isUnknown(value)) return;
  const isSecret = property.writeOnly === true || property["x-holdfast"]?.sensitive === true;
  const place = { path, secret: isWithinSecret || isSensitive(marked) || isSecret };
  if (property.type === "object") {
    if (isObject(value)) validateObject(property, value, place, diagnostics);
    return;
  }
  for (const detail of keywordErrors(property, value, place)) {
    diagnostics.push(errorDiagnostic("Invalid attribute value", detail, { attribute: path }));
  }
  if (property.type === "array" && isList(value)) {
    value.forEach((item, i) => {
      validateItem(property, item, within(place, i), diagnostics);
    });
  }
}

function validateItem(
  array: ArrayJsonSchema,
  item: Value,
  place: Place,
  diagnostics: Diagnostic[],
): void {
  const { path } = place;
  if (unmark(item) === null) {
    const detail = `"${path.at(-2)}" may not contain null. Leave the element out.`;
    diagnostics.push(errorDiagnostic("Invalid attribute value", detail, { attribute: path }));
    return;
  }
  validateProperty(array.items, item, place, diagnostics);
}
