// The machine-readable messages of plan, apply and destroy: one JSON object a line, in the form that Terraform
// documents as its machine-readable UI, so that what reads Terraform's reads ours. Survival has a type of
// its own.

import {
  compareText,
  formatInstance,
  formatModule,
  type InstanceAddress,
  parseInstance,
} from "../model/address.js";
import { isBigFloat } from "../model/big-float.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { jsonText } from "../model/json-text.js";
import {
  type Action,
  type ActionReason,
  type Change,
  driftIn,
  type Plan,
  previousAddressIn,
} from "../model/plan.js";
import { providerNameOf } from "../model/provider-address.js";
import type { State } from "../model/state.js";
import type { SurvivalAssessment } from "../model/survival.js";
import { TERRAFORM_VERSION } from "../model/terraform-version.js";
import { diagnosticJson } from "./diagnostic-json.js";
import { countChanges, countsLine } from "./plan-report.js";
import { survivalSentence } from "./survival-report.js";

export interface UiMessage {
  readonly "@level": "info" | "warn" | "error";
  readonly "@message": string;
  readonly type: string;
  readonly [member: string]: unknown;
}

/** The line as it is printed, members sorted as Terraform's; `timestamp` is RFC 3339, `hide` covers secrets in a text. */
export function formatUiMessage(
  message: UiMessage,
  timestamp: string,
  hide: (text: string) => string = (text) => text,
): string {
  const { "@level": level, "@message": text, ...rest } = message;
  const head = { "@level": level, "@message": text, "@module": "terraform.ui" };
  const members = Object.entries(rest).sort(([a], [b]) => compareText(a, b));
  const whole = { ...head, "@timestamp": timestamp, ...Object.fromEntries(members) };
  return `${jsonText(covered(whole, hide))}\n`;
}

/** In a finished line, a secret that is also a word of JSON, such as null, would be covered wherever that stands. */
function covered(value: unknown, hide: (text: string) => string): unknown {
  if (typeof value === "string" || typeof value === "number" || isBigFloat(value)) {
    const text = hide(String(value));
    return text === String(value) ? value : text;
  }
  if (Array.isArray(value)) return value.map((item) => covered(item, hide));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, covered(item, hide)] as const);
  return Object.fromEntries(entries);
}

export function versionMessage(version: string): UiMessage {
  const text = `Holdfast ${version}`;
  return {
    "@level": "info",
    "@message": text,
    type: "version",
    terraform: TERRAFORM_VERSION,
    holdfast: version,
    ui: "1.2",
  };
}

export function diagnosticMessage(diagnostic: Diagnostic): UiMessage {
  const isError = diagnostic.severity === "error";
  return {
    "@level": isError ? "error" : "warn",
    "@message": `${isError ? "Error" : "Warning"}: ${diagnostic.summary}`,
    type: "diagnostic",
    diagnostic: diagnosticJson(diagnostic),
  };
}

/** What a plan will do: drift, changes, summary, outputs. */
export function planMessages(plan: Plan): readonly UiMessage[] {
  const planned = plan.mode === "refresh-only" ? [] : plan.changes;
  const shown = planned.filter((change) => uiAction(change) !== "noop");
  return [
    ...driftIn(plan).map((change) => changeMessage(plan, change, "resource_drift")),
    ...shown.map((change) => changeMessage(plan, change, "planned_change")),
    {
      "@level": "info",
      "@message": countsLine(plan),
      type: "change_summary",
      stack: plan.stack,
      changes: { ...countChanges(plan), operation: "plan" },
    },
    ...outputMessages(plan),
  ];
}

/** What a saved plan carries out, told once more when it is applied. Terraform leaves out what only moves. */
export function plannedMessages(plan: Plan): readonly UiMessage[] {
  const done = plan.changes.filter(({ action }) => action !== "no-op");
  return done.map((change) => changeMessage(plan, change, "planned_change"));
}

