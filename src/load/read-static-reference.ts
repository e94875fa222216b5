// References that stand bare in a configuration, without `${}`: entries of depends_on and
// replace_triggered_by, addresses of moved and import. They are names, never evaluated.

import type { Expression, Reference } from "../language/expression.js";
import { parseExpression } from "../language/parse.js";
import {
  formatInstance,
  formatModule,
  type InstanceKey,
  parseTarget,
  type ResourceAddress,
  type TargetAddress,
} from "../model/address.js";
import { errorDiagnostic, type Source } from "../model/diagnostic.js";
import type { Json } from "../model/json.js";
import type { Draft } from "./draft.js";

/** A JSON value and where it stands. */
export interface Place {
  readonly value: Json;
  readonly source: Source;
}

export interface StaticReference {
  readonly address: ResourceAddress;
  /** The reference with the steps behind it. */
  readonly expression: Expression;
}

/** A reference to a resource; undefined, with an error, for anything else. */
export function readResourceReference(place: Place, draft: Draft): StaticReference | undefined {
  const expression = readBare(place, draft);
  if (expression === undefined) return undefined;
  const reference = rootOf(expression);
  if (reference?.kind === "resource") {
    const { mode, type, name } = reference;
    return { address: { mode, type, name }, expression };
  }
  const detail = "Only a resource or a data source can stand here.";
  draft.report(errorDiagnostic("Invalid reference", detail, { source: place.source }));
  return undefined;
}

/** What is depended on, as {@link dependedOn} reads it: a resource, a data source, a module or an output of one. */
export function readDependency(place: Place, draft: Draft): string | undefined {
  const expression = readBare(place, draft);
  if (expression === undefined) return undefined;
  const refuse = (detail: string) => {
    draft.report(errorDiagnostic("Invalid reference", detail, { source: place.source }));
    return undefined;
  };
  const reference = rootOf(expression);
  if (reference?.kind !== "resource" && reference?.kind !== "module")
    return refuse("Only a resource, a data source or a module can stand here.");
  const [of, output] =
    reference.kind === "module" && expression.kind === "attribute"
      ? [expression.of, expression.name]
      : [expression];
  const key = of.kind === "index" ? literalKey(of.index) : undefined;
  const named = of.kind === "index" && key !== undefined ? of.of : of;
  if (named.kind !== "traversal") {
    return refuse(
      `${place.value} is a part of what it names. Here stands the whole: a resource, a data source, a module, an instance ` +
        "of these such as holdfast_host.esx[0], or an output of a module such as module.edge.hosts.",
    );
  }
  if (reference.kind === "resource") {
    const { mode, type, name } = reference;
    return formatInstance({ resource: { mode, type, name }, key });
  }
  const module = formatModule([reference.name], [key]);
  return output === undefined ? module : `${module}.${output}`;
}

function literalKey(index: Expression): InstanceKey {
  if (index.kind !== "literal") return undefined;
  const { value } = index;
  return typeof value === "number" || typeof value === "string" ? value : undefined;
}

function readBare({ value, source }: Place, draft: Draft): Expression | undefined {
  if (typeof value !== "string" || value.includes("${")) {
    const detail =
      "A bare reference is expected here, a text such as holdfast_host.esx01, without the ${} around it.";
    draft.report(errorDiagnostic("Invalid reference", detail, { source }));
    return undefined;
  }
  const { expression, diagnostics } = parseExpression(value, source);
  for (const diagnostic of diagnostics) draft.report(diagnostic);
  return diagnostics.length > 0 ? undefined : expression;
}

/** What an expression that is nothing but a reference and steps begins with. */
function rootOf(expression: Expression): Reference | undefined {
  let current = expression;
  while (current.kind === "attribute" || current.kind === "index" || current.kind === "splat") {
    current = current.of;
  }
  return current.kind === "traversal" ? current.reference : undefined;
}

/** The address of a resource, a data source or a module, or of one instance of any, as in moved and removed. */
export function readTargetAddress(
  { value, source }: Place,
  draft: Draft,
): TargetAddress | undefined {
  const address = typeof value === "string" ? parseTarget(value) : undefined;
  if (address !== undefined) return address;
  const detail =
    "The address of a resource or of a module is expected here, such as holdfast_host.esx01, " +
    "holdfast_host.esx[0] or module.edge.";
  draft.report(errorDiagnostic("Invalid address", detail, { source }));
  return undefined;
}
