// The Terraform provider `holdfast`: one object that our engine drives in-process and that Terraform can
// drive over gRPC. It says what the schema and each resource type say, turns faults into diagnostics and
// partial results into objects. It reaches a vSphere only through the Backend port.

import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { invariant } from "../model/invariant.js";
import type { Provider, ReadObject } from "../model/provider.js";
import type { ObjectValue } from "../model/value.js";
import { providerSchema } from "../schema/resource-schemas.js";
import { validateConverted } from "../schema/validate-value.js";
import { applyChange } from "./apply-change.js";
import { attributesOf } from "./attributes.js";
import { type Backend, VsphereFault } from "./backend.js";
import { catchFault, faultDiagnostic } from "./fault-diagnostic.js";
import { providerFunctions } from "./functions/provider-functions.js";
import { hasForm } from "./inventory-path.js";
import { planObject } from "./plan-object.js";
import { type DrillEstate, readDataSource, validateDataSource } from "./read-data-source.js";
import { redactDiagnostics } from "./redact-diagnostics.js";
import type { ResourceType } from "./resource-type.js";
import { resourceTypesByName } from "./resource-types.js";
import { settleAttributes } from "./settle-attributes.js";
import type { WriteBackup } from "./write-backup.js";

export interface ProviderPorts {
  /** Where backups of native key providers go. */
  readonly writeBackup: WriteBackup;
  /** Drills the vSphere as it is; absent where it cannot be drilled. */
  readonly drill?: DrillEstate;
  /** What people know the vSphere by, such as the file of a simulated one. */
  readonly place?: string;
}

/** `backend` is opened with the first operation that needs it; planning and validation do not. */
export function makeProvider(backend: () => Promise<Backend>, ports: ProviderPorts): Provider {
  const connect = connectOnce(backend);
  return {
    schema: providerSchema,
    functions: providerFunctions,
    validate: validateObject,
    plan: ({ type, prior, proposed }) => {
      if (proposed === null) return { planned: null, requiresReplace: [], diagnostics: [] };
      const plan = planObject(typeOf(type), { prior, proposed });
      return { ...plan, diagnostics: redactDiagnostics(type, [proposed], plan.diagnostics) };
    },
    read: ({ type, state }) => withBackend(connect, state, (b) => read(b, typeOf(type), state)),
    apply: async (request) => {
      const { type, prior, planned, config } = request;
      const result = await withBackend(connect, prior, (b) =>
        applyChange(b, typeOf(type), { ...request, ...ports }),
      );
      const diagnostics = redactDiagnostics(type, [planned, config], result.diagnostics);
      return { ...result, diagnostics };
    },
    validateData: validateDataSource,
    readData: ({ type, config }) =>
      withBackend(connect, null, (b) => readDataSource(b, { type, config }, ports)),
    import: ({ type, id }) => withBackend(connect, null, (b) => importObject(b, typeOf(type), id)),
  };
}

/** The rules of the resource types, offline. */
export const validateObject: Provider["validate"] = ({ type, config }) => {
  const rules = typeOf(type).validate(attributesOf(type, config));
  return redactDiagnostics(type, [config], [...validateConverted(type, config), ...rules]);
};

function typeOf(type: string): ResourceType {
  const found = resourceTypesByName.get(type);
  invariant(found !== undefined, `no resource type ${type}`);
  return found;
}

/** One connection for all operations, also for those that run at the same time. */
function connectOnce(open: () => Promise<Backend>): () => Promise<Backend> {
  let opened: Promise<Backend> | undefined;
  return () => {
    opened ??= open();
    return opened;
  };
}

/** Faults that no operation has handled leave the object as it was. */
async function withBackend(
  connect: () => Promise<Backend>,
  unchanged: ObjectValue | null,
  use: (backend: Backend) => Promise<ReadObject>,
): Promise<ReadObject> {
  const result = await catchFault(async () => await use(await connect()));
  if (!(result instanceof VsphereFault)) return result;
  return { state: unchanged, diagnostics: [faultDiagnostic(result)] };
}

async function read(
  backend: Backend,
  resource: ResourceType,
  state: ObjectValue,
): Promise<ReadObject> {
  const id = attributesOf(resource.type, state).text("id");
  const observed = await resource.operations.read(backend, id, state);
  if (observed === undefined) return { state: null, diagnostics: [] };
  return { state: settleAttributes(resource.type, observed, state), diagnostics: [] };
}

async function importObject(
  backend: Backend,
  resource: ResourceType,
  id: string,
): Promise<ReadObject> {
  if (!resource.idForms.some((form) => hasForm(id, form))) {
    return { state: null, diagnostics: [invalidImportId(resource, id)] };
  }
  const observed = await resource.operations.read(backend, id, null);
  if (observed === undefined) return { state: null, diagnostics: [] };
  return { state: settleAttributes(resource.type, observed, null), diagnostics: [] };
}

function invalidImportId(resource: ResourceType, id: string): Diagnostic {
  const forms = resource.idForms.join(" or ");
  const detail = `"${id}" is not the id of a ${resource.type}: that has the form ${forms}.`;
  return errorDiagnostic("Invalid import id", detail);
}
