// One step into a value: `.name` and `[key]`, with Terraform's rules of what may be stepped into, how keys
// convert, and what becomes of unknown values and marks on the way.

import { suggestion } from "../model/closest-name.js";
import {
  isList,
  isMarked,
  isNumber,
  isObject,
  isUnknown,
  UNKNOWN,
  unmark,
  type Value,
} from "../model/value.js";
import { convert, isFailure } from "./convert.js";
import { type Outcome, type Refusal, refuse } from "./refusal.js";
import {
  ANYTHING,
  hasOwnType,
  markedLike,
  memberOf,
  type Shape,
  shapeOf,
  type TypedValue,
  typeOf,
} from "./typed-value.js";
import { elementType, isObjectType, isTupleType } from "./types.js";

/** `of.name`. */
export function selectAttribute(of: TypedValue, name: string): Outcome {
  if (unmark(of.value) === null) {
    return refuse(
      "Attempt to get attribute from null value",
      `This value is null, so it has no attribute "${name}".`,
    );
  }
  const shape = shapeOf(of);
  if (shape === "dynamic") return markedLike(ANYTHING, [of]);
  const refusal = refuseAttribute(of, name, shape);
  return refusal ?? markedLike(memberOf(of, name), [of]);
}

/** Whether the type alone, whatever the value is, has no attribute `name`. */
export function lacksAttribute({ type }: TypedValue, name: string): boolean {
  return type !== undefined && "summary" in selectAttribute({ value: UNKNOWN, type }, name);
}

/** `of[key]`, and the older `of.0`. */
export function selectIndex(of: TypedValue, key: TypedValue): Outcome {
  if (unmark(of.value) === null) {
    return refuse("Attempt to index null value", "This value is null, so it has no elements.");
  }
  if (unmark(key.value) === null) {
    return refuse("Invalid index", "Null cannot be an index. Use a number or a string.");
  }
  // While the result is not known a key leaves no mark on it.
  if (shapeOf(key) === "dynamic") return markedLike(ANYTHING, [of]);
  const shape = shapeOf(of);
  switch (shape) {
    case "set":
      return refuse(
        "Invalid index",
        "A set has no order and so no indices: its elements are known only by their values. " +
          "Convert it with tolist() if any order will do.",
      );
    case "dynamic":
      return markedLike(ANYTHING, [of]);
    case "string":
    case "number":
    case "bool":
      return refuse("Invalid index", `A ${shape} has no elements to select.`);
    default:
      return selectConverted(of, key, shape);
  }
}

/** A step whose place is written out, refused also where only the type says that it leads nowhere. */
export function selectStep(of: TypedValue, step: string | number): Outcome {
  if (typeof step === "string") return selectAttribute(of, step);
  return shapeOf(of) === "object"
    ? refuse("Invalid index", NO_NUMBERS)
    : selectIndex(of, { value: step });
}

function selectConverted(of: TypedValue, key: TypedValue, shape: Shape): Outcome {
  const wanted = shape === "tuple" || shape === "list" ? "number" : "string";
  const converted = convert(key, wanted);
  if (isFailure(converted)) {
    return refuse("Invalid index", `The key of a ${shape} is a ${wanted}: ${converted.failure}.`);
  }
  const step = unmark(converted.value);
  const element = shape === "list" || shape === "map" ? elementType(typeOf(of)) : undefined;
  // Of an unknown object Terraform does not look for the attribute, though its type says which there are.
  const isOpen = isUnknown(unmark(of.value)) && (element !== undefined || shape === "object");
  if (isOpen) return markedLike({ value: UNKNOWN, type: element }, [of]);
  const refusal = refuseStep(of, step, shape);
  if (refusal !== undefined) {
    if (isMarked(converted.value)) return refuse(refusal.summary, SECRET_KEY);
    const isNumbered = shape === "object" && isNumber(key.value);
    return isNumbered ? refuse("Invalid index", NO_NUMBERS) : refusal;
  }
  if (typeof step === "number") return markedLike(memberOf(of, step), [of, key]);
  if (typeof step === "string") {
    // Terraform drops a key's mark for objects, whose attribute names are part of the type.
    return markedLike(memberOf(of, step), shape === "object" ? [of] : [of, key]);
  }
  return markedLike({ value: UNKNOWN, type: element }, [of]);
}

const NO_NUMBERS =
  "This is one object, not a list of objects, so it has no elements by number. Remove the index.";
const SECRET_KEY = "There is nothing at this key, which is not to be shown.";

function refuseStep(of: TypedValue, step: Value, shape: Shape): Refusal | undefined {
  if (typeof step === "number") return refuseItem(of, step);
  if (isNumber(step)) return refuse("Invalid index", `The index ${step} is no whole number.`);
  return typeof step === "string" ? refuseAttribute(of, step, shape) : undefined;
}

function refuseItem(of: TypedValue, index: number): Refusal | undefined {
  if (index < 0) {
    return refuse("Invalid index", "The index is negative. Indices of a sequence start at 0.");
  }
  const length = lengthOf(of);
  if (length === undefined || index < length) return undefined;
  const elements = length === 1 ? "is 1 element" : `are ${length} elements`;
  return refuse("Invalid index", `The index ${index} is past the end: there ${elements}.`);
}

function lengthOf(of: TypedValue): number | undefined {
  const plain = unmark(of.value);
  if (isList(plain)) return plain.length;
  return hasOwnType(of) && isTupleType(of.type) ? of.type[1].length : undefined;
}

function refuseAttribute(of: TypedValue, name: string, shape: Shape): Refusal | undefined {
  if (shape === "map") return refuseElement(of, name);
  if (shape !== "object") return refuse("Unsupported attribute", noAttributes(shape, name));
  const plain = unmark(of.value);
  const members = hasOwnType(of) && isObjectType(of.type) ? of.type[1] : plain;
  if (typeof members !== "object" || members === null || Object.hasOwn(members, name)) {
    return undefined;
  }
  // The names in a marked value are as secret as what they name.
  const near = isMarked(of.value) ? "" : suggestion(name, Object.keys(members));
  return refuse("Unsupported attribute", `This object has no attribute "${name}".${near}`);
}

function refuseElement(of: TypedValue, name: string): Refusal | undefined {
  const plain = unmark(of.value);
  if (isUnknown(plain) || !isObject(plain) || Object.hasOwn(plain, name)) return undefined;
  return refuse("Invalid index", `This map has no element "${name}".`);
}

function noAttributes(shape: Shape, name: string): string {
  const what = `This is a ${shape}, which has no attributes.`;
  if (shape === "set") return `${what} Select from its elements with a splat, as in [*].${name}.`;
  if (shape !== "tuple" && shape !== "list") return what;
  return `${what} Select one element first, as in [0].${name}, or all with [*].${name}.`;
}
