// Secrets in a program. A literal would stand in clear in the Terraform JSON, in the program's history and in
// every copy of both, so the only thing that can be passed is a reference to a sensitive variable.

import type { IConstruct } from "constructs";
import { TerraformStack, TerraformVariable } from "./cdk.js";
import { misuse } from "./props.js";

/** A reference to a secret; made by {@link Secret}. */
export interface Secret {
  /** Declares the variable in the stack of `consumer`, once, and gives the reference to it. */
  bind(consumer: IConstruct): string;
  readonly [IS_SECRET]: true;
}

const IS_SECRET: unique symbol = Symbol.for("holdfast/Secret");
const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

export const Secret = {
  /**
   * The Terraform variable `name`, declared as sensitive in the stack that uses it. Its value comes from the
   * environment (`TF_VAR_name`), from `--var` or from a variables file, when a plan is applied.
   *
   * @throws when an environment variable could not be called so.
   */
  variable(name: string): Secret {
    if (!VARIABLE_NAME.test(name)) {
      throw new Error(
        `"${name}" cannot be a variable. Use letters, digits and _, as in kmip_password.`,
      );
    }
    return secret((consumer) => declareVariable(consumer, name).stringValue);
  },

  /**
   * A variable that the program has declared itself.
   *
   * @throws unless it is sensitive.
   */
  from(variable: TerraformVariable): Secret {
    if (variable.sensitive !== true) {
      throw misuse(variable, "holds a secret and must be declared with sensitive: true.");
    }
    return secret(() => variable.stringValue);
  },
};

/**
 * The reference to what a construct was given as a secret.
 *
 * @throws for anything that was not made by {@link Secret}: programs in JavaScript, and casts.
 */
export function bindSecret(consumer: IConstruct, what: string, value: unknown): string {
  if (isSecret(value)) return value.bind(consumer);
  throw misuse(
    consumer,
    `${what} must be Secret.variable("name"), never a text: a text would be kept in clear in the ` +
      "synthesised JSON and in the program's history. Set its value in the environment as TF_VAR_name.",
  );
}

function secret(bind: (consumer: IConstruct) => string): Secret {
  return { bind, [IS_SECRET]: true };
}

function isSecret(value: unknown): value is Secret {
  return typeof value === "object" && value !== null && IS_SECRET in value;
}

function declareVariable(consumer: IConstruct, name: string): TerraformVariable {
  const stack = TerraformStack.of(consumer);
  const existing = stack.node.tryFindChild(name);
  if (existing === undefined) {
    const variable = new TerraformVariable(stack, name, { type: "string", sensitive: true });
    // A name that ends like a hash, such as a date, would get another: TF_VAR_name must be it.
    variable.overrideLogicalId(name);
    return variable;
  }
  if (existing instanceof TerraformVariable && existing.sensitive === true) return existing;
  throw misuse(
    consumer,
    `the secret ${name} needs a variable of that name, but ${existing.node.path} is something else.`,
  );
}
