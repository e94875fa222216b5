// "A host of a native key provider needs no vCenter once the key derivation key has arrived", also after a reboot with
// vCenter down, and without a TPM too (VCF security guidelines, Native Key Provider FAQ).

import { describe, expect, it } from "vitest";
import { rule } from "../../support/rule.js";
import {
  BOTH_RUN,
  cutVcenter,
  delivered,
  ESX1,
  edgeSite,
  NATIVE_PROVIDER,
  NEITHER_RUNS,
  powerCut,
  running,
} from "./site.js";

describe.each([
  ["with a TPM", true],
  ["without a TPM", false],
])("a host of a native key provider %s", (_, tpm) => {
  rule("native-needs-no-vcenter", async () => {
    const simulator = await edgeSite({ provider: "native", tpm });
    cutVcenter(simulator);
    const messages = delivered(simulator, () => powerCut(simulator));
    expect([...messages]).toEqual([]);
    expect(running(simulator)).toEqual(BOTH_RUN);
  });

  it("that never archived its derivation key needs vCenter once more", async () => {
    const simulator = await edgeSite({ provider: "native", tpm });
    simulator.operators.reinstall(ESX1);
    const held = () =>
      simulator.estate().hosts.get(ESX1)?.present?.derivationKeys.has(NATIVE_PROVIDER);
    expect(held()).toBe(true);
    cutVcenter(simulator);
    powerCut(simulator);
    expect([held(), running(simulator)]).toEqual([false, NEITHER_RUNS]);
    simulator.operators.healAll();
    expect(delivered(simulator, () => simulator.advance(300))).toContain("push-derivation-key");
    expect(held()).toBe(true);
  });
});
