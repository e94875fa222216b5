// "Before 7.0 U2, the key server had to be available always": it is every start after a reboot that needs it, and
// every new key; what runs, or starts on a host that has its keys in memory, goes on (vSphere Security, Key
// Persistence Overview and Resolve Missing Key Issues).

import { describe, expect } from "vitest";
import { rule } from "../../support/rule.js";
import {
  BOTH_RUN,
  cutKeyServer,
  delivered,
  edgeSite,
  NEITHER_RUNS,
  powerCut,
  running,
  VM,
  VTPM,
} from "./site.js";

describe.each(["6.7", "7.0 U1"])("on %s", (version) => {
  rule("memory-has-no-time-limit", async () => {
    const simulator = await edgeSite({ version });
    cutKeyServer(simulator);
    const messages = delivered(simulator, () => {
      simulator.advance(3 * 24 * 3600);
      for (const machine of [VM, VTPM]) {
        simulator.operators.stopVm(machine);
        expect(simulator.operators.startVm(machine)).toBeNull();
      }
    });
    expect(running(simulator)).toEqual(BOTH_RUN);
    expect(messages).not.toContain("key-request");
  });

  rule("vcenter-keeps-no-key", async () => {
    const simulator = await edgeSite({ version });
    const withServer = delivered(simulator, () => powerCut(simulator));
    expect([running(simulator), withServer.has("fetch-key")]).toEqual([BOTH_RUN, true]);
    cutKeyServer(simulator);
    const without = delivered(simulator, () => powerCut(simulator));
    expect([running(simulator), without.has("fetch-key")]).toEqual([NEITHER_RUNS, false]);
  });
});
