// apply FILE: carries out what was approved, if the state is still what the plan was made against and nothing
// survives less than the plan said. Secrets are not in the file and are read again.

import { type Diagnostic, errorDiagnostic, hasErrors } from "../model/diagnostic.js";
import { emptyState } from "../model/state.js";
import { type SurvivalAssessment, worseVerdict } from "../model/survival.js";
import { findPlanConflicts, type SavedPlan } from "../plan/saved-plan.js";
import { someOf } from "../report/text.js";
import { plannedMessages } from "../report/ui-messages.js";
import { applyOpened, keepBreach, mayBreak, viewOf } from "./apply-new-plan.js";
import type { StackToApply } from "./apply-stacks.js";
import { assessStacks } from "./assess-stacks.js";
import { CommandFailed } from "./describe-failure.js";
import { EXIT_CODES, type ExitCode } from "./exit-codes.js";
import type { GivenOptions } from "./given-options.js";
import { type OpenStack, type OpenStacks, openStacks } from "./open-stacks.js";
import type { PlannedStack } from "./plan-stacks.js";
import { readSecrets } from "./read-secrets.js";
import { readSavedPlans, type SavedPlans } from "./saved-plans.js";
import type { Session } from "./session.js";
import { type PlanView, showingIn } from "./show-plans.js";
import { withLocks } from "./state-locks.js";
import { UsageError } from "./usage-error.js";
import { currentWorkspace } from "./workspaces.js";

/** `file` is absolute. */
export async function applySavedPlan(
  given: Session,
  file: string,
  options: GivenOptions,
): Promise<ExitCode> {
  refusePlanningOptions(options);
  const view = viewOf(given, options);
  view.begin();
  return await showingIn(given, view, async (session) => {
    const { plans, survival } = await readSavedPlans(file);
    refuseOtherWorkspaces(session, plans);
    const inputs = readSecrets(session, options, plans);
    const opened = openStacks(session, inputs, "look");
    try {
      const stores = opened.stacks.map(({ store }) => store);
      const held = options.text("lock") === "false" ? [] : stores;
      return await withLocks(session, { stores: held, operation: "apply" }, () =>
        applyLocked(session, { plans, survival, opened, options, view }),
      );
    } finally {
      opened.close();
    }
  });
}

/** A saved plan is applied as it is. */
function refusePlanningOptions(options: GivenOptions): void {
  const flags = ["destroy", "refresh-only"].filter((name) => options.has(name));
  const texts = ["config"].filter((name) => options.text(name) !== undefined);
  const lists = ["stack", "target", "exclude", "replace"].filter(
    (name) => options.list(name).length > 0,
  );
  const refresh = options.text("refresh") === "false" ? ["refresh=false"] : [];
  const [first] = [...flags, ...texts, ...lists, ...refresh];
  if (first === undefined) return;
  throw new UsageError(`--${first} cannot be given with a saved plan, which is applied as it is.`);
}

/** A plan is one for the states of a workspace. @throws CommandFailed */
function refuseOtherWorkspaces(session: Session, plans: readonly SavedPlan[]): void {
  const other = plans.flatMap(({ configuration: { root, stack, workspace } }) => {
    const current = currentWorkspace(session, root);
    if (workspace === current) return [];
    const detail = `The plan of ${stack} was made in the workspace "${workspace}", and "${current}" is the one worked in. "holdfast workspace select ${workspace}" switches to it.`;
    return [errorDiagnostic("Plan of another workspace", detail)];
  });
  if (other.length > 0) throw new CommandFailed(other);
}

interface LockedPlans extends SavedPlans {
  readonly opened: OpenStacks;
  readonly options: GivenOptions;
  readonly view: PlanView;
}

async function applyLocked(
  session: Session,
  { plans, survival: said, opened, options, view }: LockedPlans,
): Promise<ExitCode> {
  const { stacks: toApply, diagnostics } = await matchStates(session, plans, opened.stacks);
  view.diagnostics(diagnostics);
  if (hasErrors(diagnostics)) return EXIT_CODES.error;
  const planned = toApply.map((each): PlannedStack => ({ ...each, diagnostics: [] }));
  const survival = await assessStacks({ opened, planned });
  const worse = findWorse(said, survival);
  view.diagnostics(worse);
  if (hasErrors(worse)) return EXIT_CODES.error;
  const floors = survival?.brokenFloors ?? [];
  if (floors.length > 0) view.plans({ plans: [], survival });
  if (!mayBreak(floors, options, view)) return EXIT_CODES.notSurvived;
  for (const message of toApply.flatMap(({ plan }) => plannedMessages(plan))) view.send(message);
  const root = opened.stacks[0]?.configuration.root ?? session.terminal.cwd;
  await keepBreach(session, { floors, options, root, stacks: toApply });
  return await applyOpened(session, toApply, { options, view, isSavedPlan: true });
}

const MOST_NAMED = 5;

/** The estate may have changed since, where no attribute of the state shows it. */
function findWorse(
  said: SurvivalAssessment | undefined,
  now: SurvivalAssessment | undefined,
): readonly Diagnostic[] {
  const verdicts = new Map(said?.after.map(({ workload, verdict }) => [workload, verdict]));
  const worse = (now?.after ?? []).flatMap(({ workload, verdict }) => {
    const before = verdicts.get(workload) ?? verdict;
    return worseVerdict(before, verdict) === before ? [] : [`${workload} (${before} → ${verdict})`];
  });
  if (worse.length === 0) return [];
  const detail = `The estate is no longer what the plan was made against. Worse off than the plan says: ${someOf(worse, MOST_NAMED)}. Plan again, and look at what is lost.`;
  return [errorDiagnostic("Survival is no longer what was approved", detail)];
}

interface MatchedStates {
  readonly stacks: readonly StackToApply[];
  /** What moved since. */
  readonly diagnostics: readonly Diagnostic[];
}

async function matchStates(
  session: Session,
  plans: readonly SavedPlan[],
  stacks: readonly OpenStack[],
): Promise<MatchedStates> {
  const matched: StackToApply[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [i, saved] of plans.entries()) {
    const stack = stacks[i];
    if (stack === undefined) continue;
    const stored = await stack.store.read();
    // A first apply: the plan made up the lineage of the state that will be.
    const state = stored.state ?? emptyState(saved.plan.prior.lineage);
    diagnostics.push(...stored.diagnostics, ...findPlanConflicts(saved, state, session.version));
    matched.push({ stack, plan: saved.plan, state });
  }
  return { stacks: matched, diagnostics };
}
