// "A host that was rebooted has lost its cache and asks again", the key server through vCenter with a standard key
// provider, the Trust Authority itself with a trusted one (vSphere Security, Key Persistence Overview; VCF security guidelines, Standard Key Provider FAQ).

import { describe, expect, it } from "vitest";
import { rule } from "../../support/rule.js";
import {
  BOTH_RUN,
  cutTrustAuthority,
  cutTrustedKeyServer,
  delivered,
  ESX1,
  edgeSite,
  NEITHER_RUNS,
  powerCut,
  refused,
  running,
} from "./site.js";

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

  it("asks its Trust Authority itself with a trusted key provider, once it is attested", async () => {
    const simulator = await edgeSite({ provider: "trusted" });
    const keys = () => simulator.estate().hosts.get(ESX1)?.present?.cachedKeyIds.size;
    expect(keys()).toBe(3);
    simulator.operators.powerLoss(ESX1);
    expect(keys()).toBe(0);
    const messages = delivered(simulator, () => simulator.operators.powerOn(ESX1));
    expect(messages).toContain("attestation-request");
    expect(messages).toContain("trusted-key-request");
    expect(messages).not.toContain("push-keys");
    expect(keys()).toBe(3);
  });

  it.each([
    ["its Trust Authority", cutTrustAuthority, "attestation-request TRUST_AUTHORITY_UNREACHABLE"],
    ["the key server behind it", cutTrustedKeyServer, "fetch-primary-key PROVIDER_UNREACHABLE"],
  ] as const)("asks in vain without %s", async (_, cut, vain) => {
    const simulator = await edgeSite({ provider: "trusted" });
    cut(simulator);
    expect(refused(simulator, () => powerCut(simulator))).toContain(vain);
    expect(running(simulator)).toEqual(NEITHER_RUNS);
  });

  it("its twin with key persistence has them from its own disk", async () => {
    const simulator = await edgeSite({ persistence: true });
    const messages = delivered(simulator, () => powerCut(simulator));
    expect(messages).not.toContain("fetch-key");
    expect(running(simulator)).toEqual(BOTH_RUN);
  });

  it("so has the twin of a trusted one", async () => {
    const simulator = await edgeSite({ persistence: true, provider: "trusted" });
    cutTrustAuthority(simulator);
    const messages = delivered(simulator, () => powerCut(simulator));
    expect(messages).not.toContain("trusted-key-request");
    expect(messages).not.toContain("push-keys");
    expect(running(simulator)).toEqual(BOTH_RUN);
  });
});
