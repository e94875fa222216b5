// "With a TPM and key persistence no key is requested after a reboot" (vSphere Security, Key Persistence Overview):
// not that the answer is not needed, but that nobody asks.

import { describe, expect, it } from "vitest";
import { rule } from "../../support/rule.js";
import { BOTH_RUN, cutKeyServer, delivered, edgeSite, powerCut, refused, running } from "./site.js";

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

  it("its twin without persistence asks, and in vain", async () => {
    const simulator = await edgeSite();
    cutKeyServer(simulator);
    const inVain = refused(simulator, () => powerCut(simulator));
    expect(inVain).toContain("fetch-key PROVIDER_UNREACHABLE");
  });
});
