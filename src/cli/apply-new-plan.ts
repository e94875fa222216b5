// apply and destroy without a saved plan: plan, show, ask, carry out.

import { type Diagnostic, hasErrors } from "../model/diagnostic.js";
import { hasQuestions } from "../model/plan.js";
import type { BrokenFloor } from "../model/survival.js";
import { DEFAULT_WORKSPACE } from "../model/workspace.js";
import type { PlanOptions } from "../plan/make-plan.js";
import { applyStacks, type StackToApply } from "./apply-stacks.js";
import { askForApproval, DECLINED, isApproved, requireSomebodyToAsk } from "./approve.js";
import { assessStacks } from "./assess-stacks.js";
import { EXIT_CODES, type ExitCode } from "./exit-codes.js";
import { floorRefusal, keepAcceptedBreach } from "./floor-breaches.js";
import type { GivenOptions } from "./given-options.js";
import { openStacks } from "./open-stacks.js";
import { type PlannedStack, planStacks } from "./plan-stacks.js";
import { type PreparedStacks, parallelismOf, prepareStacks } from "./prepare-stacks.js";
import type { Session } from "./session.js";
import { messageView, type PlanView, showingIn, textView } from "./show-plans.js";
import { withLocks } from "./state-locks.js";
import { UsageError } from "./usage-error.js";

export interface NewPlan {
  readonly options: GivenOptions;
  readonly planOptions: PlanOptions;
  /** `apply` or `destroy`. */
  readonly command: string;
}

export async function applyNewPlan(given: Session, call: NewPlan): Promise<ExitCode> {
  const { options, command } = call;
  const isJson = options.has("json");
  if (isJson && !isApproved(options)) {
    throw new UsageError(`${command} --json needs --auto-approve, as nobody can be asked.`);
  }
  requireSomebodyToAsk(given, { options, command, question: "" });
  const view = viewOf(given, options);
  view.begin();
  return await showingIn(given, view, async (session) => {
    const prepared = await prepareStacks(session, options, "look");
    try {
      const stores = prepared.stacks.map(({ store }) => store);
      const held = options.text("lock") === "false" ? [] : stores;
      return await withLocks(session, { stores: held, operation: command }, () =>
        planAndApply(session, { ...call, prepared, view }),
      );
    } finally {
      prepared.close();
    }
  });
}

export function viewOf(session: Session, options: GivenOptions): PlanView {
  if (options.has("json")) return messageView(session);
  return textView(session, { expand: options.has("expand") });
}

interface Locked extends NewPlan {
  readonly prepared: PreparedStacks;
  readonly view: PlanView;
}

async function planAndApply(session: Session, locked: Locked): Promise<ExitCode> {
  const { options, prepared, view } = locked;
  const { planOptions } = locked;
  const planned = await planStacks(session, prepared, planOptions, view.onPlanEvent);
  const survival = await assessStacks({ opened: prepared, planned });
  view.plans({ plans: planned.flatMap(({ plan, partial }) => plan ?? partial ?? []), survival });
  const diagnostics = planned.flatMap((stack) => stack.diagnostics);
  if (hasErrors(diagnostics)) {
    view.diagnostics(diagnostics);
    return EXIT_CODES.error;
  }
  const toApply = planned.flatMap(stackToApply);
  const isPending = toApply.some(({ plan }) => plan.applyable);
  view.hold(isPending && !view.isForPrograms ? diagnostics : planned.flatMap(lasting));
  const floors = survival?.brokenFloors ?? [];
  if (!mayBreak(floors, options, view)) return EXIT_CODES.notSurvived;
  if (isPending && !(await isWanted(session, locked))) return DECLINED;
  await keepBreach(session, { floors, options, root: prepared.root, stacks: toApply });
  return await applyOpened(session, toApply, { options, view, isSavedPlan: false });
}

/** What the apply that follows does not say again. */
function lasting({ plan, diagnostics }: PlannedStack): readonly Diagnostic[] {
  const isAskedAgain = plan?.applyable || (plan !== undefined && hasQuestions(plan));
  return isAskedAgain ? diagnostics.filter(({ isOfCheck }) => !isOfCheck) : diagnostics;
}

function stackToApply({ stack, plan, state }: PlannedStack): readonly StackToApply[] {
  return plan === undefined ? [] : [{ stack, plan, state }];
}

function isWanted(session: Session, { options, command, prepared }: Locked): Promise<boolean> {
  const workspace = prepared.stacks[0]?.configuration.workspace ?? DEFAULT_WORKSPACE;
  const where = workspace === DEFAULT_WORKSPACE ? "" : ` in the workspace "${workspace}"`;
  const question =
    command === "destroy"
      ? `Do you really want to destroy all of this${where}? There is no undo.`
      : `Do you want to perform these actions${where}?`;
  return askForApproval(session, { options, command, question });
}

/** Refuses, unless the user accepted the breach. */
export function mayBreak(
  floors: readonly BrokenFloor[],
  options: GivenOptions,
  view: PlanView,
): boolean {
  if (floors.length === 0 || acceptedReason(options) !== undefined) return true;
  view.diagnostics([floorRefusal(floors)]);
  return false;
}

/** @throws UsageError for a reason that says nothing. */
function acceptedReason(options: GivenOptions): string | undefined {
  const reason = options.text("accept-floor-breach");
  if (reason === undefined || reason.trim() !== "") return reason;
  throw new UsageError("--accept-floor-breach needs a reason.");
}

export interface BreachToKeep {
  readonly floors: readonly BrokenFloor[];
  readonly options: GivenOptions;
  readonly root: string;
  readonly stacks: readonly StackToApply[];
}

export async function keepBreach(session: Session, breach: BreachToKeep): Promise<void> {
  const reason = acceptedReason(breach.options);
  if (reason === undefined || breach.floors.length === 0) return;
  const stacks = breach.stacks.map(({ plan }) => plan.stack);
  await keepAcceptedBreach(session, { ...breach, reason, stacks });
}

interface Carrying {
  readonly options: GivenOptions;
  readonly view: PlanView;
  readonly isSavedPlan: boolean;
}

/** Only now may an estate be made that is not there yet. */
export async function applyOpened(
  session: Session,
  toApply: readonly StackToApply[],
  { options, view, isSavedPlan }: Carrying,
): Promise<ExitCode> {
  const opened = openStacks(
    session,
    toApply.map(({ stack }) => stack),
    "change",
  );
  try {
    const stacks = toApply.map((each, i) => ({ ...each, stack: opened.stacks[i] ?? each.stack }));
    const isJson = options.has("json");
    return await applyStacks(session, stacks, {
      view,
      isJson,
      isSavedPlan,
      parallelism: parallelismOf(options),
    });
  } finally {
    opened.close();
  }
}
