// Carries out one step of a change: evaluates the configuration with what is known by now, plans once more and
// asserts that nothing else is planned than before, and has the provider do it. What it leads to is recorded
// before anything else happens.

import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { Configuration } from "../load/configuration.js";
import { formatResource } from "../model/address.js";
import { type Diagnostic, hasErrors } from "../model/diagnostic.js";
import { invariant } from "../model/invariant.js";
import type { Change } from "../model/plan.js";
import type { Provider, ReadObject } from "../model/provider.js";
import { providerNameOf } from "../model/provider-address.js";
import type { InterruptedChange, State, StateInstance } from "../model/state.js";
import type { DynamicTypes } from "../model/type.js";
import { type ObjectValue, withoutUnknown } from "../model/value.js";
import type { CheckLedger } from "../plan/check-ledger.js";
import { typesAfterIgnoring } from "../plan/ignore-changes.js";
import { attributesOfType, isAsBefore, planDelete, planPut } from "../plan/plan-object.js";
import {
  findApplyViolations,
  findReadViolations,
  findReplanViolations,
} from "../plan/provider-rules.js";
import type { ReadRemoteState } from "../plan/remote-state.js";
import type { ObjectRecord } from "../state/state-store.js";
import { checkMade } from "./check-object.js";
import type { RealValues } from "./real-values.js";
import { currentKey, deposedKey } from "./starting-state.js";
import { configOf, ignoredConfig } from "./step-config.js";

/** Where steps find and leave objects. */
export interface Bench {
  readonly configuration: Configuration;
  readonly provider: Provider;
  readonly readRemoteState: ReadRemoteState;
  readonly values: RealValues;
  /** What became of the conditions. */
  readonly checks: CheckLedger;
  readonly base: State;
  /** By the keys of the state; only {@link Bench.record} changes it. */
  readonly instances: ReadonlyMap<string, StateInstance>;
  /** Errors mean that it must not be carried out. */
  begin(change: InterruptedChange): Promise<readonly Diagnostic[]>;
  record(...records: readonly ObjectRecord[]): void;
}

/** What a step came to. */
export interface StepEnd {
  /** Errors among them: it failed. */
  readonly diagnostics: readonly Diagnostic[];
  /** Of the conditions that what is there now should meet: it was done all the same. */
  readonly broken?: readonly Diagnostic[];
}

/** Makes the object as planned. */
export async function putObject(bench: Bench, change: Change): Promise<StepEnd> {
  const { configuration, provider } = bench;
  const key = currentKey(change);
  const resource = configuration.resources.get(formatResource(change.instance.resource));
  invariant(resource !== undefined && change.after !== null, `${key} is planned but not declared`);
  const place = bench.values.placeOf(change.instance);
  invariant(place !== undefined, `${key} is planned, but there is no such instance`);
  const evaluated = configOf(bench, resource, place, key);
  const { config } = evaluated;
  if (config === undefined) return evaluated;
  const { type } = resource.address;
  const prior = change.action === "update" ? change.before : null;
  const wanted = ignoredConfig(provider, resource, prior, config);
  const stored = prior === null ? undefined : bench.instances.get(key);
  const { types } = evaluated;
  const { ignoreChanges: ignored } = resource.lifecycle;
  const put = planPut(provider, type, {
    prior,
    config: wanted,
    priorTypes: stored?.types,
    types: stored ? typesAfterIgnoring(types, stored, wanted, ignored) : types,
  });
  const diagnostics = [...evaluated.diagnostics, ...put.diagnostics];
  if (put.planned === undefined) return { diagnostics };
  assertAsPlanned(provider, change, put.planned, put.replacePaths.length > 0);
  // What was open when planning may have turned out as it was.
  const { planned } = put;
  if (stored !== undefined && isAsBefore({ ...put, planned }, stored)) {
    recordDependencies(bench, change);
    return { diagnostics, broken: checkMade(bench, resource, place, key) };
  }
  const making = { key, prior, planned, types: put.types, config: wanted };
  const made = await makeObject(bench, change, making);
  const all = [...diagnostics, ...made];
  if (hasErrors(made)) return { diagnostics: all };
  return { diagnostics: all, broken: checkMade(bench, resource, place, key) };
}

function assertAsPlanned(
  provider: Provider,
  change: Change,
  planned: ObjectValue,
  wantsReplace: boolean,
): void {
  const attributes = attributesOfType(provider, change.instance.resource.type);
  const wrong = findReplanViolations(attributes, change.after, planned);
  invariant(
    wrong.length === 0,
    `the provider planned ${change.address} otherwise in apply: ${wrong.join(", ")}`,
  );
  invariant(
    !wantsReplace,
    `the provider wants to replace ${change.address}, which was not planned`,
  );
}

interface Making {
  readonly key: string;
  readonly prior: ObjectValue | null;
  readonly planned: ObjectValue;
  readonly types: DynamicTypes | undefined;
  readonly config: ObjectValue;
}

async function makeObject(
  bench: Bench,
  change: Change,
  { key, prior, planned, types, config }: Making,
): Promise<readonly Diagnostic[]> {
  const { type } = change.instance.resource;
  const old = depose(bench, change);
  const { id } = planned;
  const begun = await begin(bench, type, {
    address: key,
    action: prior === null ? "create" : "update",
    ...(typeof id === "string" ? { id } : {}),
  });
  if (hasErrors(begun)) {
    restore(bench, change, old);
    return begun;
  }
  const result = await bench.provider.apply({
    type,
    prior,
    planned,
    config,
    seed: seedOf(bench, change),
  });
  recordMade(bench, change, { prior, planned, types, result });
  if (hasErrors(result.diagnostics) && result.state === null) restore(bench, change, old);
  return result.diagnostics;
}

