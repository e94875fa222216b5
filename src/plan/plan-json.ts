// A plan as Terraform prints it with `show -json`, format 1.2: what the tools that review plans read. Nothing
// in it is secret, as nothing in a plan is, unless the values of sensitive variables are asked for.

import { schemaOfResource } from "../builtin/terraform-schema.js";
import { withoutMarks } from "../language/set-order.js";
import type { Configuration } from "../load/configuration.js";
import {
  compareText,
  formatInstance,
  formatModule,
  type InstanceAddress,
} from "../model/address.js";
import type { Json, JsonObject } from "../model/json.js";
import {
  type Action,
  type Change,
  driftIn,
  type OutputChange,
  objectsRead,
  type Plan,
  previousAddressIn,
} from "../model/plan.js";
import { providerAddress, providerNameOf } from "../model/provider-address.js";
import { TERRAFORM_VERSION } from "../model/terraform-version.js";
import type { ProviderSchema } from "../model/type.js";
import { isWhollyKnown, type ObjectValue } from "../model/value.js";
import { compareStateInstances } from "../state/encode-state.js";
import { checksJson } from "./checks-json.js";
import { configurationJson } from "./configuration-json.js";
import type { VariableValues } from "./evaluation-scope.js";
import {
  fromEntries,
  knownObject,
  knownPart,
  sensitiveMask,
  unknownMask,
  unknownOutputMask,
} from "./json-masks.js";
import { relevantAttributes } from "./relevant-attributes.js";
import {
  type ShownObject,
  type ShownOutput,
  shownObject,
  stateDocument,
  stateValues,
} from "./state-json.js";

export interface PlanToShow {
  readonly plan: Plan;
  readonly configuration: Configuration;
  readonly variables: VariableValues;
  /** The same as they were given, before they were made of their types, which is how they are shown. */
  readonly given?: VariableValues | undefined;
  /** With the values of sensitive variables, as Terraform has it; without it they are left out. */
  readonly showsSensitive?: boolean;
  readonly schema: ProviderSchema;
  /** RFC 3339, in UTC. */
  readonly timestamp: string;
}

export function planToJson(shown: PlanToShow): JsonObject {
  const { plan, configuration, schema } = shown;
  const shape = (changes: readonly Change[]) =>
    changes.length === 0 ? undefined : changes.map((change) => resourceChange(change, shown));
  const isRefreshOnly = plan.mode === "refresh-only";
  const changed = plan.outputs.filter((o) => !o.isLeftOut);
  const outputs = Object.fromEntries(changed.map((o) => [o.name, outputChange(o)] as const));
  return fromEntries([
    ["format_version", "1.2"],
    ["terraform_version", TERRAFORM_VERSION],
    ["variables", variablesJson(shown)],
    ["planned_values", plannedValues(plan, schema)],
    ["resource_drift", shape(driftIn(plan))],
    ["resource_changes", isRefreshOnly ? undefined : shape(plan.changes)],
    ["output_changes", changed.length === 0 ? undefined : outputs],
    ["prior_state", priorState(shown)],
    ["configuration", configurationJson(configuration, shown)],
    ["relevant_attributes", relevantJson(plan, configuration)],
    ["checks", checksJson(plan.checks)],
    ["timestamp", shown.timestamp],
    ["applyable", plan.applyable && plan.errored !== true],
    ["complete", plan.complete],
    ["errored", plan.errored === true],
  ]);
}

function relevantJson(plan: Plan, configuration: Configuration): JsonObject[] | undefined {
  const relevant = relevantAttributes(plan, configuration);
  return relevant.length === 0 ? undefined : relevant.map((one) => ({ ...one }));
}

function variablesJson({
  configuration,
  variables,
  given = {},
  showsSensitive,
}: PlanToShow): JsonObject | undefined {
  const values = { ...variables, ...given };
  const shown = [...configuration.variables.values()].flatMap((variable): [string, Json][] => {
    const { name, sensitive, ephemeral } = variable;
    // A plan does not have what an ephemeral one was given, and Terraform shows its default all the same.
    const isThere = !ephemeral && Object.hasOwn(values, name);
    const value = isThere ? values[name] : variable.default;
    const isShown = value !== undefined && (!sensitive || showsSensitive === true);
    const json = isShown ? knownPart(withoutMarks(value)) : undefined;
    return json === undefined ? [] : [[name, { value: json }]];
  });
  if (shown.length === 0) return undefined;
  return Object.fromEntries(shown.sort(([a], [b]) => compareText(a, b)));
}

const ACTIONS: Readonly<Record<Action, readonly string[]>> = {
  "no-op": ["no-op"],
  create: ["create"],
  read: ["read"],
  update: ["update"],
  delete: ["delete"],
  forget: ["forget"],
  "delete-then-create": ["delete", "create"],
  "create-then-delete": ["create", "delete"],
};

