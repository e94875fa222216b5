// What Terraform demands of a provider's answers, as pure functions that list what is broken. Our engine
// asserts them on every answer, so that a provider that passes here also passes under Terraform, and so that
// an engine that plans one thing and does another is found at once. A violation is a bug, never the user's.
//
// Source of the rules: Terraform, "Resource Instance Change Lifecycle".

import { type AttributePath, formatPath } from "../model/attribute-path.js";
import {
  type AttributeSchema,
  type AttributeSchemas,
  holdsWriteOnly,
  type NestedType,
} from "../model/type.js";
import {
  areValuesEqual,
  isList,
  isObject,
  isUnknown,
  isWhollyKnown,
  type ObjectValue,
  type Value,
} from "../model/value.js";
import { findMisfits } from "./conform-object.js";

/** After `Provider.plan`: configured values are planned as they are, only computed ones are decided. */
export function findPlanViolations(
  attributes: AttributeSchemas,
  objects: {
    readonly prior: ObjectValue | null;
    readonly config: ObjectValue | null;
    readonly planned: ObjectValue | null;
  },
): readonly string[] {
  const { prior, config, planned } = objects;
  if (config === null || planned === null) {
    return config === planned ? [] : ["the plan must be null exactly when the configuration is"];
  }
  const misfits = misfitMessages(attributes, planned);
  if (misfits.length > 0) return misfits;
  return comparePlanned(attributes, { prior: prior ?? {}, config, planned }, []);
}

/** During apply: planned again with everything known, no value that was known before may differ. */
export function findReplanViolations(
  attributes: AttributeSchemas,
  first: ObjectValue | null,
  final: ObjectValue | null,
): readonly string[] {
  if (first === null || final === null) {
    return first === final
      ? []
      : ["an object is planned where there was none, or none where one was"];
  }
  return differences(attributes, first, final, []);
}

/** After `Provider.apply` without errors: wholly known, and as planned where that was known. */
export function findApplyViolations(
  attributes: AttributeSchemas,
  planned: ObjectValue | null,
  result: ObjectValue | null,
): readonly string[] {
  if (planned === null || result === null) {
    return planned === result ? [] : ["the result must be null exactly when the plan is"];
  }
  const wrong = findReadViolations(attributes, result);
  return wrong.length > 0 ? wrong : differences(attributes, planned, result, []);
}

/** After `Provider.read`, `import` and a failed `apply`: of the schema's form, known, without secrets. */
export function findReadViolations(
  attributes: AttributeSchemas,
  state: ObjectValue,
): readonly string[] {
  const misfits = misfitMessages(attributes, state);
  if (misfits.length > 0) return misfits;
  const kept = findWriteOnly(attributes, state, []).map(
    (path) => `${path} is write-only, not null`,
  );
  return isWhollyKnown(state) ? kept : [...kept, "a part of it is unknown"];
}

function misfitMessages(attributes: AttributeSchemas, object: ObjectValue): readonly string[] {
  return findMisfits(attributes, object).map((path) => `${formatPath(path)} has not its type`);
}

interface Compared {
  readonly prior: Value;
  readonly config: Value;
  readonly planned: Value;
}

function comparePlanned(
  attributes: AttributeSchemas,
  objects: { readonly [part in keyof Compared]: ObjectValue },
  at: AttributePath,
): readonly string[] {
  const wrong: string[] = [];
  for (const name in attributes) {
    const attribute = attributes[name];
    if (attribute === undefined) continue;
    const config = objects.config[name] ?? null;
    const planned = objects.planned[name] ?? null;
    const isDecided = config === null && attribute.computed === true;
    if ((isDecided || isSame(planned, config)) && !attribute.write_only) continue;
    const prior = objects.prior[name] ?? null;
    wrong.push(...compareAttribute(attribute, { prior, config, planned }, [...at, name]));
  }
  return wrong;
}

function compareAttribute(
  attribute: AttributeSchema,
  { prior, config, planned }: Compared,
  at: AttributePath,
): readonly string[] {
  if (attribute.write_only) {
    return planned === null ? [] : [`${formatPath(at)} is write-only and must be planned as null`];
  }
  const isInsignificant = config !== null && planned !== null && isSame(planned, prior);
  if (isSame(planned, config) || isInsignificant) return [];
  const nested = attribute.nested_type;
  if (nested !== undefined && config !== null && !isUnknown(config)) {
    return compareNested(nested, { prior, config, planned }, at);
  }
  return [`${formatPath(at)} is planned otherwise than configured`];
}

function compareNested(
  nested: NestedType,
  compared: Compared,
  at: AttributePath,
): readonly string[] {
  const { config, planned } = compared;
  const { attributes, nesting_mode } = nested;
  const wrongForm = [`${formatPath(at)} is planned with other elements than configured`];
  if (nesting_mode === "single") return compareItem(attributes, compared, at);
  if (nesting_mode === "map") {
    if (!isObject(config) || !isObject(planned)) return wrongForm;
    const keys = Object.keys(config);
    const isComplete =
      keys.length === Object.keys(planned).length &&
      keys.every((key) => Object.hasOwn(planned, key));
    if (!isComplete) return wrongForm;
    return keys.flatMap((key) => compareItem(attributes, itemAt(compared, key), [...at, key]));
  }
  if (!isList(config) || !isList(planned) || config.length !== planned.length) return wrongForm;
  if (nesting_mode === "set") return [];
  return config.flatMap((_, i) => compareItem(attributes, itemAt(compared, i), [...at, i]));
}

