// A configuration as the engine works on it: what one stack declares, parsed but not evaluated. The plan
// knows nothing of the JSON it came from except the Source kept with each part.

import type { Expression } from "../language/expression.js";
import type { TypeDefaults } from "../language/fill-in.js";
import {
  formatResource,
  type InstanceAddress,
  type ModulePath,
  modulePrefix,
  type ResourceAddress,
  type TargetAddress,
} from "../model/address.js";
import type { AttributePath } from "../model/attribute-path.js";
import type { Source } from "../model/diagnostic.js";
import type { Json } from "../model/json.js";
import type { ProviderName } from "../model/provider-address.js";
import type { Type } from "../model/type.js";
import type { Value } from "../model/value.js";
import type { WorkspaceLayout } from "../model/workspace.js";
import type { ConfigurationGraph } from "./configuration-graph.js";
import type { SourceFile } from "./source-file.js";

export interface Configuration {
  readonly stack: string;
  /** Absolute folder that relative paths (backend, path.module) are resolved against. */
  readonly root: string;
  /** Absolute folder of its files, which functions on files start from. */
  readonly folder: string;
  /** Of all modules, by {@link formatResource}. */
  readonly resources: ReadonlyMap<string, ResourceConfig>;
  /** Of the root module, as are {@link Configuration.locals} and {@link Configuration.outputs}. */
  readonly variables: ReadonlyMap<string, VariableConfig>;
  readonly locals: ReadonlyMap<string, Expression>;
  readonly outputs: ReadonlyMap<string, OutputConfig>;
  /** Of all modules, by {@link checkKey}. */
  readonly checks: ReadonlyMap<string, CheckConfig>;
  /** All modules by {@link formatModule}, each after the one that calls it: first the root module, under an empty text. */
  readonly modules: ReadonlyMap<string, ModuleConfig>;
  readonly moved: readonly MovedConfig[];
  readonly removed: readonly RemovedConfig[];
  readonly imports: readonly ImportConfig[];
  readonly graph: ConfigurationGraph;
  /** By {@link providerKey}. Only the root module configures providers. */
  readonly providers: ReadonlyMap<string, ProviderConfig>;
  readonly backend: BackendConfig;
  /** What `terraform.workspace` is. */
  readonly workspace: string;
  /** SHA-256 of the JSON text, for saved plans. */
  readonly digest: string;
  /** Its files, in which line and column of what is wrong are looked up; absent where it comes from a saved plan. */
  readonly files?: readonly SourceFile[];
}

export interface ProviderConfig {
  readonly name: ProviderName;
  /** What the root module calls it. */
  readonly localName: string;
  readonly alias?: string;
  /** As {@link RequiredProvider.version}, where it is said here. */
  readonly version?: string;
  readonly attributes: { readonly [name: string]: Expression };
  readonly source: Source;
}

/** Which configuration of a provider it is, whatever a module calls that: `holdfast`, `holdfast.west`. */
export function providerKey({ name, alias }: Pick<ProviderConfig, "name" | "alias">): string {
  return alias === undefined ? name : `${name}.${alias}`;
}

/** How the root module refers to it. */
export function localKey({
  localName,
  alias,
}: Pick<ProviderConfig, "localName" | "alias">): string {
  return alias === undefined ? localName : `${localName}.${alias}`;
}

/** A module in the place where a call puts it. Its resources and checks stand in the {@link Configuration}. */
export interface ModuleConfig {
  readonly path: ModulePath;
  /** What path.module gives. */
  readonly folder: string;
  /** Absent in the root module. */
  readonly call?: ModuleCallConfig;
  /** The providers that it says it needs, whether or not it has resources of them. */
  readonly requires: readonly RequiredProvider[];
  readonly variables: ReadonlyMap<string, VariableConfig>;
  readonly locals: ReadonlyMap<string, Expression>;
  readonly outputs: ReadonlyMap<string, OutputConfig>;
}

export interface RequiredProvider {
  /** What the module calls it. */
  readonly localName: string;
  readonly name: ProviderName;
  /** Of its configurations those that the module is passed, such as `holdfast.west`. */
  readonly aliases?: readonly string[];
  /** Of its version, in Terraform's form; absent for any. */
  readonly version?: string;
}

/** Everything in it is said in the module that calls. */
export interface ModuleCallConfig {
  readonly name: string;
  /** The folder, as written. */
  readonly moduleSource: string;
  /** Values of variables. */
  readonly arguments: { readonly [name: string]: Expression };
  /** Configurations of providers as the called module refers to them → as the calling one does. */
  readonly providers: { readonly [called: string]: string };
  readonly count?: Expression;
  readonly forEach?: Expression;
  /** As in {@link ResourceConfig}, both. */
  readonly dependsOn: readonly string[];
  readonly written?: WrittenValues;
  readonly source: Source;
}

export interface ResourceConfig {
  readonly address: ResourceAddress;
  readonly attributes: { readonly [name: string]: Expression };
  readonly count?: Expression;
  readonly forEach?: Expression;
  /** From `depends_on`, as {@link dependedOn} reads it; each one text for all who name it. */
  readonly dependsOn: readonly string[];
  readonly lifecycle: Lifecycle;
  /** How its module refers to the configuration of its provider; absent where it does not say. */
  readonly provider?: string;
  /** Name of the check that a data source belongs to, which alone may refer to it. */
  readonly check?: string;
  /** Of its attributes, of `count` and of `for_each`; absent where there are no templates. */
  readonly written?: WrittenValues;
  readonly source: Source;
}

