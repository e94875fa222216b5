// Secrets that stand in the configuration itself, found without evaluating anything: also in what is not part
// of this plan, since a saved plan keeps the whole configuration.

import { schemaOfResource } from "../builtin/terraform-schema.js";
import type { Expression, Reference } from "../language/expression.js";
import { partsOf, references } from "../language/references.js";
import type { Configuration, ResourceConfig } from "../load/configuration.js";
import { argumentOf } from "../load/configuration-graph.js";
import { formatModule, formatResource, type ModulePath } from "../model/address.js";
import type { AttributePath } from "../model/attribute-path.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { type AttributeSchema, holdsWriteOnly, type ProviderSchema } from "../model/type.js";
import { isList, isObject } from "../model/value.js";

/**
 * Errors for write-only attributes, nested ones too, whose value refers to nothing and so is written down, or
 * is only called a secret: `sensitive` of something that no sensitive variable has a part in.
 */
export function findLiteralSecrets(
  configuration: Configuration,
  schema: ProviderSchema,
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const resource of configuration.resources.values()) {
    const attributes = schemaOfResource(resource.address, schema)?.block.attributes ?? {};
    for (const name in resource.attributes) {
      const expression = resource.attributes[name];
      const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
      if (expression === undefined || attribute === undefined || !holdsWriteOnly(attribute))
        continue;
      const literal = literalPaths(attribute, expression, name);
      const called = calledPaths(configuration, resource, { attribute, expression, name });
      for (const path of [...literal, ...called]) {
        const where = { address: formatResource(resource.address), source: resource.source };
        diagnostics.push(literalSecret({ ...where, attribute: path }));
      }
    }
  }
  return diagnostics;
}

/** Paths of the write-only attributes, from `name` on, whose value stands in the expression. */
export function literalPaths(
  attribute: AttributeSchema,
  expression: Expression,
  name: string,
): readonly AttributePath[] {
  return secretsIn(attribute, expression, [name])
    .filter((secret) => secret.isItself && isLiteralText(secret.expression))
    .map(({ path }) => path);
}

export function literalSecret(
  where: Pick<Diagnostic, "address" | "source"> & { readonly attribute: AttributePath },
): Diagnostic {
  const name = where.attribute.at(-1);
  const detail = `"${name}" is a secret, and what the configuration says stands in files and plans.`;
  const advice = "Declare a variable with sensitive = true or ephemeral = true, and refer to it.";
  return errorDiagnostic(
    "Secret that is not from a sensitive variable",
    `${detail} ${advice}`,
    where,
  );
}

/** Whether an expression says what its value is; null says that there is none. */
function isLiteralText(expression: Expression): boolean {
  if (expression.kind === "literal") return expression.value !== null;
  return references(expression).length === 0;
}

interface Secret {
  readonly path: AttributePath;
  readonly expression: Expression;
  /** False for an expression that gives an object with the secret somewhere in it. */
  readonly isItself: boolean;
}

const NONE: readonly Secret[] = [];

/** What the write-only attributes at and below an attribute are given. */
function secretsIn(
  attribute: AttributeSchema,
  expression: Expression,
  path: AttributePath,
): readonly Secret[] {
  if (attribute.write_only) return [{ path, expression, isItself: true }];
  const nested = attribute.nested_type?.attributes;
  if (nested === undefined) return NONE;
  return itemsOf(expression).flatMap((item): readonly Secret[] => {
    const members = membersOf(item);
    if (members === undefined) return [{ path, expression: item, isItself: false }];
    return members.flatMap(([name, value]) => {
      const inner = Object.hasOwn(nested, name) ? nested[name] : undefined;
      return inner === undefined ? NONE : secretsIn(inner, value, [...path, name]);
    });
  });
}

function itemsOf(expression: Expression): readonly Expression[] {
  if (expression.kind === "list") return expression.items;
  if (expression.kind !== "literal" || !isList(expression.value)) return [expression];
  return expression.value.map((value) => ({ kind: "literal", value }));
}

/** Members by name as far as names are written down; undefined for what is no written object. */
function membersOf(expression: Expression): readonly (readonly [string, Expression])[] | undefined {
  if (expression.kind === "object") {
    return expression.entries.flatMap(({ key, value }) =>
      key.kind === "literal" ? [[String(key.value), value] as const] : [],
    );
  }
  if (expression.kind !== "literal" || !isObject(expression.value)) return undefined;
  return Object.entries(expression.value).map(([name, value]) => [
    name,
    { kind: "literal", value },
  ]);
}

/** Paths of secrets that are made ones by `sensitive` alone. */
function calledPaths(
  configuration: Configuration,
  resource: ResourceConfig,
  given: {
    readonly attribute: AttributeSchema;
    readonly expression: Expression;
    readonly name: string;
  },
): readonly AttributePath[] {
  return secretsIn(given.attribute, given.expression, [given.name])
    .filter(({ expression, isItself }) => !isItself || !isLiteralText(expression))
    .filter(({ expression }) => isOnlyCalledSecret(configuration, resource, expression))
    .map(({ path }) => path);
}

function isOnlyCalledSecret(
  configuration: Configuration,
  { address, forEach }: ResourceConfig,
  expression: Expression,
): boolean {
  const path = address.module ?? [];
  const open: Place[] = [{ expression, path }];
  if (forEach !== undefined) open.push({ expression: forEach, path });
  const seen = new Set<Expression>();
  let isCalled = false;
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { expression: part } = place;
    for (const inner of partsOf(part)) open.push({ ...place, expression: inner });
    if (part.kind === "call" && part.name === "sensitive") isCalled = true;
    if (part.kind !== "traversal") continue;
    const behind = behindReference(part.reference, place.path, configuration);
    if (behind.isSecret) return false;
    if (behind.isCalled) isCalled = true;
    for (const next of behind.places) {
      if (!seen.has(next.expression)) open.push(next);
      seen.add(next.expression);
    }
  }
  return isCalled;
}

/** An expression in a module. */
interface Place {
  readonly expression: Expression;
  readonly path: ModulePath;
}

interface Behind {
  readonly places: readonly Place[];
  /** A sensitive variable, given from outside. */
  readonly isSecret?: true;
  /** What a module is given or gives is only said to be sensitive. */
  readonly isCalled?: boolean;
}

function behindReference(
  reference: Reference,
  path: ModulePath,
  { modules }: Configuration,
): Behind {
  const module = modules.get(formatModule(path));
  if (reference.kind === "local") {
    const expression = module?.locals.get(reference.name);
    return { places: expression === undefined ? [] : [{ expression, path }] };
  }
  if (reference.kind === "variable") {
    const variable = module?.variables.get(reference.name);
    const isSensitive = variable?.sensitive === true || variable?.ephemeral === true;
    if (path.length === 0) return isSensitive ? { places: [], isSecret: true } : { places: [] };
    const expression = module && argumentOf(module, reference);
    const caller = path.slice(0, -1);
    const places = expression === undefined ? [] : [{ expression, path: caller }];
    return { places, isCalled: isSensitive };
  }
  if (reference.kind !== "module") return { places: [] };
  const inside = [...path, reference.name];
  const outputs = [...(modules.get(formatModule(inside))?.outputs.values() ?? [])];
  const places = outputs.map(({ value }) => ({ expression: value, path: inside }));
  return { places, isCalled: outputs.some((output) => output.sensitive || output.ephemeral) };
}
