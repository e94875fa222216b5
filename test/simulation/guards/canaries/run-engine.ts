// Runs a stack through everything there is below the command line, and keeps whatever was written, said or
// shown on the way: plans, files, reports, messages, events, a drill.

import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyPlan } from "../../../../src/apply/apply-plan.js";
import { defaultScenario } from "../../../../src/drill/resolve-scenario.js";
import { runDrill } from "../../../../src/drill/run-drill.js";
import { type FileSystem, NODE_FILES } from "../../../../src/files/file-system.js";
import { assignVariables, type VariableSources } from "../../../../src/load/assign-variables.js";
import { loadConfiguration } from "../../../../src/load/load-configuration.js";
import type { FileReader } from "../../../../src/load/source-file.js";
import { type Diagnostic, hasErrors } from "../../../../src/model/diagnostic.js";
import type { Provider } from "../../../../src/model/provider.js";
import { emptyState, type State } from "../../../../src/model/state.js";
import { makePlan, type PlanOptions } from "../../../../src/plan/make-plan.js";
import { planToJson } from "../../../../src/plan/plan-json.js";
import {
  decodeSavedPlan,
  encodeSavedPlan,
  makeSavedPlan,
} from "../../../../src/plan/saved-plan.js";
import { stateToJson } from "../../../../src/plan/state-json.js";
import type { Backend } from "../../../../src/provider/backend.js";
import { makeProvider } from "../../../../src/provider/make-provider.js";
import { diagnosticsReport } from "../../../../src/report/diagnostics-report.js";
import { drillReport } from "../../../../src/report/drill-report.js";
import { planReport } from "../../../../src/report/plan-report.js";
import { stateReport } from "../../../../src/report/state-report.js";
import { type Line, renderLines } from "../../../../src/report/text.js";
import { diagnosticMessage, planMessages } from "../../../../src/report/ui-messages.js";
import { providerSchema, resourceSchemaOf } from "../../../../src/schema/resource-schemas.js";
import { Simulator } from "../../../../src/simulator/simulator.js";
import { createLocalStateStore } from "../../../../src/state/local-state-store.js";
import type { StateStore } from "../../../../src/state/state-store.js";
import { snapshotText } from "../../../support/snapshot-text.js";
import type { JsonObject } from "./secret-stack.js";

export interface Engine {
  readonly folder: string;
  readonly simulator: Simulator;
  readonly provider: Provider;
  readonly store: StateStore;
  /** Whatever came to light so far. */
  readonly evidence: Map<string, string | Uint8Array>;
  /** Backups as they were handed over, by path. */
  readonly backups: Map<string, Uint8Array>;
  close(): Promise<void>;
}

export interface EngineOptions {
  /** Keeps the simulated vSphere out of a file. */
  readonly isInMemory?: boolean;
  readonly wrapBackend?: (backend: Backend) => Backend;
  readonly writeBackup?: (path: string, bytes: Uint8Array) => Promise<void>;
}

/** A simulated vSphere and a state, in files of a folder of their own. */
export async function openEngine(options: EngineOptions = {}): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), "holdfast-canaries-"));
  const simulator = options.isInMemory
    ? Simulator.inMemory()
    : await Simulator.open(join(folder, "simulator.db"));
  const evidence: Engine["evidence"] = new Map();
  const backups: Engine["backups"] = new Map();
  simulator.onEvent((event) => note(evidence, "simulator events", event));
  simulator.onMessage((message) => note(evidence, "simulator messages", message));
  const { wrapBackend = (backend) => backend } = options;
  const keepBackup = (path: string, bytes: Uint8Array) =>
    Promise.resolve(void backups.set(path, bytes));
  const provider = makeProvider(() => Promise.resolve(wrapBackend(simulator.backend)), {
    writeBackup: options.writeBackup ?? keepBackup,
  });
  const files = recordingFiles(evidence);
  const store = createLocalStateStore({
    root: folder,
    path: "s.tfstate",
    isAlive: () => true,
    files,
  });
  const close = async () => {
    simulator.close();
    await rm(folder, { recursive: true });
  };
  return { folder, simulator, provider, store, evidence, backups, close };
}

export interface RunRequest {
  readonly document: JsonObject;
  readonly variables?: Partial<VariableSources>;
  readonly options?: PlanOptions;
}

