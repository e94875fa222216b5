// What both engines say, in one form: plan JSON, states and lines of `--json` without what differs by nature.

import { compareText } from "../../../src/model/address.js";
import type { UiMessage } from "../../../src/report/ui-messages.js";

/** Of a state, which both make for themselves. */
const LEFT_OUT = new Set(["terraform_version", "lineage", "serial"]);
const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;

/** Both say it in their own words. */
const NO_STATE = /^(Unable to find remote state|No state of the other stack): .*/;

/** The whole of it, but for who made it and when. */
export function comparablePlan(json: PlanJson): unknown {
  const { terraform_version: _, timestamp: _at, prior_state, relevant_attributes, ...plan } = json;
  const { planned_values } = plan;
  const { terraform_version: _maker, ...prior } = prior_state ?? {};
  return {
    ...plan,
    planned_values: planned_values && withSortedModules(planned_values),
    checks: comparable(plan.checks),
    prior_state: prior_state && prior,
    relevant_attributes: relevant_attributes?.map((one) => JSON.stringify(one)).toSorted(),
  };
}

/** Terraform's are in no order, but for those that the root module calls. */
function withSortedModules({ root_module, ...values }: PlannedValues): unknown {
  const inOrder = (module: ModuleJson): unknown => ({
    ...module,
    child_modules: module.child_modules
      ?.toSorted((a, b) => compareText(a.address, b.address))
      .map(inOrder),
  });
  const called = root_module?.child_modules?.map(inOrder);
  return { ...values, root_module: { ...root_module, child_modules: called } };
}

interface PlannedValues {
  readonly root_module?: ModuleJson;
}

interface ModuleJson {
  readonly address: string;
  readonly child_modules?: readonly ModuleJson[];
}

const STEPS = new Set(["apply_start", "apply_complete", "apply_errored"]);

/** Without reads: Terraform tells of those of the plan, too, as it plans while it applies. */
export function comparableSteps(messages: readonly UiMessage[]): readonly string[] {
  const isRead = ({ hook }: UiMessage) => (hook as { readonly action: string }).action === "read";
  const steps = messages.filter((message) => STEPS.has(message.type) && !isRead(message));
  const told = steps.map(({ "@level": level, "@message": text, type, hook }) =>
    JSON.stringify(comparable([text, level, type, sortedByName(hook)])),
  );
  const timeless = told.map((line) =>
    line.replace(/after \d+s/, "after 0s").replace(/"elapsed_seconds":\d+/, '"elapsed_seconds":0'),
  );
  return [...new Set(timeless)].toSorted();
}

function sortedByName(hook: unknown): unknown {
  const entries = Object.entries(hook as object).toSorted(([a], [b]) => compareText(a, b));
  return Object.fromEntries(entries.map(([k, v]) => [k, k === "resource" ? sortedByName(v) : v]));
}

const COMPARED = new Set(["resource_drift", "planned_change", "change_summary", "outputs"]);

/** Terraform's come in no order; the name of the stack is ours. */
export function comparableMessages(messages: readonly UiMessage[]): readonly unknown[] {
  const compared = messages.filter(({ type }) => COMPARED.has(type));
  const whole = compared.map(({ stack: _, "@timestamp": __, ...message }) => message);
  const placeOf = (message: { readonly change?: unknown; readonly "@message": string }) => {
    const { reason = "" } = (message.change ?? {}) as { readonly reason?: string };
    return `${message["@message"]} ${reason}`;
  };
  return whole.toSorted((a, b) => compareText(placeOf(a), placeOf(b)));
}

interface PlanJson {
  readonly terraform_version?: unknown;
  readonly timestamp?: unknown;
  readonly planned_values?: PlannedValues;
  /** Terraform's are in no order. */
  readonly relevant_attributes?: readonly object[];
  readonly prior_state?: { readonly terraform_version?: unknown };
  readonly checks?: unknown;
}

function comparable(json: unknown): unknown {
  if (typeof json === "string") return json.replace(UUID, "<id>").replace(NO_STATE, "<no state>");
  if (Array.isArray(json)) return json.map(comparable);
  if (typeof json !== "object" || json === null) return json;
  const entries = Object.entries(json).filter(([name]) => !LEFT_OUT.has(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, comparable(value)] as const));
}

/** Terraform keeps results of checks in no order. */
export function comparableState(text: string): unknown {
  return JSON.parse(JSON.stringify(comparable(JSON.parse(text))), (name, value: unknown) => {
    if (name !== "check_results" && name !== "objects") return value;
    if (!Array.isArray(value)) return value;
    return value.toSorted((a, b) => compareText(JSON.stringify(a), JSON.stringify(b)));
  });
}
