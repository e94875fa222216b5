// Validation of one resource's configuration against its JSON Schema: every error at once, each with its
// path, the value received and what is allowed. Unknown values are skipped; they are validated again when
// they are known. Values of sensitive and write-only attributes are never shown.

import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { invariant } from "../model/invariant.js";
import {
  isList,
  isMarked,
  isObject,
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
import { hidden, type Position, reportAt, startAt, within } from "./position.js";
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
  const start = startAt((summary, detail, attribute) => {
    diagnostics.push(errorDiagnostic(summary, detail, { attribute }));
  });
  validateObject(schema, value, start);
  return diagnostics;
}

function validateObject(
  schema: Pick<ObjectJsonSchema, "properties">,
  value: ObjectValue,
  at: Position,
): void {
  for (const name in schema.properties) {
    const property = schema.properties[name];
    const given = value[name] ?? null;
    if (property === undefined || given === null || property["x-holdfast"]?.computed) continue;
    validateProperty(property, given, within(at, name));
  }
}

function validateProperty(
  property: PropertyJsonSchema | ItemJsonSchema,
  marked: Value,
  place: Position,
): void {
  const value = unmark(marked);
  if (isUnknown(value)) return;
  const isSecret = property.writeOnly === true || property["x-holdfast"]?.sensitive === true;
  const at = isSecret || isMarked(marked) ? hidden(place) : place;
  if (property.type === "object") {
    if (isObject(value)) validateObject(property, value, at);
    return;
  }
  for (const detail of keywordErrors(property, value, at)) {
    reportAt(at, "Invalid attribute value", detail);
  }
  if (property.type === "array" && isList(value)) {
    value.forEach((item, i) => {
      validateItem(property, item, within(at, i));
    });
  }
}

function validateItem(array: ArrayJsonSchema, item: Value, at: Position): void {
  if (unmark(item) === null) {
    const detail = `"${at.parent?.step}" may not contain null. Leave the element out.`;
    reportAt(at, "Invalid attribute value", detail);
    return;
  }
  validateProperty(array.items, item, at);
}
