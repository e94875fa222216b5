// holdfast explain WORKLOAD

import { explain } from "../../drill/explain.js";
import { workloadIds } from "../../drill/workloads.js";
import { suggestion } from "../../model/closest-name.js";
import { errorDiagnostic } from "../../model/diagnostic.js";
import { explainReport } from "../../report/explain-report.js";
import type { Estate } from "../../vsphere/estate.js";
import { chooseScenario } from "../choose-scenario.js";
import type { CommandCall } from "../command-definition.js";
import { CommandFailed } from "../describe-failure.js";
import { openDrillSubject } from "../drill-subject.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import { print, printJson, type Session, widthOf } from "../session.js";

export async function run(session: Session, { args, options }: CommandCall): Promise<ExitCode> {
  const [workload = ""] = args;
  const simulator = await openDrillSubject(session, options);
  try {
    const estate = simulator.estate();
    const scenario = await chooseScenario(session, options.text("scenario") ?? "", estate);
    const explained = explain(estate, scenario, workload);
    if (explained === undefined) throw unknownWorkload(estate, workload);
    const verbose = options.has("verbose");
    if (options.has("json")) printJson(session, { format: "holdfast.explanation/1", ...explained });
    else print(session, explainReport(explained, { ...widthOf(session), verbose }));
    return EXIT_CODES.done;
  } finally {
    simulator.close();
  }
}

function unknownWorkload(estate: Estate, workload: string): CommandFailed {
  const known = workloadIds(estate);
  const some = known.slice(0, 5).join(", ");
  const near = suggestion(workload, known);
  const hint = near || (known.length === 0 ? " It has none." : ` There are, for example, ${some}.`);
  const detail = `The estate has no workload "${workload}": an encrypted machine is vm:PATH, one that is encrypted only`;
  return new CommandFailed([
    errorDiagnostic(
      "Unknown workload",
      `${detail} for its virtual TPM is vtpm:PATH, the encrypted vSAN of a cluster vsan:PATH.${hint}`,
    ),
  ]);
}