/** Values with templates in them as they are written, by name: plan JSON shows them beside what they refer to. */
export interface WrittenValues {
  readonly [name: string]: Json;
}

/** Import statements by the address of the resource that they import to. */
export function importsByResource(
  imports: readonly ImportConfig[],
): ReadonlyMap<string, readonly ImportConfig[]> {
  const byResource = new Map<string, ImportConfig[]>();
  for (const statement of imports) {
    const key = formatResource(statement.to.resource);
    const known = byResource.get(key);
    if (known === undefined) byResource.set(key, [statement]);
    else known.push(statement);
  }
  return byResource;
}

export function expressionsOfImport(statement: ImportConfig): readonly Expression[] {
  const { id, openKeys = [], forEach } = statement;
  return [id, ...openKeys, forEach].filter((part) => part !== undefined);
}

/** Whether a resource says what must hold of it. */
export function hasConditions({ lifecycle }: ResourceConfig): boolean {
  return lifecycle.preconditions.length > 0 || lifecycle.postconditions.length > 0;
}

/** `check.NAME`, in a module with `module.NAME.` before it. */
export function checkKey({ module, name }: Pick<CheckConfig, "module" | "name">): string {
  return `${modulePrefix(module)}check.${name}`;
}

/** Whatever a resource says in expressions, its conditions included. */
export function expressionsOfResource(resource: ResourceConfig): readonly Expression[] {
  const { attributes, count, forEach, lifecycle } = resource;
  const conditions = [...lifecycle.preconditions, ...lifecycle.postconditions];
  return [
    ...Object.values(attributes),
    ...(count === undefined ? [] : [count]),
    ...(forEach === undefined ? [] : [forEach]),
    ...lifecycle.replaceTriggeredBy,
    ...expressionsOfConditions(conditions),
  ];
}

export function expressionsOfConditions(conditions: readonly Condition[]): readonly Expression[] {
  return conditions.flatMap(({ condition, errorMessage }) => [condition, errorMessage]);
}

export interface Lifecycle {
  readonly createBeforeDestroy: boolean;
  readonly preventDestroy: boolean;
  readonly ignoreChanges: "all" | readonly AttributePath[];
  readonly replaceTriggeredBy: readonly Expression[];
  readonly preconditions: readonly Condition[];
  readonly postconditions: readonly Condition[];
}

export interface Condition {
  readonly condition: Expression;
  readonly errorMessage: Expression;
  /** Where the condition itself stands, and where its message does. */
  readonly source: Source;
  readonly messageSource: Source;
}

export interface VariableConfig {
  readonly name: string;
  readonly description?: string;
  readonly type: Type;
  /** No type is declared, which is not the same as `any`: a text that is given is a text. */
  readonly isUntyped?: true;
  /** What `optional(…)` in the type fills in. */
  readonly typeDefaults?: TypeDefaults;
  readonly default?: Value;
  readonly validations: readonly Condition[];
  readonly sensitive: boolean;
  /** Kept nowhere beyond a run: neither in plans nor in the state. */
  readonly ephemeral: boolean;
  readonly nullable: boolean;
  readonly source: Source;
}

export interface OutputConfig {
  readonly name: string;
  readonly description?: string;
  readonly value: Expression;
  /** The value as it is written, where there are templates in it. */
  readonly written?: Json;
  readonly sensitive: boolean;
  readonly ephemeral: boolean;
  readonly preconditions: readonly Condition[];
  /** As in {@link ResourceConfig}. */
  readonly dependsOn: readonly string[];
  readonly source: Source;
}

export interface CheckConfig {
  readonly name: string;
  readonly module?: ModulePath;
  /** Address, in the same module, of the data source that is read for it. */
  readonly data?: string;
  readonly assertions: readonly Condition[];
  readonly source: Source;
}

export interface MovedConfig {
  /** The module that it stands in: it moves objects in each of its instances. */
  readonly module?: ModulePath;
  /** As seen from that module. Both are resources, or both modules. */
  readonly from: TargetAddress;
  readonly to: TargetAddress;
  readonly source: Source;
}

export interface RemovedConfig {
  /** A resource, or all resources of a module: without keys. */
  readonly from: TargetAddress;
  /** False: the object stays in vSphere and is only forgotten. */
  readonly destroy: boolean;
  readonly source: Source;
}

export interface ImportConfig {
  /** Without the keys that are expressions. */
  readonly to: InstanceAddress;
  /** Those, which only a plan knows: of the modules that the resource is in from the outermost on, then its own. */
  readonly openKeys?: readonly (Expression | undefined)[];
  readonly id: Expression;
  readonly forEach?: Expression;
  /** As its resource has it, in the same words. */
  readonly provider?: string;
  readonly source: Source;
}

/** Only the local backend; `path` as written, relative to `root`. */
export interface BackendConfig {
  /** Of the state in the workspace that the configuration is in. */
  readonly path: string;
  readonly workspaces: WorkspaceLayout;
}
