// The JSON Schema dialect of src/schema/resources: draft 7, cut down to what a resource type of Terraform
// can say, plus the small `x-holdfast` vocabulary. The files are the single source; whoever needs another
// form derives it from these types.

/** One resource type; `$id` is its Terraform name, `title` the name of its TypeScript type. */
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
}

/** A set when `uniqueItems`, else a list. */
export interface ArrayJsonSchema extends Annotations {
  readonly type: "array";
  readonly items: PrimitiveItemJsonSchema | Omit<ObjectJsonSchema, "description">;
  readonly uniqueItems?: boolean;
  readonly minItems?: number;
  readonly maxItems?: number;
}

export interface PrimitiveJsonSchema extends Annotations, PrimitiveItemJsonSchema {
  readonly default?: string | number | boolean;
}

/** The keywords that limit a string, number or boolean. */
export interface PrimitiveItemJsonSchema {
  readonly type: "string" | "integer" | "boolean";
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
}
