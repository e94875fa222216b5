// Enabling and disabling key persistence on a host, with and without the removal of stored keys (vSphere Security,
// Enable and Disable Key Persistence on an ESXi Host). The command is a host's own; vCenter has no setting for it.

import { describe, expect, it } from "vitest";
import type { Simulator } from "../../../src/simulator/simulator.js";
import { rule } from "../../support/rule.js";
import { BOTH_RUN, cutKeyServer, ESX1, edgeSite, NEITHER_RUNS, powerCut, running } from "./site.js";

const keyPersistence = (simulator: Simulator, ...words: readonly string[]) =>
  simulator.esxcli(ESX1, ["system", "security", "keypersistence", ...words]);

const stored = (simulator: Simulator) =>
  simulator.estate().hosts.get(ESX1)?.present?.storedKeyIds.size;

describe("esxcli system security keypersistence", () => {
  it("enable stores what vCenter pushes from then on", async () => {
    const simulator = await edgeSite();
    expect(keyPersistence(simulator, "get").stdout).toContain("Enabled: false");
    expect(keyPersistence(simulator, "enable").exitCode).toBe(0);
    expect(keyPersistence(simulator, "get").stdout).toContain("Enabled: true");
    expect(stored(simulator)).toBe(0);
    simulator.advance(7200);
    expect(stored(simulator)).toBe(3);
    cutKeyServer(simulator);
    powerCut(simulator);
    expect(running(simulator)).toEqual(BOTH_RUN);
  });

  it("disable with the removal of stored keys leaves none on the disk; memory keeps its own", async () => {
    const simulator = await edgeSite({ persistence: true });
    keyPersistence(simulator, "disable", "--remove-all-stored-keys");
    expect(stored(simulator)).toBe(0);
    expect(running(simulator)).toEqual(BOTH_RUN);
    cutKeyServer(simulator);
    powerCut(simulator);
    expect(running(simulator)).toEqual(NEITHER_RUNS);
  });

  rule("disabled-persistence-uses-nothing", async () => {
    const simulator = await edgeSite({ persistence: true });
    keyPersistence(simulator, "disable");
    expect(stored(simulator)).toBe(3);
    cutKeyServer(simulator);
    powerCut(simulator);
    expect(running(simulator)).toEqual(NEITHER_RUNS);
    expect(keyPersistence(simulator, "enable").exitCode).toBe(0);
    powerCut(simulator);
    expect(running(simulator)).toEqual(BOTH_RUN);
  });
});
