// How a function of a provider is called: like those of the language, but it never sees a mark, nor anything unknown: with
// that its result is unknown, and it has the marks of all arguments. These are Terraform's rules.

import type {
  FunctionFault,
  FunctionParameter,
  FunctionSignature,
  ProviderFunction,
} from "../model/provider-function.js";
import { isWhollyKnown, type Marks, mark, marksIn, UNKNOWN } from "../model/value.js";
import type { FunctionSpec, Parameter } from "./function-call.js";
import { type Outcome, type Refusal, refuse } from "./refusal.js";
import { withoutMarks } from "./set-order.js";
import type { TypedValue } from "./typed-value.js";

/** `name` is what it is called by, `provider::holdfast::supports`. */
export function specOfProviderFunction(name: string, called: ProviderFunction): FunctionSpec {
  const { parameters, variadic_parameter: rest, return_type: type } = called.signature;
  const apply = (args: readonly TypedValue[]): Outcome => {
    const marks = marksIn(args.map(({ value }) => value));
    const isKnown = args.every(({ value }) => isWhollyKnown(value));
    const result = isKnown ? called.call(args.map(({ value }) => withoutMarks(value))) : OPEN;
    if ("fault" in result) return describeFault(name, called.signature, { ...result, ...marks });
    return { value: mark(result.value, marks), type };
  };
  return {
    parameters: parameters.map(toParameter),
    ...(rest === undefined ? {} : { rest: toParameter(rest) }),
    resultType: () => type,
    mayGiveNull: true,
    apply,
  };
}

const OPEN = { value: UNKNOWN };

function toParameter({ name, type, is_nullable }: FunctionParameter): Parameter {
  const accepts = { unknown: true, anyType: true, marks: true } as const;
  return { name, type, accepts: is_nullable ? { ...accepts, null: true } : accepts };
}

/** What a function says of its arguments may quote them. */
function describeFault(
  name: string,
  { parameters, variadic_parameter }: FunctionSignature,
  { received, fault, argument, isSensitive, isEphemeral }: FunctionFault & Marks,
): Refusal {
  const isHidden = isSensitive || isEphemeral;
  const kind = isSensitive ? "sensitive" : "ephemeral";
  const why = isHidden
    ? `why is not shown, since what it was given is ${kind}`
    : `"${received}" ${fault}`;
  if (argument === undefined) return refuse("Error in function call", `${name}() fails: ${why}.`);
  const parameter = parameters[argument] ?? variadic_parameter;
  const detail = `The argument "${parameter?.name}" of ${name}() does not fit: ${why}.`;
  return refuse("Invalid function argument", detail);
}
