// A test that proves a rule of vSphere, titled with its id and statement. A house test reads the calls and
// fails for each rule that has none.

import { it } from "vitest";
import { type RuleId, VSPHERE_RULES } from "../../src/vsphere/rules/vsphere-rules.js";

/** The id is written out as a literal, so that it can be found by reading. */
export function rule(id: RuleId, prove: () => void | Promise<void>): void {
  it(`${id}: ${VSPHERE_RULES[id].statement}`, prove);
}
