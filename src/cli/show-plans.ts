// Plans and what they do to survival, printed: as text, or as messages for programs.

import { schemaOfResource } from "../builtin/terraform-schema.js";
import type { ResourceAddress } from "../model/address.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Plan } from "../model/plan.js";
import type { SurvivalAssessment } from "../model/survival.js";
import type { OnPlanEvent } from "../plan/plan-event.js";
import { planReport } from "../report/plan-report.js";
import { survivalReport } from "../report/survival-report.js";
import {
  diagnosticMessage,
  formatUiMessage,
  planMessages,
  survivalMessage,
  type UiMessage,
  versionMessage,
} from "../report/ui-messages.js";
import { providerSchema } from "../schema/resource-schemas.js";
import { describeFailure } from "./describe-failure.js";
import type { ExitCode } from "./exit-codes.js";
import { meaningOfNull } from "./null-meanings.js";
import { sendReading } from "./send-progress.js";
import { print, type Session, sayDiagnostics, widthOf } from "./session.js";

export interface ShownPlans {
  readonly plans: readonly Plan[];
  readonly survival: SurvivalAssessment | undefined;
}

export interface PlanView {
  readonly isForPrograms: boolean;
  begin(): void;
  plans(shown: ShownPlans): void;
  diagnostics(diagnostics: readonly Diagnostic[]): void;
  /** Warnings that need not be read before what comes next. Programs are told later, as Terraform tells them. */
  hold(diagnostics: readonly Diagnostic[]): void;
  send(message: UiMessage): void;
  /** What a plan tells while it is made. */
  readonly onPlanEvent?: OnPlanEvent;
}

/** Text for people: plans on stdout, diagnostics on stderr. */
export function textView(session: Session, { expand }: { readonly expand: boolean }): PlanView {
  const options = { ...widthOf(session), expand, meaningOfNull, attributesOf };
  return {
    isForPrograms: false,
    begin: () => undefined,
    plans: ({ plans, survival }) => {
      for (const plan of plans) print(session, [...planReport(plan, options), []]);
      if (survival === undefined) return;
      // Where nothing is done, nothing can stop half way.
      const isAnythingDone = plans.some(({ applyable }) => applyable);
      const shown = isAnythingDone ? survival : { ...survival, prefixes: "none" as const };
      print(session, [...survivalReport(shown, options), []]);
    },
    diagnostics: (diagnostics) => sayDiagnostics(session, diagnostics),
    hold: (diagnostics) => sayDiagnostics(session, diagnostics),
    send: () => undefined,
  };
}

export function attributesOf(type: string, mode: ResourceAddress["mode"] = "managed") {
  return schemaOfResource({ type, mode }, providerSchema)?.block.attributes;
}

/**
 * Does `work` with a session that shows its diagnostics in `view`. For programs, what is thrown becomes messages too;
 * for people it is thrown on, to be said last.
 */
export async function showingIn(
  session: Session,
  view: PlanView,
  work: (session: Session) => Promise<ExitCode>,
): Promise<ExitCode> {
  if (!view.isForPrograms) return await work(session);
  try {
    const code = await work({ ...session, sendDiagnostics: view.hold });
    view.diagnostics([]);
    return code;
  } catch (error) {
    const { diagnostics, code } = describeFailure(error, session.version);
    view.diagnostics(diagnostics);
    if (session.debug && error instanceof Error) {
      session.terminal.err.write(`${session.secrets.hide(error.stack ?? "")}\n`);
    }
    return code;
  }
}

/** Messages for programs on stdout, diagnostics among them, as Terraform sends them: once the work is done. */
export function messageView(session: Session): PlanView {
  const held: Diagnostic[] = [];
  const send = (message: UiMessage) => {
    const now = session.now().toISOString();
    session.terminal.out.write(formatUiMessage(message, now, session.secrets.hide));
  };
  return {
    isForPrograms: true,
    begin: () => send(versionMessage(session.version)),
    plans: ({ plans, survival }) => {
      for (const message of plans.flatMap(planMessages)) send(message);
      if (survival !== undefined) send(survivalMessage(survival));
    },
    diagnostics: (diagnostics) => {
      for (const each of [...held.splice(0), ...diagnostics]) send(diagnosticMessage(each));
    },
    hold: (diagnostics) => {
      held.push(...diagnostics);
    },
    send,
    onPlanEvent: sendReading(session, send),
  };
}
