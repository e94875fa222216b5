// One configuration, planned and applied by real Terraform and by our engine, step by step, each in a folder of its
// own; and what they say of it in one form: plan JSON and state without what differs by nature (ids, times).

import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { applyPlan } from "../../../src/apply/apply-plan.js";
import { filesOf } from "../../../src/cli/outside.js";
import { sendProgress } from "../../../src/cli/send-progress.js";
import { parseExactJson } from "../../../src/files/parse-json.js";
import { assignVariables } from "../../../src/load/assign-variables.js";
import {
  loadConfiguration,
  type StackConfiguration,
} from "../../../src/load/load-configuration.js";
import { NODE_READER } from "../../../src/load/source-file.js";
import { type Diagnostic, hasErrors } from "../../../src/model/diagnostic.js";
import { jsonText } from "../../../src/model/json-text.js";
import type { Plan } from "../../../src/model/plan.js";
import type { Provider } from "../../../src/model/provider.js";
import {
  emptyState,
  formatStateInstance,
  type State,
  type StateInstance,
} from "../../../src/model/state.js";
import { decodePlan, type EncodedPlan, encodePlan } from "../../../src/plan/encode-plan.js";
import { makePlan, type ReadRemoteState } from "../../../src/plan/make-plan.js";
import { planToJson } from "../../../src/plan/plan-json.js";
import { formatUiMessage, planMessages, type UiMessage } from "../../../src/report/ui-messages.js";
import { decodeState } from "../../../src/state/decode-state.js";
import { encodeState } from "../../../src/state/encode-state.js";
import { createMemoryStateStore } from "../../../src/state/memory-state-store.js";
import type { StateStore } from "../../../src/state/state-store.js";
import { createRecordProvider } from "../../support/record-provider.js";
import {
  comparableMessages,
  comparablePlan,
  comparableState,
  comparableSteps,
} from "./comparable-forms.js";
import { type Question, writeConfiguration } from "./question.js";

export interface Planned {
  /** Absent with errors. */
  readonly plan?: unknown;
  /** What `plan --json` says of changes, drift and outputs, in the order of the addresses. */
  readonly messages?: readonly unknown[];
  readonly errors: readonly string[];
}

export interface Applied {
  /** As it is afterwards. */
  readonly state: unknown;
  /** What `apply --json` says of each operation, once. */
  readonly messages: readonly string[];
  readonly errors: readonly string[];
}

export interface Engine {
  plan(question: Question): Promise<Planned>;
  /** Plans and applies. */
  apply(question: Question): Promise<Applied>;
  /** Marks an object as half made. */
  taint(address: string): Promise<void>;
  /** Gives another stack these outputs: its state is `other.tfstate` in the folder. */
  tell(outputs: { readonly [name: string]: string | number }): Promise<void>;
  /** Leaves a copy of an object behind, as a replacement does whose last step fails. */
  depose(address: string, key: string): Promise<void>;
  /** The text of its state file. */
  stateText(): Promise<string>;
  /** Goes on from this state file. */
  adopt(text: string): Promise<void>;
}

export const isTerraformPresent = spawnSync("terraform", ["version"]).status === 0;

