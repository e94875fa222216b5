// One stack of real resource types under two hands: real Terraform with the plugin, and our engine. Each has a folder and
// a simulated vSphere of its own; what they plan, keep and leave behind is brought into one form.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { applyPlan } from "../../../src/apply/apply-plan.js";
import { loadConfiguration } from "../../../src/load/load-configuration.js";
import { NODE_READER } from "../../../src/load/source-file.js";
import { type Diagnostic, hasErrors } from "../../../src/model/diagnostic.js";
import { jsonText } from "../../../src/model/json-text.js";
import { emptyState } from "../../../src/model/state.js";
import {
  makePlan,
  type ReadRemoteState,
  type VariableValues,
} from "../../../src/plan/make-plan.js";
import { planToJson } from "../../../src/plan/plan-json.js";
import { makeProvider } from "../../../src/provider/make-provider.js";
import { makeBackupWriter } from "../../../src/provider/write-backup.js";
import { providerSchema } from "../../../src/schema/resource-schemas.js";
import { Simulator } from "../../../src/simulator/simulator.js";
import { decodeState } from "../../../src/state/decode-state.js";
import { encodeState } from "../../../src/state/encode-state.js";
import { createMemoryStateStore } from "../../../src/state/memory-state-store.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { planFlags } from "../plan/both-engines.js";
import { comparablePlan } from "../plan/comparable-forms.js";
import { type Question, writeConfiguration } from "../plan/question.js";
import { startPlugin } from "./attached-plugin.js";
import { Workspace, withProvider } from "./real-terraform.js";

/** Their summaries. */
export type Errors = readonly string[];

export interface Hand {
  /** The plan JSON; absent with errors. */
  plan(
    configuration: object,
    how?: PlanningWay,
  ): Promise<{ readonly plan?: unknown; readonly errors: Errors }>;
  /** Carries out the last plan. */
  apply(): Promise<Errors>;
  /** The state file, as text. */
  state(): Promise<string>;
  /** Takes over the state of the other hand. */
  adopt(state: string): Promise<void>;
  /** Whatever the vSphere holds, a line a record. */
  estate(): Promise<readonly string[]>;
  /** Does something to the vSphere, as somebody does who sits before it. */
  touch(change: (simulator: Simulator) => unknown): Promise<void>;
}

/** The modules that a configuration calls, and what the plan is to be of. */
export type PlanningWay = Pick<Question, "modules" | "options">;

export async function openTerraformHand(
  variables: Readonly<Record<string, string>> = {},
): Promise<Hand> {
  const given = Object.entries(variables).map(
    ([name, value]) => [`TF_VAR_${name}`, value] as const,
  );
  const environment: Record<string, string> = Object.fromEntries(given);
  const workspace = new Workspace(environment);
  const plugin = await startPlugin(workspace.folder);
  onTestFinished(async () => {
    await plugin.end();
  });
  environment.TF_REATTACH_PROVIDERS = plugin.reattachment;
  const attached = new Workspace(environment, workspace.folder);
  const statePath = join(workspace.folder, "terraform.tfstate");
  return {
    plan: async (configuration, how = {}) => {
      writeConfiguration(attached.folder, { configuration: withProvider(configuration), ...how });
      if (how.modules !== undefined) await attached.demand("init", "-input=false");
      const flags = planFlags(how);
      const { code, stdout } = await attached.run(
        "plan",
        "-input=false",
        "-out=plan",
        "-json",
        ...flags,
      );
      if (code !== 0) return { errors: errorsIn(stdout) };
      const shown = await attached.demand("show", "-json", "plan");
      return { plan: comparablePlan(JSON.parse(shown)), errors: [] };
    },
    apply: async () => {
      const { stdout } = await attached.run("apply", "-input=false", "-json", "plan");
      return errorsIn(stdout);
    },
    state: async () => (existsSync(statePath) ? readFileSync(statePath, "utf8") : NO_STATE),
    adopt: async (state) => writeFileSync(statePath, state),
    estate: () => estateOf(attached.simulatorFile),
    touch: (change) => attached.withSimulator(async (simulator) => void (await change(simulator))),
  };
}

export function openOwnHand(variables: VariableValues = {}): Hand {
  const folder = temporaryFolder();
  const file = join(folder, ".holdfast", "vsphere.db");
  const store = createMemoryStateStore();
  const opened = { simulator: undefined as Simulator | undefined };
  onTestFinished(() => opened.simulator?.close());
  const open = async () => {
    opened.simulator ??= await Simulator.open(file);
    return opened.simulator.backend;
  };
  const provider = makeProvider(open, { writeBackup: makeBackupWriter(folder) });
  const stored = async () =>
    (await store.read()).state ?? emptyState("5b0c1f0e-0000-4000-8000-000000000001");
  let carryOut: () => Promise<Errors> = async () => [];
  return {
    plan: async (json, how = {}) => {
      const path = writeConfiguration(folder, { configuration: withProvider(json), ...how });
      const { stacks, diagnostics } = await loadConfiguration({
        path,
        reader: NODE_READER,
        schema: providerSchema,
      });
      const [configuration] = stacks;
      if (configuration === undefined || hasErrors(diagnostics))
        return { errors: summariesOf(diagnostics) };
      const common = { configuration, variables, provider, readRemoteState };
      const state = await stored();
      const made = await makePlan({ ...common, state, options: how.options ?? {} });
      const { plan } = made;
      if (plan === undefined || hasErrors(made.diagnostics))
        return { errors: summariesOf(made.diagnostics) };
      carryOut = async () =>
        summariesOf((await applyPlan({ ...common, state, store, plan })).diagnostics);
      const shown = planToJson({
        ...common,
        plan,
        schema: providerSchema,
        timestamp: "",
        showsSensitive: true,
      });
      return { plan: comparablePlan(JSON.parse(jsonText(shown))), errors: [] };
    },
    apply: () => carryOut(),
    state: async () => encodeState(await stored()),
    adopt: async (text) => {
      const { state } = decodeState(text, "terraform.tfstate");
      if (state === undefined) throw new Error("the state of Terraform cannot be read");
      const { lineage, serial } = await stored();
      await store.write({ ...state, lineage, serial });
    },
    estate: () => estateOf(file),
    touch: async (change) => {
      await open();
      if (opened.simulator !== undefined) await change(opened.simulator);
    },
  };
}

/** None of these stacks looks at another. */
const readRemoteState: ReadRemoteState = async () => ({ outputs: undefined, diagnostics: [] });

const NO_STATE = encodeState(emptyState("5b0c1f0e-0000-4000-8000-000000000001"));

function summariesOf(diagnostics: readonly Diagnostic[]): Errors {
  return diagnostics.flatMap(({ severity, summary }) => (severity === "error" ? [summary] : []));
}

/** Of a run with `-json`. */
function errorsIn(stdout: string): Errors {
  const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
  return lines.flatMap((line) => {
    const { diagnostic } = JSON.parse(line) as { readonly diagnostic?: Diagnostic };
    return diagnostic === undefined ? [] : summariesOf([diagnostic]);
  });
}

export async function estateOf(file: string): Promise<readonly string[]> {
  if (!existsSync(file)) return [];
  return [...(await Simulator.read(file)).snapshot()].join("").split("\n");
}
