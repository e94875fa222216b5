// Carries one planned change out. What is returned is the planned object with its unknowns filled in; after
// a failure it is what exists all the same, so that the next plan starts from the truth.

import { invariant } from "../model/invariant.js";
import type { ReadObject } from "../model/provider.js";
import type { ObjectValue, Value } from "../model/value.js";
import { attributesOf } from "./attributes.js";
import { type Backend, VsphereFault } from "./backend.js";
import { catchFault, faultDiagnostic } from "./fault-diagnostic.js";
import { changeOf, isUpdate } from "./plan-object.js";
import type { CreateRequest, ResourceType } from "./resource-type.js";
import { completePlanned, settleAttributes } from "./settle-attributes.js";
import type { WriteBackup } from "./write-backup.js";

export interface ApplyRequest {
  readonly prior: ObjectValue | null;
  readonly planned: ObjectValue | null;
  readonly config: ObjectValue | null;
  readonly writeBackup: WriteBackup;
}

export async function applyChange(
  backend: Backend,
  resource: ResourceType,
  request: ApplyRequest,
): Promise<ReadObject> {
  const { prior, planned } = request;
  if (planned === null) return await remove(backend, resource, prior);
  const attributes = attributesOf(resource.type, planned);
  const create: CreateRequest = {
    backend,
    id: identify(resource, prior === null ? resource.idOf(attributes) : prior.id),
    planned: attributes,
    config: attributesOf(resource.type, request.config ?? planned),
    writeBackup: request.writeBackup,
  };
  return prior === null
    ? await createObject(resource, create)
    : await updateObject(resource, create, prior);
}

/** An object keeps its id through every update. */
function identify(resource: ResourceType, id: Value | undefined): string {
  invariant(typeof id === "string", `the id of a ${resource.type} is not known at apply`);
  return id;
}

async function createObject(resource: ResourceType, request: CreateRequest): Promise<ReadObject> {
  const created = await resource.operations.create(request);
  const finish = resource.operations.finishCreation;
  const finished = finish === undefined ? created : await catchFault(() => finish(request));
  return finished instanceof VsphereFault
    ? await afterFailure(resource, request, { fault: finished, prior: null })
    : succeed(resource, request, finished);
}

async function updateObject(
  resource: ResourceType,
  request: CreateRequest,
  prior: ObjectValue,
): Promise<ReadObject> {
  const change = changeOf(resource.type, prior, request.planned.object);
  if (!isUpdate(change)) return succeed(resource, request, prior);
  const updated = await catchFault(() => resource.operations.update({ ...request, change }));
  return updated instanceof VsphereFault
    ? await afterFailure(resource, request, { fault: updated, prior })
    : succeed(resource, request, updated);
}

function succeed(
  resource: ResourceType,
  request: CreateRequest,
  observed: ObjectValue,
): ReadObject {
  const planned = request.planned.object;
  const settled = settleAttributes(resource.type, observed, planned);
  return { state: completePlanned(planned, settled), diagnostics: [] };
}

async function afterFailure(
  resource: ResourceType,
  request: CreateRequest,
  failure: { readonly fault: VsphereFault; readonly prior: ObjectValue | null },
): Promise<ReadObject> {
  const { fault, prior } = failure;
  const diagnostics = [faultDiagnostic(fault)];
  const observed = await catchFault(() =>
    resource.operations.read(request.backend, request.id, prior),
  );
  if (observed === undefined) return { state: null, diagnostics };
  if (observed instanceof VsphereFault) {
    return { state: prior, diagnostics: [...diagnostics, faultDiagnostic(observed)] };
  }
  return { state: settleAttributes(resource.type, observed, prior), diagnostics };
}

async function remove(
  backend: Backend,
  resource: ResourceType,
  prior: ObjectValue | null,
): Promise<ReadObject> {
  if (prior === null) return { state: null, diagnostics: [] };
  const id = identify(resource, prior.id);
  const result = await catchFault(() => resource.operations.remove(backend, id));
  // Somebody else was faster: what was wanted is the case.
  if (!(result instanceof VsphereFault) || result.fault === "NotFound") {
    return { state: null, diagnostics: [] };
  }
  return { state: prior, diagnostics: [faultDiagnostic(result)] };
}