/** In an empty folder. */
export function openTerraform(folder: string): Engine {
  const statePath = join(folder, "terraform.tfstate");
  const run = (...args: string[]) =>
    spawnSync("terraform", args, {
      cwd: folder,
      env: { ...process.env, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" },
      encoding: "utf8",
      maxBuffer: 1e8,
    });
  const demand = (...args: string[]): string => {
    const { status, stdout, stderr } = run(...args);
    if (status !== 0) throw new Error(`terraform ${args.join(" ")}: ${stdout}${stderr}`);
    return stdout;
  };
  /** Gives the errors of finding the modules. */
  const write = (question: Question): readonly string[] => {
    writeConfiguration(folder, question);
    return question.modules === undefined ? [] : errorsIn(run("init", "-json").stdout);
  };
  return {
    plan: async (question) => {
      const errors = write(question);
      if (errors.length > 0) return { errors };
      const planned = run("plan", "-json", "-input=false", "-out=plan", ...planFlags(question));
      if (planned.status !== 0) return { errors: errorsIn(planned.stdout) };
      const plan = comparablePlan(JSON.parse(demand("show", "-json", "plan")));
      return { plan, messages: comparableMessages(messagesIn(planned.stdout)), errors: [] };
    },
    apply: async (question) => {
      write(question);
      const applied = run(
        "apply",
        "-auto-approve",
        "-json",
        "-input=false",
        ...planFlags(question),
      );
      const state = comparableState(readFileSync(statePath, "utf8"));
      const messages = comparableSteps(messagesIn(applied.stdout));
      return { state, messages, errors: errorsIn(applied.stdout) };
    },
    stateText: async () => readFileSync(statePath, "utf8"),
    adopt: async (text) => writeFileSync(statePath, text),
    taint: async (address) => {
      demand("taint", address);
    },
    tell: async (outputs) => writeOther(folder, outputs),
    depose: async (address, key) => {
      const state = JSON.parse(readFileSync(statePath, "utf8")) as TerraformState;
      const { instances = [] } =
        state.resources.find((r) => `${r.type}.${r.name}` === address) ?? {};
      instances.push({ ...instances[0], deposed: key });
      writeFileSync(statePath, JSON.stringify({ ...state, serial: state.serial + 1 }));
    },
  };
}

/** Of one file, or of several by their names. Gives the path of what was written. */
function writeOther(folder: string, outputs: Parameters<Engine["tell"]>[0]): void {
  const told = Object.entries(outputs).map(
    ([name, value]) => [name, { value, type: typeof value }] as const,
  );
  const state = { ...emptyState("other"), outputs: Object.fromEntries(told), serial: 1 };
  writeFileSync(join(folder, "other.tfstate"), encodeState(state as State));
}

interface TerraformState {
  readonly serial: number;
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: object[];
  }[];
}

/** The question as Terraform is asked it. */
export function planFlags({
  options = {},
  variables = {},
}: Pick<Question, "options" | "variables">): readonly string[] {
  const { mode, refresh, targets, replace } = options;
  return [
    ...Object.entries(variables).map(([name, value]) => `-var=${name}=${value}`),
    ...(mode === "destroy" ? ["-destroy"] : mode === "refresh-only" ? ["-refresh-only"] : []),
    ...(refresh === false ? ["-refresh=false"] : []),
    ...(targets ?? []).map((address) => `-target=${address}`),
    ...(replace ?? []).map((address) => `-replace=${address}`),
  ];
}

function errorsIn(stdout: string): readonly string[] {
  return stdout
    .split("\n")
    .flatMap((line) => {
      if (!line.startsWith("{")) return [];
      const { diagnostic } = JSON.parse(line) as { readonly diagnostic?: Diagnostic };
      return diagnostic?.severity === "error"
        ? [diagnostic.summary.replace(/^Cycle: .*/, "Cycle")]
        : [];
    })
    .toSorted();
}

