// The part of Terraform's plan JSON that is read back, as a JSON Schema. What is not named here may say anything: newer
// versions of Terraform add to the format, and its minor version tells so.

/** The words for each action, joined with commas, and what they are here. */
export const ACTIONS_READ = {
  "no-op": "no-op",
  create: "create",
  read: "read",
  update: "update",
  delete: "delete",
  forget: "forget",
  "delete,create": "delete-then-create",
  "create,delete": "create-then-delete",
  // The old object is left to itself, and what is planned is the new one.
  "create,forget": "create",
} as const;

const ACTIONS = Object.keys(ACTIONS_READ).map((words) => words.split(","));

const OBJECT = { type: "object" } as const;
const TEXT = { type: "string" } as const;
const MASK = { type: ["object", "boolean"] } as const;

const RESOURCE_CHANGE = {
  type: "object",
  required: ["address", "mode", "type", "name", "change"],
  properties: {
    address: TEXT,
    previous_address: TEXT,
    mode: { enum: ["managed", "data"] },
    type: TEXT,
    name: TEXT,
    deposed: TEXT,
    action_reason: TEXT,
    change: {
      type: "object",
      required: ["actions"],
      properties: {
        actions: { enum: ACTIONS },
        before: { type: ["object", "null"] },
        after: { type: ["object", "null"] },
        after_unknown: MASK,
        before_sensitive: MASK,
        after_sensitive: MASK,
        replace_paths: {
          type: "array",
          items: { type: "array", items: { type: ["string", "integer"] } },
        },
        importing: { type: "object", properties: { id: TEXT } },
      },
    },
  },
} as const;

const OUTPUT_CHANGE = {
  type: "object",
  required: ["actions"],
  properties: {
    actions: { enum: [["no-op"], ["create"], ["update"], ["delete"]] },
  },
} as const;

export const PLAN_JSON_SCHEMA = {
  type: "object",
  required: ["format_version"],
  properties: {
    format_version: { type: "string", pattern: "^1\\." },
    timestamp: TEXT,
    resource_changes: { type: "array", items: RESOURCE_CHANGE },
    resource_drift: { type: "array", items: RESOURCE_CHANGE },
    output_changes: { type: "object", additionalProperties: OUTPUT_CHANGE },
    configuration: OBJECT,
    prior_state: OBJECT,
    applyable: { type: "boolean" },
    complete: { type: "boolean" },
    errored: { type: "boolean" },
  },
} as const;

/** A document that the schema holds for, as far as it is read. */
export interface PlanDocument {
  readonly timestamp?: string;
  readonly resource_changes?: readonly ResourceChangeDocument[];
  readonly resource_drift?: readonly ResourceChangeDocument[];
  readonly output_changes?: { readonly [name: string]: OutputChangeDocument };
  readonly configuration?: object;
  readonly prior_state?: object;
  readonly applyable?: boolean;
  readonly complete?: boolean;
  readonly errored?: boolean;
}

export interface ResourceChangeDocument {
  readonly address: string;
  readonly previous_address?: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly deposed?: string;
  readonly action_reason?: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before?: object | null;
    readonly after?: object | null;
    readonly after_unknown?: unknown;
    readonly before_sensitive?: unknown;
    readonly after_sensitive?: unknown;
    readonly replace_paths?: readonly (readonly (string | number)[])[];
    readonly importing?: { readonly id?: string };
  };
}

export interface OutputChangeDocument {
  readonly actions: readonly ("no-op" | "create" | "update" | "delete")[];
  readonly before?: unknown;
  readonly after?: unknown;
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
}