function compareItem(
  attributes: AttributeSchemas,
  { prior, config, planned }: Compared,
  at: AttributePath,
): readonly string[] {
  if (isObject(config) && isObject(planned)) {
    return comparePlanned(attributes, { prior: isObject(prior) ? prior : {}, config, planned }, at);
  }
  return isSame(planned, config) ? [] : [`${formatPath(at)} is planned otherwise than configured`];
}

function itemAt(compared: Compared, step: string | number): Compared {
  const pick = (value: Value): Value => {
    if (typeof step === "number") return isList(value) ? (value[step] ?? null) : null;
    return isObject(value) && Object.hasOwn(value, step) ? (value[step] ?? null) : null;
  };
  const { prior, config, planned } = compared;
  return { prior: pick(prior), config: pick(config), planned: pick(planned) };
}

/** Equal, where unknown equals unknown. */
function isSame(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (isList(a) && isList(b))
    return a.length === b.length && a.every((x, i) => isSame(x, b[i] ?? null));
  if (!isObject(a) || !isObject(b)) return areValuesEqual(a, b);
  let extra = 0;
  for (const _ in b) extra++;
  for (const name in a) {
    if (!Object.hasOwn(b, name) || !isSame(a[name] ?? null, b[name] ?? null)) return false;
    extra--;
  }
  return extra === 0;
}

/** Where `actual` differs from what was known in `planned`. */
function differences(
  attributes: AttributeSchemas,
  planned: ObjectValue,
  actual: ObjectValue,
  at: AttributePath,
): readonly string[] {
  const wrong: string[] = [];
  for (const name in attributes) {
    const before = planned[name] ?? null;
    const after = actual[name] ?? null;
    if (isFulfilled(attributes[name], before, after)) continue;
    wrong.push(`${formatPath([...at, name])} is not what was planned`);
  }
  return wrong;
}

/** Whether `actual` is `planned` wherever that is known. */
function isFulfilled(
  attribute: AttributeSchema | undefined,
  planned: Value,
  actual: Value,
): boolean {
  if (planned === actual || isUnknown(planned)) return true;
  const nesting = attribute?.nested_type?.nesting_mode ?? collectionOf(attribute);
  if (nesting === "set" && isList(planned) && isList(actual))
    return isSetFulfilled(planned, actual);
  if (isList(planned) && isList(actual)) {
    return (
      planned.length === actual.length && planned.every((p, i) => isFulfilledItem(p, actual[i]))
    );
  }
  return isFulfilledItem(planned, actual);
}

function collectionOf(attribute: AttributeSchema | undefined): string | undefined {
  return Array.isArray(attribute?.type) ? String(attribute.type[0]) : undefined;
}

/** Unknown elements of a set may turn out equal to others, so that it shrinks. */
function isSetFulfilled(planned: readonly Value[], actual: readonly Value[]): boolean {
  const isInOrder = planned.every((p, i) => isFulfilledItem(p, actual[i]));
  if (isInOrder && planned.length === actual.length) return true;
  return (
    actual.length <= planned.length &&
    actual.every((item) => planned.some((p) => isFulfilledItem(p, item))) &&
    planned.every((p) => actual.some((item) => isFulfilledItem(p, item)))
  );
}

function isFulfilledItem(planned: Value, actual: Value | undefined): boolean {
  if (isUnknown(planned)) return true;
  if (actual === undefined) return false;
  if (isList(planned) && isList(actual)) {
    return (
      planned.length === actual.length && planned.every((p, i) => isFulfilledItem(p, actual[i]))
    );
  }
  if (!isObject(planned) || !isObject(actual)) return areValuesEqual(planned, actual);
  const names = Object.keys(planned);
  return (
    names.length === Object.keys(actual).length &&
    names.every(
      (name) => Object.hasOwn(actual, name) && isFulfilledItem(planned[name] ?? null, actual[name]),
    )
  );
}

function findWriteOnly(
  attributes: AttributeSchemas,
  object: ObjectValue,
  at: AttributePath,
): readonly string[] {
  const found: string[] = [];
  for (const name in attributes) {
    const attribute = attributes[name];
    const value = object[name] ?? null;
    if (value === null || attribute === undefined || !holdsWriteOnly(attribute)) continue;
    const path = [...at, name];
    const nested = attribute.nested_type;
    if (attribute.write_only || nested === undefined) found.push(formatPath(path));
    else {
      for (const [step, item] of itemsOf(nested, value)) {
        const inner = [...path, ...step];
        if (isObject(item)) found.push(...findWriteOnly(nested.attributes, item, inner));
      }
    }
  }
  return found;
}

/** The objects in a nested attribute, each with the step that leads to it. */
function itemsOf(nested: NestedType, value: Value): readonly (readonly [AttributePath, Value])[] {
  if (nested.nesting_mode === "single") return [[[], value]];
  if (isList(value)) return value.map((item, i) => [[i], item] as const);
  return isObject(value) ? Object.entries(value).map(([key, item]) => [[key], item] as const) : [];
}
