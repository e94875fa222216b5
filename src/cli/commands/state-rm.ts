// holdfast state rm ADDRESS...: forgets objects; the vSphere keeps them.

import type { CommandCall } from "../command-definition.js";
import { EXIT_CODES, type ExitCode } from "../exit-codes.js";
import { print, type Session } from "../session.js";
import { changeStates, findAllInstances, type StackState } from "../stack-states.js";

export async function run(session: Session, { args, options }: CommandCall): Promise<ExitCode> {
  const isDryRun = options.has("dry-run");
  const change = (states: readonly StackState[]) => {
    const found = findAllInstances(states, args);
    const keys = new Set(found.flatMap((each) => each.keys));
    const verb = isDryRun ? "Would forget" : "Forgetting";
    print(
      session,
      [...keys].map((key) => [`${verb} ${key}`]),
    );
    if (isDryRun) return [];
    const touched = states.filter((each) => found.some(({ found: state }) => state === each));
    return touched.map((each) => without(each, keys));
  };
  await changeStates(session, { options, operation: "state rm", change });
  return EXIT_CODES.done;
}

function without(each: StackState, keys: ReadonlySet<string>): StackState {
  const instances = [...each.state.instances].filter(([key]) => !keys.has(key));
  return { ...each, state: { ...each.state, instances: new Map(instances) } };
}
