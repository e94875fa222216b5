// How a function is called, the same for all: arguments are counted, converted to their parameters'
// types, and null, unknown and marked ones dealt with as the parameters say, before the function sees
// them. These are the rules of go-cty's function package.

import type { Type } from "../model/type.js";
import { isList, isUnknown, mark, marksIn, UNKNOWN, unmark } from "../model/value.js";
import { convert, isFailure } from "./convert.js";
import type { Outside } from "./outside.js";
import { refineNotNull } from "./refine.js";
import { isRefusal, type Outcome, type Refusal, refuse } from "./refusal.js";
import { mayShrink, withoutMarks } from "./set-order.js";
import { ANYTHING, markedLike, shapeOf, type TypedValue, typeOf } from "./typed-value.js";
import { areTypesEqual, elementType } from "./types.js";

export interface FunctionSpec {
  readonly parameters: readonly Parameter[];
  /** What arguments after `parameters` are; absent: there may be none. */
  readonly rest?: Parameter;
  /** Type of the result, known before the values are; `dynamic` when only they decide it. */
  readonly resultType: (args: readonly TypedValue[]) => Type | Refusal;
  /** Where it is not set, a result that is not known is certainly not null. */
  readonly mayGiveNull?: true;
  /** Called with arguments that are as the parameters say. */
  readonly apply: (args: readonly TypedValue[], outside: Outside | undefined) => Outcome;
}

export interface Parameter {
  readonly name: string;
  /** Arguments are converted to it; `dynamic` takes any. */
  readonly type: Type;
  /** What the function deals with itself; anything else is dealt with before. */
  readonly accepts?: {
    readonly null?: true;
    readonly unknown?: true;
    /** A value whose type is not known either. */
    readonly anyType?: true;
    /** Outermost marks are left on the argument; otherwise they are taken off and put on the result. */
    readonly marks?: true;
  };
}

export const TAKES_ALL = { null: true, unknown: true, anyType: true, marks: true } as const;

/** The value of `name(args)`; `name` is only for messages. */
export function callFunction(
  name: string,
  spec: FunctionSpec,
  given: readonly TypedValue[],
  outside?: Outside,
): Outcome {
  const args = convertArguments(name, spec, given);
  return "summary" in args ? args : applyFunction(name, spec, args, outside);
}

/** {@link callFunction} with arguments that are counted and of their parameters' types. */
export function applyFunction(
  name: string,
  spec: FunctionSpec,
  args: readonly TypedValue[],
  outside?: Outside,
): Outcome {
  const outcome =
    settleEarly(name, spec, args) ?? bounded(name, () => applyTo(spec, args, outside));
  return spec.mayGiveNull || isRefusal(outcome) ? outcome : refineNotNull(outcome);
}

/** Of a text that is longer than JavaScript can have there is nothing to go on with. */
function bounded(name: string, apply: () => Outcome): Outcome {
  try {
    return apply();
  } catch (error) {
    if (!(error instanceof RangeError) || !error.message.includes("string length")) throw error;
    return refuse("Error in function call", `${name}() gives a text that is too long.`);
  }
}

/** The first argument that is null or of no known type where that is not accepted decides. */
function settleEarly(
  name: string,
  spec: FunctionSpec,
  args: readonly TypedValue[],
): Outcome | undefined {
  for (const [i, arg] of args.entries()) {
    const parameter = parameterAt(spec, i);
    if (parameter === undefined) continue;
    const isNull = unmark(arg.value) === null;
    if (isNull && !parameter.accepts?.null)
      return { ...refuseArgument(name, parameter, "it is null"), argument: i };
    const isUntyped = shapeOf(arg) === "dynamic";
    if (isUntyped && !parameter.accepts?.anyType)
      return markedLike(ANYTHING, unaccepted(spec, args));
  }
  return undefined;
}

/** The arguments whose marks go to the result whatever comes of it. */
function unaccepted(spec: FunctionSpec, args: readonly TypedValue[]): readonly TypedValue[] {
  return args.filter((_, i) => !parameterAt(spec, i)?.accepts?.marks);
}

function applyTo(
  spec: FunctionSpec,
  args: readonly TypedValue[],
  outside: Outside | undefined,
): Outcome {
  const plain = args.map((arg, i) => {
    return parameterAt(spec, i)?.accepts?.marks ? arg : { ...arg, value: withoutMarks(arg.value) };
  });
  const type = spec.resultType(plain);
  if (isTypeRefusal(type)) return type;
  const isHeldUp = plain.some((arg, i) => {
    return !parameterAt(spec, i)?.accepts?.unknown && isUnknown(unmark(arg.value));
  });
  const outcome = isHeldUp ? { value: UNKNOWN, type } : spec.apply(plain, outside);
  if (isRefusal(outcome)) return outcome;
  const sources = args.filter((arg, i) => plain[i]?.value !== arg.value);
  if (sources.length === 0) return outcome;
  return {
    value: mark(outcome.value, marksIn(sources.map((arg) => arg.value))),
    type: outcome.type,
  };
}

function convertArguments(
  name: string,
  spec: FunctionSpec,
  given: readonly TypedValue[],
): readonly TypedValue[] | Refusal {
  const wrongCount = refuseCount(name, spec, given.length);
  if (wrongCount !== undefined) return wrongCount;
  const converted: TypedValue[] = [];
  for (const [i, arg] of given.entries()) {
    const parameter = parameterAt(spec, i);
    if (parameter === undefined) continue;
    const outcome = convertArgument(name, parameter, arg);
    if (isRefusal(outcome)) return { ...outcome, argument: i };
    converted.push(outcome);
  }
  return converted;
}

function convertArgument(name: string, parameter: Parameter, arg: TypedValue): Outcome {
  if (parameter.type === "dynamic") return arg;
  const converted = convert(arg, parameter.type);
  if (isFailure(converted)) return refuseArgument(name, parameter, converted.failure);
  if (!isOpenSet(arg) || keepsElements(arg, converted)) return converted;
  return refuseArgument(
    name,
    parameter,
    "how many elements this set has is only known after apply",
  );
}

function isOpenSet(arg: TypedValue): boolean {
  const plain = unmark(arg.value);
  return shapeOf(arg) === "set" && isList(plain) && mayShrink(plain);
}

/** Terraform does not convert the elements of a set while it does not know how many there are. */
function keepsElements(arg: TypedValue, converted: TypedValue): boolean {
  const [before, after] = [arg, converted].map((typed) => elementType(typeOf(typed)));
  if (before === undefined || after === undefined) return true;
  return shapeOf(converted) !== "list" || areTypesEqual(before, after);
}

function refuseArgument(name: string, parameter: Parameter, why: string): Refusal {
  const detail = `The argument "${parameter.name}" of ${name}() does not fit: ${why}.`;
  return refuse("Invalid function argument", detail);
}

function refuseCount(name: string, spec: FunctionSpec, count: number): Refusal | undefined {
  const least = spec.parameters.length;
  if (count >= least && (count === least || spec.rest !== undefined)) return undefined;
  const wanted = spec.rest === undefined ? `${least}` : `at least ${least}`;
  const summary = count < least ? "Not enough function arguments" : "Too many function arguments";
  return refuse(summary, `${name}() takes ${wanted} arguments and was given ${count}.`);
}

function parameterAt(spec: FunctionSpec, index: number): Parameter | undefined {
  return spec.parameters[index] ?? spec.rest;
}

function isTypeRefusal(type: Type | Refusal): type is Refusal {
  return typeof type === "object" && "summary" in type;
}
