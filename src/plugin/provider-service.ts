// Terraform's calls, answered by the Terraform provider that our own engine drives in-process: nothing is decided here.
// Whatever goes wrong is a diagnostic in an ordinary answer: of an error of gRPC Terraform says only that the plugin
// failed.

import { createHash } from "node:crypto";
import type { Diagnostic } from "../model/diagnostic.js";
import { errorDiagnostic } from "../model/diagnostic.js";
import type { Provider, ReadObject } from "../model/provider.js";
import type { ProviderSchema, ResourceSchema } from "../model/type.js";
import { isUnknown } from "../model/value.js";
import { type Connection, CountedConnection } from "./counted-connection.js";
import { diagnosticMessages, pathMessage } from "./diagnostic-message.js";
import { callFunction, functionMessages } from "./function-message.js";
import type { DynamicValue, ProviderCall, ProviderCalls } from "./messages.js";
import { moveState } from "./move-state.js";
import {
  parseText,
  Refused,
  readObject,
  requireObject,
  typeOfSchema,
  writeObject,
} from "./object-message.js";
import type { Read, Written } from "./protobuf.js";
import { schemaMessages } from "./schema-message.js";
import { upgradeState } from "./upgrade-state.js";

export interface ServicePorts {
  readonly schema: ProviderSchema;
  /** What is asked of the provider without a vSphere: functions, validation and plans. */
  readonly offline: Pick<Provider, "functions" | "validate" | "validateData" | "plan">;
  /** Whether a text has the form of an id of the type. */
  readonly isId: (type: string, id: string) => boolean;
  /** `simulator` of the provider block; undefined where it is null. */
  readonly connect: (simulator: string | undefined) => Connection;
}

export type ProviderService = {
  readonly [C in ProviderCall]: (
    request: Read<ProviderCalls[C]["request"]>,
  ) => Promise<Written<ProviderCalls[C]["response"]>>;
};

export const SERVER_CAPABILITIES = {
  plan_destroy: true,
  get_provider_schema_optional: true,
  move_resource_state: true,
};

export function makeProviderService(ports: ServicePorts): ProviderService & Closing {
  const connection = openConnection(ports);
  return {
    ...describing(ports),
    ...validating(ports),
    ...storing(ports),
    ...planning(ports),
    ...operating(ports, connection),
    ...connection.service,
    close: connection.close,
  };
}

interface Closing {
  readonly close: () => void;
}

type Part<C extends ProviderCall> = Pick<ProviderService, C>;

function describing({
  schema,
  offline,
}: ServicePorts): Part<"GetMetadata" | "GetProviderSchema" | "GetFunctions" | "CallFunction"> {
  const names = (types: object) => Object.keys(types).map((type_name) => ({ type_name }));
  const functions = functionMessages(offline.functions);
  return {
    GetMetadata: async () => ({
      server_capabilities: SERVER_CAPABILITIES,
      resources: names(schema.resource_schemas),
      data_sources: names(schema.data_source_schemas),
      functions: Object.keys(functions).map((name) => ({ name })),
    }),
    GetProviderSchema: async () => ({
      ...schemaMessages(schema),
      functions,
      server_capabilities: SERVER_CAPABILITIES,
    }),
    GetFunctions: async () => ({ functions }),
    CallFunction: async (request) => callFunction(offline.functions, request),
  };
}

function validating({
  schema,
  offline,
}: ServicePorts): Part<
  "ValidateProviderConfig" | "ValidateResourceConfig" | "ValidateDataResourceConfig"
> {
  return {
    ValidateProviderConfig: async ({ config }) => {
      readObject(schema.provider, config);
      return {};
    },
    ValidateResourceConfig: async ({ type_name: type, config }) => {
      const resource = schemaOf(schema.resource_schemas, type);
      const diagnostics = offline.validate({ type, config: requireObject(resource, config) });
      return { diagnostics: diagnosticMessages(diagnostics, typeOfSchema(resource)) };
    },
    ValidateDataResourceConfig: async ({ type_name: type, config }) => {
      const source = schemaOf(schema.data_source_schemas, type);
      const diagnostics = offline.validateData({ type, config: requireObject(source, config) });
      return { diagnostics: diagnosticMessages(diagnostics, typeOfSchema(source)) };
    },
  };
}

function storing({
  schema,
  isId,
}: ServicePorts): Part<"UpgradeResourceState" | "MoveResourceState"> {
  return {
    UpgradeResourceState: async ({ type_name: type, version, raw_state }) => {
      const resource = schemaOf(schema.resource_schemas, type);
      const json = parseText(raw_state?.json ?? Buffer.alloc(0));
      const upgraded = upgradeState(resource, { type, version, json });
      return { upgraded_state: writeObject(resource, upgraded) };
    },
    MoveResourceState: async (request) => {
      const type = request.target_type_name;
      const resource = schemaOf(schema.resource_schemas, type);
      const moved = moveState({
        source: {
          provider: request.source_provider_address,
          type: request.source_type_name,
          version: request.source_schema_version,
          json: parseText(request.source_state?.json ?? Buffer.alloc(0)),
        },
        target: { type, schema: resource, isId: (id) => isId(type, id) },
      });
      return { target_state: writeObject(resource, moved), target_private: request.source_private };
    },
  };
}