/** Loads, plans, saves the plan, and applies it as it was saved. Gives every diagnostic. */
export async function runStack(
  engine: Engine,
  { document, variables: sources = {}, options = {} }: RunRequest,
): Promise<readonly Diagnostic[]> {
  const { provider, store, evidence } = engine;
  const loaded = await load(document);
  const [configuration] = loaded.stacks;
  if (configuration === undefined || hasErrors(loaded.diagnostics))
    return report(engine, loaded.diagnostics);
  const given = { environment: {}, autoFiles: [], commandLine: [], ...sources };
  const assigned = assignVariables(configuration, given);
  if (hasErrors(assigned.diagnostics)) return report(engine, assigned.diagnostics);
  const { values: variables } = assigned;
  const state = (await store.read()).state ?? emptyState(randomUUID());
  const request = { configuration, variables, state, provider, readRemoteState, options };
  const { plan, diagnostics } = await makePlan(request);
  if (plan === undefined) return report(engine, diagnostics);
  const made = { toolVersion: "0.0.0", plan, configuration, variables, state };
  const saved = encodeSavedPlan(makeSavedPlan(made));
  note(evidence, "saved plan", saved);
  const timestamp = "2026-01-01T00:00:00Z";
  const shown = { plan, configuration, variables, schema: providerSchema, timestamp };
  note(evidence, "plan JSON", planToJson(shown));
  note(evidence, "plan messages", planMessages(plan));
  note(evidence, "plan report", planReport(plan, { expand: true, ...WIDE, attributesOf }));
  note(
    evidence,
    "plan report, folded",
    planReport(plan, { expand: false, ...NARROW, attributesOf }),
  );
  const read = decodeSavedPlan(saved, "plan");
  if (read.saved === undefined) return report(engine, read.diagnostics);
  const applied = await applyPlan({
    ...request,
    plan: read.saved.plan,
    configuration: read.saved.configuration,
    store,
    onEvent: (event) => note(evidence, "apply events", event),
  });
  note(evidence, "apply results", applied.results);
  noteState(engine, applied.state);
  return report(engine, [...diagnostics, ...applied.diagnostics]);
}

/** Drills the estate, and looks at everything that is kept. */
export async function lookAround(engine: Engine): Promise<void> {
  const { simulator, evidence, folder } = engine;
  const result = runDrill({ simulator, scenario: defaultScenario() });
  note(evidence, "drill result", result);
  note(evidence, "drill report", drillReport(result, { verbose: true, ...WIDE }));
  note(evidence, "snapshot", snapshotText(simulator));
  note(evidence, "estate", [...simulator.estate().keyProviders.values()]);
  for (const file of ["simulator.db", "simulator.db-wal", "s.tfstate"]) {
    const bytes = await readFile(join(folder, file)).catch(() => undefined);
    if (bytes !== undefined) evidence.set(`file ${file}`, bytes);
  }
  for (const [path, bytes] of engine.backups) evidence.set(`backup ${path}`, bytes);
}

/** Loads a document from memory. */
export async function load(document: JsonObject) {
  const text = JSON.stringify(document, null, 2);
  const reader: FileReader = {
    readFile: () => Promise.resolve(text),
    readDir: () => Promise.reject(Object.assign(new Error("no folder"), { code: "ENOTDIR" })),
  };
  return await loadConfiguration({ path: "/p/s.tf.json", reader, schema: providerSchema });
}

const WIDE = { width: 500 } as const;
const NARROW = { width: 60 } as const;

const attributesOf = (type: string) => resourceSchemaOf(type)?.block.attributes;

const readRemoteState = async () => ({ outputs: undefined, diagnostics: [] });

function report(engine: Engine, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  note(engine.evidence, "diagnostics", diagnostics);
  note(engine.evidence, "diagnostics report", diagnosticsReport(diagnostics, WIDE));
  note(engine.evidence, "diagnostic messages", diagnostics.map(diagnosticMessage));
  return diagnostics;
}

function noteState({ evidence }: Engine, state: State): void {
  note(evidence, "state", [...state.instances]);
  note(evidence, "state JSON", stateToJson(state, providerSchema));
  note(evidence, "state report", stateReport(state, { attributesOf, ...WIDE }));
}

/** Adds to what is known under a name. Lines of a report as their text, anything else as JSON. */
export function note(evidence: Engine["evidence"], what: string, shown: unknown): void {
  const text =
    typeof shown === "string" ? shown : isReport(shown) ? textOf(shown) : stringify(shown);
  evidence.set(what, `${evidence.get(what) ?? ""}${text}\n`);
}

function isReport(shown: unknown): shown is readonly Line[] {
  const isSpan = (span: unknown) =>
    typeof span === "string" || (typeof span === "object" && span !== null && "text" in span);
  const isLine = (line: unknown) => Array.isArray(line) && line.every(isSpan);
  return Array.isArray(shown) && shown.length > 0 && shown.every(isLine);
}

function textOf(lines: readonly Line[]): string {
  return renderLines(lines, { colour: false });
}

function stringify(shown: unknown): string {
  return JSON.stringify(shown, (_, value: unknown) =>
    value instanceof Map ? [...value] : value instanceof Set ? [...value] : value,
  );
}

/** The machine's files; whatever is written is kept, also of files that are gone again. */
function recordingFiles(evidence: Engine["evidence"]): FileSystem {
  return {
    ...NODE_FILES,
    open: async (path, mode, permissions) => {
      const file = await NODE_FILES.open(path, mode, permissions);
      const written = (data: string | Uint8Array) => note(evidence, "written files", String(data));
      return {
        ...file,
        append: (data) => {
          written(data);
          return file.append(data);
        },
        appendAtOnce: (data) => {
          written(data);
          file.appendAtOnce(data);
        },
      };
    },
  };
}