/** In an empty folder. */
export function openOurs(folder: string): Engine {
  const provider = createRecordProvider();
  let store = createMemoryStateStore();
  const stored = () => readOrStart(store);
  const readRemoteState: ReadRemoteState = async ({ path }) => {
    if (!existsSync(path)) return { outputs: undefined, diagnostics: [] };
    const { state, diagnostics } = decodeState(readFileSync(path, "utf8"), path);
    return { outputs: state === undefined ? undefined : outputsOf(state), diagnostics };
  };
  const make = async (question: Question) => {
    const { options = {}, variables = {} } = question;
    const loaded = await load(folder, provider, question);
    const { configuration } = loaded;
    if (configuration === undefined) return loaded;
    const { values, given, diagnostics } = assignVariables(configuration, {
      environment: {},
      autoFiles: [],
      commandLine: Object.entries(variables).map(([name, value]) => ({ flag: `${name}=${value}` })),
    });
    if (hasErrors(diagnostics)) return { configuration: undefined, diagnostics };
    const outside = { files: filesOf(configuration.folder) };
    const common = { configuration, variables: values, provider, readRemoteState, outside };
    const state = await stored();
    const made = await makePlan({ ...common, state, options });
    return { common, state, given, ...made, plan: made.plan && readAgain(made.plan) };
  };
  const put = async (instance: StateInstance) => {
    const state = await stored();
    const key = formatStateInstance(instance.address, instance.deposed);
    await store.write({ ...state, instances: new Map([...state.instances, [key, instance]]) });
  };
  const find = async (address: string) => demanded((await stored()).instances.get(address), []);
  return {
    plan: async (question) => {
      const { common, plan, given, diagnostics } = await make(question);
      const errors = summaries({ diagnostics });
      if (common === undefined || plan === undefined || errors.length > 0) return { errors };
      const { schema } = provider;
      const shown = jsonText(
        planToJson({
          ...common,
          plan,
          given,
          schema,
          timestamp: "",
          showsSensitive: true,
        }),
      );
      const lines = planMessages(plan).map((message) => formatUiMessage(message, ""));
      const messages = comparableMessages(lines.map((line) => JSON.parse(line) as UiMessage));
      return { plan: comparablePlan(JSON.parse(shown)), messages, errors };
    },
    apply: async (question) => {
      const { common, state, ...made } = await make(question);
      const plan = demanded(made.plan, made.diagnostics);
      if (common === undefined) throw new Error("a plan was made of no configuration");
      const told: UiMessage[] = [];
      const session = { now: () => new Date(0) };
      const { onEvent } = sendProgress(session, plan.changes, (message) => told.push(message));
      const outside = { ...common.outside, moment: { now: () => new Date(), randomBytes } };
      const applied = await applyPlan({ ...common, outside, state, store, plan, onEvent });
      const after = comparableState(encodeState(applied.state));
      return { state: after, messages: comparableSteps(told), errors: summaries(applied) };
    },
    tell: async (outputs) => writeOther(folder, outputs),
    stateText: async () => encodeState(await stored()),
    adopt: async (text) => {
      const { state, diagnostics } = decodeState(text, "terraform.tfstate");
      store = createMemoryStateStore(demanded(state, diagnostics));
    },
    taint: async (address) => await put({ ...(await find(address)), tainted: true }),
    depose: async (address, deposed) => await put({ ...(await find(address)), deposed }),
  };
}

/** As a saved plan is. */
function readAgain(plan: Plan): Plan {
  const { value } = parseExactJson(jsonText(encodePlan(plan)), "plan");
  return decodePlan(value as unknown as EncodedPlan);
}

function summaries({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }) {
  return diagnostics
    .filter((d) => d.severity === "error")
    .map((d) => d.summary)
    .toSorted();
}

function outputsOf({ outputs }: State) {
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
}

async function readOrStart(store: StateStore) {
  return (await store.read()).state ?? emptyState("5b0c1f0e-0000-4000-8000-000000000001");
}

interface Loaded {
  readonly configuration: StackConfiguration | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly common?: never;
  readonly state?: never;
  readonly given?: never;
  readonly plan?: never;
}

async function load(folder: string, { schema }: Provider, question: Question): Promise<Loaded> {
  const path = writeConfiguration(folder, question);
  const input = { path, reader: NODE_READER, files: filesOf, schema };
  const { stacks, diagnostics } = await loadConfiguration(input);
  return { configuration: hasErrors(diagnostics) ? undefined : stacks[0], diagnostics };
}

function demanded<T>(value: T | undefined, diagnostics: readonly Diagnostic[]): T {
  if (value === undefined) throw new Error(`nothing there: ${JSON.stringify(diagnostics)}`);
  return value;
}

function messagesIn(stdout: string): readonly UiMessage[] {
  const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
  return lines.map((line) => JSON.parse(line) as UiMessage);
}
