// Configurations for engine tests, written down as briefly as Terraform JSON but without its parser.

import type { Expression } from "../../src/language/expression.js";
import type {
  Condition,
  Configuration,
  Lifecycle,
  MovedConfig,
  OutputConfig,
  ResourceConfig,
  VariableConfig,
} from "../../src/load/configuration.js";
import { graphConfiguration } from "../../src/load/configuration-graph.js";
import { formatResource, parseInstance, parseTarget } from "../../src/model/address.js";
import type { Type } from "../../src/model/type.js";
import type { Value } from "../../src/model/value.js";
import { STACKS_LAYOUT } from "../../src/model/workspace.js";

/** A plain JSON value, in which expressions may stand anywhere. */
export type Input = Expression | null | string | number | boolean | readonly Input[] | InputObject;
export interface InputObject {
  readonly [name: string]: Input;
}

export interface ResourceInput {
  readonly attributes?: InputObject;
  readonly count?: Input;
  readonly forEach?: Input;
  readonly dependsOn?: readonly string[];
  readonly lifecycle?: Partial<Lifecycle>;
  readonly construct?: string;
  /** The check that a data source is read for. */
  readonly check?: string;
}

export interface CheckInput {
  readonly data?: string;
  readonly assertions: readonly Condition[];
}

export interface ConfigurationInput {
  readonly resources?: { readonly [address: string]: ResourceInput };
  readonly locals?: InputObject;
  readonly outputs?: { readonly [name: string]: Input | { readonly sensitiveValue: Input } };
  readonly variables?: {
    readonly [name: string]: {
      type?: Type;
      default?: Value;
      sensitive?: boolean;
      ephemeral?: boolean;
      nullable?: boolean;
    };
  };
  readonly checks?: { readonly [name: string]: CheckInput };
  /** `from` → `to`. */
  readonly moved?: { readonly [from: string]: string };
  /** `to` → id. */
  readonly imports?: { readonly [to: string]: Input };
}

const LIFECYCLE: Lifecycle = {
  createBeforeDestroy: false,
  preventDestroy: false,
  ignoreChanges: [],
  replaceTriggeredBy: [],
  preconditions: [],
  postconditions: [],
};

export function buildConfiguration(input: ConfigurationInput): Configuration {
  const moved = Object.entries(input.moved ?? {}).map(
    ([from, to]): MovedConfig => ({ from: target(from), to: target(to), source: {} }),
  );
  const imports = Object.entries(input.imports ?? {}).map(([to, id]) => ({
    to: instance(to),
    id: expression(id),
    source: {},
  }));
  const configuration = {
    stack: "test",
    root: "/project",
    folder: "/project",
    resources: mapOf(input.resources, buildResource),
    variables: mapOf(
      input.variables,
      (name, variable): VariableConfig => ({
        name,
        type: variable.type ?? "string",
        sensitive: variable.sensitive ?? false,
        ephemeral: variable.ephemeral ?? false,
        nullable: variable.nullable ?? true,
        validations: [],
        source: {},
        ...(variable.default === undefined ? {} : { default: variable.default }),
      }),
    ),
    locals: mapOf(input.locals, (_, value) => expression(value)),
    outputs: mapOf(input.outputs, buildOutput),
    checks: new Map(
      Object.entries(input.checks ?? {}).map(([name, check]) => [
        `check.${name}`,
        { name, ...check, source: {} },
      ]),
    ),
    moved,
    removed: [],
    imports,
    providers: new Map(),
    backend: { path: "terraform.test.tfstate", workspaces: STACKS_LAYOUT },
    workspace: "default",
    digest: "0".repeat(64),
  };
  const { variables, locals, outputs } = configuration;
  const modules = new Map([
    ["", { path: [], folder: ".", requires: [], variables, locals, outputs }],
  ]);
  return { ...configuration, modules, graph: graphConfiguration({ ...configuration, modules }) };
}

