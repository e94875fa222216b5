// The JSON Schema dialect of src/schema/resources: draft 7, cut down to what a resource type of Terraform
// can say, plus the small `x-holdfast` vocabulary. The files are the single source; whoever needs another
// form derives it from these types.

/** One resource type or data source; `$id` is its Terraform name, `title` the name of its TypeScript type. */
export interface ResourceJsonSchema extends ObjectJsonSchema {
  readonly $schema: string;
  readonly $id: string;
}

export type PropertyJsonSchema = PrimitiveJsonSchema | ArrayJsonSchema | ObjectJsonSchema;

export interface ObjectJsonSchema extends Annotations {
  readonly type: "object";
  readonly title: string;
  readonly additionalProperties: false;
  readonly required: readonly string[];
  readonly properties: { readonly [name: string]: PropertyJsonSchema };
  /** What an absent object stands for. */
  readonly default?: { readonly [name: string]: string | number | boolean };
}

/** A set when `uniqueItems`, else a list. */
export interface ArrayJsonSchema extends Annotations {
  readonly type: "array";
  readonly items: ItemJsonSchema;
  readonly uniqueItems?: boolean;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** The elements of an array are described by the array. */
export type ItemJsonSchema = Undescribed<PrimitiveJsonSchema> | Undescribed<ObjectJsonSchema>;

type Undescribed<Schema extends Annotations> = Omit<Schema, "description"> & Partial<Annotations>;

export interface PrimitiveJsonSchema extends Annotations {
  readonly type: "string" | "integer" | "boolean";
  readonly default?: string | number | boolean;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly format?: "date-time";
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Annotations {
  readonly description: string;
  /** Given by the user, sent to the backend, never stored. */
  readonly writeOnly?: boolean;
  readonly "x-holdfast"?: HoldfastAnnotations;
}

export interface HoldfastAnnotations {
  /** Decided by the backend; a configuration may not set it. */
  readonly computed?: boolean;
  /** A change replaces the object. */
  readonly replaces?: boolean;
  readonly sensitive?: boolean;
  /** Says what is to be done; no backend tells it, so a lookup does not have it. */
  readonly request?: boolean;
  /** Told by a look-up alone, so that no plan and no state grows with it. */
  readonly lookedUp?: boolean;
  /** What `pattern` allows, for people: completes "must be …". */
  readonly form?: string;
}
