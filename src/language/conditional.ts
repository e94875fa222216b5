// `condition ? a : b`: both results get one type, whichever is chosen.

import type { Bound, Refinement } from "../model/refinement.js";
import type { Type } from "../model/type.js";
import { isUnknown, NOT_NULL, UNKNOWN, unmark, type Value } from "../model/value.js";
import { compareNumbers } from "./arithmetic.js";
import { convert, isFailure } from "./convert.js";
import { boundsOf, isNeverNull, lengthsOf, refine, withLengths } from "./refine.js";
import { isRefusal, type Outcome, refuse } from "./refusal.js";
import { isConvertible, unifyTypes } from "./resolve-conversion.js";
import { markedLike, shapeOf, type TypedValue, typeOf } from "./typed-value.js";
import {
  areTypesEqual,
  describeType,
  distinctTypes,
  elementType,
  isCollection,
  isObjectType,
  isPrimitive,
  isTupleType,
  type ObjectType,
  type TupleType,
} from "./types.js";

export interface Chosen {
  readonly outcome: Outcome;
  /** The result that was chosen; undefined while the condition is not known. */
  readonly branch?: "whenTrue" | "whenFalse";
}

export function choose(condition: TypedValue, whenTrue: TypedValue, whenFalse: TypedValue): Chosen {
  const type = commonType(whenTrue, whenFalse);
  if (type === undefined) {
    const [one, other] = [whenTrue, whenFalse].map((typed) => describeType(typeOf(typed)));
    const detail = `The results of a conditional need one type, and these are ${one} and ${other}.`;
    return { outcome: refuse("Inconsistent conditional result types", detail) };
  }
  if (unmark(condition.value) === null) {
    return { outcome: refuse("Null condition", "The condition of this conditional is null.") };
  }
  const marks = [condition, whenTrue, whenFalse];
  if (isUnknown(unmark(condition.value))) {
    return { outcome: markedLike(undecided(type, whenTrue, whenFalse), marks) };
  }
  const converted = convert(condition, "bool");
  if (isFailure(converted)) {
    const detail = `The condition has to be true or false: ${converted.failure}.`;
    return { outcome: refuse("Incorrect condition type", detail) };
  }
  const decided = unmark(converted.value);
  const branch = decided === true ? "whenTrue" : "whenFalse";
  const result = convertResult(decided === true ? whenTrue : whenFalse, type);
  return { outcome: isRefusal(result) ? result : markedLike(result, marks), branch };
}

/** Null of no type takes that of the other result; what is of no known type leaves the type open. */
function commonType(whenTrue: TypedValue, whenFalse: TypedValue): Type | undefined {
  if (isUntypedNull(whenTrue)) return typeOf(whenFalse);
  if (isUntypedNull(whenFalse)) return typeOf(whenTrue);
  return openType(typeOf(whenTrue), typeOf(whenFalse));
}

/** The common type, with `dynamic` wherever one of the two is of no known type. */
function openType(a: Type, b: Type): Type | undefined {
  if (a === "dynamic" || b === "dynamic") return "dynamic";
  const common = unifyTypes([a, b]);
  if (common !== undefined) return common;
  const open = [a, b].find((type) => elementType(type) === "dynamic");
  if (open !== undefined && isConvertible(a, open) && isConvertible(b, open)) return open;
  if (isTupleType(a) && isTupleType(b)) {
    if (a[1].length !== b[1].length) return openCollection("list", a, b);
    const items = a[1].map((item, i) => openType(item, b[1][i] ?? "dynamic"));
    return items.every((item) => item !== undefined) ? ["tuple", items] : undefined;
  }
  if (!isObjectType(a) || !isObjectType(b)) return undefined;
  return haveSameNames(a[1], b[1]) ? openObject(a[1], b[1]) : openCollection("map", a, b);
}

/** Elements of no known type leave open what they have in common. */
function openCollection(
  kind: "list" | "map",
  a: TupleType | ObjectType,
  b: TupleType | ObjectType,
): Type | undefined {
  const type = [kind, "dynamic"] as const;
  const isOpen = [a, b].some((one) => Object.values(one[1]).includes("dynamic"));
  return isOpen && isConvertible(a, type) && isConvertible(b, type) ? type : undefined;
}

function haveSameNames(a: ObjectType[1], b: ObjectType[1]): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name));
}

function openObject(a: ObjectType[1], b: ObjectType[1]): Type | undefined {
  const attributes: [string, Type][] = [];
  for (const name of Object.keys(a)) {
    const type = openType(a[name] ?? "dynamic", b[name] ?? "dynamic");
    if (type === undefined) return undefined;
    attributes.push([name, type]);
  }
  return ["object", Object.fromEntries(attributes)];
}

function isUntypedNull(typed: TypedValue): boolean {
  return typed.value === null && shapeOf(typed) === "dynamic";
}

/** What is certain of the result while the condition is not known. */
function undecided(type: Type, whenTrue: TypedValue, whenFalse: TypedValue): TypedValue {
  const [a, b] = [unmark(whenTrue.value), unmark(whenFalse.value)];
  if (a === null && b === null) return { value: null, type };
  const isNotNull = isNeverNull(a) && isNeverNull(b);
  const open = { value: isNotNull ? NOT_NULL : UNKNOWN, type };
  const types = [typeOf(whenTrue), typeOf(whenFalse)] as const;
  if (types[0] === "number" && types[1] === "number") return refine(open, commonBounds(a, b));
  const areCollections = elementType(type) !== undefined && areTypesEqual(...types);
  return areCollections ? refine(open, commonLengths(whenTrue, whenFalse)) : open;
}

/** The bounds of both together. */
function commonBounds(a: Value, b: Value): Refinement {
  const [left, right] = [boundsOf(a), boundsOf(b)];
  const min = left.min && right.min && outermost(left.min, right.min, -1);
  const max = left.max && right.max && outermost(left.max, right.max, 1);
  return { ...(min && { min }), ...(max && { max }) };
}

/** Of two bounds the lower one (`side` -1) or the higher one (1). */
function outermost(a: Bound, b: Bound, side: 1 | -1): Bound {
  const order = compareNumbers(a.value, b.value) * side;
  if (order === 0) return { ...b, isInclusive: a.isInclusive || b.isInclusive };
  return order > 0 ? a : b;
}

function commonLengths(a: TypedValue, b: TypedValue): Refinement {
  const [left, right] = [lengthsOf(a), lengthsOf(b)];
  const isBounded = left.maxLength !== undefined && right.maxLength !== undefined;
  return withLengths({
    minLength: Math.min(left.minLength, right.minLength),
    maxLength: isBounded ? Math.max(left.maxLength, right.maxLength) : undefined,
  });
}

function convertResult(result: TypedValue, type: Type): Outcome {
  const from = typeOf(result);
  if (areTypesEqual(from, type)) return result;
  if (isObjectType(from) && isCollection(type, "map") && type[1] === "dynamic" && areMixed(from)) {
    const detail = "The attributes of the result are of several types, and a map of one is needed.";
    return refuse("Inconsistent conditional result types", detail);
  }
  const converted = convert(result, type);
  if (!isFailure(converted)) return converted;
  const detail = `The result does not convert to ${describeType(type)}: ${converted.failure}.`;
  return refuse("Inconsistent conditional result types", detail);
}

/** Terraform brings only primitive types to one here. */
function areMixed([, attributes]: ObjectType): boolean {
  const types = distinctTypes(Object.values(attributes)).filter((type) => type !== "dynamic");
  return types.length > 1 && !types.every(isPrimitive);
}
