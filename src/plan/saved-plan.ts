// A plan as a file, to be looked at and applied later exactly as it is: one JSON document with the plan, the
// configuration to apply it with, the variables that are no secrets, and a digest of each object of the state
// it was made against. Secrets are never in it: the names of sensitive and ephemeral variables are, to be asked for again.

import { createHash } from "node:crypto";
import { MAX_EXACT_DEPTH, parseExactJson } from "../files/parse-json.js";
import { depthOf } from "../language/references.js";
import type { Configuration } from "../load/configuration.js";
import { expressionsOf, type GraphNode } from "../load/configuration-graph.js";
import { type Diagnostic, errorDiagnostic } from "../model/diagnostic.js";
import { jsonText } from "../model/json-text.js";
import type { Plan } from "../model/plan.js";
import type { State } from "../model/state.js";
import { containsMarks, type ObjectValue, type Value } from "../model/value.js";
import { isJsonObject } from "../state/json-shape.js";
import {
  decodeConfiguration,
  decodePlan,
  type EncodedConfiguration,
  type EncodedPlan,
  encodeConfiguration,
  encodePlan,
} from "./encode-plan.js";
import type { VariableValues } from "./evaluation-scope.js";
import { decodeObject, encodeObject } from "./value-json.js";

const FORMAT = "holdfast.plan/";
const VERSION = 4;

export interface SavedPlan {
  /** Version of Holdfast that made it. */
  readonly toolVersion: string;
  readonly plan: Plan;
  readonly configuration: Configuration;
  /** Without sensitive and ephemeral ones. */
  readonly variables: VariableValues;
  /** The same as they were given, where they were. */
  readonly given: VariableValues;
  /** Names of the variables that have to be given again. */
  readonly sensitiveVariables: readonly string[];
  /** Names of the ephemeral variables that were given, and so have to be given again; the others keep their defaults. */
  readonly ephemeralVariables: readonly string[];
  /** Key of the state → digest of the object. */
  readonly objects: { readonly [key: string]: string };
  /** Whatever else is to be kept with the plan, such as the survival it was approved with. */
  readonly notes: ObjectValue;
}

export interface PlanToSave {
  readonly toolVersion: string;
  readonly plan: Plan;
  readonly configuration: Configuration;
  readonly variables: VariableValues;
  readonly given?: VariableValues | undefined;
  /** As the store had it when the plan was made. */
  readonly state: State;
  readonly notes?: ObjectValue;
}

/** What {@link decodeSavedPlan} gives back. */
export function makeSavedPlan(made: PlanToSave): SavedPlan {
  const { toolVersion, plan, configuration, state, notes = {} } = made;
  const declared = [...configuration.variables.values()];
  const given = made.given ?? made.variables;
  const open = (values: VariableValues): VariableValues =>
    Object.fromEntries(
      declared.flatMap(({ name, sensitive, ephemeral }): [string, Value][] => {
        const value = Object.hasOwn(values, name) ? values[name] : undefined;
        const isKept = !sensitive && !ephemeral && value !== undefined && !containsMarks(value);
        return isKept ? [[name, value]] : [];
      }),
    );
  return {
    toolVersion,
    plan,
    configuration,
    variables: open(made.variables),
    given: open(made.given ?? {}),
    sensitiveVariables: declared.filter((v) => v.sensitive).map((v) => v.name),
    ephemeralVariables: declared
      .filter((v) => v.ephemeral && Object.hasOwn(given, v.name))
      .map((v) => v.name),
    objects: digestObjects(state),
    notes,
  };
}

/** Names of the variables that are not in a saved plan. */
export function unsavedVariables(saved: SavedPlan): ReadonlySet<string> {
  const declared = [...saved.configuration.variables.values()];
  const ephemeral = declared.filter((v) => v.ephemeral).map((v) => v.name);
  return new Set([...saved.sensitiveVariables, ...ephemeral]);
}

function digestObjects(state: State): SavedPlan["objects"] {
  const entries = [...state.instances].map(([key, { address: _, ...instance }]) => {
    const text = jsonText(instance);
    return [key, createHash("sha256").update(text).digest("base64url").slice(0, 16)] as const;
  });
  return Object.fromEntries(entries);
}

/** A level of an expression is at most three of JSON. */
const DEEPEST_EXPRESSION = Math.floor(MAX_EXACT_DEPTH / 3) - 10;

/** An error for whatever a saved plan may not hold, and for expressions that are nested deeper than one is read. */
export function findUnsavable({ graph }: Configuration): readonly Diagnostic[] {
  return graph.order.flatMap((node) => {
    if (hasSecretDefault(node)) return [unsavableDefault(node.key)];
    const given = node.kind === "module" ? Object.values(node.call.arguments) : [];
    const depth = Math.max(0, ...[...expressionsOf(node), ...given].map(depthOf));
    if (depth <= DEEPEST_EXPRESSION) return [];
    const detail =
      `An expression of ${node.key} is nested ${depth} levels deep, each operator of a row being one, and a saved ` +
      `plan holds ${DEEPEST_EXPRESSION}. Divide it among locals, or apply without --out.`;
    return [errorDiagnostic("Expression too deep for a saved plan", detail, { address: node.key })];
  });
}

/** Of a called module: those of the root module are asked for again. */
function hasSecretDefault(node: GraphNode): boolean {
  if (node.kind !== "variable" || node.module.call === undefined) return false;
  const { sensitive, default: value = null } = node.variable;
  return sensitive && value !== null;
}