function resourceChange(change: Change, { plan, schema }: PlanToShow): JsonObject {
  const { mode, type, name } = change.instance.resource;
  const attributes = schemaOfResource({ mode, type }, schema)?.block.attributes ?? {};
  const { before, after, types, replacePaths, importId } = change;
  return fromEntries([
    ["address", formatInstance(change.instance)],
    ["previous_address", previousAddressIn(plan, change)],
    ["module_address", moduleAddress(change.instance)],
    ["mode", mode],
    ["type", type],
    ["name", name],
    ["index", change.instance.key],
    ["provider_name", providerAddress(providerNameOf(type))],
    ["deposed", change.deposed],
    [
      "change",
      fromEntries([
        ["actions", ACTIONS[change.action]],
        ["before", before === null ? null : knownObject(before)],
        ["after", after === null ? null : knownObject(after)],
        ["after_unknown", unknownMask(after)],
        ["before_sensitive", sensitiveMask(attributes, before)],
        ["after_sensitive", sensitiveMask(attributes, after, types)],
        ["replace_paths", replacePaths.length === 0 ? undefined : replacePaths],
        ["importing", importId === undefined ? undefined : { id: importId }],
      ]),
    ],
    ["action_reason", change.reason],
  ]);
}

function moduleAddress({ resource: { module }, moduleKeys }: InstanceAddress): string | undefined {
  return module === undefined ? undefined : formatModule(module, moduleKeys);
}

function outputChange({ action, before, after, sensitive }: OutputChange): JsonObject {
  return fromEntries([
    ["actions", [action]],
    ["before", knownPart(before)],
    ["after", knownPart(after)],
    ["after_unknown", unknownOutputMask(after)],
    ["before_sensitive", sensitive],
    ["after_sensitive", sensitive],
  ]);
}

function plannedValues(plan: Plan, schema: ProviderSchema): JsonObject {
  const changes = plan.mode === "refresh-only" ? [] : plan.changes;
  // Terraform shows what is forgotten among the planned objects, without its values.
  const objects = changes.flatMap(({ action, instance, after, types }) =>
    after === null && action !== "forget" ? [] : [{ address: instance, attributes: after, types }],
  );
  // Here by the text of the address, so that [10] comes before [1].
  objects.sort((a, b) => compareText(formatInstance(a.address), formatInstance(b.address)));
  const outputs = plan.outputs.filter((o) => o.action !== "delete" && !o.isLeftOut);
  const shown = outputs.map(({ name, after, type }) => ({ name, value: after, type }));
  return stateValues(objects, shown, schema);
}

/** What the plan compared with; absent when there was nothing. */
function priorState({ plan, configuration, schema }: PlanToShow): JsonObject | undefined {
  const { changes, data = [], leftOut = [] } = plan;
  const read = objectsRead(plan);
  const known = changes.flatMap((change) => {
    const attributes = read.get(change.address) ?? change.before;
    return attributes === null ? [] : priorObject(change, attributes, plan);
  });
  const objects = [...known, ...[...data, ...leftOut].map(shownObject)];
  objects.sort(compareStateInstances);
  const isDeclared = ({ name }: OutputChange) =>
    plan.mode !== "destroy" && configuration.outputs.has(name);
  const outputs = plan.outputs.flatMap((output) => priorOutput(output, isDeclared(output)));
  if (objects.length === 0 && outputs.length === 0) return undefined;
  return stateDocument(objects, outputs, schema);
}

/** Terraform has outputs there as they will be, where the plan knows it. */
function priorOutput(
  { name, before, after, type, priorType = type }: OutputChange,
  isDeclared: boolean,
): readonly ShownOutput[] {
  if (after !== null && isWhollyKnown(after)) return [{ name, value: after, type }];
  const isNull = after === null && isDeclared;
  return before === null || isNull ? [] : [{ name, value: before, type: priorType }];
}

/**
 * What has been read is shown with what it will depend on beside what it depended on, but for what is imported; and what
 * does not change with the former alone.
 */
function priorObject(change: Change, attributes: ObjectValue, { unread }: Plan): ShownObject {
  const { action, tainted, instance, deposed, dependencies, importId } = change;
  const { priorDependencies: stored = dependencies } = change;
  const isAsStored = unread || importId !== undefined;
  const merged = isAsStored ? stored : [...new Set([...stored, ...dependencies])].sort(compareText);
  const priorDependencies = action === "no-op" ? dependencies : merged;
  return {
    address: instance,
    attributes,
    dependencies: priorDependencies,
    ...(tainted ? { tainted } : {}),
    ...(deposed === undefined ? {} : { deposed }),
  };
}
