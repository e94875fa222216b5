// "A host that was rebooted has lost its cache and asks again", the key server through vCenter with a standard key
// provider (vSphere Security, Key Persistence Overview; VCF security guidelines, Standard Key Provider FAQ).

import { describe, expect, it } from "vitest";
import { rule } from "../../support/rule.js";
import { BOTH_RUN, delivered, ESX1, edgeSite, powerCut, running } from "./site.js";

describe("a host that was rebooted", () => {
  rule("reboot-empties-memory", async () => {
    const simulator = await edgeSite();
    const cached = () => simulator.estate().hosts.get(ESX1)?.present?.cachedKeyIds.size;
    expect(cached()).toBe(3);
    simulator.operators.powerLoss(ESX1);
    expect(cached()).toBe(0);
    const messages = delivered(simulator, () => simulator.operators.powerOn(ESX1));
    expect(messages).toContain("fetch-key");
    expect(messages).toContain("push-keys");
    expect(cached()).toBe(3);
  });

  rule("key-server-asked-when-needed", async () => {
    const simulator = await edgeSite();
    const messages = delivered(simulator, () => simulator.advance(30 * 24 * 3600));
    expect([...messages]).toEqual(["key-server-status"]);
  });

  it("its twin with key persistence has them from its own disk", async () => {
    const simulator = await edgeSite({ persistence: true });
    const messages = delivered(simulator, () => powerCut(simulator));
    expect(messages).not.toContain("fetch-key");
    expect(running(simulator)).toEqual(BOTH_RUN);
  });
});
