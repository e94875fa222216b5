// The state as the planner compares with it: in today's schema, under the addresses of now, as the backend
// has it, and with what an interrupted apply left behind.

import type { Configuration } from "../load/configuration.js";
import type { ConfigurationGraph } from "../load/configuration-graph.js";
import { formatResource, parseInstance } from "../model/address.js";
import { type Diagnostic, hasErrors, warningDiagnostic } from "../model/diagnostic.js";
import type { Provider } from "../model/provider.js";
import type { InterruptedChange, State, StateInstance } from "../model/state.js";
import { conformObject } from "./conform-object.js";
import { moveInstances } from "./move-instances.js";
import type { PlanOptions } from "./plan-context.js";
import { forgottenBy } from "./plan-deletions.js";
import type { OnPlanEvent } from "./plan-event.js";
import { readImport } from "./read-import.js";
import {
  assertReadable,
  findUnreadable,
  type ObjectDifference,
  refreshInstances,
} from "./refresh-state.js";
import { findMovesOutside, type Selection, selectTargets } from "./select-targets.js";

export interface PreparedState {
  /** Managed ones. */
  readonly instances: ReadonlyMap<string, StateInstance>;
  /** What data sources gave the last time, as stored. */
  readonly data: ReadonlyMap<string, StateInstance>;
  readonly previous: ReadonlyMap<string, string>;
  /** Address → id of what was taken over. */
  readonly adopted: ReadonlyMap<string, string>;
  readonly differences: readonly ObjectDifference[];
  readonly selection: Selection;
  readonly diagnostics: readonly Diagnostic[];
}

export interface PrepareRequest {
  readonly configuration: Configuration;
  readonly graph: ConfigurationGraph;
  readonly state: State;
  readonly provider: Provider;
  readonly options: Required<PlanOptions>;
  readonly onEvent: OnPlanEvent;
}

export async function prepareState(request: PrepareRequest): Promise<PreparedState> {
  const { configuration, graph, state, provider, options, onEvent } = request;
  const { managed, data } = byMode(state);
  const unreadable = findUnreadable(provider, managed);
  const stored = unreadable.length > 0 ? new Map() : conformInstances(provider, managed);
  const moved = moveInstances(configuration, stored);
  const selection = selectTargets(graph, moved.instances, {
    ...options,
    moved: moved.previous.values(),
  });
  const outside = findMovesOutside(selection, moved.previous);
  const before = [...unreadable, ...moved.diagnostics, ...selection.diagnostics, ...outside];
  const adopted = await adoptInterrupted(request, moved.instances);
  const instances = new Map([...moved.instances, ...adopted.instances]);
  // What an interrupted change came to is not known: it is read in any case.
  const candidates = options.refresh ? moved.instances : begunInstances(state, moved.instances);
  const isLeft = options.mode === "normal" ? forgottenBy(configuration) : () => false;
  const keys = hasErrors(before) ? [] : keysToRead(candidates, selection, isLeft);
  const { parallelism } = options;
  const refreshed = await refreshInstances(provider, { instances, keys, parallelism, onEvent });
  return {
    instances: refreshed.instances,
    data,
    previous: moved.previous,
    adopted: adopted.ids,
    differences: refreshed.differences,
    selection,
    diagnostics: [...before, ...adopted.diagnostics, ...refreshed.diagnostics],
  };
}

function byMode({ instances }: State) {
  const managed = new Map<string, StateInstance>();
  const data = new Map<string, StateInstance>();
  for (const [key, instance] of instances) {
    (instance.address.resource.mode === "data" ? data : managed).set(key, instance);
  }
  return { managed, data };
}

function begunInstances(
  { interrupted = [] }: State,
  instances: ReadonlyMap<string, StateInstance>,
): ReadonlyMap<string, StateInstance> {
  return new Map(
    interrupted.flatMap(({ address }) => {
      const instance = instances.get(address);
      return instance === undefined ? [] : [[address, instance] as const];
    }),
  );
}

