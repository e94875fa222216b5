// "Key persistence with a native key provider is redundant": alone it changes nothing (FC-39). The one use is a host
// that has a standard key provider too (vSphere Security, Key Persistence Overview; Native Key Provider FAQ).

import { describe, expect } from "vitest";
import type { Simulator } from "../../../src/simulator/simulator.js";
import { findFindings } from "../../../src/vsphere/findings/find-findings.js";
import { rule } from "../../support/rule.js";
import {
  isRunning,
  KEY_SERVER,
  keyServerSpec,
  machineSpec,
  STANDARD,
  standardSpec,
  VCENTER,
} from "../declare.js";
import { BOTH_RUN, cutVcenter, delivered, ESX1, edgeSite, powerCut, running } from "./site.js";

const codes = (simulator: Simulator) => findFindings(simulator.estate()).map(({ code }) => code);

describe("key persistence with a native key provider", () => {
  rule("persistence-redundant-with-native", async () => {
    const outcomes = [];
    for (const persistence of [true, false]) {
      const simulator = await edgeSite({ provider: "native", persistence });
      cutVcenter(simulator);
      const messages = delivered(simulator, () => powerCut(simulator));
      outcomes.push({ messages: [...messages], running: running(simulator) });
      expect(codes(simulator).includes("FC-39")).toBe(persistence);
    }
    expect(outcomes[0]).toEqual(outcomes[1]);
    expect(outcomes[0]?.running).toEqual(BOTH_RUN);
  });

  rule("persistence-beside-native-serves-standard", async () => {
    for (const persistence of [true, false]) {
      const simulator = await edgeSite({ provider: "native", persistence });
      const { keyServers, standardKeyProviders, virtualMachines } = simulator.backend;
      await keyServers.create(keyServerSpec());
      await standardKeyProviders.create(standardSpec());
      await virtualMachines.create(machineSpec("pump", { keyProvider: STANDARD }));
      simulator.advance(7200);
      expect(codes(simulator)).not.toContain("FC-39");
      simulator.operators.inject({ kind: "unreachable", target: KEY_SERVER });
      powerCut(simulator);
      expect(running(simulator)).toEqual(BOTH_RUN);
      expect(isRunning(simulator, `${VCENTER}/vm/pump`)).toBe(persistence);
      expect(simulator.estate().hosts.get(ESX1)?.present?.cryptoState).toBe("safe");
    }
  });
});
