// holdfast drill

import { runDrill } from "../../drill/run-drill.js";
import type { DrillResult } from "../../model/survival.js";
import { drillReport } from "../../report/drill-report.js";
import { chooseScenario } from "../choose-scenario.js";
import type { CommandCall } from "../command-definition.js";
import { openDrillSubject } from "../drill-subject.js";
import { EXIT_CODES, type ExitCode, mergeExitCodes } from "../exit-codes.js";
import { print, printJson, type Session, widthOf } from "../session.js";

export async function run(session: Session, { options }: CommandCall): Promise<ExitCode> {
  const simulator = await openDrillSubject(session, options);
  try {
    const name = options.text("scenario") ?? "";
    const scenario = await chooseScenario(session, name, simulator.estate());
    const result = runDrill({ simulator, scenario, settle: !options.has("no-settle") });
    if (options.has("json")) printJson(session, result);
    else {
      const verbose = options.has("verbose");
      print(session, drillReport(result, { ...widthOf(session), verbose }));
    }
    return exitCodeOf(result);
  } finally {
    simulator.close();
  }
}

const VERDICT_CODES = {
  survived: EXIT_CODES.done,
  unknown: EXIT_CODES.error,
  locked: EXIT_CODES.notSurvived,
  lost: EXIT_CODES.notSurvived,
} as const;

function exitCodeOf({ verdict, brokenFloors }: DrillResult): ExitCode {
  const floors = brokenFloors.length > 0 ? EXIT_CODES.notSurvived : EXIT_CODES.done;
  return mergeExitCodes([VERDICT_CODES[verdict], floors]);
}
