// holdfast apply [FILE]

import { resolve } from "node:path";
import { applyNewPlan } from "../apply-new-plan.js";
import { applySavedPlan } from "../apply-saved-plan.js";
import type { CommandCall } from "../command-definition.js";
import type { ExitCode } from "../exit-codes.js";
import { planOptionsOf } from "../prepare-stacks.js";
import type { Session } from "../session.js";

export async function run(session: Session, { args, options }: CommandCall): Promise<ExitCode> {
  const [file] = args;
  if (file !== undefined) {
    return await applySavedPlan(session, resolve(session.terminal.cwd, file), options);
  }
  const planOptions = planOptionsOf(options);
  const command = planOptions.mode === "destroy" ? "destroy" : "apply";
  return await applyNewPlan(session, { options, planOptions, command });
}
