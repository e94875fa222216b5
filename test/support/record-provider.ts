// A small Terraform provider over records in memory, for tests of the engine: a real implementation of the
// port, deterministic, with every kind of attribute and with failures that can be switched on.

import { createHash } from "node:crypto";
import { type Diagnostic, errorDiagnostic } from "../../src/model/diagnostic.js";
import type { PlannedObject, Provider, ReadObject } from "../../src/model/provider.js";
import type { AttributeSchema, AttributeSchemas, ResourceSchema } from "../../src/model/type.js";
import {
  areValuesEqual,
  isList,
  isObject,
  isUnknown,
  type ObjectValue,
  UNKNOWN,
  type Value,
} from "../../src/model/value.js";

export type Operation = "create" | "update" | "delete" | "read" | "import";

/** `nothing`: refused before anything happened; `partial`: half way; `throw`: a bug of the provider. */
export type Failure = "nothing" | "partial" | "throw";

export interface RecordProvider extends Provider {
  /** What exists, by id. Tests may change it behind the engine's back. */
  readonly records: Map<string, ObjectValue>;
  /** Secrets that were received, by id: in the records they are not. */
  readonly secrets: Map<string, string>;
  /** `create record/a` …, in the order in which they were finished. */
  readonly log: string[];
  /** By `create record/a` …; consulted at each operation. */
  readonly failures: Map<string, Failure>;
  /** Most operations that were under way at the same time. */
  readonly peak: { operations: number };
}

const attribute = (schema: Partial<AttributeSchema>): AttributeSchema => ({
  description: "A test attribute.",
  description_kind: "plain",
  ...schema,
});
const optional = (schema: Partial<AttributeSchema>) => attribute({ optional: true, ...schema });
const computed = (schema: Partial<AttributeSchema>) => attribute({ computed: true, ...schema });

const PART: AttributeSchemas = {
  name: attribute({ type: "string", required: true }),
  size: optional({ type: "number" }),
  uid: computed({ type: "string" }),
};

const ATTRIBUTES: AttributeSchemas = {
  id: computed({ type: "string" }),
  name: attribute({ type: "string", required: true }),
  value: optional({ type: "string" }),
  size: optional({ type: "number" }),
  labels: optional({ type: ["map", "string"] }),
  tags: optional({ type: ["set", "string"] }),
  links: optional({ type: ["list", "string"] }),
  disk: optional({ nested_type: { nesting_mode: "single", attributes: PART } }),
  parts: optional({ nested_type: { nesting_mode: "list", attributes: PART } }),
  secret: optional({ type: "string", write_only: true, sensitive: true }),
  secret_version: optional({ type: "number" }),
  token: computed({ type: "string" }),
  revision: computed({ type: "number" }),
};

const SCHEMA: ResourceSchema = {
  version: 0,
  block: { attributes: ATTRIBUTES, description: "A record.", description_kind: "plain" },
};

export const RECORD_ATTRIBUTES = ATTRIBUTES;

/** Looks a record up by its name. */
const LOOKUP: ResourceSchema = {
  version: 0,
  block: {
    attributes: {
      name: attribute({ type: "string", required: true }),
      note: optional({ type: "string" }),
      value: computed({ type: "string" }),
      revision: computed({ type: "number" }),
    },
    description: "A record that is looked up.",
    description_kind: "plain",
  },
};