function unsavableDefault(address: string): Diagnostic {
  const detail = `${address} is sensitive and has a default, which may be a secret, and a saved plan holds none. Give it from a sensitive variable of the root module, or apply without --out.`;
  return errorDiagnostic("Secret default in a saved plan", detail, { address });
}

export type ReadSavedPlan =
  | { readonly saved: SavedPlan; readonly diagnostics: readonly [] }
  | { readonly saved?: never; readonly diagnostics: readonly Diagnostic[] };

interface Body {
  readonly plan: EncodedPlan;
  readonly configuration: EncodedConfiguration;
  readonly variables: ObjectValue;
  readonly given: ObjectValue;
  readonly sensitiveVariables: readonly string[];
  readonly ephemeralVariables: readonly string[];
  readonly objects: SavedPlan["objects"];
  readonly notes: ObjectValue;
}

export function encodeSavedPlan(saved: SavedPlan): string {
  const { toolVersion, plan, configuration, variables, given, notes, ...rest } = saved;
  const body: Body = {
    ...rest,
    plan: encodePlan(plan),
    configuration: encodeConfiguration(configuration),
    variables: encodeObject(variables),
    given: encodeObject(given),
    notes: encodeObject(notes),
  };
  const text = jsonText(body);
  const format = `${FORMAT}${VERSION}`;
  const head = JSON.stringify({ format, toolVersion, digest: digestOf(text) });
  return `${head.slice(0, -1)},"body":${text}}\n`;
}

export function decodeSavedPlan(text: string, file: string): ReadSavedPlan {
  const refuse = (summary: string, detail: string): ReadSavedPlan => ({
    diagnostics: [errorDiagnostic(summary, `${file}: ${detail}`, { source: { file } })],
  });
  if (text.startsWith("PK")) return refuse(FOREIGN, "it is a plan of Terraform, not of Holdfast.");
  const parsed = parseExactJson(text, file);
  if (parsed.error) {
    const detail = `${parsed.error.detail} "holdfast plan --out FILE" writes a plan.`;
    return { diagnostics: [{ ...parsed.error, summary: "Unreadable saved plan", detail }] };
  }
  const { value: document } = parsed;
  const format = isJsonObject(document) ? String(document.format) : "";
  if (!isJsonObject(document) || !/^holdfast\.plan\/\d+$/.test(format)) {
    return refuse(FOREIGN, "it is no plan that Holdfast saved.");
  }
  if (Number(format.slice(FORMAT.length)) !== VERSION) {
    const detail = `its format is ${format}, known is ${FORMAT}${VERSION}. Plan again.`;
    return refuse("Saved plan of another version", detail);
  }
  const bodyText = jsonText(document.body ?? null);
  if (digestOf(bodyText) !== document.digest) {
    return refuse("Damaged saved plan", "its content was changed after it was saved. Plan again.");
  }
  return { saved: decodeBody(document.body, String(document.toolVersion)), diagnostics: [] };
}

const FOREIGN = "Not a saved plan";

/** The digest holds, so that it is what {@link encodeSavedPlan} wrote. */
function decodeBody(json: unknown, toolVersion: string): SavedPlan {
  const body = json as Body;
  return {
    ...body,
    toolVersion,
    plan: decodePlan(body.plan),
    configuration: decodeConfiguration(body.configuration),
    variables: decodeObject(body.variables),
    given: decodeObject(body.given),
    notes: decodeObject(body.notes),
  };
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

const MOST_NAMED = 10;

/**
 * Nothing, or why the plan can no longer be applied: it is of another stack, of another version of Holdfast,
 * or the state moved, with what moved. `state` is what the store has now.
 */
export function findPlanConflicts(
  saved: SavedPlan,
  state: State,
  toolVersion: string,
): readonly Diagnostic[] {
  if (saved.toolVersion !== toolVersion) {
    const detail = `The plan was made by Holdfast ${saved.toolVersion}, and this is ${toolVersion}. Plan again.`;
    return [errorDiagnostic("Saved plan of another version", detail)];
  }
  const { lineage, serial } = saved.plan.prior;
  if (lineage !== state.lineage) {
    const detail = `The plan was made against a state of lineage ${lineage}, and this one is ${state.lineage}.`;
    const advice = "They belong to different stacks. Plan again where it is to be applied.";
    return [errorDiagnostic("Plan of another lineage", `${detail} ${advice}`)];
  }
  if (serial === state.serial) return [];
  const detail = `The state was changed since the plan was made: its serial was ${serial} and is ${state.serial}.`;
  const what = describeMoves(saved.objects, digestObjects(state));
  return [errorDiagnostic("The state moved since the plan", `${detail} ${what} Plan again.`)];
}

function describeMoves(before: SavedPlan["objects"], now: SavedPlan["objects"]): string {
  const has = (objects: SavedPlan["objects"], key: string) => Object.hasOwn(objects, key);
  const added = Object.keys(now).filter((key) => !has(before, key));
  const gone = Object.keys(before).filter((key) => !has(now, key));
  const changed = Object.keys(now).filter((key) => has(before, key) && before[key] !== now[key]);
  const parts = [name("Added", added), name("Gone", gone), name("Changed", changed)].flat();
  return parts.length > 0 ? parts.join(" ") : "No object differs, only outputs or the file itself.";
}

function name(what: string, keys: readonly string[]): readonly string[] {
  if (keys.length === 0) return [];
  const more = keys.length > MOST_NAMED ? ` and ${keys.length - MOST_NAMED} more` : "";
  return [`${what}: ${keys.slice(0, MOST_NAMED).join(", ")}${more}.`];
}
