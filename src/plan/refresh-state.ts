// Asks the backend how the objects in the state are now. What is gone leaves the state; what differs is drift.

import { compareText, formatResource } from "../model/address.js";
import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import { invariant } from "../model/invariant.js";
import type { Provider } from "../model/provider.js";
import type { StateInstance } from "../model/state.js";
import { areValuesEqual, type ObjectValue } from "../model/value.js";
import { identified, type OnPlanEvent } from "./plan-event.js";
import { findReadViolations } from "./provider-rules.js";
import { runBounded } from "./run-bounded.js";

export interface RefreshedInstances {
  readonly instances: ReadonlyMap<string, StateInstance>;
  /** What differs: key of the state, before, and after (null when it is gone). */
  readonly differences: readonly ObjectDifference[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface ObjectDifference {
  readonly key: string;
  readonly instance: StateInstance;
  readonly after: ObjectValue | null;
}

export interface RefreshRequest {
  readonly instances: ReadonlyMap<string, StateInstance>;
  /** Those to be read; all others stay as they are. */
  readonly keys: readonly string[];
  readonly parallelism: number;
  readonly onEvent: OnPlanEvent;
}

export async function refreshInstances(
  provider: Provider,
  { instances, keys, parallelism, onEvent }: RefreshRequest,
): Promise<RefreshedInstances> {
  const refreshed = new Map(instances);
  const differences: ObjectDifference[] = [];
  const diagnostics: Diagnostic[] = [];
  const answers = await runBounded(keys, parallelism, async (key) => ({
    key,
    answer: await tell(onEvent, instances.get(key), (instance) =>
      readInstance(provider, key, instance),
    ),
  }));
  for (const { key, answer } of answers) {
    const { instance, after } = answer;
    diagnostics.push(...answer.diagnostics);
    if (instance === undefined || hasErrors(answer.diagnostics)) continue;
    if (after === null) refreshed.delete(key);
    else if (after !== instance.attributes) {
      refreshed.set(key, { ...instance, attributes: after });
    } else continue;
    differences.push({ key, instance, after });
  }
  const gone = differences.filter((difference) => difference.after === null);
  return { instances: withoutGone(refreshed, gone), differences, diagnostics };
}

interface ReadInstance {
  readonly instance: StateInstance | undefined;
  readonly after: ObjectValue | null;
  readonly diagnostics: readonly Diagnostic[];
}

async function tell(
  onEvent: OnPlanEvent,
  instance: StateInstance | undefined,
  read: (instance: StateInstance | undefined) => Promise<ReadInstance>,
): Promise<ReadInstance> {
  if (instance === undefined) return await read(instance);
  const about = { operation: "refresh", instance: instance.address } as const;
  onEvent({ kind: "started", ...about, ...identified(instance.attributes) });
  const answer = await read(instance);
  if (!hasErrors(answer.diagnostics))
    onEvent({ kind: "finished", ...about, ...identified(answer.after) });
  return answer;
}

async function readInstance(
  provider: Provider,
  key: string,
  instance: StateInstance | undefined,
): Promise<ReadInstance> {
  if (instance === undefined) return { instance, after: null, diagnostics: [] };
  const { type } = instance.address.resource;
  const { state, diagnostics } = await provider.read({ type, state: instance.attributes });
  const placed = diagnostics.map((d) => ({ address: key, ...d }));
  if (state === null || hasErrors(diagnostics))
    return { instance, after: state, diagnostics: placed };
  // What is as it was stored was asserted when it was made or read.
  if (areValuesEqual(state, instance.attributes))
    return { instance, after: instance.attributes, diagnostics: placed };
  assertReadable(provider, type, state);
  return { instance, after: state, diagnostics: placed };
}

/** Asserts that what the provider read has the form of its schema. */
export function assertReadable(provider: Provider, type: string, state: ObjectValue): void {
  const attributes = provider.schema.resource_schemas[type]?.block.attributes ?? {};
  const wrong = findReadViolations(attributes, state);
  invariant(wrong.length === 0, `the provider read an invalid ${type}: ${wrong.join(", ")}`);
}

/**
 * A resource of which nothing is left no longer stands between those that depended on it and those it
 * depended on: they inherit its dependencies, so that the order of deletion stays known.
 */
function withoutGone(
  instances: ReadonlyMap<string, StateInstance>,
  gone: readonly ObjectDifference[],
): ReadonlyMap<string, StateInstance> {
  if (gone.length === 0) return instances;
  const left = new Set([...instances.values()].map((i) => formatResource(i.address.resource)));
  const inherited = new Map<string, readonly string[]>();
  for (const { instance } of gone) {
    const name = formatResource(instance.address.resource);
    if (!left.has(name)) inherited.set(name, instance.dependencies);
  }
  if (inherited.size === 0) return instances;
  const entries = [...instances].map(([key, instance]) => {
    if (!instance.dependencies.some((name) => inherited.has(name))) return [key, instance] as const;
    return [key, { ...instance, dependencies: inherit(instance.dependencies, inherited) }] as const;
  });
  return new Map(entries);
}

function inherit(
  names: readonly string[],
  inherited: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const behind = inherited.get(name);
    if (behind === undefined) found.add(name);
    else if (!seen.has(name)) for (const next of behind) open.push(next);
    seen.add(name);
  }
  return [...found].sort(compareText);
}

/** The objects of the state as the schema of today has them, and errors for those it has not. */
export function findUnreadable(
  provider: Provider,
  instances: ReadonlyMap<string, StateInstance>,
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const [address, { schemaVersion, address: of }] of instances) {
    const schema = provider.schema.resource_schemas[of.resource.type];
    if (schema === undefined) {
      const detail = `The state holds ${address}, but there is no resource type ${of.resource.type}.`;
      const advice = `Another provider manages it: forget it here with "holdfast state rm ${address}".`;
      diagnostics.push(
        errorDiagnostic("Unknown resource type in the state", `${detail} ${advice}`, { address }),
      );
    } else if (schemaVersion > schema.version) {
      const detail = `${address} was written by a newer Holdfast (schema version ${schemaVersion}, known is ${schema.version}). Use that version.`;
      diagnostics.push(errorDiagnostic("Object of a newer schema", detail, { address }));
    }
  }
  return diagnostics;
}
