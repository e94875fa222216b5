// The provider's functions as the plugin protocol has them. Terraform calls one with what it knows alone, and without its
// marks: it never says whether an argument is sensitive, so an error quotes none. Terraform shows beside it what the
// expressions stand for, as far as that may be seen.

import type {
  FunctionFault,
  FunctionParameter,
  FunctionSignature,
  ProviderFunction,
  ProviderFunctions,
} from "../model/provider-function.js";
import type { Type } from "../model/type.js";
import { isWhollyKnown, UNKNOWN } from "../model/value.js";
import type { FUNCTION, PROVIDER_CALLS } from "./messages.js";
import { pack } from "./msgpack-value.js";
import { readValue } from "./object-message.js";
import type { Read, Written } from "./protobuf.js";

type Call = typeof PROVIDER_CALLS.CallFunction;
type Answer = Written<Call["response"]>;
type FunctionMessage = Written<typeof FUNCTION>;

/** By name. */
export function functionMessages(
  functions: ProviderFunctions,
): Readonly<Record<string, FunctionMessage>> {
  const entries = Object.entries(functions).map(
    ([name, { signature }]) => [name, functionMessage(signature)] as const,
  );
  return Object.fromEntries(entries);
}

function functionMessage(signature: FunctionSignature): FunctionMessage {
  const { parameters, variadic_parameter: rest, return_type, summary, description } = signature;
  return {
    parameters: parameters.map(parameterMessage),
    ...(rest === undefined ? {} : { variadic_parameter: parameterMessage(rest) }),
    return: { type: typeBytes(return_type) },
    summary,
    description,
  };
}

/** No function sees what is unknown: with that Terraform makes the result unknown by itself, as our engine does. */
function parameterMessage({ name, description, type, is_nullable }: FunctionParameter) {
  return { name, description, type: typeBytes(type), allow_null_value: is_nullable };
}

function typeBytes(type: Type): Buffer {
  return Buffer.from(JSON.stringify(type));
}

/** A host that does not keep to the signature hears of it as of any other error. @throws Refused for unreadable values */
export function callFunction(
  functions: ProviderFunctions,
  { name, arguments: given }: Read<Call["request"]>,
): Answer {
  const called = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (called === undefined) return refused(`this version of Holdfast has no function "${name}"`);
  const { parameters, variadic_parameter: rest } = called.signature;
  const hasTooMany = rest === undefined && given.length > parameters.length;
  if (given.length < parameters.length || hasTooMany) {
    const count = `${rest === undefined ? "" : "at least "}${parameters.length}`;
    return refused(`${name} takes ${count} arguments, and was given ${given.length}`);
  }
  return callWith(called, given);
}

function callWith(
  { signature, call }: ProviderFunction,
  given: Read<Call["request"]>["arguments"],
): Answer {
  const { parameters, variadic_parameter: rest, return_type } = signature;
  const parameterAt = (index: number) => parameters[index] ?? rest;
  const args = given.map((message, i) => readValue(parameterAt(i)?.type ?? "dynamic", message));
  const missing = args.findIndex((arg, i) => arg === null && !parameterAt(i)?.is_nullable);
  if (missing >= 0) return refused("must not be null", missing);
  const result = args.every(isWhollyKnown) ? call(args) : { value: UNKNOWN };
  if ("fault" in result) return describeFault(result);
  return { result: { msgpack: pack(return_type, result.value) } };
}

function describeFault({ fault, argument }: FunctionFault): Answer {
  return refused(`the value ${fault}`, argument);
}

/** `argument` is an index; without one, no single argument is wrong. */
function refused(text: string, argument?: number): Answer {
  return { error: { text, function_argument: argument } };
}
