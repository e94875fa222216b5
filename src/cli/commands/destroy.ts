// holdfast destroy

import { applyNewPlan } from "../apply-new-plan.js";
import type { CommandCall } from "../command-definition.js";
import type { ExitCode } from "../exit-codes.js";
import { planOptionsOf } from "../prepare-stacks.js";
import type { Session } from "../session.js";
import { UsageError } from "../usage-error.js";

export async function run(session: Session, { options }: CommandCall): Promise<ExitCode> {
  if (options.has("refresh-only")) throw new UsageError("destroy excludes --refresh-only.");
  if (options.list("replace").length > 0) throw new UsageError("destroy excludes --replace.");
  const planOptions = { ...planOptionsOf(options), mode: "destroy" } as const;
  return await applyNewPlan(session, { options, planOptions, command: "destroy" });
}
