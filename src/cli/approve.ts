// Asking for approval, as Terraform does: only the word "yes" approves. Where there is nobody to ask, nothing is
// assumed.

import { errorDiagnostic } from "../model/diagnostic.js";
import { CommandFailed } from "./describe-failure.js";
import { EXIT_CODES } from "./exit-codes.js";
import type { GivenOptions } from "./given-options.js";
import { Interrupted } from "./interrupts.js";
import { type Session, say } from "./session.js";

export interface Approval {
  readonly options: GivenOptions;
  /** `apply` or `destroy`. */
  readonly command: string;
  readonly question: string;
}

/** Whether nobody has to be asked. */
export function isApproved(options: GivenOptions): boolean {
  return options.has("auto-approve") || options.has("yes");
}

/** @throws CommandFailed before anything is planned when approval is needed and nobody can give it. */
export function requireSomebodyToAsk(session: Session, { options, command }: Approval): void {
  if (isApproved(options) || canAsk(session, options)) return;
  const detail =
    "There is no terminal to ask for approval. Give --auto-approve, or save a plan with";
  const plan = command === "destroy" ? "holdfast plan --destroy" : "holdfast plan";
  throw new CommandFailed([
    errorDiagnostic("Nobody to approve", `${detail} "${plan} --out FILE" and apply that.`),
  ]);
}

export function canAsk(session: Session, options: GivenOptions): boolean {
  return session.terminal.isInteractive && options.text("input") !== "false";
}

/** Whether the person said yes. @throws Interrupted */
export async function askForApproval(session: Session, approval: Approval): Promise<boolean> {
  if (isApproved(approval.options)) return true;
  say(session, [[], [approval.question], ["  Only 'yes' will be accepted to approve."], []]);
  const answer = await session.terminal.ask("  Enter a value: ", session.signal);
  if (session.signal.aborted) throw new Interrupted("interrupted");
  say(session, [[]]);
  if (answer?.trim() === "yes") return true;
  const name = approval.command === "destroy" ? "Destroy" : "Apply";
  say(session, [[`${name} cancelled; nothing was changed.`]]);
  return false;
}

/** Declined is no error of the program, but nothing was done either. */
export const DECLINED = EXIT_CODES.error;
