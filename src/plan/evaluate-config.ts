// The attributes of one instance → the configuration that the provider sees: every attribute of its schema,
// of its type, without marks. This is also the gate for secrets: a sensitive or ephemeral value may go into a
// write-only attribute and nowhere else, and nothing but such a value may go there, so that no secret ever
// stands in a configuration, a plan or a state.

import { evaluate } from "../language/evaluate.js";
import type { Expression } from "../language/expression.js";
import type { Scope } from "../language/scope.js";
import { withoutMarks } from "../language/set-order.js";
import { typeOf } from "../language/typed-value.js";
import { storedEphemeral } from "../load/check-ephemeral.js";
import type { ResourceConfig } from "../load/configuration.js";
import type { AttributePath } from "../model/attribute-path.js";
import { type Diagnostic, errorDiagnostic, hasErrors, withoutValues } from "../model/diagnostic.js";
import {
  type AttributeSchema,
  type DynamicTypes,
  holdsWriteOnly,
  type ResourceSchema,
  type Type,
} from "../model/type.js";
import {
  containsEphemeral,
  containsMarks,
  isList,
  isMarked,
  isObject,
  type ObjectValue,
  unmark,
  type Value,
} from "../model/value.js";
import { convertToSchema } from "../schema/convert-value.js";
import { literalPaths, literalSecret } from "./literal-secrets.js";
import { dynamicAttributes } from "./resource-value.js";

export interface EvaluatedConfig {
  /** With write-only values, and without marks. Undefined with errors. */
  readonly config: ObjectValue | undefined;
  /** Where the schema has attributes of any type. */
  readonly types?: DynamicTypes;
  readonly diagnostics: readonly Diagnostic[];
}

/** `address` is that of the instance, for diagnostics. */
export function evaluateConfig(
  resource: ResourceConfig,
  schema: ResourceSchema,
  scope: Scope,
  address: string,
): EvaluatedConfig {
  const diagnostics: Diagnostic[] = [];
  const where = { address, source: resource.source };
  const given: [string, Value][] = [];
  const types: { [attribute: string]: Type } = {};
  for (const name in resource.attributes) {
    const expression = resource.attributes[name];
    if (expression === undefined) continue;
    const evaluated = evaluate(expression, scope);
    const { value } = evaluated;
    const attribute = schema.block.attributes[name];
    for (const d of evaluated.diagnostics) {
      const told = attribute && holdsWriteOnly(attribute) ? withoutValues(d) : d;
      diagnostics.push({ ...where, attribute: [name], ...told });
    }
    if (!isFoundAlready(attribute, expression, name)) {
      diagnostics.push(...findMisplacedSecrets(attribute, value, [name], where));
    }
    given.push([name, value]);
    if (attribute?.type === "dynamic") {
      const type = typeOf(evaluated);
      if (type !== "dynamic" || unmark(value) !== null) types[name] = type;
    }
  }
  const converted = convertToSchema(schema, Object.fromEntries(given));
  for (const d of converted.diagnostics) diagnostics.push({ ...where, ...d });
  if (hasErrors(diagnostics)) return { config: undefined, diagnostics };
  const config = withoutMarks(converted.value);
  const typed = dynamicAttributes(schema).length > 0 ? { types } : {};
  return { config: isObject(config) ? config : undefined, ...typed, diagnostics };
}

const NONE: readonly Diagnostic[] = [];

/** A literal was found before anything was evaluated (literal-secrets.ts). */
function isFoundAlready(
  attribute: AttributeSchema | undefined,
  expression: Expression,
  name: string,
): boolean {
  if (attribute === undefined || !holdsWriteOnly(attribute)) return false;
  return literalPaths(attribute, expression, name).length > 0;
}

function findMisplacedSecrets(
  attribute: AttributeSchema | undefined,
  value: Value,
  path: AttributePath,
  where: Pick<Diagnostic, "address" | "source">,
): readonly Diagnostic[] {
  if (attribute && !holdsWriteOnly(attribute) && !containsMarks(value)) return NONE;
  const here = { ...where, attribute: path };
  if (attribute?.write_only) return isSecretOrNothing(value) ? [] : [literalSecret(here)];
  const nested = attribute?.nested_type?.attributes;
  if (nested === undefined) return containsMarks(value) ? [storedSecret(here, value)] : [];
  if (isMarked(value)) return [storedSecret(here, value)];
  const items = isList(value) ? value : [value];
  return items.flatMap((item) =>
    isObject(item)
      ? Object.entries(item).flatMap(([step, inner]) =>
          // The items of a map are objects: their keys are no attributes.
          nested[step] === undefined && isObject(inner)
            ? findMisplacedSecrets(attribute, inner, path, where)
            : findMisplacedSecrets(nested[step], inner, [...path, step], where),
        )
      : [],
  );
}

function isSecretOrNothing(value: Value): boolean {
  return value === null || containsMarks(value);
}

function storedSecret(
  where: Pick<Diagnostic, "address" | "source"> & { readonly attribute: AttributePath },
  value: Value,
): Diagnostic {
  const [name] = where.attribute;
  if (containsEphemeral(value)) return { ...where, ...storedEphemeral(name) };
  const detail = `"${name}" is kept in state and plan in clear text, and a sensitive value must never be.`;
  const advice = "Only write-only attributes take sensitive values.";
  return errorDiagnostic(
    "Sensitive value in an attribute that is stored",
    `${detail} ${advice}`,
    where,
  );
}
