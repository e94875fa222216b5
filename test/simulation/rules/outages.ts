// The three outages that the rules speak of, and what is asked in each.

import { VsphereFault } from "../../../src/provider/backend.js";
import type { Simulator } from "../../../src/simulator/simulator.js";
import { cutKeyServer, cutVcenter } from "../vendor-page/site.js";

/** By what is away. */
export const OUTAGES: Readonly<Record<"keyServer" | "vcenter" | "both", Outage>> = {
  keyServer: cutKeyServer,
  vcenter: ({ operators }) => operators.vcenterDown("vc"),
  both: (simulator) => {
    cutKeyServer(simulator);
    cutVcenter(simulator);
  },
};

export type Outage = (simulator: Simulator) => void;

/** `done`, or the name of the fault. */
export function outcomeOf(operation: Promise<unknown>): Promise<string> {
  return operation.then(
    () => "done",
    (error: unknown) => {
      if (error instanceof VsphereFault) return error.fault;
      throw error;
    },
  );
}
