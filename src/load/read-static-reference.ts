// References that stand bare in a configuration, without `${}`: entries of depends_on and
// replace_triggered_by, addresses of moved and import. They are names, never evaluated.

import type { Expression, Reference } from "../language/expression.js";
import { parseExpression } from "../language/parse.js";
import { type InstanceAddress, parseInstance, type ResourceAddress } from "../model/address.js";
import { errorDiagnostic, type Source } from "../model/diagnostic.js";
import type { Json } from "../model/json.js";
import type { Draft } from "./draft.js";
import { reportRefused } from "./json-body.js";

interface Place {
  readonly value: Json;
  readonly source: Source;
}

export interface StaticReference {
  readonly address: ResourceAddress;
  /** The reference with the steps behind it. */
  readonly expression: Expression;
}

/** A reference to a resource; undefined, with an error, for anything else. */
export function readResourceReference(
  { value, source }: Place,
  draft: Draft,
): StaticReference | undefined {
  if (typeof value !== "string" || value.includes("${")) {
    const detail =
      "A bare reference is expected here, a text such as holdfast_host.esx01, without the ${} around it.";
    draft.report(errorDiagnostic("Invalid reference", detail, { source }));
    return undefined;
  }
  const { expression, diagnostics } = parseExpression(value, source);
  for (const diagnostic of diagnostics) draft.report(diagnostic);
  if (diagnostics.length > 0) return undefined;
  const reference = rootOf(expression);
  if (reference?.kind === "resource") {
    const { mode, type, name } = reference;
    return { address: { mode, type, name }, expression };
  }
  const detail = "Only a resource or a data source can stand here.";
  draft.report(errorDiagnostic("Invalid reference", detail, { source }));
  return undefined;
}

/** What an expression that is nothing but a reference and steps begins with. */
export function rootOf(expression: Expression): Reference | undefined {
  let current = expression;
  while (current.kind === "attribute" || current.kind === "index" || current.kind === "splat") {
    current = current.of;
  }
  return current.kind === "traversal" ? current.reference : undefined;
}

/** The address of one instance of a managed resource, as in moved and import. */
export function readInstanceAddress(
  { value, source }: Place,
  draft: Draft,
): InstanceAddress | undefined {
  const address = typeof value === "string" ? parseInstance(value) : undefined;
  if (address !== undefined && address.resource.mode === "managed") return address;
  if (typeof value === "string" && value.startsWith("module.")) {
    const detail =
      "Modules are not supported in this release, so nothing can be moved in or out of one.";
    reportRefused(detail, source, draft.report);
    return undefined;
  }
  const detail =
    "The address of a resource is expected here, such as holdfast_host.esx01 or holdfast_host.esx[0].";
  draft.report(errorDiagnostic("Invalid address", detail, { source }));
  return undefined;
}