/**
 * What Terraform's own provider makes is in the state alone: a crash leaves nothing outside to look for, and nothing has
 * to be durable before. Signals are still to be heard between such steps.
 */
async function begin(
  bench: Bench,
  type: string,
  change: InterruptedChange,
): Promise<readonly Diagnostic[]> {
  if (providerNameOf(type) === "holdfast") return await bench.begin(change);
  await setImmediate();
  return [];
}

/** With create-before-destroy the old object makes room under a key of its own. */
function depose(bench: Bench, change: Change): StateInstance | undefined {
  if (change.action !== "create-then-delete") return undefined;
  const key = currentKey(change);
  const old = bench.instances.get(key);
  invariant(old !== undefined, `${key} is to be replaced, but is not there`);
  const deposed = deposedKeyOf(bench, change);
  const room = { key: deposedKey(change, deposed), instance: { ...old, deposed } };
  bench.record(room, { key, instance: null });
  return old;
}

/** The old object is the current one again, as nothing took its place. */
function restore(bench: Bench, change: Change, old: StateInstance | undefined): void {
  if (old === undefined) return;
  const room = { key: deposedKey(change, deposedKeyOf(bench, change)), instance: null };
  bench.record({ key: currentKey(change), instance: old }, room);
}

/** Eight hex digits that follow from the state and the address: the same in every run. */
function deposedKeyOf(bench: Bench, change: Change): string {
  return createHash("sha256").update(seedOf(bench, change)).digest("hex").slice(0, 8);
}

function seedOf({ base }: Bench, { address }: Change): string {
  return `${base.lineage}/${base.serial}/${address}`;
}

interface Made {
  readonly prior: ObjectValue | null;
  readonly planned: ObjectValue;
  readonly types: DynamicTypes | undefined;
  readonly result: ReadObject;
}

/**
 * What an object waits for, where nothing else of it changes. Like Terraform, it keeps what it waited for before:
 * until it is made anew it may still rest on that.
 */
function recordDependencies(bench: Bench, change: Change): void {
  const key = currentKey(change);
  const instance = bench.instances.get(key);
  invariant(instance !== undefined, `${key} is to be updated, but is not there`);
  const { createBeforeDestroy: _, providerAlias: __, ...kept } = instance;
  const order = orderOf(change);
  const dependencies = [...new Set([...kept.dependencies, ...order.dependencies])].sort();
  bench.record({ key, instance: { ...kept, ...order, dependencies } });
}

type Order = Pick<StateInstance, "dependencies" | "createBeforeDestroy" | "providerAlias">;

function orderOf({ dependencies, createBeforeDestroy, providerAlias }: Change): Order {
  return {
    dependencies,
    ...(createBeforeDestroy ? { createBeforeDestroy: true } : {}),
    ...(providerAlias === undefined ? {} : { providerAlias }),
  };
}

function recordMade(bench: Bench, change: Change, { prior, planned, types, result }: Made): void {
  const key = currentKey(change);
  const { type } = change.instance.resource;
  const attributes = attributesOfType(bench.provider, type);
  const hasFailed = hasErrors(result.diagnostics);
  if (result.state === null) {
    invariant(hasFailed, `the provider made no ${key} and gave no reason`);
    // Like Terraform, an update that fails leaves in the state what was there: the next plan finds what became of it.
    bench.record({ key, instance: (prior && bench.instances.get(key)) ?? null });
    return;
  }
  const state = withoutUnknown(result.state);
  const before = bench.instances.get(key);
  const isTainted = hasFailed && (prior === null || before?.tainted);
  const instance: StateInstance = {
    address: change.instance,
    schemaVersion: bench.provider.schema.resource_schemas[type]?.version ?? 0,
    attributes: state,
    ...(types === undefined ? {} : { types }),
    ...(isTainted ? { tainted: true } : {}),
    ...orderOf(change),
    ...(prior !== null && before?.extra !== undefined ? { extra: before.extra } : {}),
  };
  bench.record({ key, instance });
  // Asserted only now: whatever is wrong with it, the object is there.
  const wrong = hasFailed
    ? findReadViolations(attributes, state)
    : findApplyViolations(attributes, planned, result.state);
  invariant(
    wrong.length === 0,
    `the provider made ${key} otherwise than planned: ${wrong.join(", ")}`,
  );
}

/** Deletes the object that a change deletes or replaces. With errors it is still there. */
export async function removeObject(bench: Bench, change: Change): Promise<StepEnd> {
  const isDeposed = change.action === "create-then-delete";
  const key = isDeposed ? deposedKey(change, deposedKeyOf(bench, change)) : change.address;
  const instance = bench.instances.get(key);
  invariant(instance !== undefined, `${key} is to be deleted, but is not there`);
  const { type } = change.instance.resource;
  const refused = planDelete(bench.provider, type, instance.attributes);
  if (hasErrors(refused)) return { diagnostics: refused };
  const begun = await begin(bench, type, { address: key, action: "delete" });
  if (hasErrors(begun)) return { diagnostics: begun };
  const prior = instance.attributes;
  const { state, diagnostics } = await bench.provider.apply({
    type,
    prior,
    planned: null,
    config: null,
    seed: seedOf(bench, change),
  });
  const kept = state === null ? null : { ...instance, attributes: withoutUnknown(state) };
  bench.record({ key, instance: kept });
  invariant(state === null || hasErrors(diagnostics), `the provider did not delete ${key}`);
  return { diagnostics: [...refused, ...diagnostics] };
}
