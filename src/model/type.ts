// Terraform's types and resource schemas, in the JSON spelling that Terraform itself prints with
// `providers schema -json`, so that one form serves engine, bindings and documents.

export type Type =
  | "string"
  | "number"
  | "bool"
  | "dynamic"
  | readonly ["list" | "set" | "map", Type]
  | readonly ["object", { readonly [name: string]: Type }]
  | readonly ["tuple", readonly Type[]];

/** Exactly one of `type` and `nested_type`; required, or any of optional and computed. */
export interface AttributeSchema {
  readonly type?: Type;
  readonly nested_type?: NestedType;
  readonly description: string;
  readonly description_kind: "plain";
  readonly required?: true;
  readonly optional?: true;
  readonly computed?: true;
  readonly sensitive?: true;
  readonly write_only?: true;
  readonly deprecated?: true;
}

const holders = new WeakMap<AttributeSchema, boolean>();

/** Whether it or anything in it is write-only. Asked of every attribute of every object. */
export function holdsWriteOnly(attribute: AttributeSchema): boolean {
  const known = holders.get(attribute);
  if (known !== undefined) return known;
  const nested = Object.values(attribute.nested_type?.attributes ?? {});
  const holds = attribute.write_only === true || nested.some(holdsWriteOnly);
  holders.set(attribute, holds);
  return holds;
}

export interface NestedType {
  readonly attributes: AttributeSchemas;
  readonly nesting_mode: "single" | "list" | "set" | "map";
}

export interface AttributeSchemas {
  readonly [name: string]: AttributeSchema;
}

/** Holdfast declares no blocks: `block.block_types` is always absent. */
export interface ResourceSchema {
  readonly version: number;
  readonly block: {
    readonly attributes: AttributeSchemas;
    readonly description: string;
    readonly description_kind: "plain";
  };
}

export interface ProviderSchema {
  readonly provider: ResourceSchema;
  readonly resource_schemas: { readonly [type: string]: ResourceSchema };
  readonly data_source_schemas: { readonly [type: string]: ResourceSchema };
}

/**
 * Types of attributes of any type, by name: from a value alone a list cannot be told from a tuple, nor a map from an
 * object, and null can be of any. A null of no known type is not named.
 */
export interface DynamicTypes {
  readonly [attribute: string]: Type;
}

/** The value type of one attribute. */
export function attributeType(attribute: AttributeSchema): Type {
  if (attribute.type !== undefined) return attribute.type;
  const nested = attribute.nested_type;
  if (nested === undefined) return "dynamic";
  const object = objectType(nested.attributes);
  return nested.nesting_mode === "single" ? object : [nested.nesting_mode, object];
}

/** The object type of a set of attributes, as a whole resource or one nested object has. */
export function objectType(attributes: AttributeSchemas): Type {
  const types = Object.entries(attributes).map(([name, a]) => [name, attributeType(a)] as const);
  return ["object", Object.fromEntries(types)];
}
