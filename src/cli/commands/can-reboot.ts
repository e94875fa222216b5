// holdfast can-reboot HOST

import { forecastReboot } from "../../drill/run-reboot.js";
import { errorDiagnostic } from "../../model/diagnostic.js";
import { rebootReport } from "../../report/reboot-report.js";
import type { CommandCall } from "../command-definition.js";
import { CommandFailed } from "../describe-failure.js";
import { openDrillSubject } from "../drill-subject.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import { findHost } from "../find-host.js";
import { print, printJson, type Session, widthOf } from "../session.js";

const VERDICT_CODES = {
  yes: EXIT_CODES.done,
  no: EXIT_CODES.notSurvived,
  unknown: EXIT_CODES.error,
} as const;

export async function run(session: Session, { args, options }: CommandCall): Promise<ExitCode> {
  const [name = ""] = args;
  const simulator = await openDrillSubject(session, options);
  try {
    const { path, present } = findHost(simulator.estate(), name);
    if (present?.up !== true) throw isDown(path);
    const forecast = await forecastReboot({
      simulator,
      host: path,
      isProviderDown: options.text("while") === "provider-down",
      isDowntimeAllowed: options.has("allow-downtime"),
    });
    const verbose = options.has("verbose");
    if (options.has("json")) printJson(session, forecast);
    else print(session, rebootReport(forecast, { ...widthOf(session), verbose }));
    return VERDICT_CODES[forecast.verdict];
  } finally {
    simulator.close();
  }
}

function isDown(host: string): CommandFailed {
  const detail = `${host} is down, so it cannot be told what a reboot of it would do. "holdfast readiness" tells what it would have after a boot.`;
  return new CommandFailed([errorDiagnostic("The host is down already", detail)]);
}
