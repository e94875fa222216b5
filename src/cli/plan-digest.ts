// What tells two evaluations of a pull request apart: all that its plans would do, and nothing of when and where they were
// made, so that the same program on the same state has the same digest on every machine.

import { createHash } from "node:crypto";
import { jsonText } from "../model/json-text.js";
import type { Plan } from "../model/plan.js";
import { encodePlan } from "../plan/encode-plan.js";

/** SHA-256, in hex. */
export function digestOfPlans(plans: readonly Plan[]): string {
  const hash = createHash("sha256");
  for (const plan of plans) {
    const { timestamp: _, files: __, prior, ...rest } = plan;
    hash.update(jsonText(encodePlan({ ...rest, prior: { lineage: "", serial: prior.serial } })));
  }
  return hash.digest("hex");
}
