// "With a TPM and key persistence no key is requested after a reboot" (vSphere Security, Key Persistence Overview):
// not that the answer is not needed, but that nobody asks.

import { describe, expect, it } from "vitest";
import { rule } from "../../support/rule.js";
import {
  BOTH_RUN,
  cutKeyServer,
  cutTrustAuthority,
  delivered,
  edgeSite,
  powerCut,
  refused,
  running,
} from "./site.js";

const TRUSTED_KEY_MESSAGES = ["trusted-key-request", "fetch-primary-key", "push-keys"];
const KEY_MESSAGES = ["create-key", "fetch-key", "key-request", "push-keys"];

describe("after a reboot with a TPM and key persistence", () => {
  rule("no-key-request-after-reboot", async () => {
    for (const prepare of [() => {}, cutKeyServer]) {
      const simulator = await edgeSite({ persistence: true });
      prepare(simulator);
      const inVain = new Set<string>();
      const messages = delivered(simulator, () => {
        for (const each of refused(simulator, () => powerCut(simulator))) inVain.add(each);
      });
      const tried = [...messages, ...[...inVain].map((each) => each.split(" ")[0] ?? "")];
      expect(tried.filter((kind) => KEY_MESSAGES.includes(kind))).toEqual([]);
      expect(running(simulator)).toEqual(BOTH_RUN);
    }
  });

  it.each([
    ["the Trust Authority up", () => {}],
    ["the Trust Authority down", cutTrustAuthority],
  ])("no key is asked for by a trusted host with %s", async (_, prepare) => {
    const simulator = await edgeSite({ persistence: true, provider: "trusted" });
    prepare(simulator);
    const messages = delivered(simulator, () => powerCut(simulator));
    expect([...messages].filter((kind) => TRUSTED_KEY_MESSAGES.includes(kind))).toEqual([]);
    expect(running(simulator)).toEqual(BOTH_RUN);
  });

  it("the twin of a trusted host without persistence asks, and is answered", async () => {
    const simulator = await edgeSite({ provider: "trusted" });
    const messages = delivered(simulator, () => powerCut(simulator));
    expect(messages).toContain("trusted-key-request");
    expect(messages).toContain("fetch-primary-key");
    expect(running(simulator)).toEqual(BOTH_RUN);
  });

  it("its twin without persistence asks, and in vain", async () => {
    const simulator = await edgeSite();
    cutKeyServer(simulator);
    const inVain = refused(simulator, () => powerCut(simulator));
    expect(inVain).toContain("fetch-key PROVIDER_UNREACHABLE");
  });
});
