// holdfast plan

import { resolve } from "node:path";
import { hasErrors } from "../../model/diagnostic.js";
import type { SurvivalAssessment } from "../../model/survival.js";
import { assessStacks } from "../assess-stacks.js";
import type { CommandCall } from "../command-definition.js";
import { EXIT_CODES, type ExitCode, mergeExitCodes } from "../exit-codes.js";
import type { GivenOptions } from "../given-options.js";
import { type PlannedStack, planStacks } from "../plan-stacks.js";
import { planOptionsOf, prepareStacks } from "../prepare-stacks.js";
import { savePlans } from "../saved-plans.js";
import { type Session, say } from "../session.js";
import { messageView, type PlanView, showingIn, textView } from "../show-plans.js";
import { withLocks } from "../state-locks.js";

export async function run(given: Session, { options }: CommandCall): Promise<ExitCode> {
  const planOptions = planOptionsOf(options);
  const view = options.has("json")
    ? messageView(given)
    : textView(given, { expand: options.has("expand") });
  view.begin();
  return await showingIn(given, view, async (session) => {
    const prepared = await prepareStacks(session, options, "look");
    try {
      const stores = prepared.stacks.map(({ store }) => store);
      const held = options.text("lock") === "false" ? [] : stores;
      return await withLocks(session, { stores: held, operation: "plan" }, async () => {
        const planned = await planStacks(session, prepared, planOptions, view.onPlanEvent);
        const survival = await assessStacks({ opened: prepared, planned });
        return await conclude(session, { planned, options, view, survival });
      });
    } finally {
      prepared.close();
    }
  });
}

interface Conclusion {
  readonly planned: readonly PlannedStack[];
  readonly survival: SurvivalAssessment | undefined;
  readonly options: GivenOptions;
  readonly view: PlanView;
}

async function conclude(session: Session, conclusion: Conclusion): Promise<ExitCode> {
  const { planned, survival, options, view } = conclusion;
  view.plans({ plans: planned.flatMap(({ plan, partial }) => plan ?? partial ?? []), survival });
  const diagnostics = planned.flatMap((stack) => stack.diagnostics);
  view.diagnostics(diagnostics);
  if (hasErrors(diagnostics)) return EXIT_CODES.error;
  const out = options.text("out");
  if (out !== undefined) {
    await savePlans(session, { file: resolve(session.terminal.cwd, out), planned, survival });
    say(session, [[`The plan is kept in ${out}. Carry it out with: holdfast apply ${out}`]]);
  }
  const isPending = planned.some(({ plan }) => plan?.applyable === true);
  return mergeExitCodes([
    isPending && options.has("detailed-exitcode") ? EXIT_CODES.changesPending : EXIT_CODES.done,
    (survival?.brokenFloors.length ?? 0) > 0 ? EXIT_CODES.notSurvived : EXIT_CODES.done,
  ]);
}
