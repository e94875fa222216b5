// A module while it is being read: filled from one or more files, then checked and put where it is called.

import type { Expression } from "../language/expression.js";
import type { Outside } from "../language/outside.js";
import { parseJsonValue } from "../language/parse.js";
import type { TypedValue } from "../language/typed-value.js";
import type { Diagnostic, Source } from "../model/diagnostic.js";
import { errorDiagnostic } from "../model/diagnostic.js";
import type { ProviderSchema } from "../model/type.js";
import type {
  CheckConfig,
  ImportConfig,
  ModuleCallConfig,
  MovedConfig,
  OutputConfig,
  ProviderConfig,
  RemovedConfig,
  RequiredProvider,
  ResourceConfig,
  VariableConfig,
} from "./configuration.js";
import { type Block, type Property, type Report, sourceOf } from "./json-body.js";

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
  readonly calls: Map<string, ModuleCallConfig>;
  /** What is called, by the names of the calls: those that could be read. They are checked first. */
  readonly callees: Map<string, Draft>;
  /** What the outputs are known to give without a plan. */
  readonly outputValues: Map<string, TypedValue>;
  /** Whether it is called by another module. */
  readonly isCalled: boolean;
  /** What path.module gives. */
  readonly folder: string;
  readonly moved: MovedConfig[];
  readonly removed: RemovedConfig[];
  readonly imports: ImportConfig[];
  /** By {@link providerKey}. */
  readonly providers: Map<string, ProviderConfig>;
  /** Configurations of providers that a called module wants to be passed, and where `configuration_aliases` list them. */
  readonly aliases: Map<string, Source>;
  /** `required_providers`, by what the module calls them. */
  readonly requires: Map<string, RequiredProvider>;
  /** Where that stands, but for override files. */
  requirements?: Source;
  /** Their blocks, until all is read that says what their names mean. */
  readonly providerBlocks: Block[];
  backend?: { readonly path: string; readonly workspaceFolder?: string };
  /** Entries of `depends_on` by their text, read once: 10,000 machines may depend on the same host. */
  readonly dependencies: Map<string, string>;
  readonly diagnostics: Diagnostic[];
  readonly report: Report;
}

export function emptyDraft(
  schema: ProviderSchema,
  {
    outside = {},
    folder,
  }: {
    readonly outside?: Outside;
    /** Of a called module. */
    readonly folder?: string;
  } = {},
): Draft {
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
    calls: new Map(),
    callees: new Map(),
    outputValues: new Map(),
    isCalled: folder !== undefined,
    folder: folder ?? ".",
    moved: [],
    removed: [],
    imports: [],
    providers: new Map(),
    aliases: new Map(),
    requires: new Map(),
    providerBlocks: [],
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
