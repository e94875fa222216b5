// Secrets that stand in the configuration itself, found without evaluating anything: also in what is not part
// of this plan, since a saved plan keeps the whole configuration.

import type { Expression } from "../language/expression.js";
import { references } from "../language/references.js";
import type { Configuration } from "../load/configuration.js";
import { formatResource } from "../model/address.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import type { ProviderSchema } from "../model/type.js";

/** Errors for write-only attributes whose value refers to nothing and so is written down. */
export function findLiteralSecrets(
  configuration: Configuration,
  schema: ProviderSchema,
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const secret = new Map<string, readonly string[]>();
  for (const resource of configuration.resources.values()) {
    const { type } = resource.address;
    const attributes = schema.resource_schemas[type]?.block.attributes ?? {};
    const names =
      secret.get(type) ?? Object.keys(attributes).filter((name) => attributes[name]?.write_only);
    secret.set(type, names);
    for (const name of names) {
      const expression = resource.attributes[name];
      if (expression === undefined || !isLiteralText(expression)) continue;
      const where = { address: formatResource(resource.address), attribute: [name] };
      diagnostics.push(literalSecret(name, { ...where, source: resource.source }));
    }
  }
  return diagnostics;
}

/** Whether an expression says what its value is; null says that there is none. */
export function isLiteralText(expression: Expression): boolean {
  if (expression.kind === "literal") return expression.value !== null;
  return references(expression).length === 0;
}

export function literalSecret(
  name: string,
  where: Pick<Diagnostic, "address" | "source" | "attribute">,
): Diagnostic {
  const detail = `"${name}" is a secret, and what the configuration says stands in files and plans.`;
  const advice = "Declare a variable with sensitive = true, and refer to it.";
  return errorDiagnostic(
    "Secret that is not from a sensitive variable",
    `${detail} ${advice}`,
    where,
  );
}