function buildResource(address: string, resource: ResourceInput): ResourceConfig {
  const attributes = Object.entries(resource.attributes ?? {});
  const { construct, check } = resource;
  return {
    address: instance(address).resource,
    attributes: Object.fromEntries(attributes.map(([name, v]) => [name, expression(v)])),
    ...(resource.count === undefined ? {} : { count: expression(resource.count) }),
    ...(resource.forEach === undefined ? {} : { forEach: expression(resource.forEach) }),
    dependsOn: resource.dependsOn ?? [],
    lifecycle: { ...LIFECYCLE, ...resource.lifecycle },
    ...(check === undefined ? {} : { check }),
    source: construct === undefined ? {} : { construct },
  };
}

function buildOutput(
  name: string,
  input: Input | { readonly sensitiveValue: Input },
): OutputConfig {
  const isMarked = isRecord(input) && "sensitiveValue" in input;
  const value = isMarked ? expression(input.sensitiveValue ?? null) : expression(input);
  return {
    name,
    value,
    sensitive: isMarked,
    ephemeral: false,
    preconditions: [],
    dependsOn: [],
    source: {},
  };
}

function mapOf<In, Out>(
  record: { readonly [name: string]: In } | undefined,
  build: (name: string, value: In) => Out,
): ReadonlyMap<string, Out> {
  return new Map(Object.entries(record ?? {}).map(([name, value]) => [name, build(name, value)]));
}

function instance(text: string) {
  const address = parseInstance(text);
  if (address === undefined) throw new Error(`no address: ${text}`);
  return address;
}

function target(text: string) {
  const address = parseTarget(text);
  if (address === undefined) throw new Error(`no address: ${text}`);
  return address;
}

function isRecord(input: unknown): input is { readonly [name: string]: Input } {
  return typeof input === "object" && input !== null && !Array.isArray(input);
}

const KINDS = [
  "literal",
  "template",
  "traversal",
  "index",
  "attribute",
  "splat",
  "call",
  "list",
  "object",
];

function isExpression(input: Input | undefined): input is Expression {
  return isRecord(input) && typeof input.kind === "string" && KINDS.includes(input.kind);
}

/** Plain values become literals, containers of expressions become expressions. */
export function expression(input: Input): Expression {
  if (isExpression(input)) return input;
  if (Array.isArray(input)) {
    return { kind: "list", items: input.map((item: Input) => expression(item)) };
  }
  if (!isRecord(input)) return { kind: "literal", value: input as Value };
  const entries = Object.entries(input).map(([name, value]) => ({
    key: expression(name),
    value: expression(value),
  }));
  return { kind: "object", entries };
}

/** `test_record.a.id`, `test_record.a[0].id`, `var.x`, `local.x`, `each.key`, `count.index`, `self.id`. */
export function ref(text: string): Expression {
  const [first = "", second = "", ...rest] = text.match(/[\w-]+|\["[^"]*"\]|\[\d+\]/g) ?? [];
  if (first === "var") return steps({ kind: "variable", name: second }, rest);
  if (first === "local") return steps({ kind: "local", name: second }, rest);
  if (first === "count") return steps({ kind: "count", attribute: "index" }, rest);
  if (first === "self") return steps({ kind: "self" }, [second, ...rest]);
  if (first === "each") {
    return steps({ kind: "each", attribute: second === "key" ? "key" : "value" }, rest);
  }
  if (first === "data") {
    const [name = "", ...more] = rest;
    return steps({ kind: "resource", mode: "data", type: second, name }, more);
  }
  return steps({ kind: "resource", mode: "managed", type: first, name: second }, rest);
}

type Reference = Extract<Expression, { kind: "traversal" }>["reference"];

function steps(reference: Reference, names: readonly string[]): Expression {
  return names.reduce<Expression>(
    (of, step) => {
      if (!step.startsWith("[")) return { kind: "attribute", of, name: step };
      const index: Value = JSON.parse(step.slice(1, -1));
      return { kind: "index", of, index: { kind: "literal", value: index } };
    },
    { kind: "traversal", reference },
  );
}

/** The key under which the configuration has a resource. */
export function resourceKey(address: string): string {
  return formatResource(instance(address).resource);
}

export function call(name: string, ...args: Input[]): Expression {
  return { kind: "call", name, args: args.map(expression) };
}

export function template(...parts: Input[]): Expression {
  return { kind: "template", parts: parts.map(expression) };
}