function conformInstances(
  provider: Provider,
  instances: ReadonlyMap<string, StateInstance>,
): ReadonlyMap<string, StateInstance> {
  const entries = [...instances].map(([key, instance]) => {
    const schema = provider.schema.resource_schemas[instance.address.resource.type];
    if (schema === undefined) return [key, instance] as const;
    const attributes = conformObject(schema.block.attributes, instance.attributes);
    const isSame = attributes === instance.attributes && schema.version === instance.schemaVersion;
    const conform = isSame ? instance : { ...instance, attributes, schemaVersion: schema.version };
    return [key, conform] as const;
  });
  return new Map(entries);
}

/** What is only to be forgotten is left as it is. */
function keysToRead(
  instances: ReadonlyMap<string, StateInstance>,
  selection: Selection,
  isLeft: (instance: StateInstance) => boolean,
): readonly string[] {
  const isIn = (instance: StateInstance) => {
    if (isLeft(instance)) return false;
    if (selection.isComplete) return true;
    const { address } = instance;
    const isDeclaredIn = selection.includesNode(formatResource(address.resource));
    return (
      selection.includesDeletion(address) || (isDeclaredIn && selection.includesInstance(address))
    );
  };
  return [...instances].flatMap(([key, instance]) => (isIn(instance) ? key : []));
}

interface Adopted {
  readonly instances: readonly (readonly [string, StateInstance])[];
  readonly ids: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * An apply that was killed had begun these creations, and nobody wrote down how they ended. What is found
 * under the id that was planned is taken over as it is.
 */
async function adoptInterrupted(
  { provider, configuration, state: { interrupted = [] } }: PrepareRequest,
  instances: ReadonlyMap<string, StateInstance>,
): Promise<Adopted> {
  const found: (readonly [string, StateInstance])[] = [];
  const ids = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  const begun = interrupted.filter((c) => c.action === "create" && !instances.has(c.address));
  const taken = begun.length === 0 ? new Set<string>() : objectIds(instances.values());
  for (const change of begun) {
    const address = parseInstance(change.address);
    if (address === undefined) continue;
    const { type } = address.resource;
    if (change.id === undefined) {
      diagnostics.push(unknownOutcome(change));
      continue;
    }
    if (taken.has(objectId(type, change.id))) continue;
    const resource = configuration.resources.get(formatResource(address.resource));
    const answer = await readImport(provider, { type, id: change.id, resource });
    diagnostics.push(...answer.diagnostics.map((d) => ({ address: change.address, ...d })));
    if (answer.state === null || hasErrors(answer.diagnostics)) continue;
    assertReadable(provider, type, answer.state);
    const schemaVersion = provider.schema.resource_schemas[type]?.version ?? 0;
    const { state: attributes } = answer;
    found.push([change.address, { address, schemaVersion, attributes, dependencies: [] }]);
    ids.set(change.address, change.id);
    diagnostics.push(takenOver(change, change.id));
  }
  return { instances: found, ids, diagnostics };
}

function objectIds(instances: Iterable<StateInstance>): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { address, attributes } of instances) {
    ids.add(objectId(address.resource.type, String(attributes.id)));
  }
  return ids;
}

function objectId(type: string, id: string): string {
  return `${type} ${id}`;
}

function unknownOutcome({ address }: InterruptedChange): Diagnostic {
  const detail = `An apply was interrupted while it created ${address}, whose id was not known yet.`;
  const advice = "If the object exists, import it before you apply, or there will be two.";
  return warningDiagnostic("Outcome of an interrupted change is unknown", `${detail} ${advice}`, {
    address,
  });
}

function takenOver({ address }: InterruptedChange, id: string): Diagnostic {
  const detail = `An apply was interrupted while it created ${address}. The object "${id}" exists and is`;
  const advice = "taken over as if it were imported.";
  return warningDiagnostic("Object of an interrupted apply found", `${detail} ${advice}`, {
    address,
  });
}
