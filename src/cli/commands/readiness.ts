// holdfast readiness

import { assessReadiness } from "../../drill/readiness.js";
import { readinessReport } from "../../report/readiness-report.js";
import type { CommandCall } from "../command-definition.js";
import { openDrillSubject } from "../drill-subject.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import { print, printJson, type Session, widthOf } from "../session.js";

export async function run(session: Session, { options }: CommandCall): Promise<ExitCode> {
  const simulator = await openDrillSubject(session, options);
  try {
    const readiness = assessReadiness(simulator.estate());
    const verbose = options.has("verbose");
    if (options.has("json")) printJson(session, readiness);
    else print(session, readinessReport(readiness, { ...widthOf(session), verbose }));
    return EXIT_CODES.done;
  } finally {
    simulator.close();
  }
}
