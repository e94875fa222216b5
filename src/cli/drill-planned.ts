// The drill of what the head of a pull request would make, as text: its plans are carried out on a copy of each simulated
// vSphere, and the scenario is run there.

import { runDrill } from "../drill/run-drill.js";
import { compareText } from "../model/address.js";
import { drillReport } from "../report/drill-report.js";
import { renderLines } from "../report/text.js";
import type { Simulator } from "../simulator/simulator.js";
import { type AppliedStates, applyToFork } from "./apply-to-fork.js";
import { chooseScenario } from "./choose-scenario.js";
import type { OpenStacks } from "./open-stacks.js";
import type { PlannedStack } from "./plan-stacks.js";
import type { Session } from "./session.js";
import { vsphereName } from "./shared-estates.js";

export interface PlannedDrill {
  /** In the order in which they are applied, all of them with plans. */
  readonly planned: readonly PlannedStack[];
  readonly estate: OpenStacks["estate"];
  /** Name or file. */
  readonly scenario: string;
  /** Absolute folder of the project. */
  readonly root: string;
  /** Columns. */
  readonly width: number;
}

interface Fork {
  /** As stacks name the vSphere. */
  readonly name: string;
  readonly copy: Simulator;
}

/** @throws CommandFailed for what cannot be carried out, Interrupted. */
export async function drillPlanned(session: Session, drill: PlannedDrill): Promise<string> {
  // One snapshot may stand for several vSpheres.
  const forks = new Map<Simulator, Fork>();
  try {
    const applied: AppliedStates = new Map();
    for (const { stack, state, plan } of drill.planned) {
      const live = await drill.estate(stack.estateFile);
      const name = vsphereName(stack.estateFile, drill.root);
      const fork = forks.get(live) ?? { name, copy: live.fork() };
      forks.set(live, fork);
      if (plan === undefined) continue;
      const { configuration, variables } = stack;
      const stored = state.serial === 0 ? undefined : state;
      const own = { plan, configuration, variables, stored, applied };
      await applyToFork(session, fork.copy, own);
    }
    const sorted = [...forks.values()].sort((a, b) => compareText(a.name, b.name));
    const texts: string[] = [];
    for (const { name, copy } of sorted) {
      const text = await drillText(session, copy, drill);
      texts.push(sorted.length === 1 ? text : `On ${name}:\n\n${text}`);
    }
    return session.secrets.hide(texts.join("\n"));
  } finally {
    for (const { copy } of forks.values()) copy.close();
  }
}

async function drillText(session: Session, fork: Simulator, drill: PlannedDrill): Promise<string> {
  // What is to be said of the scenario is said once, where the preview is judged by it.
  const quiet = { ...session, sendDiagnostics: () => undefined };
  const scenario = await chooseScenario(quiet, drill.scenario, fork.estate());
  const result = runDrill({ simulator: fork, scenario, settle: true });
  const shown = { width: drill.width, verbose: false };
  return renderLines(drillReport(result, shown), { colour: false });
}
