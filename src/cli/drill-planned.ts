// The drill of what the head of a pull request would make, as text: its plans are carried out on a copy of each simulated
// vSphere, and the scenario is run there.

import { relative } from "node:path";
import { runDrill } from "../drill/run-drill.js";
import { drillReport } from "../report/drill-report.js";
import { renderLines } from "../report/text.js";
import { type AppliedStates, applyToFork } from "./apply-to-fork.js";
import { chooseScenario } from "./choose-scenario.js";
import type { OpenStacks } from "./open-stacks.js";
import type { PlannedStack } from "./plan-stacks.js";
import type { Session } from "./session.js";

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

/** @throws CommandFailed for what cannot be carried out, Interrupted. */
export async function drillPlanned(session: Session, drill: PlannedDrill): Promise<string> {
  const files = [...new Set(drill.planned.map(({ stack }) => stack.estateFile))].sort();
  const texts: string[] = [];
  for (const file of files) {
    const text = await drillOn(session, file, drill);
    texts.push(files.length === 1 ? text : `On ${relative(drill.root, file)}:\n\n${text}`);
  }
  return session.secrets.hide(texts.join("\n"));
}

async function drillOn(session: Session, file: string, drill: PlannedDrill): Promise<string> {
  const live = await drill.estate(file);
  const fork = live.fork();
  try {
    const applied: AppliedStates = new Map();
    for (const { stack, state, plan } of drill.planned) {
      if (stack.estateFile !== file || plan === undefined) continue;
      const { configuration, variables } = stack;
      const stored = state.serial === 0 ? undefined : state;
      await applyToFork(session, fork, { plan, configuration, variables, stored, applied });
    }
    const scenario = chooseScenario(session, drill.scenario, fork.estate());
    const result = runDrill({ simulator: fork, scenario, settle: true });
    const shown = { width: drill.width, verbose: false };
    return renderLines(drillReport(result, shown), { colour: false });
  } finally {
    fork.close();
  }
}
