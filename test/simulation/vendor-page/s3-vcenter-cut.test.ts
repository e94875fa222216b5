// "With a standard key provider vCenter brings the keys: while it cannot be reached, a host gets none" (vSphere
// Security, Virtual Machine Encryption Process Flow). A trusted host does: the workload vCenter is not in its way
// (vSphere Security, Key Persistence Overview; Trust Authority Process Flows).

import { describe, expect, it } from "vitest";
import { rule } from "../../support/rule.js";
import {
  BOTH_RUN,
  cutVcenter,
  delivered,
  edgeSite,
  NEITHER_RUNS,
  powerCut,
  refused,
  running,
} from "./site.js";

describe("with vCenter cut off, key servers up", () => {
  it("a host that rebooted gets no keys: nobody else brings them", async () => {
    const simulator = await edgeSite();
    cutVcenter(simulator);
    const inVain = refused(simulator, () => powerCut(simulator));
    expect(inVain).toContain("host-command VCENTER_UNREACHABLE");
    expect(running(simulator)).toEqual(NEITHER_RUNS);
  });

  rule("host-asks-no-key-server", async () => {
    const simulator = await edgeSite();
    cutVcenter(simulator);
    expect(delivered(simulator, () => powerCut(simulator))).not.toContain("fetch-key");
  });

  rule("trusted-keys-past-vcenter", async () => {
    const simulator = await edgeSite({ provider: "trusted" });
    cutVcenter(simulator);
    const messages = delivered(simulator, () => powerCut(simulator));
    expect([...messages].sort()).toEqual([
      "attestation-request",
      "fetch-primary-key",
      "trusted-key-request",
    ]);
    expect(running(simulator)).toEqual(BOTH_RUN);
  });

  it("a trusted host that has its keys stored asks for its attestation and for no key", async () => {
    const simulator = await edgeSite({ provider: "trusted", persistence: true });
    cutVcenter(simulator);
    const messages = delivered(simulator, () => powerCut(simulator));
    expect([...messages]).toEqual(["attestation-request"]);
    expect(running(simulator)).toEqual(BOTH_RUN);
  });

  rule("host-needs-no-courier", async () => {
    const simulator = await edgeSite({ persistence: true });
    cutVcenter(simulator);
    const messages = delivered(simulator, () => powerCut(simulator));
    expect([...messages]).toEqual([]);
    expect(running(simulator)).toEqual(BOTH_RUN);
  });
});
