// A function of a Terraform provider, as configurations call it: `provider::holdfast::NAME(…)`. It is pure, so that
// the engine may call it at any time, and so that Terraform, which calls it in several processes, always hears the same.

import type { Type } from "./type.js";
import type { Value } from "./value.js";

/** By name. */
export interface ProviderFunctions {
  readonly [name: string]: ProviderFunction;
}

export interface ProviderFunction {
  readonly signature: FunctionSignature;
  /**
   * Asked with as many arguments as the signature says, each of its parameter's type, without marks and with nothing
   * unknown in it; null only where the parameter is nullable.
   */
  call(args: readonly Value[]): FunctionResult;
}

/** In the spelling of `providers schema -json`. */
export interface FunctionSignature {
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly FunctionParameter[];
  /** What any number of further arguments are; absent: there are none. */
  readonly variadic_parameter?: FunctionParameter;
  readonly return_type: Type;
}

export interface FunctionParameter {
  readonly name: string;
  readonly description: string;
  readonly type: Type;
  readonly is_nullable?: true;
}

export type FunctionResult = { readonly value: Value } | FunctionFault;

/**
 * Why there is no value. What was received stands apart from it: whoever shows both knows that it is no secret, and Terraform
 * does not tell a provider.
 */
export interface FunctionFault {
  readonly received: string;
  /** The sentence after what was received, without a full stop, since Terraform adds one. */
  readonly fault: string;
  /** Index of the argument that is wrong; absent: no single one is. */
  readonly argument?: number;
}