function planning({ schema, offline }: ServicePorts): Part<"PlanResourceChange"> {
  return {
    PlanResourceChange: async (request) => {
      const { type_name: type, prior_private } = request;
      const resource = schemaOf(schema.resource_schemas, type);
      const { planned, requiresReplace, diagnostics } = offline.plan({
        type,
        prior: readObject(resource, request.prior_state),
        proposed: readObject(resource, request.proposed_new_state),
        config: readObject(resource, request.config),
      });
      const objectType = typeOfSchema(resource);
      return {
        planned_state: writeObject(resource, planned),
        requires_replace: requiresReplace.map((path) => pathMessage(path, objectType)),
        planned_private: prior_private,
        diagnostics: diagnosticMessages(diagnostics, objectType),
      };
    },
  };
}

function operating(
  { schema }: ServicePorts,
  { use }: OpenConnection,
): Part<"ReadResource" | "ApplyResourceChange" | "ImportResourceState" | "ReadDataSource"> {
  return {
    ReadResource: async ({ type_name: type, current_state, private: kept }) => {
      const resource = schemaOf(schema.resource_schemas, type);
      const state = requireObject(resource, current_state);
      const read = await use((connection) => connection.looking().read({ type, state }));
      const { state: new_state, diagnostics } = answer(resource, read);
      return { new_state, diagnostics, private: kept };
    },
    ApplyResourceChange: async (request) => {
      const { type_name: type, planned_private } = request;
      const resource = schemaOf(schema.resource_schemas, type);
      const change = {
        type,
        prior: readObject(resource, request.prior_state),
        planned: readObject(resource, request.planned_state),
        config: readObject(resource, request.config),
        seed: seedOf(type, request.planned_state),
      };
      const applied = await use((connection) => connection.changing().apply(change));
      const { state: new_state, diagnostics } = answer(resource, applied);
      return { new_state, diagnostics, private: planned_private };
    },
    ImportResourceState: async ({ type_name: type, id }) => {
      const resource = schemaOf(schema.resource_schemas, type);
      const imported = await use((connection) => connection.looking().import({ type, id }));
      const { state, diagnostics } = answer(resource, imported);
      if (imported.state !== null) {
        return { imported_resources: [{ type_name: type, state }], diagnostics };
      }
      const missing = imported.diagnostics.length > 0 ? [] : [nothingToImport(type, id)];
      return { diagnostics: [...diagnostics, ...diagnosticMessages(missing)] };
    },
    ReadDataSource: async ({ type_name: type, config }) => {
      const source = schemaOf(schema.data_source_schemas, type);
      const given = { type, config: requireObject(source, config) };
      return answer(source, await use((connection) => connection.looking().readData(given)));
    },
  };
}

function answer(schema: ResourceSchema, { state, diagnostics }: ReadObject) {
  return {
    state: writeObject(schema, state),
    diagnostics: diagnosticMessages(diagnostics, typeOfSchema(schema)),
  };
}

/** The same in every run of the same plan. */
function seedOf(type: string, planned: DynamicValue | undefined): string {
  const hash = createHash("sha256").update(type);
  return hash.update(planned?.msgpack ?? "").digest("hex");
}

function nothingToImport(type: string, id: string): Diagnostic {
  const detail = `There is no ${type} with the id "${id}".`;
  return errorDiagnostic("Cannot import what does not exist", detail);
}

interface OpenConnection extends Closing {
  readonly service: Part<"ConfigureProvider" | "StopProvider">;
  /** @throws Refused before anything was configured, and for a vSphere that is not known yet. */
  readonly use: <T>(work: (connection: Connection) => Promise<T>) => Promise<T>;
}

/** A process that stays, as one that Terraform is told to attach to, is configured again for each run. */
function openConnection({ schema, connect }: ServicePorts): OpenConnection {
  let current: CountedConnection | undefined;
  const close = () => {
    current?.release();
    current = undefined;
  };
  return {
    service: {
      ConfigureProvider: async ({ config }) => {
        const { simulator } = requireObject(schema.provider, config);
        close();
        if (simulator !== undefined && isUnknown(simulator)) return {};
        const file = typeof simulator === "string" && simulator !== "" ? simulator : undefined;
        current = new CountedConnection(connect(file));
        return {};
      },
      // Every change is one operation of the vSphere, which happens whole: there is nothing to break off.
      StopProvider: async () => ({}),
    },
    use: async (work) => {
      if (current === undefined) throw new Refused([notKnownYet()]);
      return await current.use(work);
    },
    close,
  };
}

function notKnownYet(): Diagnostic {
  const detail =
    'The argument "simulator" of the provider holdfast is not known yet, so there is no vSphere to look at. Give it a ' +
    "value that is known when the plan is made, or apply what it depends on first with -target.";
  return errorDiagnostic("The vSphere is not known yet", detail, { attribute: ["simulator"] });
}

function schemaOf(schemas: ProviderSchema["resource_schemas"], type: string): ResourceSchema {
  const schema = Object.hasOwn(schemas, type) ? schemas[type] : undefined;
  if (schema !== undefined) return schema;
  const detail = `This version of Holdfast has no "${type}".`;
  throw new Refused([errorDiagnostic("Unknown type", detail)]);
}
