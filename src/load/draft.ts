// A configuration while it is being read: filled from one or more files, then checked and handed out.

import type { Expression } from "../language/expression.js";
import type { Outside } from "../language/outside.js";
import { parseJsonValue } from "../language/parse.js";
import type { Diagnostic, Source } from "../model/diagnostic.js";
import { errorDiagnostic } from "../model/diagnostic.js";
import type { ProviderSchema } from "../model/type.js";
import type {
  BackendConfig,
  CheckConfig,
  ImportConfig,
  MovedConfig,
  OutputConfig,
  RemovedConfig,
  ResourceConfig,
  VariableConfig,
} from "./configuration.js";
import { type Property, type Report, sourceOf } from "./json-body.js";

export interface Draft {
  readonly schema: ProviderSchema;
  /** What functions may ask for while nothing is planned. */
  readonly outside: Outside;
  readonly resources: Map<string, ResourceConfig>;
  /** Addresses that were refused, so that references to them are not reported as well. */
  readonly refused: Set<string>;
  readonly variables: Map<string, VariableConfig>;
  readonly locals: Map<string, Expression>;
  /** Where each local is declared. */
  readonly localSources: Map<string, Source>;
  readonly outputs: Map<string, OutputConfig>;
  readonly checks: Map<string, CheckConfig>;
  readonly moved: MovedConfig[];
  readonly removed: RemovedConfig[];
  readonly imports: ImportConfig[];
  provider?: {
    readonly attributes: { readonly [name: string]: Expression };
    readonly source: Source;
  };
  backend?: BackendConfig;
  /** Entries of `depends_on` by their text, read once: 10,000 machines may depend on the same host. */
  readonly dependencies: Map<string, string>;
  readonly diagnostics: Diagnostic[];
  readonly report: Report;
}

export function emptyDraft(schema: ProviderSchema, outside: Outside = {}): Draft {
  const diagnostics: Diagnostic[] = [];
  return {
    schema,
    outside,
    resources: new Map(),
    refused: new Set(),
    variables: new Map(),
    locals: new Map(),
    localSources: new Map(),
    outputs: new Map(),
    checks: new Map(),
    moved: [],
    removed: [],
    imports: [],
    dependencies: new Map(),
    diagnostics,
    report: (diagnostic) => diagnostics.push(diagnostic),
  };
}

/** The value of a property as an expression; what is wrong with it is reported. */
export function readExpressionOf(property: Property, draft: Draft): Expression {
  const { expression, diagnostics } = parseJsonValue(property.value, () => sourceOf(property));
  for (const diagnostic of diagnostics) draft.report(diagnostic);
  return expression;
}

/** Reports that `what`, such as `resource "a" "b"`, is declared twice. */
export function reportDuplicate(
  what: string,
  { first, second }: { readonly first: Source; readonly second: Source },
  report: Report,
): void {
  const place = first.construct ?? `${first.file ?? ""}#${first.pointer ?? ""}`;
  const detail = `${what} is declared twice; the other declaration is at ${place}. Rename one of them.`;
  report(errorDiagnostic("Declared twice", detail, { source: second }));
}
