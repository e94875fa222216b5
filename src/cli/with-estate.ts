// What every hand on the simulated vSphere does around its own work: open the file, tell what happens, close it.

import type { Simulator } from "../simulator/simulator.js";
import { chooseEstate } from "./choose-estate.js";
import type { CommandCall } from "./command-definition.js";
import { EXIT_CODES, type ExitCode } from "./exit-codes.js";
import { type Session, say } from "./session.js";
import { openExistingEstate } from "./simulated-estate.js";

export type Act = (simulator: Simulator, file: string) => void | Promise<void>;

type Open = (file: string) => Promise<Simulator>;

export async function withEstate(
  session: Session,
  call: CommandCall,
  act: Act,
  open: Open = openExistingEstate,
): Promise<ExitCode> {
  const file = await chooseEstate(session, call.options);
  const simulator = await open(file);
  try {
    const stop = simulator.onEvent((event) => say(session, [[`${event.subject}: ${event.text}`]]));
    await act(simulator, file);
    stop();
    return EXIT_CODES.done;
  } finally {
    simulator.close();
  }
}
