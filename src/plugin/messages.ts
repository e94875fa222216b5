// What the plugin protocol says, version 6.8 (hashicorp/terraform v1.11, docs/plugin-protocol/tfplugin6.8.proto): fields
// and their numbers. Fields that Terraform has for experiments of its own are left out.

import {
  byName,
  bytes,
  type Field,
  flag,
  integer,
  type Message,
  many,
  message,
  one,
  present,
  text,
  type Written,
} from "./protobuf.js";

export const EMPTY = message({});

/** A value, in one of two forms. */
export const DYNAMIC_VALUE = message({ msgpack: bytes(1), json: bytes(2) });
export type DynamicValue = Written<typeof DYNAMIC_VALUE>;

/** One of the three; the first element of a list is 0, which must be written. */
export const PATH_STEP = message({
  attribute_name: present("text", 1),
  element_key_string: present("text", 2),
  element_key_int: present("integer", 3),
});
export const ATTRIBUTE_PATH = message({ steps: many(1, () => PATH_STEP) });

/** Severity 1 is an error, 2 a warning. */
export const DIAGNOSTIC = message({
  severity: integer(1),
  summary: text(2),
  detail: text(3),
  attribute: one(4, () => ATTRIBUTE_PATH),
});

/** As the state file has it. The form that Terraform 0.11 had, field 2, is of before there was a Holdfast. */
export const RAW_STATE = message({ json: bytes(1) });

/** 1 single, 2 list, 3 set, 4 map. */
export const NESTING = { single: 1, list: 2, set: 3, map: 4 } as const;

export interface AttributeMessage {
  readonly name: string;
  /** JSON. */
  readonly type: Buffer;
  readonly description: string;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly sensitive: boolean;
  /** 0 plain, 1 Markdown. */
  readonly description_kind: number;
  readonly deprecated: boolean;
  readonly nested_type: NestedTypeMessage | undefined;
  readonly write_only: boolean;
}

export interface NestedTypeMessage {
  readonly attributes: readonly AttributeMessage[];
  readonly nesting: number;
}

type Input<T> = { readonly [K in keyof T]?: T[K] | undefined };
export type AttributeInput = Omit<Input<AttributeMessage>, "nested_type"> & {
  readonly nested_type?: NestedTypeInput | undefined;
};
export interface NestedTypeInput {
  readonly attributes?: readonly AttributeInput[] | undefined;
  readonly nesting?: number | undefined;
}

const attributes = (
  number: number,
): Field<readonly AttributeMessage[], readonly AttributeInput[]> => many(number, () => ATTRIBUTE);

export const NESTED_TYPE: Message<NestedTypeMessage, NestedTypeInput> = message({
  attributes: attributes(1),
  nesting: integer(3),
});

export const ATTRIBUTE: Message<AttributeMessage, AttributeInput> = message({
  name: text(1),
  type: bytes(2),
  description: text(3),
  required: flag(4),
  optional: flag(5),
  computed: flag(6),
  sensitive: flag(7),
  description_kind: integer(8),
  deprecated: flag(9),
  nested_type: one(10, () => NESTED_TYPE),
  write_only: flag(11),
});

/** Holdfast declares no blocks within blocks, which would be field 3. */
export const BLOCK = message({
  version: integer(1),
  attributes: attributes(2),
  description: text(4),
  description_kind: integer(5),
  deprecated: flag(6),
});

export const SCHEMA = message({ version: integer(1), block: one(2, () => BLOCK) });

const PARAMETER = message({
  name: text(1),
  type: bytes(2),
  allow_null_value: flag(3),
  allow_unknown_values: flag(4),
  description: text(5),
  description_kind: integer(6),
});

export const FUNCTION = message({
  parameters: many(1, () => PARAMETER),
  variadic_parameter: one(2, () => PARAMETER),
  return: one(3, () => message({ type: bytes(1) })),
  summary: text(4),
  description: text(5),
  description_kind: integer(6),
  deprecation_message: text(7),
});

/** The first argument is 0, which must be written. */
const FUNCTION_ERROR = message({ text: text(1), function_argument: present("integer", 2) });

export const SERVER_CAPABILITIES = message({
  plan_destroy: flag(1),
  get_provider_schema_optional: flag(2),
  move_resource_state: flag(3),
});

