// holdfast state show ADDRESS

import { errorDiagnostic } from "../../model/diagnostic.js";
import { instanceReport } from "../../report/state-report.js";
import type { CommandCall } from "../command-definition.js";
import { CommandFailed } from "../describe-failure.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import { print, printJson, type Session, widthOf } from "../session.js";
import { attributesOf } from "../show-plans.js";
import { findInstances, readStates } from "../stack-states.js";

export async function run(session: Session, { args, options }: CommandCall): Promise<ExitCode> {
  const [address = ""] = args;
  const states = await readStates(session, options);
  const { found, keys } = findInstances(states, address);
  const [only = "", ...others] = keys;
  const key = others.length === 0 ? only : address;
  const instance = found.state.instances.get(key);
  if (instance === undefined) {
    const detail = `${address} has ${keys.length} instances: ${keys.join(", ")}. Name one of them.`;
    throw new CommandFailed([errorDiagnostic("Several instances", detail)]);
  }
  if (options.has("json")) {
    const { attributes, dependencies } = instance;
    printJson(session, { address: key, stack: found.stack, attributes, dependencies });
  } else print(session, instanceReport(key, instance, { ...widthOf(session), attributesOf }));
  return EXIT_CODES.done;
}