/** Answers after `delay` turns of the event loop, so that operations overlap. */
export function createRecordProvider(options: { readonly delay?: number } = {}): RecordProvider {
  const records = new Map<string, ObjectValue>();
  const secrets = new Map<string, string>();
  const log: string[] = [];
  const failures = new Map<string, Failure>();
  const peak = { operations: 0 };
  let running = 0;

  const during = async (name: string, work: () => ReadObject): Promise<ReadObject> => {
    running++;
    peak.operations = Math.max(peak.operations, running);
    for (let i = 0; i < (options.delay ?? 0); i++) await new Promise(setImmediate);
    running--;
    if (failures.get(name) === "throw") throw new Error(`${name} threw`);
    return work();
  };
  const failed = (name: string, state: ObjectValue | null): ReadObject => ({
    state,
    diagnostics: [errorDiagnostic("Injected failure", `${name} failed.`)],
  });

  const put = (
    prior: ObjectValue | null,
    planned: ObjectValue,
    config: ObjectValue,
  ): ReadObject => {
    const id = `record/${String(planned.name)}`;
    const name = `${prior === null ? "create" : "update"} ${id}`;
    const failure = failures.get(name);
    if (failure === "nothing") return failed(name, prior);
    const existing = records.get(id);
    if (prior === null && existing !== undefined) return failed(`${name}: it exists, and`, null);
    if (prior !== null && existing === undefined) return failed(`${name}: it is gone, and`, null);
    const done = settle({ ...planned, id }, existing);
    const state = failure === "partial" ? { ...done, value: existing?.value ?? null } : done;
    records.set(id, state);
    if (typeof config.secret === "string") secrets.set(id, config.secret);
    log.push(name);
    return failure === "partial" ? failed(name, state) : { state, diagnostics: [] };
  };
  const remove = (prior: ObjectValue): ReadObject => {
    const id = String(prior.id);
    const name = `delete ${id}`;
    if (failures.has(name)) return failed(name, prior);
    records.delete(id);
    log.push(name);
    return { state: null, diagnostics: [] };
  };
  const look = (operation: "read" | "import" | "look up", id: string): ReadObject => {
    const name = `${operation} ${id}`;
    if (failures.has(name)) return failed(name, null);
    return { state: records.get(id) ?? null, diagnostics: [] };
  };

  return {
    records,
    secrets,
    log,
    failures,
    peak,
    schema: {
      provider: SCHEMA,
      resource_schemas: { test_record: SCHEMA, test_other: SCHEMA },
      data_source_schemas: { test_record: LOOKUP },
    },
    functions: {},
    validate: ({ config }) => validate(config),
    validateData: () => [],
    readData: ({ config }) => {
      const id = `record/${String(config.name)}`;
      return during(`look up ${id}`, () => {
        const found = look("look up", id);
        if (found.state === null && found.diagnostics.length > 0) return found;
        if (found.state === null) return failed(`look up ${id}: it is not there, and`, null);
        log.push(`look up ${id}`);
        const { value = null, revision = null } = found.state;
        return { state: { ...config, value, revision }, diagnostics: [] };
      });
    },
    plan: planRecord,
    read: ({ state }) => during(`read ${String(state.id)}`, () => look("read", String(state.id))),
    import: ({ id }) => during(`import ${id}`, () => look("import", id)),
    apply: ({ prior, planned, config }) => {
      const id = planned === null ? String(prior?.id) : `record/${String(planned.name)}`;
      const operation = planned === null ? "delete" : prior === null ? "create" : "update";
      return during(`${operation} ${id}`, () => {
        if (planned !== null) return put(prior, planned, config ?? {});
        return prior === null ? { state: null, diagnostics: [] } : remove(prior);
      });
    },
  };
}

/** Refuses the value "invalid". */
function validate(config: ObjectValue): readonly Diagnostic[] {
  if (config.value !== "invalid") return [];
  return [
    errorDiagnostic("Invalid value", '"value" must not be "invalid".', { attribute: ["value"] }),
  ];
}

type PlanRequest = Parameters<Provider["plan"]>[0];

/** The id follows from the name; token and uids are known after the first apply, revision after each. */
function planRecord({ prior, proposed }: PlanRequest): PlannedObject {
  if (proposed === null) return { planned: null, requiresReplace: [], diagnostics: [] };
  const id = isUnknown(proposed.name ?? null) ? UNKNOWN : `record/${String(proposed.name)}`;
  const same = { ...proposed, ...withUids(proposed, UNKNOWN), id };
  if (prior === null) {
    return {
      planned: { ...same, token: UNKNOWN, revision: UNKNOWN },
      requiresReplace: [],
      diagnostics: [],
    };
  }
  const isChanged = !areValuesEqual(same, prior);
  const planned = isChanged ? { ...same, revision: UNKNOWN } : same;
  const isRenamed = !areValuesEqual(proposed.name ?? null, prior.name ?? null);
  return { planned, requiresReplace: isRenamed ? [["name"]] : [], diagnostics: [] };
}

/** Fills in what is unknown: everything follows from the name and what was there before. */
function settle(planned: ObjectValue, existing: ObjectValue | undefined): ObjectValue {
  const digest = createHash("sha256").update(String(planned.name)).digest("hex").slice(0, 8);
  const { revision } = existing ?? {};
  const next = typeof revision === "number" ? revision + 1 : 1;
  return {
    ...planned,
    ...withUids(planned, digest),
    secret: null,
    token: isUnknown(planned.token ?? null) ? digest : (planned.token ?? null),
    revision: isUnknown(planned.revision ?? null) ? next : (planned.revision ?? null),
  };
}

function withUids(object: ObjectValue, uid: Value): ObjectValue {
  const fill = (part: Value): Value =>
    isObject(part) && (part.uid === null || isUnknown(part.uid ?? null)) ? { ...part, uid } : part;
  const { disk = null, parts = null } = object;
  return { disk: fill(disk), parts: isList(parts) ? parts.map(fill) : parts };
}