const diagnostics = (number: number) => many(number, () => DIAGNOSTIC);
const value = (number: number) => one(number, () => DYNAMIC_VALUE);
const TYPE_NAME = message({ type_name: text(1) });
const FUNCTION_NAME = message({ name: text(1) });

/** Of each call of `tfplugin6.Provider`, request and response. */
export const PROVIDER_CALLS = {
  GetMetadata: {
    request: EMPTY,
    response: message({
      server_capabilities: one(1, () => SERVER_CAPABILITIES),
      diagnostics: diagnostics(2),
      data_sources: many(3, () => TYPE_NAME),
      resources: many(4, () => TYPE_NAME),
      functions: many(5, () => FUNCTION_NAME),
      ephemeral_resources: many(6, () => TYPE_NAME),
    }),
  },
  GetProviderSchema: {
    request: EMPTY,
    response: message({
      provider: one(1, () => SCHEMA),
      resource_schemas: byName(2, () => SCHEMA),
      data_source_schemas: byName(3, () => SCHEMA),
      diagnostics: diagnostics(4),
      provider_meta: one(5, () => SCHEMA),
      server_capabilities: one(6, () => SERVER_CAPABILITIES),
      functions: byName(7, () => FUNCTION),
    }),
  },
  ValidateProviderConfig: {
    request: message({ config: value(1) }),
    response: message({ diagnostics: diagnostics(2) }),
  },
  ValidateResourceConfig: {
    request: message({ type_name: text(1), config: value(2) }),
    response: message({ diagnostics: diagnostics(1) }),
  },
  ValidateDataResourceConfig: {
    request: message({ type_name: text(1), config: value(2) }),
    response: message({ diagnostics: diagnostics(1) }),
  },
  ConfigureProvider: {
    request: message({ terraform_version: text(1), config: value(2) }),
    response: message({ diagnostics: diagnostics(1) }),
  },
  UpgradeResourceState: {
    request: message({
      type_name: text(1),
      version: integer(2),
      raw_state: one(3, () => RAW_STATE),
    }),
    response: message({ upgraded_state: value(1), diagnostics: diagnostics(2) }),
  },
  ReadResource: {
    request: message({ type_name: text(1), current_state: value(2), private: bytes(3) }),
    response: message({ new_state: value(1), diagnostics: diagnostics(2), private: bytes(3) }),
  },
  PlanResourceChange: {
    request: message({
      type_name: text(1),
      prior_state: value(2),
      proposed_new_state: value(3),
      config: value(4),
      prior_private: bytes(5),
    }),
    response: message({
      planned_state: value(1),
      requires_replace: many(2, () => ATTRIBUTE_PATH),
      planned_private: bytes(3),
      diagnostics: diagnostics(4),
    }),
  },
  ApplyResourceChange: {
    request: message({
      type_name: text(1),
      prior_state: value(2),
      planned_state: value(3),
      config: value(4),
      planned_private: bytes(5),
    }),
    response: message({ new_state: value(1), private: bytes(2), diagnostics: diagnostics(3) }),
  },
  ImportResourceState: {
    request: message({ type_name: text(1), id: text(2) }),
    response: message({
      imported_resources: many(1, () => IMPORTED_RESOURCE),
      diagnostics: diagnostics(2),
    }),
  },
  MoveResourceState: {
    request: message({
      source_provider_address: text(1),
      source_type_name: text(2),
      source_schema_version: integer(3),
      source_state: one(4, () => RAW_STATE),
      target_type_name: text(5),
      source_private: bytes(6),
    }),
    response: message({
      target_state: value(1),
      diagnostics: diagnostics(2),
      target_private: bytes(3),
    }),
  },
  ReadDataSource: {
    request: message({ type_name: text(1), config: value(2) }),
    response: message({ state: value(1), diagnostics: diagnostics(2) }),
  },
  GetFunctions: {
    request: EMPTY,
    response: message({ functions: byName(1, () => FUNCTION), diagnostics: diagnostics(2) }),
  },
  CallFunction: {
    request: message({ name: text(1), arguments: many(2, () => DYNAMIC_VALUE) }),
    response: message({ result: value(1), error: one(2, () => FUNCTION_ERROR) }),
  },
  StopProvider: {
    request: EMPTY,
    response: message({ error: text(1) }),
  },
} as const;

const IMPORTED_RESOURCE = message({ type_name: text(1), state: value(2), private: bytes(3) });

export type ProviderCalls = typeof PROVIDER_CALLS;
export type ProviderCall = keyof ProviderCalls;
