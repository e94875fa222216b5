// "From 7.0 U2, encrypted virtual machines and virtual TPMs go on, if so configured, while the key server is
// unavailable" (vSphere Security, Key Persistence Overview). vSAN, from 7.0 U3, is a story of its own (s10).

import { describe, expect, it } from "vitest";
import { VsphereFault } from "../../../src/provider/backend.js";
import { rule } from "../../support/rule.js";
import {
  BOTH_RUN,
  cutKeyServer,
  cutTrustedKeyServer,
  delivered,
  edgeSite,
  NEITHER_RUNS,
  powerCut,
  running,
} from "./site.js";

describe("from 7.0 U2 machines go on while the key server is away", () => {
  rule("persistence-survives-a-reboot", async () => {
    for (const version of ["7.0 U2", "7.0 U3", "8.0 U3", "9.0"]) {
      const simulator = await edgeSite({ persistence: true, version });
      cutKeyServer(simulator);
      const messages = delivered(simulator, () => powerCut(simulator));
      expect(running(simulator)).toEqual(BOTH_RUN);
      expect(messages).not.toContain("fetch-key");
      expect(messages).not.toContain("push-keys");
    }
  });

  it.each(["7.0 U2", "8.0 U3"])("%s, not without it", async (version) => {
    const simulator = await edgeSite({ version });
    cutKeyServer(simulator);
    powerCut(simulator);
    expect(running(simulator)).toEqual(NEITHER_RUNS);
  });

  it.each(["7.0 U2", "7.0 U3", "8.0 U3"])(
    "on a trusted host of %s, not without it",
    async (version) => {
      for (const persistence of [true, false]) {
        const simulator = await edgeSite({ persistence, version, provider: "trusted" });
        cutTrustedKeyServer(simulator);
        const messages = delivered(simulator, () => powerCut(simulator));
        expect(running(simulator)).toEqual(persistence ? BOTH_RUN : NEITHER_RUNS);
        expect(messages).not.toContain("fetch-primary-key");
        expect(messages.has("trusted-key-request")).toBe(!persistence);
      }
    },
  );

  rule("older-hosts-know-no-command", async () => {
    for (const version of ["6.7", "7.0", "7.0 U1"]) {
      await expect(edgeSite({ persistence: true, version })).rejects.toThrow(
        new VsphereFault("CLIFault", "The object or item referred to could not be found."),
      );
    }
  });
});
