// holdfast compare --stack A --stack B

import { compareStacks } from "../../compare/compare-stacks.js";
import { defaultScenario } from "../../drill/resolve-scenario.js";
import { comparisonReport } from "../../report/comparison-report.js";
import type { CommandCall } from "../command-definition.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import { planPair } from "../plan-pair.js";
import { print, printJson, type Session, widthOf } from "../session.js";
import { attributesOf } from "../show-plans.js";

export async function run(session: Session, { options }: CommandCall): Promise<ExitCode> {
  const scenario = defaultScenario();
  const stacks = await planPair(session, options, scenario);
  const comparison = compareStacks({ scenario: scenario.name, stacks, attributesOf });
  const expand = options.has("expand");
  if (options.has("json")) printJson(session, comparison);
  else print(session, comparisonReport(comparison, { ...widthOf(session), expand }));
  const isSame = comparison.isSameConfiguration && comparison.isSameSurvival;
  const isAsked = options.has("detailed-exitcode");
  return isAsked && !isSame ? EXIT_CODES.changesPending : EXIT_CODES.done;
}
