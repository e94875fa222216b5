// holdfast state list

import { formatResource } from "../../model/address.js";
import { stateAddresses } from "../../report/state-report.js";
import type { CommandCall } from "../command-definition.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import { print, printJson, type Session } from "../session.js";
import { findAllInstances, readStates, type StackState } from "../stack-states.js";

export async function run(session: Session, { args, options }: CommandCall): Promise<ExitCode> {
  const states = await readStates(session, options);
  const wanted = new Set(findAllInstances(states, args).flatMap(({ keys }) => keys));
  const isWanted = (key: string) => args.length === 0 || wanted.has(key);
  const listed = states.flatMap((each) =>
    stateAddresses(each.state, options.text("id"))
      .filter(isWanted)
      .map((key) => describe(each, key)),
  );
  if (options.has("json")) printJson(session, listed);
  else {
    const prefix = (stack: string) => (states.length === 1 ? "" : `${stack}: `);
    print(
      session,
      listed.map(({ stack, address }) => [`${prefix(stack)}${address}`]),
    );
  }
  return EXIT_CODES.done;
}

function describe({ stack, state }: StackState, key: string) {
  const instance = state.instances.get(key);
  const resource = instance === undefined ? key : formatResource(instance.address.resource);
  return { stack, address: key, resource, id: instance?.attributes.id ?? null };
}