function changeMessage(
  plan: Plan,
  change: Change,
  type: "resource_drift" | "planned_change",
): UiMessage {
  const reason = change.reason === undefined ? {} : { reason: UI_REASONS[change.reason] };
  const { importId, construct } = change;
  const previousAddress = previousAddressIn(plan, change);
  const action = uiAction(change);
  const what = type === "resource_drift" ? `Drift detected (${action})` : `Plan to ${action}`;
  return {
    "@level": "info",
    "@message": `${formatInstance(change.instance)}: ${what}`,
    type,
    change: {
      resource: instanceJson(change.instance),
      ...(previousAddress === undefined ? {} : { previous_resource: formerJson(previousAddress) }),
      action,
      ...reason,
      ...(importId === undefined ? {} : { importing: { id: importId } }),
      ...(construct === undefined ? {} : { construct }),
    },
  };
}

function formerJson(address: string) {
  const instance = parseInstance(address);
  return instance === undefined ? { addr: address } : instanceJson(instance);
}

/** What Terraform calls `hook.resource`. */
export function instanceJson(instance: InstanceAddress): Readonly<Record<string, unknown>> {
  const { resource, key } = instance;
  const { module, ...local } = resource;
  return {
    addr: formatInstance(instance),
    module: formatModule(module, instance.moduleKeys),
    resource: formatInstance({ resource: local, key }),
    implied_provider: providerNameOf(resource.type),
    resource_type: resource.type,
    resource_name: resource.name,
    resource_key: key ?? null,
  };
}

const UI_ACTIONS: Readonly<Record<Action, string>> = {
  "no-op": "noop",
  create: "create",
  read: "read",
  update: "update",
  delete: "delete",
  "delete-then-create": "replace",
  "create-then-delete": "replace",
  forget: "remove",
};

export function uiAction(change: Change): string {
  if (change.action !== "no-op") return UI_ACTIONS[change.action];
  if (change.importId !== undefined) return "import";
  return change.previousAddress === undefined ? "noop" : "move";
}

const UI_REASONS: Readonly<Record<ActionReason, string>> = {
  replace_because_cannot_update: "cannot_update",
  replace_because_tainted: "tainted",
  replace_by_request: "requested",
  replace_by_triggers: "replace_triggered_by",
  delete_because_no_resource_config: "delete_because_no_resource_config",
  delete_because_no_module: "delete_because_no_module",
  delete_because_wrong_repetition: "delete_because_wrong_repetition",
  delete_because_count_index: "delete_because_count_index",
  delete_because_each_key: "delete_because_each_key",
  delete_because_no_move_target: "delete_because_no_move_target",
  read_because_config_unknown: "read_because_config_unknown",
  read_because_dependency_pending: "read_because_dependency_pending",
  read_because_check_nested: "read_because_check_nested",
};

function outputMessages(plan: Plan): readonly UiMessage[] {
  const shown = plan.outputs.filter((output) => !output.isLeftOut);
  if (shown.length === 0) return [];
  const outputs = Object.fromEntries(
    shown.map(({ name, sensitive, action }) => [
      name,
      { sensitive, action: action === "no-op" ? "noop" : action },
    ]),
  );
  const text = `Outputs: ${shown.length}`;
  return [{ "@level": "info", "@message": text, type: "outputs", outputs }];
}

/** The outputs of a state after an apply; those that are sensitive without their values. */
export function finalOutputsMessage(outputs: State["outputs"]): UiMessage {
  const entries = Object.entries(outputs).sort(([a], [b]) => compareText(a, b));
  const shown = entries.map(([name, { value, type, sensitive = false }]) => {
    return [name, { sensitive, type, ...(sensitive ? {} : { value }) }] as const;
  });
  const text = `Outputs: ${shown.length}`;
  const told = Object.fromEntries(shown);
  return { "@level": "info", "@message": text, type: "outputs", outputs: told };
}

/** Ours: what the plan does to survival. */
export function survivalMessage(assessment: SurvivalAssessment): UiMessage {
  const isWorse = assessment.worsened.length + assessment.brokenFloors.length > 0;
  return {
    "@level": isWorse ? "warn" : "info",
    "@message": survivalSentence(assessment),
    type: "holdfast_survival",
    survival: assessment,
  };
}
