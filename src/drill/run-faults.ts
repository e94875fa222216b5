// The faults of a scenario on a simulated vSphere: how each begins and how it ends. What was broken before stays
// as it was, and what was changed by hand is put back as it was found.

import type { DeletedKeyProvider } from "../simulator/key-provider-deletion.js";
import type { FaultRecord } from "../simulator/records.js";
import type { Simulator } from "../simulator/simulator.js";
import type { Estate } from "../vsphere/estate.js";
import type { Fault } from "./schedule.js";

export interface FaultDriver {
  begin(fault: Fault): void;
  end(fault: Fault): void;
}

export function driveFaults({ operators }: Simulator): FaultDriver {
  const deactivated = new Map<string, readonly string[]>();
  const deleted = new Map<string, DeletedKeyProvider>();
  return {
    begin(fault) {
      const record = recordOf(fault);
      if (record !== undefined) operators.inject(record);
      else if (fault.kind === "vcenter-down") operators.vcenterDown(fault.path);
      else if (fault.kind === "keys-deactivated") {
        deactivated.set(fault.path, operators.deactivateMachineKeys(fault.path));
      } else if (fault.kind === "key-provider-deleted") {
        const provider = operators.deleteKeyProvider(fault.path);
        if (provider !== null) deleted.set(fault.path, provider);
      }
    },
    end(fault) {
      const record = recordOf(fault);
      if (record !== undefined) operators.heal(record);
      else if (fault.kind === "vcenter-down") operators.vcenterUp(fault.path);
      else if (fault.kind === "keys-deactivated") {
        const keys = deactivated.get(fault.path) ?? [];
        for (const key of keys) operators.changeKey(fault.path, key, "active");
      } else if (fault.kind === "key-provider-deleted") {
        const provider = deleted.get(fault.path);
        if (provider !== undefined) operators.restoreKeyProvider(provider);
      }
    },
  };
}

/** What was broken before the drill stays so: a scenario that has it too neither begins nor ends it. */
export function standingFaults(simulator: Simulator, estate: Estate): (fault: Fault) => boolean {
  const standing = new Set(simulator.faults.map((fault) => JSON.stringify(fault)));
  return (fault) =>
    fault.kind === "vcenter-down"
      ? estate.vcenters.get(fault.path)?.isDown === true
      : standing.has(JSON.stringify(recordOf(fault)));
}

/** The faults that are messages not delivered, or refused. */
function recordOf(fault: Fault): FaultRecord | undefined {
  switch (fault.kind) {
    case "key-server-unreachable":
      return { kind: "unreachable", target: fault.path };
    case "trust-authority-host-unreachable":
      return { kind: "unreachable", target: fault.path };
    case "certificate-expired":
    case "keys-refused":
      return { kind: fault.kind, target: fault.path };
    case "link-cut": {
      const [from, to] = fault.ends;
      return { kind: "link-cut", from, to };
    }
    default:
      return undefined;
  }
}
