// A program: objects declared one after the other through the provider, and what people do in between, on a
// simulated vSphere of its own. Its outcome is plain data about what follows from the declarations; it
// repeats no attribute of them.

import { builtInScenario } from "../../../src/drill/resolve-scenario.js";
import { runDrill } from "../../../src/drill/run-drill.js";
import { type Diagnostic, hasErrors } from "../../../src/model/diagnostic.js";
import type { Provider } from "../../../src/model/provider.js";
import type { Finding } from "../../../src/model/survival.js";
import type { ObjectValue } from "../../../src/model/value.js";
import { proposeNewState } from "../../../src/plan/propose-new-state.js";
import { makeProvider } from "../../../src/provider/make-provider.js";
import { convertConfig } from "../../../src/schema/convert-value.js";
import { resourceSchemaOf } from "../../../src/schema/resource-schemas.js";
import { Simulator } from "../../../src/simulator/simulator.js";
import type { Estate } from "../../../src/vsphere/estate.js";
import { findFindings } from "../../../src/vsphere/findings/find-findings.js";

/** What a resource block of a program says. The same object declared again is changed. */
export interface Declaration {
  readonly type: string;
  readonly config: ObjectValue;
}

/** Something that happens outside of the program. */
export type Act = (simulator: Simulator) => void;

export type Program = readonly (Declaration | Act)[];

export interface Outcome {
  /** Inventory paths of the objects, in the order of their declaration. */
  readonly ids: readonly string[];
  /** Summaries of what validation and planning say. */
  readonly diagnostics: readonly string[];
  /** Summaries of what vSphere refuses at apply. */
  readonly faults: readonly string[];
  /** `CODE subject`, of those that count. */
  readonly findings: readonly string[];
  /** `CODE subject`, of those that a waiver holds for. */
  readonly waived: readonly string[];
  /** `workload verdict` of the drill of a scenario. */
  readonly verdicts: readonly string[];
  /** `floor: lost workloads`, of every built-in scenario. */
  readonly brokenFloors: readonly string[];
  /** `host: …`, as vSphere and the boot disk have it. */
  readonly hosts: readonly string[];
  /** `machine on host: …`, right after the program. */
  readonly starts: readonly string[];
  /** How often a backup was written to the user's disk. */
  readonly backupsWritten: number;
}

export async function runProgram(program: Program): Promise<Outcome> {
  const simulator = Simulator.inMemory();
  const run = startRun(simulator);
  for (const step of program) {
    if (typeof step === "function") step(simulator);
    else await declare(run, step);
  }
  const { ids, diagnostics, faults, backups } = run;
  return {
    ids,
    diagnostics,
    faults,
    backupsWritten: backups.length,
    ...observeEstate(simulator),
    ...drill(simulator),
  };
}

interface Run {
  readonly provider: Provider;
  readonly states: Map<string, ObjectValue>;
  readonly ids: string[];
  readonly diagnostics: string[];
  readonly faults: string[];
  readonly backups: Uint8Array[];
}

function startRun(simulator: Simulator): Run {
  const backups: Uint8Array[] = [];
  const provider = makeProvider(() => Promise.resolve(simulator.backend), {
    writeBackup: (_path, bytes) => Promise.resolve(void backups.push(bytes)),
  });
  return { provider, states: new Map(), ids: [], diagnostics: [], faults: [], backups };
}

/** Validates, plans and applies as an engine does; what is refused is noted, and the program goes on. */
async function declare(run: Run, { type, config: given }: Declaration): Promise<void> {
  const { provider, states } = run;
  const { value: config, diagnostics } = convertConfig(type, given);
  const problems = [...diagnostics, ...provider.validate({ type, config })];
  run.diagnostics.push(...summaries(problems));
  if (hasErrors(problems)) return;
  const attributes = resourceSchemaOf(type)?.block.attributes ?? {};
  const plan = (prior: ObjectValue | null) => {
    const proposed = proposeNewState(attributes, prior, config);
    return provider.plan({ type, prior, proposed, config });
  };
  const id = String(plan(null).planned?.id);
  const prior = states.get(id) ?? null;
  const planned = plan(prior);
  run.ids.push(id);
  run.diagnostics.push(...summaries(planned.diagnostics));
  if (hasErrors(planned.diagnostics)) return;
  const applied = await provider.apply({
    type,
    prior,
    planned: planned.planned,
    config,
    seed: "test",
  });
  run.faults.push(...summaries(applied.diagnostics));
  if (applied.state !== null) states.set(id, applied.state);
}

function summaries(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map((d) => d.summary);
}

type Observed = Pick<Outcome, "findings" | "waived" | "hosts" | "starts">;

function observeEstate(simulator: Simulator): Observed {
  const estate = simulator.estate();
  const found = findFindings(estate);
  const textOf = ({ code, subject }: Finding) => `${code} ${subject}`;
  return {
    findings: found.filter(({ waiver }) => waiver === undefined).map(textOf),
    waived: found.filter(({ waiver }) => waiver !== undefined).map(textOf),
    hosts: [...estate.hosts.values()].map(({ path, present }) => {
      const power = present?.up === true ? "up" : "down";
      const kept = [`${present?.storedKeyIds.size} stored`, `${present?.cachedKeyIds.size} cached`];
      return `${path}: ${power}, ${present?.cryptoState}, ${kept.join(", ")}`;
    }),
    starts: startsIn(simulator, estate),
  };
}

function startsIn(simulator: Simulator, estate: Estate): readonly string[] {
  return [...estate.virtualMachines.keys()].flatMap((vm) =>
    [...estate.hosts.keys()].map((host) => {
      const failure = simulator.couldStart({ vm, host });
      return `${vm} on ${host}: ${failure === null ? "starts" : failure.reason}`;
    }),
  );
}

const DRILLED = ["provider-outage", "wan-partition"] as const;

/** Verdicts of the default scenario; floors of the others too. */
function drill(simulator: Simulator): Pick<Outcome, "verdicts" | "brokenFloors"> {
  const results = DRILLED.flatMap((name) => {
    const scenario = builtInScenario(name);
    return scenario === undefined ? [] : [runDrill({ simulator, scenario })];
  });
  return {
    verdicts: (results[0]?.workloads ?? []).map((w) => `${w.workload} ${w.verdict}`),
    brokenFloors: results.flatMap((result) =>
      result.brokenFloors.map(({ floor, lost }) => `${floor}: ${lost.join(", ")}`),
    ),
  };
}
