// holdfast show [FILE]

import { resolve } from "node:path";
import { stateToJson } from "../../plan/state-json.js";
import { stateReport } from "../../report/state-report.js";
import { providerSchema } from "../../schema/resource-schemas.js";
import type { CommandCall } from "../command-definition.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import type { GivenOptions } from "../given-options.js";
import { oneDocument, planDocument } from "../plan-documents.js";
import { readShownSecrets } from "../read-secrets.js";
import { readSavedPlans } from "../saved-plans.js";
import { print, printJson, type Session, widthOf } from "../session.js";
import { attributesOf, textView } from "../show-plans.js";
import { readStates } from "../stack-states.js";
import { UsageError } from "../usage-error.js";

export async function run(session: Session, { args, options }: CommandCall): Promise<ExitCode> {
  const [file] = args;
  requireSense(file, options);
  if (file === undefined) await showStates(session, options);
  else await showPlans(session, resolve(session.terminal.cwd, file), options);
  return EXIT_CODES.done;
}

function requireSense(file: string | undefined, options: GivenOptions): void {
  const showsSensitive = options.has("show-sensitive");
  if (showsSensitive && (file === undefined || !options.has("json"))) {
    throw new UsageError("--show-sensitive goes with --json and the file of a saved plan.");
  }
  const [given] = ["var", "var-file"].filter((name) => options.list(name).length > 0);
  if (given === undefined || showsSensitive) return;
  throw new UsageError(`--${given} goes with --show-sensitive: nothing else is read again.`);
}

async function showPlans(session: Session, file: string, options: GivenOptions): Promise<void> {
  const { plans, survival } = await readSavedPlans(file);
  if (!options.has("json")) {
    const view = textView(session, { expand: options.has("expand") });
    view.plans({ plans: plans.map(({ plan }) => plan), survival });
    return;
  }
  const showsSensitive = options.has("show-sensitive");
  const secrets = showsSensitive ? readShownSecrets(session, options, plans) : [];
  const documents = plans.map((saved, i) =>
    planDocument(session, { ...saved, ...secrets[i], showsSensitive }),
  );
  printJson(session, oneDocument(documents));
}

async function showStates(session: Session, options: GivenOptions): Promise<void> {
  const states = await readStates(session, options);
  if (options.has("json")) {
    const documents = states.map(
      ({ stack, state }) => [stack, stateToJson(state, providerSchema)] as const,
    );
    printJson(session, oneDocument(documents));
    return;
  }
  for (const { stack, state } of states) {
    if (states.length > 1) print(session, [[`Stack ${stack}:`], []]);
    print(session, stateReport(state, { ...widthOf(session), attributesOf }));
  }
}
