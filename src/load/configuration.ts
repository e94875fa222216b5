// A configuration as the engine works on it: what one stack declares, parsed but not evaluated. The plan
// knows nothing of the JSON it came from except the Source kept with each part.

import type { Expression } from "../language/expression.js";
import type { TypeDefaults } from "../language/fill-in.js";
import { formatResource, type InstanceAddress, type ResourceAddress } from "../model/address.js";
import type { AttributePath } from "../model/attribute-path.js";
import type { Source } from "../model/diagnostic.js";
import type { Json } from "../model/json.js";
import type { Type } from "../model/type.js";
import type { Value } from "../model/value.js";
import type { ConfigurationGraph } from "./configuration-graph.js";
import type { SourceFile } from "./source-file.js";

export interface Configuration {
  readonly stack: string;
  /** Absolute folder that relative paths (backend, path.module) are resolved against. */
  readonly root: string;
  /** Absolute folder of its files, which functions on files start from. */
  readonly folder: string;
  /** By {@link formatResource}. */
  readonly resources: ReadonlyMap<string, ResourceConfig>;
  readonly variables: ReadonlyMap<string, VariableConfig>;
  readonly locals: ReadonlyMap<string, Expression>;
  readonly outputs: ReadonlyMap<string, OutputConfig>;
  readonly checks: ReadonlyMap<string, CheckConfig>;
  readonly moved: readonly MovedConfig[];
  readonly removed: readonly RemovedConfig[];
  readonly imports: readonly ImportConfig[];
  readonly graph: ConfigurationGraph;
  /** Attributes of the `provider "holdfast"` block. */
  readonly provider: { readonly [name: string]: Expression };
  readonly backend: BackendConfig;
  /** SHA-256 of the JSON text, for saved plans. */
  readonly digest: string;
  /** Its files, in which line and column of what is wrong are looked up; absent where it comes from a saved plan. */
  readonly files?: readonly SourceFile[];
}

export interface ResourceConfig {
  readonly address: ResourceAddress;
  readonly attributes: { readonly [name: string]: Expression };
  readonly count?: Expression;
  readonly forEach?: Expression;
  /** From `depends_on`: addresses of whole resources, each one text for all who name it. */
  readonly dependsOn: readonly string[];
  readonly lifecycle: Lifecycle;
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
  return [statement.id, statement.key, statement.forEach].filter((part) => part !== undefined);
}

/** Whether a resource says what must hold of it. */
export function hasConditions({ lifecycle }: ResourceConfig): boolean {
  return lifecycle.preconditions.length > 0 || lifecycle.postconditions.length > 0;
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
  readonly preconditions: readonly Condition[];
  /** As in {@link ResourceConfig}. */
  readonly dependsOn: readonly string[];
  readonly source: Source;
}

export interface CheckConfig {
  readonly name: string;
  /** Address of the data source that is read for it. */
  readonly data?: string;
  readonly assertions: readonly Condition[];
  readonly source: Source;
}

export interface MovedConfig {
  readonly from: InstanceAddress;
  readonly to: InstanceAddress;
  readonly source: Source;
}

export interface RemovedConfig {
  readonly from: ResourceAddress;
  /** False: the object stays in vSphere and is only forgotten. */
  readonly destroy: boolean;
  readonly source: Source;
}

export interface ImportConfig {
  /** With `key` the resource alone: which instance, only a plan knows. */
  readonly to: InstanceAddress;
  readonly key?: Expression;
  readonly id: Expression;
  readonly forEach?: Expression;
  readonly source: Source;
}

/** Only the local backend; `path` as written, relative to `root`. */
export interface BackendConfig {
  readonly path: string;
}
