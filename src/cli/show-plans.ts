// Plans and what they do to survival, printed: as text, or as messages for programs.

import type { Diagnostic } from "../model/diagnostic.js";
import type { Plan } from "../model/plan.js";
import type { SurvivalAssessment } from "../model/survival.js";
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
import { resourceSchemaOf } from "../schema/resource-schemas.js";
import { describeFailure } from "./describe-failure.js";
import { meaningOfNull } from "./null-meanings.js";
import { print, type Session, sayDiagnostics, widthOf } from "./session.js";

export interface ShownPlans {
  readonly plans: readonly Plan[];
  readonly survival: SurvivalAssessment | undefined;
}

export interface PlanView {
  begin(): void;
  plans(shown: ShownPlans): void;
  diagnostics(diagnostics: readonly Diagnostic[]): void;
  send(message: UiMessage): void;
}

/** Text for people: plans on stdout, diagnostics on stderr. */
export function textView(session: Session, { expand }: { readonly expand: boolean }): PlanView {
  const options = { ...widthOf(session), expand, meaningOfNull, attributesOf };
  return {
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
    send: () => undefined,
  };
}

export function attributesOf(type: string) {
  return resourceSchemaOf(type)?.block.attributes;
}

/** Does `work`; what it throws becomes messages too, and is thrown on to be said on stderr. */
export async function showingFailures<T>(
  session: Session,
  view: PlanView,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { diagnostics } = describeFailure(error, session.version);
    for (const diagnostic of diagnostics) view.send(diagnosticMessage(diagnostic));
    throw error;
  }
}

/** Messages for programs on stdout; diagnostics also as text on stderr. */
export function messageView(session: Session): PlanView {
  const send = (message: UiMessage) => {
    const line = formatUiMessage(message, session.now().toISOString());
    session.terminal.out.write(session.secrets.hide(line));
  };
  return {
    begin: () => send(versionMessage(session.version)),
    plans: ({ plans, survival }) => {
      for (const message of plans.flatMap(planMessages)) send(message);
      if (survival !== undefined) send(survivalMessage(survival));
    },
    diagnostics: (diagnostics) => {
      for (const diagnostic of diagnostics) send(diagnosticMessage(diagnostic));
      sayDiagnostics(session, diagnostics);
    },
    send,
  };
}
